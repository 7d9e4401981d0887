package io.sipcast.sip.transaction;

/** The timers of RFC 3261 §17 under their own letters, with those that RFC 6026 added. */
public enum TimerName {
    /** INVITE client: send the request again. */
    A,
    /** INVITE client: no answer at all. */
    B,
    /** INVITE client: how long a failure that is repeated is acknowledged again. */
    D,
    /** Non-INVITE client: send the request again. */
    E,
    /** Non-INVITE client: no final answer. */
    F,
    /** INVITE server: send the failure again. */
    G,
    /** INVITE server: the failure is never acknowledged. */
    H,
    /** INVITE server: how long a repeated ACK is taken in. */
    I,
    /** Non-INVITE server: how long a repeated request is answered again. */
    J,
    /** Non-INVITE client: how long a repeated answer is taken in. */
    K,
    /** INVITE server: how long a repeated INVITE is taken in after a 2xx (RFC 6026 §7.1). */
    L,
    /** INVITE client: how long more 2xx may follow the first one (RFC 6026 §7.2). */
    M,
    /** INVITE server: a 100 is due, unless the user answered before (§17.2.1). */
    TRYING
}
