package io.sipcast.ice;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name and the password of one side's checks, RFC 8839 §5.4. Printing hides the password. The
 * characters are not held to the RFC's letters, digits, + and /: some peers use others.
 *
 * @param ufrag 4 to 256 characters, no colon
 * @param pwd 22 to 256 characters
 */
public record IceCredentials(String ufrag, String pwd) {
    private static final Pattern UFRAG = Pattern.compile("[!-9;-~]{4,256}");
    private static final Pattern PWD = Pattern.compile("[!-~]{22,256}");

    public IceCredentials {
        if (!UFRAG.matcher(ufrag).matches() || !PWD.matcher(pwd).matches()) {
            throw new IllegalArgumentException("ICE credentials");
        }
    }

    /** The peer's; empty when one is missing or cannot be. */
    public static Optional<IceCredentials> of(@Nullable String ufrag, @Nullable String pwd) {
        return ufrag == null
                        || pwd == null
                        || !UFRAG.matcher(ufrag).matches()
                        || !PWD.matcher(pwd).matches()
                ? Optional.empty()
                : Optional.of(new IceCredentials(ufrag, pwd));
    }

    @Override
    public String toString() {
        return ufrag + ":***";
    }
}
