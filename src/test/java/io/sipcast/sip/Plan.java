package io.sipcast.sip;

import io.sipcast.sip.message.SipResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a scripted callee does about an INVITE: by itself it rings and answers after a second. */
final class Plan {
    boolean trying = true;

    /** 0 for none. */
    int provisional = 180;

    boolean early;

    /** The provisional answer wants a PRACK. */
    boolean reliable;

    /** After the INVITE. */
    Duration answerAfter = Duration.ofSeconds(1);

    /** The final answer; 0 for none. */
    int status = 200;

    /** Over 1 as if a proxy had forked. */
    int branches = 1;

    /** After the ACK. */
    @Nullable Duration byeAfter;

    /** After the ACK. */
    @Nullable Duration reInviteAfter;

    List<String> recordRoutes = List.of();
    String contact = "sip:bob@198.51.100.5";

    /** What else the final answer has. */
    UnaryOperator<SipResponse> finish = UnaryOperator.identity();

    static Plan answering() {
        return new Plan();
    }

    static Plan refusing(int status) {
        Plan plan = new Plan();
        plan.status = status;
        return plan;
    }

    static Plan ringing() {
        return refusing(0);
    }

    static Plan silent() {
        return refusing(0).without(true).without(false);
    }

    /** Leaves 100 out, or the other provisional answer. */
    Plan without(boolean hundred) {
        if (hundred) {
            trying = false;
        } else {
            provisional = 0;
        }
        return this;
    }

    Plan early(int newProvisional) {
        provisional = newProvisional;
        early = true;
        return this;
    }

    Plan reliable() {
        reliable = true;
        return this;
    }

    Plan answerAfter(long millis) {
        answerAfter = Duration.ofMillis(millis);
        return this;
    }

    Plan branches(int newBranches) {
        branches = newBranches;
        return this;
    }

    Plan byeAfter(long millis) {
        byeAfter = Duration.ofMillis(millis);
        return this;
    }

    Plan reInviteAfter(long millis) {
        reInviteAfter = Duration.ofMillis(millis);
        return this;
    }

    Plan finish(UnaryOperator<SipResponse> newFinish) {
        finish = newFinish;
        return this;
    }

    Plan through(String newContact, String... newRecordRoutes) {
        contact = newContact;
        recordRoutes = List.of(newRecordRoutes);
        return this;
    }
}
