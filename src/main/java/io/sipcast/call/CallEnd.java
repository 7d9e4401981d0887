package io.sipcast.call;

import io.sipcast.sip.message.Reason;
import io.sipcast.sip.message.Remarks;
import java.time.Duration;

/** Why a call ended: each case knows its status, the reference's words and a sentence of ours. */
public sealed interface CallEnd {
    /** The status that the call ends in. */
    CallStatus status();

    /** The last SIP status code; 0 when there was none. */
    int sipStatus();

    /** What the reference shows. */
    String info();

    /** Who ended it and why, in one plain sentence. */
    String sentence();

    /** Which side ended it. */
    default EndedBy endedBy() {
        return EndedBy.GATEWAY;
    }

    /** What the other side said about it besides. */
    default Remarks remarks() {
        return Remarks.NONE;
    }

    /** What our CANCEL or BYE tells the other side (RFC 3326). */
    default Reason farewell() {
        return CLEARING;
    }

    /** Who can end a call. */
    enum EndedBy {
        CALLEE,
        /** Who called us. */
        CALLER,
        /** The proxy, trunk or registrar; it may have passed on what the callee said. */
        SERVER,
        /** Nobody could be reached. */
        NETWORK,
        /** We: REST, a limit, a time that ran out, media that stayed away, a shutdown. */
        GATEWAY
    }

    /**
     * The callee hung up.
     *
     * @param reason the values of its Reason header, or words of ours; may be empty
     */
    record HungUp(String reason) implements CallEnd {
        @Override
        public EndedBy endedBy() {
            return EndedBy.CALLEE;
        }

        @Override
        public Remarks remarks() {
            return Remarks.ofReason(reason);
        }

        @Override
        public CallStatus status() {
            return CallStatus.FINISH;
        }

        @Override
        public int sipStatus() {
            return 200;
        }

        @Override
        public String info() {
            return NORMAL;
        }

        @Override
        public String sentence() {
            String said = remarks().words();
            String why = said.isEmpty() ? reason : said;
            return "The callee hung up" + (why.isEmpty() ? "." : ": " + why + ".");
        }
    }

    /**
     * Who called us hung up.
     *
     * @param reason the values of its Reason header, or words of ours; may be empty
     */
    record CallerHungUp(String reason) implements CallEnd {
        @Override
        public EndedBy endedBy() {
            return EndedBy.CALLER;
        }

        @Override
        public Remarks remarks() {
            return Remarks.ofReason(reason);
        }

        @Override
        public CallStatus status() {
            return CallStatus.FINISH;
        }

        @Override
        public int sipStatus() {
            return 200;
        }

        @Override
        public String info() {
            return NORMAL;
        }

        @Override
        public String sentence() {
            String said = remarks().words();
            String why = said.isEmpty() ? reason : said;
            return "The caller hung up" + (why.isEmpty() ? "." : ": " + why + ".");
        }
    }

    /** Who called us did not wait for the answer. */
    record CallerGaveUp() implements CallEnd {
        @Override
        public EndedBy endedBy() {
            return EndedBy.CALLER;
        }

        @Override
        public CallStatus status() {
            return CallStatus.FINISH;
        }

        @Override
        public int sipStatus() {
            return 487;
        }

        @Override
        public String info() {
            return NORMAL;
        }

        @Override
        public String sentence() {
            return "The caller gave up before the answer.";
        }
    }

    /** Somebody of ours ended it. */
    record Terminated(String by) implements CallEnd {
        @Override
        public CallStatus status() {
            return CallStatus.FINISH;
        }

        @Override
        public int sipStatus() {
            return 200;
        }

        @Override
        public String info() {
            return NORMAL;
        }

        @Override
        public String sentence() {
            return "Ended by " + by + ".";
        }
    }

    /** It lasted as long as a call may. */
    record TooLong(Duration lasted) implements CallEnd {
        @Override
        public CallStatus status() {
            return CallStatus.FINISH;
        }

        @Override
        public int sipStatus() {
            return 200;
        }

        @Override
        public String info() {
            return NORMAL;
        }

        @Override
        public Reason farewell() {
            return Reason.q850(16, "The call has lasted as long as it may");
        }

        @Override
        public String sentence() {
            return "Ended by call.max-duration, " + lasted.toSeconds() + " s after the answer.";
        }
    }

    /** 486 or 600. */
    record Busy(int sipStatus, Remarks remarks) implements CallEnd {
        public Busy(int sipStatus) {
            this(sipStatus, Remarks.NONE);
        }

        @Override
        public EndedBy endedBy() {
            return EndedBy.CALLEE;
        }

        @Override
        public CallStatus status() {
            return CallStatus.BUSY;
        }

        @Override
        public String info() {
            return NORMAL;
        }

        @Override
        public String sentence() {
            return "The callee is busy (SIP " + sipStatus + appended(remarks) + ").";
        }
    }

    /** Any other final answer to the INVITE. */
    record Rejected(int sipStatus, String reason, Remarks remarks) implements Failure {
        public Rejected(int sipStatus, String reason) {
            this(sipStatus, reason, Remarks.NONE);
        }

        /** As far as a status tells: some only make sense from whoever is called. */
        @Override
        public EndedBy endedBy() {
            return switch (sipStatus) {
                case 480, 488, 603, 606 -> EndedBy.CALLEE;
                default -> EndedBy.SERVER;
            };
        }

        @Override
        public String info() {
            return sipStatus == 488 ? NO_CODECS : NO_SESSION;
        }

