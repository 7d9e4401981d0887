package io.sipcast.sip;

import io.sipcast.sip.auth.Guard;
import io.sipcast.sip.route.IpAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says who may call whom here. Asked on the SIP loop: must not wait. */
public interface Reception {
    /** Nobody can be called, and nobody is hidden from. */
    Reception CLOSED =
            new Reception() {
                @Override
                public @Nullable Entry entry(String called, IpAddress source) {
                    return null;
                }

                @Override
                public boolean hidesFrom(IpAddress source) {
                    return false;
                }
            };

    /**
     * The way in for a call.
     *
     * @param rule its number, for whoever made it
     * @param called the user that was called
     * @param guard whose credentials the caller must show; null for none
     */
    record Entry(int rule, String called, @Nullable Guard guard) {}

    /**
     * The way in, if there is one.
     *
     * @param called user of the Request-URI without escapes; empty when there is none
     */
    @Nullable Entry entry(String called, IpAddress source);

    /** For how long no new call will be taken, whoever calls whom; zero: they are taken. */
    default Duration pause() {
        return Duration.ZERO;
    }

    /** Whether a stranger there is to get no answer whatever it asks. */
    boolean hidesFrom(IpAddress source);
}
