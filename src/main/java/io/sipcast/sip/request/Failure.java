package io.sipcast.sip.request;

/** Why a request did not succeed: who said no, or that nobody said anything. */
public sealed interface Failure {
    /** The SIP status that says the same; what the peer sent where it sent one. */
    int status();

    /** Whether it is the peer that said so. */
    default boolean answered() {
        return switch (this) {
            case Rejected _, CredentialsRefused _, ChallengeRefused _ -> true;
            case TimedOut _, Unreachable _, Unresolved _, Cancelled _, Overloaded _ -> false;
        };
    }

    /** For people. */
    String sentence();

    /** A final answer that is no success, 300 to 699. */
    record Rejected(int status, String reason) implements Failure {
        @Override
        public String sentence() {
            return "answered " + status + " " + reason;
        }
    }

    /** The credentials were given, and refused. */
    record CredentialsRefused(int status, String why) implements Failure {
        @Override
        public String sentence() {
            return why;
        }
    }

    /** A challenge that we may not or can't answer. */
    record ChallengeRefused(int status, String why) implements Failure {
        @Override
        public String sentence() {
            return why;
        }
    }

    /** No answer in 64 T1. */
    record TimedOut(String whom) implements Failure {
        @Override
        public int status() {
            return 408;
        }

        @Override
        public String sentence() {
            return "no answer from " + whom;
        }
    }

    /** Nothing could be sent, to any target. */
    record Unreachable(String whom) implements Failure {
        @Override
        public int status() {
            return 503;
        }

        @Override
        public String sentence() {
            return whom + " cannot be reached";
        }
    }

    /** The name leads nowhere, or nowhere that is allowed. */
    record Unresolved(String whom) implements Failure {
        @Override
        public int status() {
            return 503;
        }

        @Override
        public String sentence() {
            return whom + " cannot be resolved";
        }
    }

    /** Whoever called gave it up. */
    record Cancelled() implements Failure {
        @Override
        public int status() {
            return 487;
        }

        @Override
        public String sentence() {
            return "cancelled";
        }
    }

    /** Too much is going on already. */
    record Overloaded() implements Failure {
        @Override
        public int status() {
            return 503;
        }

        @Override
        public String sentence() {
            return "too many requests under way";
        }
    }
}
