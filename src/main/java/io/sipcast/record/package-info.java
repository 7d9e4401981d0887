/**
 * Live streams in files. A {@link io.sipcast.record.Recording} is a subscriber like any other: what
 * it takes it cuts into files ({@link io.sipcast.record.FileCutter}, pure) and hands to a thread
 * that may wait for the disk ({@link io.sipcast.record.DiskWriter}). {@link
 * io.sipcast.record.Recordings} knows them all.
 */
@NullMarked
package io.sipcast.record;

import org.jspecify.annotations.NullMarked;