        @Override
        public String sentence() {
            String why =
                    switch (sipStatus) {
                        case 403 -> "The SIP server does not allow this call";
                        case 404 -> "The callee is unknown to the SIP server";
                        case 480 -> "The callee is not available";
                        case 488 -> "The callee takes none of the offered codecs";
                        case 503 -> "The SIP server is not available";
                        case 603 -> "The callee declined";
                        default -> "The call was rejected";
                    };
            String said = reason.isEmpty() ? "" : " " + reason;
            return why + " (SIP " + sipStatus + said + appended(remarks) + ").";
        }
    }

    /** It was sent on to somewhere else, and we did not go there. */
    record NotFollowed(int sipStatus, String why) implements Failure {
        @Override
        public String info() {
            return NO_SESSION;
        }

        @Override
        public String sentence() {
            return "The call was sent on (SIP " + sipStatus + "), but not followed: " + why + ".";
        }
    }

    /** It was sent on to another address, and ended there before an answer. */
    record SentOn(String to, CallEnd end) implements CallEnd {
        @Override
        public CallStatus status() {
            return end.status();
        }

        @Override
        public int sipStatus() {
            return end.sipStatus();
        }

        @Override
        public String info() {
            return end.info();
        }

        @Override
        public String sentence() {
            return end.sentence() + " It had been sent on to " + to + ".";
        }
    }

    /** The SIP server did not take our account. */
    record NotAuthorized(int sipStatus, String why) implements Failure {
        @Override
        public EndedBy endedBy() {
            return EndedBy.SERVER;
        }

        @Override
        public String info() {
            return NO_SESSION;
        }

        @Override
        public String sentence() {
            return "The SIP server refused the account: " + why + " (SIP " + sipStatus + ").";
        }
    }

    /** The REGISTER that the call needed failed otherwise. */
    record NotRegistered(int sipStatus, String why) implements Failure {
        @Override
        public EndedBy endedBy() {
            return EndedBy.SERVER;
        }

        @Override
        public String info() {
            return NO_SESSION;
        }

        @Override
        public String sentence() {
            return "Registration failed: " + why + ".";
        }
    }

    /** Nobody answered at the address, or there is no such address. */
    record Unreachable(String why) implements Failure {
        @Override
        public EndedBy endedBy() {
            return EndedBy.NETWORK;
        }

        @Override
        public int sipStatus() {
            return 408;
        }

        @Override
        public String info() {
            return TIMEOUT;
        }

        @Override
        public String sentence() {
            return "The SIP server or callee could not be reached: " + why + ".";
        }
    }

    /** The callee's side vanished within the call, without a BYE. */
    record SessionLost(String why) implements Failure {
        @Override
        public int sipStatus() {
            return 408;
        }

        @Override
        public String info() {
            return TIMEOUT;
        }

        @Override
        public String sentence() {
            return "The callee is gone: " + why + ".";
        }
    }

    /** It rang, and nobody took it. */
    record NoAnswer(Duration rang) implements Failure {
        @Override
        public Reason farewell() {
            return Reason.q850(19, "Nobody answered");
        }

        @Override
        public int sipStatus() {
            return 408;
        }

        @Override
        public String info() {
            return TIMEOUT;
        }

        @Override
        public String sentence() {
            return "Nobody answered within " + rang.toSeconds() + " s.";
        }
    }

    /** Offer and answer have no codec in common. */
    record NoCommonCodecs(String why) implements Failure {
        @Override
        public Reason farewell() {
            return Reason.sip(488);
        }

        @Override
        public int sipStatus() {
            return 488;
        }

        @Override
        public String info() {
            return NO_CODECS;
        }

        @Override
        public String sentence() {
            return "No common codecs: " + why + ".";
        }
    }

    /**
     * Encryption was wanted and did not come about.
     *
     * @param sipStatus what the callee said, or what it is told
     * @param why in words, without a full stop
     */
    record NotEncrypted(int sipStatus, String why) implements Failure {
        @Override
        public Reason farewell() {
            return Reason.sip(488);
        }

        @Override
        public String info() {
            return NO_CODECS;
        }

        @Override
        public String sentence() {
            return "The media could not be encrypted: " + why + ".";
        }
    }

    /** No RTP at all, or none any more. */
    record NoMedia(String why) implements Failure {
        @Override
        public Reason farewell() {
            return Reason.q850(41, why);
        }

        @Override
        public int sipStatus() {
            return 200;
        }

        @Override
        public String info() {
            return "Failed by RTP activity";
        }

        @Override
        public String sentence() {
            return why + ".";
        }
    }

    /** We have nothing to carry a call with, such as ports for its media. */
    record Unavailable(String why) implements Failure {
        @Override
        public int sipStatus() {
            return 503;
        }

        @Override
        public String info() {
            return NO_SESSION;
        }

        @Override
        public String sentence() {
            return "The gateway cannot carry the call: " + why + ".";
        }
    }

    /** The fault is ours. */
    record Broken(String why) implements Failure {
        @Override
        public Reason farewell() {
            return Reason.q850(41, "The gateway failed");
        }

        @Override
        public int sipStatus() {
            return 500;
        }

        @Override
        public String info() {
            return NO_SESSION;
        }

        @Override
        public String sentence() {
            return "The gateway failed: " + why + ".";
        }
    }

    /** What ends in FAILED. */
    sealed interface Failure extends CallEnd {
        @Override
        default CallStatus status() {
            return CallStatus.FAILED;
        }
    }

    private static String appended(Remarks remarks) {
        String words = remarks.words();
        return words.isEmpty() ? "" : "; " + words;
    }

    Reason CLEARING = Reason.q850(16, "Normal call clearing");

    String NORMAL = "Normal call clearing";
    String NO_SESSION = "Failed by session creation";
    String NO_CODECS = "No common codecs";
    String TIMEOUT = "Failed by request timeout";
}
