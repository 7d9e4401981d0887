package io.sipcast.rtmp.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtmp.handshake.Digest.Maker;
import io.sipcast.rtmp.handshake.Digest.Scheme;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
    private static final int WHOLE = 1 + Packet.SIZE;

    private final Random random = new Random(1);
    private final ServerHandshake server = new ServerHandshake(random);

    @ParameterizedTest
    @EnumSource(ClientHandshake.Form.class)
    void bothEndsAreDoneAndTheRestIsLeft(ClientHandshake.Form form) {
        ClientHandshake client = new ClientHandshake(form, random);

        byte[] second = feed(server, client.start(), 100);
        byte[] third = feed(client, second, 7);
        assertThat(client.done()).isTrue();
        assertThat(server.done()).isFalse();

        ByteBuffer end = ByteBuffer.allocate(third.length + 3).put(third).put(new byte[3]).flip();
        assertThat(server.receive(end)).isEmpty();
        assertThat(server.done()).isTrue();
        assertThat(end.remaining()).isEqualTo(3);
    }

    @Test
    void aSimpleClientIsAnsweredWithItsOwnBytes() {
        byte[] first = new ClientHandshake(ClientHandshake.Form.SIMPLE, random).start();
        byte[] answer = feed(server, first, WHOLE);

        assertThat(answer).hasSize(1 + 2 * Packet.SIZE).startsWith(3, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(packet(answer, WHOLE)).isEqualTo(packet(first, 1));
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void aClientWithADigestIsAnsweredInItsScheme(Scheme scheme) {
        byte[] c1 = Packet.random(0x80000702, random);
        byte[] digest = Digest.sign(c1, Maker.CLIENT, scheme);
        byte[] answer = feed(server, joined(c1), 1000);

        assertThat(Digest.isSigned(packet(answer, 1), Maker.SERVER, scheme)).isTrue();
        assertThat(Digest.isAnswer(packet(answer, WHOLE), Maker.SERVER, digest)).isTrue();
    }

    @Test
    void aVersionWithoutADigestIsASimpleClient() {
        byte[] first = joined(Packet.random(0x09007C02, random));
        assertThat(packet(feed(server, first, WHOLE), WHOLE)).isEqualTo(packet(first, 1));
    }

    @Test
    void theClientAnswersTheServersDigest() {
        ClientHandshake client = new ClientHandshake(ClientHandshake.Form.DIGEST, random);
        byte[] answer = feed(server, client.start(), WHOLE);
        byte[] c2 = feed(client, answer, WHOLE);

        byte[] digest = Digest.read(packet(answer, 1), Scheme.DIGEST_FIRST);
        assertThat(Digest.isAnswer(c2, Maker.CLIENT, digest)).isTrue();
    }

    @Test
    void andEchoesAServerThatHasNone() {
        ClientHandshake client = new ClientHandshake(ClientHandshake.Form.DIGEST, random);
        byte[] s1 = Packet.random(0, random);
        client.start();

        assertThat(feed(client, joined(s1), WHOLE)).isEqualTo(s1);
        assertThat(client.done()).isFalse();
        assertThat(feed(client, new byte[Packet.SIZE], WHOLE)).isEmpty(); // any S2 will do
        assertThat(client.done()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 2, 6, 'G'})
    void otherVersionsAreRefusedAtTheFirstByte(byte version) {
        for (Handshake end :
                new Handshake[] {
                    server, new ClientHandshake(ClientHandshake.Form.SIMPLE, random)
                }) {
            assertThatThrownBy(() -> end.receive(ByteBuffer.wrap(new byte[] {version})))
                    .isInstanceOf(ProtocolException.class);
        }
    }

    private static byte[] feed(Handshake end, byte[] bytes, int pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; at += pieces) {
            int count = Math.min(pieces, bytes.length - at);
            out.writeBytes(end.receive(ByteBuffer.wrap(bytes, at, count)));
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[] packet) {
        return ByteBuffer.allocate(WHOLE).put(Packet.VERSION).put(packet).array();
    }

    private static byte[] packet(byte[] bytes, int at) {
        return Arrays.copyOfRange(bytes, at, at + Packet.SIZE);
    }
}
