package io.sipcast.cli;

/** What can happen to a session. */
sealed interface Input {
    /** The gateway has answered the order of the call. */
    record Placed(Reply reply) implements Input {}

    /** It could not be asked. */
    record NotPlaced(String why) implements Input {}

    /** The gateway has said how its players reach its RTMP server. */
    record PageSettings(Reply reply) implements Input {}

    /** Something changed. */
    record Event(ServerEvent event) implements Input {}

    /** The live events flow, for the first time or again. */
    record Connected() implements Input {}

    /** The live events have stopped; they are asked for again. */
    record Lost(String why) implements Input {}

    /** The gateway does not let us have the live events, in its own words. */
    record Refused(String why) implements Input {}

    /** The call is to end: Ctrl-C, or the signal TERM. */
    record Interrupt() implements Input {}

    /** The gateway has been told to hang up, or could not be. */
    record HangUpSent(String failure) implements Input {}
}
