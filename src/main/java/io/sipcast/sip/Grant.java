package io.sipcast.sip;

import io.sipcast.sip.message.NameAddr;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.message.Via;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** For how long a registrar holds our contact. */
final class Grant {
    /** Of a contact that is not among those listed: soon enough, and no storm if that is wrong. */
    private static final long UNKNOWN_SECONDS = 60;

    private Grant() {}

    /**
     * What a 200 says of the request's first contact, in seconds; it lists the contacts of others
     * too (RFC 3261 §10.2.4, §10.3). 0 when it is not held at all.
     */
    static long seconds(SipRequest request, SipResponse response) {
        List<NameAddr> bindings = response.contacts();
        long asked = request.expires().orElse(UNKNOWN_SECONDS);
        long standard = response.expires().orElse(asked);
        Optional<NameAddr> ours = ours(request, response, bindings);
        if (ours.isPresent()) {
            return seconds(ours.get()).orElse(standard);
        }
        return bindings.isEmpty() || response.expires().isPresent()
                ? standard
                : Math.min(asked, UNKNOWN_SECONDS);
    }

    /** As we wrote it, else as a registrar behind a NAT of ours rewrites it, else the only one. */
    private static Optional<NameAddr> ours(
            SipRequest request, SipResponse response, List<NameAddr> bindings) {
        NameAddr sent = request.contacts().getFirst();
        return bindings.stream()
                .filter(binding -> binding.sipUri() != null && matches(binding, sent))
                .findFirst()
                .or(() -> bindings.stream().filter(b -> isSource(b, response.via())).findFirst())
                .or(() -> bindings.size() == 1 ? Optional.of(bindings.getFirst()) : none());
    }

    private static Optional<NameAddr> none() {
        return Optional.empty();
    }

    private static boolean matches(NameAddr binding, NameAddr sent) {
        SipUri uri = binding.sipUri();
        return uri != null && uri.matches(sent.uri());
    }

    private static boolean isSource(NameAddr binding, Via via) {
        SipUri uri = binding.sipUri();
        return uri != null && uri.host().equals(via.received()) && uri.portOr(5060) == via.rport();
    }

    private static OptionalLong seconds(NameAddr binding) {
        String text = binding.params().value("expires");
        boolean number = text != null && text.matches("[0-9]{1,10}");
        return number ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
