package io.sipcast.record;

import java.io.IOException;

/** Where files go, on threads that may wait. */
interface Disk {
    /** Bytes that are left for us. */
    long freeBytes() throws IOException;

    /**
     * Makes a file that was not there.
     *
     * @throws java.nio.file.FileAlreadyExistsException when it was
     */
    OpenFile create(String name) throws IOException;

    /** Removes a file that nothing of worth was written to. */
    void delete(String name) throws IOException;

    /** A file that is being written, by one thread at a time. */
    interface OpenFile extends AutoCloseable {
        /** Adds all of these bytes at the end. */
        void append(byte[] bytes) throws IOException;

        /** Replaces bytes. */
        void replace(long at, byte[] bytes) throws IOException;

        /** Cuts off what is behind this many bytes. */
        void truncate(long bytes) throws IOException;

        /** Waits until it is on the disk and survives a loss of power. */
        void sync() throws IOException;

        @Override
        void close() throws IOException;
    }
}
