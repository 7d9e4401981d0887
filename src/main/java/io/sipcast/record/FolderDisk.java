package io.sipcast.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder {@code record.folder}. Files are made in it and nowhere else. */
public final class FolderDisk implements Disk {
    /** A file in the folder. */
    public record Entry(String name, long bytes, Instant modified) {}

    private final Path folder;
    private final FileStore store;

    private FolderDisk(Path folder) throws IOException {
        this.folder = folder;
        this.store = Files.getFileStore(folder);
    }

    /**
     * Looks whether files can be made in a folder.
     *
     * @throws IOException with a sentence for the user when it is no folder, or not writable
     */
    public static FolderDisk open(Path configured) throws IOException {
        if (!Files.isDirectory(configured)) {
            throw unusable(configured, "is no folder: create it, or leave the key out");
        }
        try {
            Path folder = configured.toRealPath();
            Path probe = Files.createTempFile(folder, ".sipcast-", ".probe");
            Files.delete(probe);
            return new FolderDisk(folder);
        } catch (IOException e) {
            throw unusable(
                    configured, "cannot be written to (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static IOException unusable(Path folder, String why) {
        return new IOException("record.folder = " + folder + " " + why);
    }

    /** The path of the folder, with no link left in it. */
    public Path path() {
        return folder;
    }

    @Override
    public long freeBytes() throws IOException {
        return store.getUsableSpace();
    }

    @Override
    public OpenFile create(String name) throws IOException {
        if (!FileName.isOurs(name)) {
            throw new IllegalArgumentException("no name for a recording: " + name);
        }
        return new ChannelFile(
                FileChannel.open(
                        folder.resolve(name),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE));
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    /** The files that recordings made, the last one that changed first. */
    public List<Entry> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.flatMap(path -> entry(path).stream())
                    .sorted(Comparator.comparing(Entry::modified).reversed())
                    .toList();
        }
    }

    /** The path of a file that is there; empty for every other name, wherever it leads. */
    public Optional<Path> find(String name) {
        if (!FileName.isOurs(name)) {
            return Optional.empty();
        }
        Path file = folder.resolve(name);
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(file)
                : Optional.empty();
    }

    private Optional<Entry> entry(Path path) {
        String name = String.valueOf(path.getFileName());
        try {
            if (find(name).isPresent()) {
                var file = Files.readAttributes(path, BasicFileAttributes.class);
                return Optional.of(
                        new Entry(name, file.size(), file.lastModifiedTime().toInstant()));
            }
        } catch (IOException _) {
            // gone in the meantime
        }
        return Optional.empty();
    }

    private record ChannelFile(FileChannel channel) implements OpenFile {
        @Override
        public void append(byte[] bytes) throws IOException {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        }

        @Override
        public void replace(long at, byte[] bytes) throws IOException {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left, at + left.position());
            }
        }

        @Override
        public void truncate(long bytes) throws IOException {
            channel.truncate(bytes);
        }

        @Override
        public void sync() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
