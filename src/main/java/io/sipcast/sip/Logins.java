package io.sipcast.sip;

import io.sipcast.sip.auth.Authenticator;
import io.sipcast.sip.auth.Login;
import io.sipcast.sip.route.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One authenticator for all that an account does at its server at the same time: a realm learnt
 * when registering is known to the calls. Counted, so that nothing is kept for nobody.
 */
final class Logins {
    /** The server is the same in whatever order its targets are to be tried. */
    private record Key(Account account, Set<Target> server) {}

    /** One use of an authenticator. */
    final class Use {
        private final @Nullable Key key;
        private final Authenticator authenticator;
        private int users;

        private Use(@Nullable Key key, Authenticator authenticator) {
            this.key = key;
            this.authenticator = authenticator;
        }

        Authenticator authenticator() {
            return authenticator;
        }

        void release() {
            if (--users == 0 && key != null) {
                shared.remove(key);
            }
        }
    }

    private final Map<Key, Use> shared = new HashMap<>();
    private final RandomGenerator random;

    Logins(RandomGenerator random) {
        this.random = random;
    }

    /** Null for an account without a password. Without a configured server nothing is shared. */
    @Nullable Use take(Account account, List<Target> server) {
        String password = account.password();
        if (password == null) {
            return null;
        }
        Key key = server.isEmpty() ? null : new Key(account.unnamed(), Set.copyOf(server));
        Use use = key == null ? null : shared.get(key);
        if (use == null) {
            Login login = new Login(account.authUser(), password);
            use = new Use(key, new Authenticator(login, random));
            if (key != null) {
                shared.put(key, use);
            }
        }
        use.users++;
        return use;
    }

    int size() {
        return shared.size();
    }
}
