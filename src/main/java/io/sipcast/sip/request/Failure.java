package io.sipcast.sip.request;

import io.sipcast.sip.message.Remarks;

/** Why a request did not succeed: who said no, or that nobody said anything. */
public sealed interface Failure {
    /** The SIP status that says the same; what the peer sent where it sent one. */
    int status();

    /** Whether it is the peer that said so. */
    default boolean answered() {
        return switch (this) {
            case Rejected _,
                    CredentialsRefused _,
                    ChallengeRefused _,
                    NotFollowed _,
                    NothingGranted _ ->
                    true;
            case SentOn(_, Failure why) -> why.answered();
            case TimedOut _, Unreachable _, Unresolved _, Cancelled _, Overloaded _ -> false;
        };
    }

    /** For people. */
    String sentence();

    /**
     * A final answer that is no success, 300 to 699.
     *
     * @param remarks what it says besides
     */
    record Rejected(int status, String reason, Remarks remarks) implements Failure {
        public Rejected(int status, String reason) {
            this(status, reason, Remarks.NONE);
        }

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

    /** A success that is none: a REGISTER was accepted for no time at all. */
    record NothingGranted(int status) implements Failure {
        @Override
        public String sentence() {
            return "answered " + status + " but keeps no contact of ours";
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

    /**
     * Nothing could be sent, to any target.
     *
     * @param why such as "connection refused"; empty when there is no more to say
     */
    record Unreachable(String whom, String why) implements Failure {
        public Unreachable(String whom) {
            this(whom, "");
        }

        @Override
        public int status() {
            return 503;
        }

        @Override
        public String sentence() {
            return whom + " cannot be reached" + (why.isEmpty() ? "" : ": " + why);
        }
    }

    /**
     * The name leads nowhere, or nowhere that is allowed.
     *
     * @param why in words
     */
    record Unresolved(String whom, String why) implements Failure {
        public Unresolved(String whom) {
            this(whom, whom + " cannot be resolved");
        }

        @Override
        public int status() {
            return 503;
        }

        @Override
        public String sentence() {
            return why;
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

    /**
     * A redirection that was not followed.
     *
     * @param why as a clause, of which the answer is the subject
     */
    record NotFollowed(int status, String reason, String why) implements Failure {
        @Override
        public String sentence() {
            return "answered " + status + " " + reason + ", which was not followed: " + why;
        }
    }

    /**
     * A redirection was followed, and came to nothing.
     *
     * @param to the last address that it was sent on to
     */
    record SentOn(String to, Failure why) implements Failure {
        @Override
        public int status() {
            return why.status();
        }

        @Override
        public String sentence() {
            return "sent on to " + to + ": " + why.sentence();
        }
    }
}
