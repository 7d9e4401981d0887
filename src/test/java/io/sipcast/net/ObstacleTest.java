package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands behind "cannot be reached: ". */
class ObstacleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "certificate_required | it requires a client certificate",
                "unknown_ca           | it requires a client certificate that it trusts (TLS alert"
                        + " unknown_ca)",
                "protocol_version     | it speaks neither TLS 1.2 nor 1.3",
                "handshake_failure    | no TLS cipher suite suits both, or it requires a client"
                        + " certificate (TLS alert handshake_failure)",
                "unrecognized_name    | it does not know the name that was dialled",
                "internal_error       | it ended TLS with the alert internal_error"
            })
    void saysWhatThePeersAlertMeans(String alert, String words) {
        var fault = new SSLHandshakeException("(x) Received fatal alert: " + alert);

        assertThat(Obstacle.of(new DecoderException(fault))).isEqualTo(words);
    }

    @Test
    void onAConnectionOfTheirsItIsOurCertificateThatIsRefused() {
        var fault = new SSLHandshakeException("Received fatal alert: bad_certificate");

        assertThat(Obstacle.of(fault, false))
                .isEqualTo("it refuses our certificate (TLS alert bad_certificate)");
    }

    @Test
    void saysWhyNothingCanBeSent() {
        assertThat(Obstacle.of(new ConnectException("Connection refused: /127.0.0.1:1")))
                .isEqualTo("connection refused");
        assertThat(
                        Obstacle.of(
                                new ConnectException(
                                        "finishConnect(..) failed: Connection refused")))
                .isEqualTo("connection refused");
        assertThat(Obstacle.of(new ConnectTimeoutException("timed out after 4000 ms")))
                .isEqualTo("our attempt to connect got no answer");
        assertThat(Obstacle.of(new NoRouteToHostException("No route to host")))
                .isEqualTo("no route leads there");
        assertThat(Obstacle.of(new IOException("sendToAddress(..): Network is unreachable")))
                .isEqualTo("no route leads there");
        assertThat(Obstacle.of(new IOException("Connection reset by peer")))
                .isEqualTo("it reset the connection");
        assertThat(Obstacle.of(new ClosedChannelException())).isEqualTo("it closed the connection");
        assertThat(Obstacle.of(null)).isEqualTo("it closed the connection");
        assertThat(Obstacle.of(new IllegalStateException("x")))
                .isEqualTo("an internal error, see the log");
    }
}
