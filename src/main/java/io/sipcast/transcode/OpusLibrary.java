package io.sipcast.transcode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** Where libopus is: in a jar, from which it is unpacked. Loading it is quick, to link is not. */
@SuppressWarnings("restricted") // to load native code is what this class is for
final class OpusLibrary {
    static final SymbolLookup SYMBOLS = open();

    private OpusLibrary() {}

    /**
     * The first call does it.
     *
     * @throws ExceptionInInitializerError there is none for this machine, or it cannot be unpacked
     */
    static void load() {
        // The initialiser did it.
    }

    private static SymbolLookup open() {
        String resource = resource();
        try (InputStream in = OpusLibrary.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no libopus for this machine: " + resource);
            }
            Path file = Files.createTempFile("sipcast-opus", suffix());
            try {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                return SymbolLookup.libraryLookup(file, Arena.global());
            } finally {
                Files.delete(file); // it stays mapped
            }
        } catch (IOException e) {
            throw new UncheckedIOException("libopus cannot be unpacked to java.io.tmpdir", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "libopus cannot be loaded: may java.io.tmpdir hold what is executed?", e);
        }
    }

    /** Where org.lwjgl:lwjgl-opus keeps the library. */
    private static String resource() {
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
        return (isMac() ? "macos/" : "linux/") + arch + "/org/lwjgl/opus/libopus" + suffix();
    }

    private static String suffix() {
        return isMac() ? ".dylib" : ".so";
    }

    private static boolean isMac() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
    }
}
