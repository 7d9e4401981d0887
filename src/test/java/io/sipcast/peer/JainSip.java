package io.sipcast.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipFactory;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.address.Address;
import javax.sip.header.AuthorizationHeader;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.WWWAuthenticateHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * A callee and registrar on the JAIN SIP reference implementation: messages, transactions and
 * dialogs that nobody here has written. It rings, and answers where it is told to.
 */
public final class JainSip implements SipListener, AutoCloseable {
    private static final String REALM = "jain";
    private static final String NONCE = "5cd19a2e";

    private final SipFactory factory = SipFactory.getInstance();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final SipStack stack;
    private final SipProvider provider;
    private final String transport;
    private final int port;
    private final boolean answers;
    private volatile @Nullable Dialog dialog;
    private volatile @Nullable ServerTransaction invite;

    private JainSip(String transport, boolean answers) throws Exception {
        this.transport = transport;
        this.answers = answers;
        this.port = FreePorts.next();
        factory.setPathName("gov.nist");
        Properties properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "callee-" + port);
        properties.setProperty("gov.nist.javax.sip.STACK_LOGGER", QuietStackLogger.class.getName());
        properties.setProperty(
                "gov.nist.javax.sip.SERVER_LOGGER", QuietServerLogger.class.getName());
        stack = factory.createSipStack(properties);
        provider =
                stack.createSipProvider(stack.createListeningPoint("127.0.0.1", port, transport));
        provider.addSipListener(this);
    }

    /** Over {@code udp} or {@code tcp}. */
    public static JainSip answering(String transport) throws Exception {
        return new JainSip(transport, true);
    }

    public static JainSip ringing(String transport) throws Exception {
        return new JainSip(transport, false);
    }

    public String uri() {
        return "sip:jain@" + address() + ";transport=" + transport;
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Waits for the next message: a method, or a status with its method. */
    public String next() throws InterruptedException {
        return Objects.requireNonNullElse(heard.poll(10, TimeUnit.SECONDS), "nothing");
    }

    /** Asks for another direction in the dialog; the ACK follows by itself. */
    public void reInvite(String direction) throws Exception {
        Request request = open().createRequest(Request.INVITE);
        request.addHeader(contact());
        request.setContent(
                sdp(direction),
                factory.createHeaderFactory().createContentTypeHeader("application", "sdp"));
        open().sendRequest(provider.getNewClientTransaction(request));
    }

    public void bye() throws Exception {
        open().sendRequest(provider.getNewClientTransaction(open().createRequest(Request.BYE)));
    }

    private Dialog open() {
        return Objects.requireNonNull(dialog, "no dialog");
    }

    @Override
    public void processRequest(RequestEvent event) {
        Request request = event.getRequest();
        try {
            switch (request.getMethod()) {
                case Request.REGISTER -> register(transaction(event), request);
                case Request.INVITE -> invited(transaction(event), request);
                case Request.CANCEL -> {
                    transaction(event).sendResponse(response(Response.OK, request));
                    ServerTransaction cancelled = Objects.requireNonNull(invite);
                    cancelled.sendResponse(
                            response(Response.REQUEST_TERMINATED, cancelled.getRequest()));
                }
                case Request.BYE -> transaction(event).sendResponse(response(Response.OK, request));
                default -> {}
            }
            heard.add(request.getMethod());
        } catch (Exception e) {
            heard.add(e.toString());
        }
    }

    private ServerTransaction transaction(RequestEvent event) throws Exception {
        ServerTransaction there = event.getServerTransaction();
        return there != null ? there : provider.getNewServerTransaction(event.getRequest());
    }

    private void register(ServerTransaction transaction, Request request) throws Exception {
        AuthorizationHeader credentials =
                (AuthorizationHeader) request.getHeader(AuthorizationHeader.NAME);
        if (credentials == null) {
            Response challenge = response(Response.UNAUTHORIZED, request);
            WWWAuthenticateHeader header =
                    factory.createHeaderFactory().createWWWAuthenticateHeader("Digest");
            header.setRealm(REALM);
            header.setNonce(NONCE);
            header.setQop("auth");
            header.setAlgorithm("MD5");
            challenge.addHeader(header);
            transaction.sendResponse(challenge);
        } else if (credentials.getResponse().equals(expected(credentials))) {
            Response ok = response(Response.OK, request);
            ok.addHeader(request.getHeader(ContactHeader.NAME));
            ok.addHeader(factory.createHeaderFactory().createExpiresHeader(300));
            transaction.sendResponse(ok);
        } else {
            transaction.sendResponse(response(Response.FORBIDDEN, request));
        }
    }

    /** RFC 2617 §3.2.2, for alice and her password "secret". */
    private static String expected(AuthorizationHeader credentials) throws Exception {
        return md5(
                String.join(
                        ":",
                        md5("alice:" + REALM + ":secret"),
                        NONCE,
                        "%08x".formatted(credentials.getNonceCount()),
                        credentials.getCNonce(),
                        credentials.getQop(),
                        md5("REGISTER:" + credentials.getURI())));
    }

    private static String md5(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
    }

    private void invited(ServerTransaction transaction, Request request) throws Exception {
        invite = transaction;
        dialog = transaction.getDialog();
        transaction.sendResponse(response(Response.RINGING, request));
        if (answers) {
            Response ok = response(Response.OK, request);
            ok.setContent(
                    sdp("sendrecv"),
                    factory.createHeaderFactory().createContentTypeHeader("application", "sdp"));
            transaction.sendResponse(ok);
        }
    }

    private Response response(int status, Request request) throws Exception {
        Response response = factory.createMessageFactory().createResponse(status, request);
        if (request.getMethod().equals(Request.INVITE)) {
            response.addHeader(contact());
            ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
            if (to.getTag() == null) {
                to.setTag("jain" + port);
            }
        }
        return response;
    }

    private ContactHeader contact() throws Exception {
        Address address = factory.createAddressFactory().createAddress("<" + uri() + ">");
        return factory.createHeaderFactory().createContactHeader(address);
    }

    /** No sound comes from there. */
    private String sdp(String direction) {
        return """
        v=0
        o=jain 1 %d IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio %d RTP/AVP 0
        a=%s
        """
                .formatted(direction.equals("sendrecv") ? 1 : 2, port + 1, direction)
                .replace("\n", "\r\n");
    }

    @Override
    public void processResponse(ResponseEvent event) {
        Response response = event.getResponse();
        CSeqHeader cseq = (CSeqHeader) response.getHeader(CSeqHeader.NAME);
        try {
            if (cseq.getMethod().equals(Request.INVITE) && response.getStatusCode() == 200) {
                Dialog asked = event.getDialog();
                asked.sendAck(asked.createAck(cseq.getSeqNumber()));
            }
            heard.add(response.getStatusCode() + " " + cseq.getMethod());
        } catch (Exception e) {
            heard.add(e.toString());
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        ClientTransaction client = event.getClientTransaction();
        heard.add("timeout of " + (client == null ? "an answer" : client.getRequest().getMethod()));
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        heard.add("nothing can be sent to " + event.getHost());
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {}

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {}

    @Override
    public void close() {
        stack.stop();
    }
}
