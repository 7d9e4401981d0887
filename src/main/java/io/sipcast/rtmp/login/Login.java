package io.sipcast.rtmp.login;

import io.sipcast.rtmp.RtmpUrl;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far we have come with a server that wants a login. It refuses each connect with a description
 * that says what the next one must bring:
 *
 * <pre>
 * connect app                                  -> [ code=403 need auth; authmod=adobe ]
 * connect app?authmod=adobe&amp;user=U             -> ?reason=needauth&amp;user=U&amp;salt=S&amp;challenge=C&amp;opaque=O
 * connect app?authmod=adobe&amp;user=U&amp;challenge=N&amp;response=R&amp;opaque=O -> accepted, or ?reason=authfailed
 * </pre>
 *
 * <p>Servers close in between, so each step has a connection of its own.
 *
 * @param query what connect adds to {@code app} and {@code tcUrl}; may be empty
 */
public record Login(Step step, String query) {
    /** What the connect of this login shows. */
    public enum Step {
        NOTHING,
        NAME,
        ANSWER
    }

    /** Of a first connection: most servers want no login. */
    public static final Login NONE = new Login(Step.NOTHING, "");

    private static final Pattern MODE = Pattern.compile("authmod=(\\w+)");
    private static final Pattern REASON = Pattern.compile("\\breason=(\\w+)([^\\s\\]]*)");
    private static final String WRONG = "the user or the password of the URL is wrong";
    private static final Pattern NEED = Pattern.compile("code=403 need auth");

    /** What to do about a connect that was refused. */
    public sealed interface Verdict {
        /** The refusal is not about a login. */
        record Other() implements Verdict {}

        /** Connect again, with this. */
        record Again(Login login) implements Verdict {}

        /**
         * No connect of ours will succeed.
         *
         * @param why completes "The RTMP server refused: "
         */
        record Vain(String why) implements Verdict {}
    }

    /**
     * Reads why a connect with this login was refused.
     *
     * @param description in the server's words
     * @param random for our own nonce
     */
    public Verdict refused(String description, RtmpUrl url, RandomGenerator random) {
        Matcher mode = MODE.matcher(description);
        Matcher reason = REASON.matcher(description);
        boolean told = reason.find();
        if (!mode.find() || !(told || NEED.matcher(description).find())) {
            return new Verdict.Other();
        }
        @Nullable LoginScheme scheme = LoginScheme.of(mode.group(1));
        if (scheme == null) {
            return new Verdict.Vain(
                    "it wants a login by authmod=" + mode.group(1) + ", which is not supported");
        }
        return told
                ? reason(scheme, reason.group(1), reason.group(2), url, random)
                : name(scheme, url);
    }

    private Verdict reason(
            LoginScheme scheme, String reason, String rest, RtmpUrl url, RandomGenerator random) {
        return switch (reason) {
            case "needauth" -> answer(scheme, fields(rest), url, random);
            case "authfailed", "authfail" -> new Verdict.Vain(WRONG);
            case "nosuchuser" -> new Verdict.Vain("it does not know the user of the URL");
            default -> new Verdict.Vain("it does not let us log in: " + reason);
        };
    }

    private Verdict name(LoginScheme scheme, RtmpUrl url) {
        @Nullable Credentials credentials = Credentials.of(url);
        if (credentials == null) {
            return new Verdict.Vain(
                    "it wants a login; put user:password@ before the host in the URL");
        }
        return step == Step.NOTHING
                ? new Verdict.Again(new Login(Step.NAME, scheme.named(credentials)))
                : new Verdict.Vain("it asks for the login again that it was given");
    }

    private Verdict answer(
            LoginScheme scheme, Map<String, String> asked, RtmpUrl url, RandomGenerator random) {
        @Nullable Credentials credentials = Credentials.of(url);
        if (credentials == null || step == Step.ANSWER) {
            return credentials == null ? name(scheme, url) : new Verdict.Vain(WRONG);
        }
        int query = url.app().indexOf('?');
        String app = query < 0 ? url.app() : url.app().substring(0, query);
        String ownNonce = "%08x".formatted(random.nextInt());
        return new Verdict.Again(
                new Login(Step.ANSWER, scheme.answer(credentials, app, asked, ownNonce)));
    }

    private static Map<String, String> fields(String query) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : query.split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        return fields;
    }

    /** Adds the query to an application or its URL, which may have one already. */
    public String appendTo(String application) {
        return query.isEmpty()
                ? application
                : application + (application.indexOf('?') < 0 ? '?' : '&') + query;
    }

    @Override
    public String toString() {
        return "login " + step; // a response can be guessed at
    }
}
