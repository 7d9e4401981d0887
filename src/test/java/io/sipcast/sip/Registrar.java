package io.sipcast.sip;

import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.NameAddr;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.Via;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A scripted registrar: keeps bindings as RFC 3261 §10.3 has it, and notes what comes when. */
final class Registrar {
    /** Contact and until when, in nanoseconds, for each address of record. */
    final Map<String, Map<String, Long>> bindings = new LinkedHashMap<>();

    final List<Long> timesMillis = new ArrayList<>();
    final Callee callee;

    /** What it grants at most. */
    long grantsSeconds = 3600;

    /** Answers before the rest is looked at; null lets a request pass. */
    Function<SipRequest, @Nullable SipResponse> first = _ -> null;

    /** What a NAT makes of our Via. */
    UnaryOperator<Via> seen = via -> via;

    /** How often a binding was refreshed too late. */
    int gaps;

    private final World world;

    Registrar(World world) {
        this.world = world;
        this.callee = new Callee(world, Plan.answering());
        callee.gate = this::answer;
    }

    private @Nullable SipResponse answer(SipRequest request) {
        if (!request.method().equals(Method.REGISTER)) {
            return null;
        }
        timesMillis.add(Duration.ofNanos(world.nowNanos()).toMillis());
        SipResponse refusal = first.apply(request);
        SipResponse response = refusal == null ? register(request) : refusal;
        return response.withTopVia(seen.apply(response.via()));
    }

    SipResponse register(SipRequest request) {
        Map<String, Long> known =
                bindings.computeIfAbsent(request.to().uri().print(), _ -> new LinkedHashMap<>());
        boolean late = known.values().stream().anyMatch(until -> until < world.nowNanos());
        gaps += late ? 1 : 0;
        known.values().removeIf(until -> until < world.nowNanos());
        for (NameAddr contact : request.contacts()) {
            String own = contact.params().value("expires");
            long asked = own == null ? request.expires().orElse(3600) : Long.parseLong(own);
            long seconds = Math.min(asked, grantsSeconds);
            known.remove(contact.uri().print());
            if (seconds > 0) {
                known.put(
                        contact.uri().print(),
                        world.nowNanos() + Duration.ofSeconds(seconds).toNanos());
            }
        }
        SipResponse ok = SipResponse.to(request, 200);
        var headers = ok.headers();
        for (Map.Entry<String, Long> one : known.entrySet()) {
            long left = Duration.ofNanos(one.getValue() - world.nowNanos()).toSeconds();
            headers = headers.plus(HeaderName.CONTACT, "<" + one.getKey() + ">;expires=" + left);
        }
        return ok.withHeaders(headers);
    }

    /** The contacts that stand for alice. */
    List<String> alice() {
        return List.copyOf(bindings.getOrDefault("sip:alice@example.com", Map.of()).keySet());
    }

    static SipResponse refusal(SipRequest request, int status, String... headers) {
        SipResponse response = SipResponse.to(request, status);
        for (int i = 0; i < headers.length; i += 2) {
            response = response.with(headers[i], headers[i + 1]);
        }
        return response;
    }

    static SipResponse challenge(SipRequest request, String nonce, boolean stale) {
        return refusal(
                request,
                401,
                HeaderName.WWW_AUTHENTICATE,
                "Digest realm=\"r\", qop=\"auth\", algorithm=MD5, nonce=\""
                        + nonce
                        + "\""
                        + (stale ? ", stale=true" : ""));
    }

    static boolean isWithNonce(SipRequest request, String nonce) {
        String credentials = request.headers().first(HeaderName.AUTHORIZATION);
        return credentials != null && credentials.contains("nonce=\"" + nonce + "\"");
    }
}
