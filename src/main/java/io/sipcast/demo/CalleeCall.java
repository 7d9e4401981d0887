package io.sipcast.demo;

import io.sipcast.sdp.SessionDescription;
import io.sipcast.sip.dialog.Dialog;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.transaction.ServerTransaction;
import io.sipcast.sip.transaction.TimerQueue;
import io.sipcast.sip.transaction.TransactionFailure;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call from INVITE to BYE. On the reactor's thread.
 *
 * <pre>RINGING -> ANSWERED -> CONFIRMED -> ENDED</pre>
 */
final class CalleeCall implements ServerTransaction.User {
    private enum State {
        RINGING,
        /** 200 is sent, its ACK has not come. */
        ANSWERED,
        CONFIRMED,
        ENDED
    }

    private static final Logger LOG = LoggerFactory.getLogger(CalleeCall.class);
    private static final int NOT_ACCEPTABLE_HERE = 488;

    private final Switchboard board;
    private final ServerTransaction invite;
    private final Dialog dialog;
    private final CallDescription description;
    private final TimerQueue.Timer ringing;
    private State state = State.RINGING;
    private boolean hangingUp;
    private @Nullable CallMedia media;
    private @Nullable UnacknowledgedAnswer answer;

    CalleeCall(Switchboard board, ServerTransaction invite, String tag) {
        this.board = board;
        this.invite = invite;
        dialog = Dialog.ofRequest(invite.request(), tag);
        description = new CallDescription(board.settings(), board.random());
        ringing = board.timers().timer(this::answer);
    }

    Dialog dialog() {
        return dialog;
    }

    boolean isAnswered() {
        return state == State.ANSWERED || state == State.CONFIRMED;
    }

    /** Rings, or refuses an offer with nothing in it for us. */
    void begin() {
        invite.follow(this);
        if (description.take(invite.request()).isEmpty()) {
            respond(NOT_ACCEPTABLE_HERE);
            end();
            return;
        }
        respond(180);
        ringing.arm(board.settings().ringTime().toNanos());
    }

    private void respond(int status) {
        invite.respond(tagged(SipResponse.to(invite.request(), status)));
    }

    private SipResponse tagged(SipResponse response) {
        return response.withToTag(dialog.localTag())
                .with(HeaderName.CONTACT, board.contact(invite.flow().transport()));
    }

    private void answer() {
        try {
            media = board.openMedia();
        } catch (IOException e) {
            LOG.warn("no ports for a call", e);
            respond(500);
            end();
            return;
        }
        state = State.ANSWERED;
        accept(invite, media);
        board.answered(this);
    }

    /** Answers the offer of the INVITE that was taken last, and sends as it says. */
    private void accept(ServerTransaction transaction, CallMedia running) {
        running.follow(description.answer(), board.timers().nowNanos());
        SipResponse ok =
                tagged(SipResponse.to(transaction.request(), 200))
                        .with(HeaderName.ALLOW, Switchboard.ALLOW)
                        .withBody(SessionDescription.MEDIA_TYPE, description.print(running));
        answer =
                UnacknowledgedAnswer.send(
                        ok, transaction, board.timing(), board.timers(), this::bye);
    }

    void pace(long nowNanos) {
        if (media != null && state != State.ENDED) {
            media.pace(nowNanos);
        }
    }

    /** A request inside the dialog. */
    void receive(ServerTransaction transaction, SipRequest request) {
        if (!dialog.accept(request)) {
            transaction.respond(500);
            return;
        }
        switch (request.method().name()) {
            case "BYE" -> {
                transaction.respond(200);
                if (state == State.RINGING) {
                    respond(487); // RFC 3261 §15.1.2
                }
                end();
            }
            case "INVITE" -> reinvited(transaction);
            case "INFO" -> {
                if (request.hasBody("application/media_control+xml")) {
                    board.ear().keyFrameRequested();
                }
                transaction.respond(200);
            }
            default -> board.receiveAnywhere(transaction);
        }
    }

    private void reinvited(ServerTransaction transaction) {
        boolean busy = state != State.CONFIRMED || media == null;
        if (busy) {
            transaction.respond(
                    SipResponse.to(transaction.request(), 500).with(HeaderName.RETRY_AFTER, "1"));
        } else if (description.take(transaction.request()).isEmpty()) {
            transaction.respond(NOT_ACCEPTABLE_HERE);
        } else {
            dialog.refreshTarget(transaction.request());
            state = State.ANSWERED;
            accept(transaction, Objects.requireNonNull(media));
        }
    }

    @Override
    public void onAck(SipRequest ack) {
        if (answer != null && answer.acknowledged(ack)) {
            state = State.CONFIRMED;
            if (hangingUp) {
                bye();
            }
        }
    }

    @Override
    public void onCancel() {
        respond(487);
        end();
    }

    /** Ends the call from our side; BYE has to wait for the ACK, RFC 3261 §15. */
    void hangUp() {
        switch (state) {
            case RINGING -> {
                respond(480);
                end();
            }
            case ANSWERED -> hangingUp = true;
            case CONFIRMED -> bye();
            case ENDED -> {}
        }
    }

    private void bye() {
        if (state != State.ENDED) {
            end();
            board.bye(dialog, invite.flow());
        }
    }

    private void end() {
        state = State.ENDED;
        ringing.disarm();
        if (answer != null) {
            answer.close();
        }
        if (media != null) {
            media.end(board.timers().nowNanos());
        }
        board.ended(this);
    }

    @Override
    public void onFailure(TransactionFailure why) {
        LOG.debug("{} {}", dialog.callId(), why);
    }

    @Override
    public void onTerminated() {}
}
