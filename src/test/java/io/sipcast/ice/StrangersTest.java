package io.sipcast.ice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.ice.stun.StunAttribute.ErrorCode;
import io.sipcast.ice.stun.StunAttribute.IceControlled;
import io.sipcast.ice.stun.StunAttribute.Other;
import io.sipcast.ice.stun.StunAttribute.Software;
import io.sipcast.ice.stun.StunAttribute.UnknownAttributes;
import io.sipcast.ice.stun.StunAttribute.XorMappedAddress;
import io.sipcast.ice.stun.StunClass;
import io.sipcast.ice.stun.StunIntegrity;
import io.sipcast.ice.stun.StunMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may change anything, and what strangers are told: message by message. */
class StrangersTest implements IceOutput {
    private static final TransportAddress PEER = IceNetwork.address("198.51.100.1", 4000);
    private static final TransportAddress STRANGER = IceNetwork.address("203.0.113.66", 666);
    private static final long SECOND = 1_000_000_000L;

    private final IceTerms terms =
            new IceTerms(
                    IceIdentity.of(new Random(1)).credentials(),
                    new IceDescription(
                            IceIdentity.of(new Random(2)).credentials(), false, true, List.of()),
                    true,
                    false,
                    false);
    private final Requests requests = new Requests(terms);
    private final IceAgent agent = new IceAgent(new Random(3), this);
    private final List<Bytes> sent = new ArrayList<>();
    private final List<TransportAddress> validated = new ArrayList<>();
    private @Nullable TransportAddress selected;
    private long now;

    @BeforeEach
    void begin() {
        agent.begin(
                0, terms, List.of(new IcePort(1, IceNetwork.address("192.0.2.1", 10_000))), now);
    }

    @Override
    public void send(int stream, int component, ByteBuffer datagram, TransportAddress to) {
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        sent.add(Bytes.copyOf(bytes));
    }

    @Override
    public void validated(int stream, int component, TransportAddress remote) {
        validated.add(remote);
    }

    @Override
    public void selected(int stream, int component, @Nullable TransportAddress remote) {
        selected = remote;
    }

    private void receive(byte[] datagram, TransportAddress from) {
        agent.received(0, 1, ByteBuffer.wrap(datagram), from, now);
    }

    private ByteBuffer lastSent() {
        return ByteBuffer.wrap(sent.getLast().toArray());
    }

    private int lastError() {
        StunMessage answer = StunMessage.read(lastSent());
        assertThat(answer.kind()).isEqualTo(StunClass.ERROR);
        return Objects.requireNonNull(answer.find(ErrorCode.class)).code();
    }

    private void assertNobodyWasBelieved() {
        assertThat(validated).isEmpty();
        assertThat(selected).isNull();
    }

    @ParameterizedTest
    @EnumSource(StunIntegrity.class)
    void whoKnowsThePasswordIsAnsweredInKindAndSelected(StunIntegrity integrity) {
        receive(requests.by(integrity, terms.local().pwd()), PEER);

        StunMessage answer = StunMessage.read(lastSent());
        assertThat(answer.kind()).isEqualTo(StunClass.SUCCESS);
        assertThat(answer.attributes()).containsExactly(new XorMappedAddress(PEER));
        assertThat(StunIntegrity.of(lastSent())).isEqualTo(integrity);
        assertThat(integrity.verify(lastSent(), StunIntegrity.key(terms.local().pwd()))).isTrue();
        assertThat(validated).containsExactly(PEER);
        assertThat(selected).isEqualTo(PEER);
    }

    @Test
    void withoutIntegrityItIsABadRequest() {
        receive(requests.unprotected(), STRANGER);

        assertThat(lastError()).isEqualTo(400);
        assertThat(StunIntegrity.of(lastSent())).isNull();
        assertNobodyWasBelieved();
    }

    @Test
    void byAnotherPasswordItIsNotAuthentic() {
        receive(requests.by(StunIntegrity.SHA1, terms.remote().credentials().pwd()), STRANGER);

        assertThat(lastError()).isEqualTo(401);
        assertNobodyWasBelieved();
    }

