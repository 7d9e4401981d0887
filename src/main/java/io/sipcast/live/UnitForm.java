package io.sipcast.live;

import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import java.nio.ByteBuffer;

/** Frames of sound, or pictures. */
final class UnitForm implements PackedRing.Form<MediaUnit, Format> {
    @Override
    public long nanos(MediaUnit item) {
        return item.dtsNanos();
    }

    @Override
    public Format head(MediaUnit item) {
        return item.format();
    }

    @Override
    public int size(MediaUnit item) {
        return Long.BYTES + Byte.BYTES + item.payload().length;
    }

    @Override
    public void write(MediaUnit item, ByteLog to) {
        to.putLong(item.ptsNanos());
        to.put((byte) (item.key() ? 1 : 0));
        to.put(item.payload());
    }

    @Override
    public MediaUnit read(long nanos, Format head, ByteBuffer from) {
        long pts = from.getLong();
        boolean key = from.get() == 1;
        byte[] payload = new byte[from.remaining()];
        from.get(payload);
        return new MediaUnit(head, key, nanos, pts, payload);
    }
}
