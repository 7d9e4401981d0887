package io.sipcast.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** A disk in memory that gets full, breaks or stands still when a test says so. */
final class MemoryDisk implements Disk {
    private final Map<String, byte[]> files = new TreeMap<>(); // guarded by this
    private long room = Long.MAX_VALUE; // guarded by this
    private boolean still; // guarded by this
    private int syncs; // guarded by this

    /** From now on so many bytes fit. */
    synchronized void room(long bytes) {
        room = bytes;
    }

    /** From now on it stands still, or goes on. */
    synchronized void still(boolean now) {
        still = now;
        notifyAll();
    }

    synchronized Map<String, byte[]> files() {
        return new TreeMap<>(files);
    }

    synchronized byte[] file(String name) {
        return files.getOrDefault(name, new byte[0]).clone();
    }

    synchronized int syncs() {
        return syncs;
    }

    @Override
    public synchronized long freeBytes() {
        return room;
    }

    @Override
    public synchronized OpenFile create(String name) throws IOException {
        if (files.putIfAbsent(name, new byte[0]) != null) {
            throw new FileAlreadyExistsException(name);
        }
        return new Memory(name);
    }

    @Override
    public synchronized void delete(String name) {
        files.remove(name);
    }

    private synchronized void append(String name, byte[] bytes) throws IOException {
        while (still) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        int fits = (int) Math.min(room, bytes.length);
        var all = new ByteArrayOutputStream();
        all.writeBytes(files.getOrDefault(name, new byte[0]));
        all.write(bytes, 0, fits);
        files.put(name, all.toByteArray());
        room -= room == Long.MAX_VALUE ? 0 : fits;
        if (fits < bytes.length) {
            throw new IOException("No space left on device");
        }
    }

    private synchronized void replace(String name, long at, byte[] bytes) {
        byte[] file = files.getOrDefault(name, new byte[0]).clone();
        System.arraycopy(bytes, 0, file, (int) at, bytes.length);
        files.put(name, file);
    }

    private synchronized void truncate(String name, long bytes) {
        files.computeIfPresent(name, (_, file) -> Arrays.copyOf(file, (int) bytes));
    }

    private synchronized void synced() {
        syncs++;
    }

    private final class Memory implements OpenFile {
        private final String name;

        Memory(String name) {
            this.name = name;
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            MemoryDisk.this.append(name, bytes);
        }

        @Override
        public void replace(long at, byte[] bytes) {
            MemoryDisk.this.replace(name, at, bytes);
        }

        @Override
        public void truncate(long bytes) {
            MemoryDisk.this.truncate(name, bytes);
        }

        @Override
        public void sync() {
            synced();
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