    @Test
    void anotherUserIsNotAuthentic() {
        var other =
                new IceTerms(
                        IceIdentity.of(new Random(9)).credentials(),
                        terms.remote(),
                        true,
                        false,
                        false);
        receive(new Requests(other).by(StunIntegrity.SHA1, terms.local().pwd()), STRANGER);

        assertThat(lastError()).isEqualTo(401);
        assertNobodyWasBelieved();
    }

    @Test
    void whatMustBeUnderstoodAndIsNotIsNamed() {
        receive(requests.with(new Other(0x7F01, Bytes.copyOf(new byte[4]))), PEER);

        assertThat(lastError()).isEqualTo(420);
        assertThat(StunMessage.read(lastSent()).find(UnknownAttributes.class))
                .isEqualTo(new UnknownAttributes(List.of(0x7F01)));
        assertThat(StunIntegrity.of(lastSent())).isEqualTo(StunIntegrity.SHA1);
        assertNobodyWasBelieved();
    }

    @Test
    void whatNeedNotBeUnderstoodIsReadOver() {
        receive(requests.with(new Other(0xC057, Bytes.copyOf(new byte[4]))), PEER);

        assertThat(StunMessage.read(lastSent()).kind()).isEqualTo(StunClass.SUCCESS);
    }

    @Test
    void aLiteAgentNeverControls() {
        receive(requests.claiming(new IceControlled(-1)), PEER);

        assertThat(lastError()).isEqualTo(487);
        assertNobodyWasBelieved();
    }

    @Test
    void aFloodOfStrangersIsAnsweredFewTimesWithNoMoreThanItSent() {
        for (int i = 0; i < 10_000; i++) {
            byte[] request = requests.unprotected();
            receive(request, STRANGER);
            assertThat(sent.isEmpty() ? 0 : sent.getLast().size())
                    .isLessThanOrEqualTo(request.length);
            now += SECOND / 1000;
        }
        assertThat(sent.size()).as("in 10 s").isBetween(40, 60);
        assertNobodyWasBelieved();
        now += 2 * SECOND;
        receive(requests.nominating(), PEER);
        assertThat(selected).as("and the peer comes through").isEqualTo(PEER);
    }

    /** Answers, indications, other methods and noise: nobody has asked for them. */
    @Test
    void nothingElseIsAnswered() {
        StunMessage request = StunMessage.read(ByteBuffer.wrap(requests.nominating()));
        byte[] key = StunIntegrity.key(terms.local().pwd());
        for (StunMessage message :
                List.of(
                        request.answer(StunClass.SUCCESS, new XorMappedAddress(PEER)),
                        request.answer(StunClass.ERROR, new ErrorCode(487, "")),
                        request.answer(StunClass.INDICATION, new Software("keep-alive")),
                        new StunMessage(
                                StunClass.REQUEST,
                                3, // Allocate
                                request.transactionId(),
                                request.attributes()))) {
            receive(StunIntegrity.SHA1.protect(message, key), STRANGER);
        }
        receive(new byte[] {0, 1, 0, 0}, STRANGER);

        assertThat(sent).isEmpty();
        assertNobodyWasBelieved();
    }

    /** Of another branch that our offer went to: it is answered, and that is all. */
    @Test
    void anotherPeerThatKnowsOurPasswordIsNotTheOneThatWasAgreedOn() {
        var branch =
                new IceTerms(
                        terms.local(),
                        new IceDescription(
                                IceIdentity.of(new Random(9)).credentials(),
                                false,
                                true,
                                List.of()),
                        true,
                        false,
                        false);
        receive(new Requests(branch).nominating(), STRANGER);

        assertThat(StunMessage.read(lastSent()).kind()).isEqualTo(StunClass.SUCCESS);
        assertNobodyWasBelieved();
    }

    @Test
    void printingHidesPasswords() {
        assertThat(terms.toString())
                .doesNotContain(terms.local().pwd(), terms.remote().credentials().pwd())
                .contains(terms.local().ufrag());
    }
}
