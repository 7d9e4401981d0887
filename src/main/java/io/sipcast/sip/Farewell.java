package io.sipcast.sip;

import java.util.function.Consumer;

/** For the BYE that ends a call: whatever answers it, the call is over. */
final class Farewell implements DialogRequest.Owner {
    private final CallEvent.Termination why;
    private final Consumer<CallEvent.Terminated> close;

    Farewell(CallEvent.Termination why, Consumer<CallEvent.Terminated> close) {
        this.why = why;
        this.close = close;
    }

    @Override
    public void answered(int status) {
        close.accept(new CallEvent.Terminated(why));
    }

    @Override
    public void unanswered() {
        close.accept(
                new CallEvent.Terminated(
                        why == CallEvent.Termination.HUNG_UP
                                ? CallEvent.Termination.BYE_UNANSWERED
                                : why));
    }
}
