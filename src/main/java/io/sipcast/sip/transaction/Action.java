package io.sipcast.sip.transaction;

/** What a transaction machine asks for. The messages themselves stay with the transaction. */
public sealed interface Action {
    /** Send the client's request, or the server's last response, for the first time or again. */
    record Send() implements Action {}

    /** Acknowledge the failure just received (§17.1.1.3). */
    record Acknowledge() implements Action {}

    /** Answer 100 in the user's place. */
    record SendTrying() implements Action {}

    /** Hand the message just received to the user. */
    record Deliver() implements Action {}

    /** Start this timer, or start it anew. */
    record Arm(TimerName timer, long afterNanos) implements Action {}

    record Disarm(TimerName timer) implements Action {}

    /** Tell the user that nothing more will come. */
    record Fail(TransactionFailure why) implements Action {}

    Action SEND = new Send();
    Action ACKNOWLEDGE = new Acknowledge();
    Action SEND_TRYING = new SendTrying();
    Action DELIVER = new Deliver();
    Action TIMED_OUT = new Fail(TransactionFailure.TIMEOUT);
    Action UNREACHABLE = new Fail(TransactionFailure.TRANSPORT);
}
