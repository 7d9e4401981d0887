package io.sipcast.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.transaction.Admission.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final int BYTES = 1000;

    private final Admission admission = new Admission(new Limits(10, 3, 2, 8 * BYTES, 1));
    private final List<Ticket> taken = new ArrayList<>();

    private @Nullable Ticket take(String callId, int host, boolean expected) {
        String padding = "x".repeat(BYTES - "Call-ID".length() - callId.length() - "P".length());
        Headers headers =
                Headers.builder().add(HeaderName.CALL_ID, callId).add("P", padding).build();
        Ticket ticket =
                admission.take(
                        SipRequest.of(new Method("INFO"), Uri.parse("sip:a@b"), headers),
                        Objects.requireNonNull(IpAddress.parse("192.0.2." + host)),
                        expected);
        if (ticket != null) {
            taken.add(ticket);
        }
        return ticket;
    }

    @Test
    void anAddressHasItsShare() {
        for (int i = 0; i < 5; i++) {
            take("c" + i, 1, false);
        }

        assertThat(taken).hasSize(3);
        assertThat(admission.refused()).isEqualTo(2);
        assertThat(take("c", 2, false)).isNotNull();
        taken.getFirst().giveBack();
        assertThat(take("c", 1, false)).isNotNull();
    }

    @Test
    void aCallHasItsShareWhateverItsAddressHas() {
        for (int i = 0; i < 3; i++) {
            take("c" + i, 1, false);
        }
        assertThat(take("mine", 1, true)).isNotNull();
        assertThat(take("mine", 1, true)).isNotNull();
        assertThat(take("mine", 2, true)).isNull();
        assertThat(take("other", 1, true)).isNotNull();
    }

    @Test
    void bytesAreBoundedToo() {
        for (int i = 0; i < 12; i++) {
            take("c" + i, i, false);
        }

        assertThat(taken).hasSize(8);
        taken.forEach(Ticket::giveBack);
        taken.clear();
        assertThat(take("again", 1, false)).isNotNull();
    }
}
