package io.sipcast.sip;

import io.sipcast.sip.auth.Guard;
import io.sipcast.sip.route.IpAddress;
import org.jspecify.annotations.Nullable;

/** The user "studio" can be called. */
record TestReception(@Nullable Guard guard, @Nullable IpAddress known) implements Reception {
    /** By everybody. */
    static final TestReception OPEN = new TestReception(null, null);

    @Override
    public @Nullable Entry entry(String called, IpAddress source) {
        return called.equals("studio") ? new Entry(0, called, guard) : null;
    }

    @Override
    public boolean hidesFrom(IpAddress source) {
        return known != null && !known.equals(source);
    }
}
