package io.sipcast.sip.message;

/** What the causes of ITU-T Q.850 mean, as telephone networks tell them in Reason. */
final class Q850Cause {
    private Q850Cause() {}

    static String words(int cause) {
        return switch (cause) {
            case 1 -> "unallocated number";
            case 2, 3 -> "no route to the destination";
            case 6 -> "channel unacceptable";
            case 16 -> "normal call clearing";
            case 17 -> "user busy";
            case 18 -> "no user responding";
            case 19 -> "no answer from the user";
            case 20 -> "subscriber absent";
            case 21 -> "call rejected";
            case 22 -> "number changed";
            case 23 -> "redirected to a new destination";
            case 25 -> "exchange routing error";
            case 26 -> "non-selected user clearing";
            case 27 -> "destination out of order";
            case 28 -> "invalid number format";
            case 29 -> "facility rejected";
            case 31 -> "normal, unspecified";
            case 34 -> "no circuit available";
            case 38 -> "network out of order";
            case 41 -> "temporary failure";
            case 42 -> "switching equipment congestion";
            case 44 -> "requested circuit not available";
            case 47 -> "resource unavailable";
            case 50 -> "facility not subscribed";
            case 55 -> "incoming calls barred";
            case 57 -> "bearer capability not authorized";
            case 58 -> "bearer capability not available";
            case 63 -> "service not available";
            case 65 -> "bearer capability not implemented";
            case 69 -> "facility not implemented";
            case 79 -> "service not implemented";
            case 87 -> "user not a member of the group";
            case 88 -> "incompatible destination";
            case 95 -> "invalid message";
            case 102 -> "recovery on timer expiry";
            case 111 -> "protocol error";
            case 127 -> "interworking, unspecified";
            default -> "a cause of its own";
        };
    }
}
