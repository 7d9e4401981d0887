package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.rtp.srtp.SrtpSuite;
import io.sipcast.sdp.Keying;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two associations that are joined by a link, which may lose records. */
class DtlsAssociationTest {
    private static final InetSocketAddress SOMEWHERE =
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 4000);
    private static final InetSocketAddress ELSEWHERE =
            new InetSocketAddress(InetAddress.ofLiteral("203.0.113.66"), 4000);

    private final DtlsIdentity client = DtlsIdentity.create(new SecureRandom());
    private final DtlsIdentity server = DtlsIdentity.create(new SecureRandom());

    /** Sends to the other association, unless the record is lost. */
    private static final class End implements DtlsAssociation.Owner {
        final BlockingQueue<DtlsKeys> keys = new LinkedBlockingQueue<>();
        final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
        final DtlsAssociation association;
        final int lost;
        volatile @Nullable End other;
        final AtomicInteger sent = new AtomicInteger();

        End(DtlsIdentity own, DtlsIdentity peer, boolean active, int lost) {
            var keying = new Keying.Dtls(Set.of(peer.fingerprint()), active, null);
            this.association = new DtlsAssociation(own, keying, this);
            this.lost = lost;
        }

        @Override
        public void send(ByteBuffer record, @Nullable InetSocketAddress to) {
            int number = sent.incrementAndGet();
            End peer = other;
            if (peer != null && number > lost) {
                peer.association.received(record, SOMEWHERE, true);
            }
        }

        @Override
        public void agreed(DtlsKeys found) {
            keys.add(found);
        }

        @Override
        public void failed(String why) {
            failures.add(why);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void bothSidesHaveTheSameKeysThoughTheFirstRecordsAreLost(int lost) throws Exception {
        var left = new End(client, server, true, lost);
        var right = new End(server, client, false, lost);
        left.other = right;
        right.other = left;
        right.association.start();
        left.association.start();

        DtlsKeys ours = left.keys.poll(19, TimeUnit.SECONDS);
        DtlsKeys theirs = right.keys.poll(19, TimeUnit.SECONDS);
        assertThat(ours).isNotNull();
        assertThat(theirs).isNotNull();
        assertThat(theirs.send()).isEqualTo(ours.receive());
        assertThat(theirs.receive()).isEqualTo(ours.send());
        assertThat(ours.send()).isNotEqualTo(ours.receive());
        assertThat(ours.send().suite()).isEqualTo(SrtpSuite.AEAD_AES_256_GCM);
        left.association.close();
        right.association.close();
        awaitEnd(left, right);
        assertThat(left.failures).isEmpty();
        assertThat(right.failures).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsAtOnceInTheMiddleOfAHandshake(boolean active) {
        var alone = new End(client, server, active, 0);
        alone.association.start();
        if (active) {
            await().until(() -> alone.sent.get() > 0);
        }
        alone.association.close();
        awaitEnd(alone);
        assertThat(alone.failures).isEmpty();
        assertThat(alone.sent.get()).as("no flood on the way out").isLessThan(5);
    }

    @Test
    void noiseIsNoMatter() throws Exception {
        var left = new End(client, server, true, 0);
        var right = new End(server, client, false, 0);
        right.association.start();
        var random = new Random(9);
        for (int i = 0; i < 25; i++) {
            byte[] noise = new byte[13 + random.nextInt(200)];
            random.nextBytes(noise);
            noise[0] = (byte) (20 + random.nextInt(44));
            right.association.received(ByteBuffer.wrap(noise), SOMEWHERE, true);
        }
        left.other = right;
        right.other = left;
        left.association.start();
        assertThat(right.keys.poll(15, TimeUnit.SECONDS)).isNotNull();
        left.association.close();
        right.association.close();
    }

    @Test
    void answersGoToWhomTheSdpNamesAndElseToTheFirst() {
        var end = new End(server, client, false, 0);
        ByteBuffer record = ByteBuffer.allocate(13);
        end.association.received(record, ELSEWHERE, false);
        assertThat(end.association.peer()).isEqualTo(ELSEWHERE);
        end.association.received(record, SOMEWHERE, true);
        assertThat(end.association.peer()).isEqualTo(SOMEWHERE);
        end.association.received(record, ELSEWHERE, false);
        assertThat(end.association.peer()).isEqualTo(SOMEWHERE);
    }

    private static void awaitEnd(End... ends) {
        for (End end : ends) {
            await().atMost(Duration.ofSeconds(20)).until(end.association::isOver);
        }
    }
}
