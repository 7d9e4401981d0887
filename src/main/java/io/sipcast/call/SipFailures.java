package io.sipcast.call;

import io.sipcast.sip.request.Failure;

/** Why a request of ours failed, as the end of a call. Pure. */
final class SipFailures {
    private static final int BUSY_HERE = 486;
    private static final int BUSY_EVERYWHERE = 600;

    private SipFailures() {}

    static CallEnd ofInvite(Failure why) {
        return switch (why) {
            case Failure.Rejected(int status, var _)
                    when status == BUSY_HERE || status == BUSY_EVERYWHERE ->
                    new CallEnd.Busy(status);
            case Failure.Rejected(int status, var reason) -> new CallEnd.Rejected(status, reason);
            case Failure.CredentialsRefused(int status, var reason) ->
                    new CallEnd.NotAuthorized(status, reason);
            case Failure.ChallengeRefused(int status, var reason) ->
                    new CallEnd.NotAuthorized(status, reason);
            case Failure.NotFollowed(int status, _, var reason) ->
                    new CallEnd.NotFollowed(status, reason);
            case Failure.SentOn(var to, var last) -> new CallEnd.SentOn(to, ofInvite(last));
            case Failure.TimedOut _, Failure.Unreachable _, Failure.Unresolved _ ->
                    new CallEnd.Unreachable(why.sentence());
            case Failure.Cancelled _ -> new CallEnd.Terminated("us");
            case Failure.Overloaded _, Failure.NothingGranted _ ->
                    new CallEnd.Broken(why.sentence());
        };
    }

    static CallEnd ofRegistration(Failure why) {
        return switch (why) {
            case Failure.CredentialsRefused(int status, var reason) ->
                    new CallEnd.NotAuthorized(status, reason);
            case Failure.ChallengeRefused(int status, var reason) ->
                    new CallEnd.NotAuthorized(status, reason);
            case Failure.TimedOut _, Failure.Unreachable _, Failure.Unresolved _ ->
                    new CallEnd.Unreachable(why.sentence());
            case Failure.Rejected _,
                    Failure.NotFollowed _,
                    Failure.SentOn _,
                    Failure.NothingGranted _,
                    Failure.Cancelled _,
                    Failure.Overloaded _ ->
                    new CallEnd.NotRegistered(why.status(), why.sentence());
        };
    }
}
