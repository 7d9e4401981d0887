package io.sipcast.sdp;

import static io.sipcast.sdp.Sdp.AUDIO;
import static io.sipcast.sdp.Sdp.SESSION;
import static io.sipcast.sdp.Sdp.remote;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each codec of sound in offers and answers: numbers, names, parameters. */
class SoundFormatsTest {
    private static final List<String> ALL =
            List.of(
                    "g722",
                    "pcmu",
                    "pcma",
                    "amr-wb",
                    "speex",
                    "g729",
                    "amr",
                    "ilbc",
                    "gsm",
                    "l16",
                    "g726-40",
                    "g726-32",
                    "g726-24",
                    "g726-16",
                    "aal2-g726-40",
                    "aal2-g726-32",
                    "aal2-g726-24",
                    "aal2-g726-16",
                    "cn");

    private static LocalMedia local(List<String> names) {
        return new LocalMedia("192.0.2.1", AUDIO, null, Capabilities.ofAudio(names));
    }

    @Test
    void theOfferToTheByte() {
        List<String> names =
                List.of(
                        "G722",
                        "pcma",
                        "amr-wb",
                        "g729",
                        "amr",
                        "ilbc",
                        "gsm",
                        "speex/16000",
                        "cn");
        String offer = OfferAnswer.offer(local(names), SESSION).print().replace("\r", "");

        assertThat(offer.substring(offer.indexOf("m=audio")))
                .isEqualTo(
                        """
                        m=audio 10000 RTP/AVP 9 8 117 118 18 115 116 119 3 113 13 101 102
                        a=rtpmap:9 G722/8000
                        a=rtpmap:8 PCMA/8000
                        a=rtpmap:117 AMR-WB/16000
                        a=rtpmap:118 AMR-WB/16000
                        a=fmtp:118 octet-align=1
                        a=rtpmap:18 G729/8000
                        a=fmtp:18 annexb=no
                        a=rtpmap:115 AMR/8000
                        a=rtpmap:116 AMR/8000
                        a=fmtp:116 octet-align=1
                        a=rtpmap:119 iLBC/8000
                        a=fmtp:119 mode=20
                        a=rtpmap:3 GSM/8000
                        a=rtpmap:113 speex/16000
                        a=rtpmap:13 CN/8000
                        a=rtpmap:101 telephone-event/8000
                        a=fmtp:101 0-16
                        a=rtpmap:102 telephone-event/16000
                        a=fmtp:102 0-16
                        a=ptime:20
                        a=sendrecv
                        """);
    }

    /** Whatever is listed: no number twice, and each is understood as what it was meant to be. */
    @Test
    void numbersDoNotCollide() {
        SessionDescription offer = OfferAnswer.offer(local(ALL), SESSION);
        List<String> numbers = offer.media().getFirst().formats();

        assertThat(new HashSet<>(numbers)).hasSameSizeAs(numbers);
        assertThat(numbers).doesNotContain("96", "97");
        var answered = (Answered.Accepted) OfferAnswer.answer(offer, local(ALL), null, SESSION);
        assertThat(answered.answer().media().getFirst().formats()).isEqualTo(numbers);
    }

    @Test
    void comfortNoiseGoesWithItsClockOnly() {
        assertThat(OfferAnswer.offer(local(List.of("l16/48000", "cn")), SESSION).print())
                .doesNotContain("CN/");
        assertThat(OfferAnswer.offer(local(List.of("amr-wb", "cn")), SESSION).print())
                .doesNotContain("CN/");
        assertThat(OfferAnswer.offer(local(List.of("cn", "g722")), SESSION).print())
                .contains("m=audio 10000 RTP/AVP 9 13 101");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9           |                          | 9 G722/8000",
                "3           |                          | 3 GSM/8000",
                "18          |                          | 18 G729/8000;18 annexb=no",
                "18          | fmtp:18 annexb=yes       | 18 G729/8000;18 annexb=no",
                "11          |                          | 11 L16/44100",
                "10          |                          | 10 L16/44100/2",
                "2           |                          | 2 G726-32/8000",
                "97          | rtpmap:97 iLBC/8000      | 97 iLBC/8000;97 mode=30",
                "97          | rtpmap:97 ILBC/8000 fmtp:97 mode=20 | 97 iLBC/8000;97 mode=20",
                "98          | rtpmap:98 AAL2-G726-32/8000 | 98 AAL2-G726-32/8000",
                "98          | rtpmap:98 speex/32000 fmtp:98 vbr=on | 98 speex/32000",
                "98          | rtpmap:98 AMR/8000       | 98 AMR/8000",
                "98          | rtpmap:98 AMR/8000/1 fmtp:98 octet-align=1;mode-set=0,2,4,7;max-red=0"
                        + " | 98 AMR/8000;98 octet-align=1;mode-set=0,2,4,7",
                "98          | rtpmap:98 AMR-WB/16000 fmtp:98 mode-change-period=2"
                        + " | 98 AMR-WB/16000;98 mode-change-period=2",
            })
    void answers(String type, String lines, String expected) {
        StringBuilder media = new StringBuilder("m=audio 6000 RTP/AVP " + type + "\n");
        if (lines != null) {
            media.append("a=").append(lines.replace(" fmtp:", "\na=fmtp:")).append('\n');
        }
        var accepted =
                (Answered.Accepted)
                        OfferAnswer.answer(remote(media.toString()), local(ALL), null, SESSION);

        String answer = accepted.answer().print().replace("\r", "");
        String[] wanted = expected.split(";", 2);
        assertThat(answer).contains("a=rtpmap:" + wanted[0] + "\n");
        if (wanted.length == 2) {
            assertThat(answer).contains("a=fmtp:" + wanted[1] + "\n");
        } else {
            assertThat(answer).doesNotContain("a=fmtp");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "octet-align=1;crc=1",
                "robust-sorting=1",
                "octet-align=1; interleaving=20",
            })
    void formsOfAmrThatCanNotBeReadAreRefused(String parameters) {
        String media =
                "m=audio 6000 RTP/AVP 98 0\na=rtpmap:98 AMR/8000\na=fmtp:98 " + parameters + "\n";
        var accepted =
                (Answered.Accepted) OfferAnswer.answer(remote(media), local(ALL), null, SESSION);

        assertThat(accepted.answer().media().getFirst().formats()).containsExactly("0");
    }

    @Test
    void severalChannelsOfAmrAreRefused() {
        String media = "m=audio 6000 RTP/AVP 98\na=rtpmap:98 AMR/8000/2\n";

        assertThat(OfferAnswer.answer(remote(media), local(ALL), null, SESSION))
                .isInstanceOf(Answered.Refused.class);
    }

    @Test
    void whatIsNotListedIsNotTaken() {
        String media = "m=audio 6000 RTP/AVP 18 9 8 13\n";
        var accepted =
                (Answered.Accepted)
                        OfferAnswer.answer(remote(media), local(List.of("pcma")), null, SESSION);

        assertThat(accepted.answer().media().getFirst().formats()).containsExactly("8");
        assertThat(
                        OfferAnswer.answer(
                                remote("m=audio 6000 RTP/AVP 18 13\n"),
                                local(List.of("g722", "cn")),
                                null,
                                SESSION))
                .isInstanceOf(Answered.Refused.class);
    }

    /** The peer's first is what we send; noise is received, and never what is sent. */
    @Test
    void noiseIsNoSound() {
        NegotiatedTrack track =
                accepted("m=audio 6000 RTP/AVP 13 9 0 101\na=rtpmap:101 telephone-event/8000\n");

        assertThat(track.send())
                .extracting(PayloadFormat::encoding)
                .containsExactly(Encoding.G722, Encoding.PCMU);
        assertThat(track.receive()).extracting(PayloadFormat::encoding).contains(Encoding.CN_8K);
        assertThat(track.telephoneEvent()).hasValue(101);
    }

    /** G.722 at 16 kHz has events of 8000, AMR-WB of 16000: RFC 4733 §2.1. */
    @Test
    void keysFollowTheClockOfTheCodec() {
        String events = "a=rtpmap:101 telephone-event/8000\na=rtpmap:102 telephone-event/16000\n";

        assertThat(accepted("m=audio 6000 RTP/AVP 9 102 101\n" + events).telephoneEvent())
                .hasValue(101);
        assertThat(
                        accepted(
                                        "m=audio 6000 RTP/AVP 117 102 101\na=rtpmap:117 AMR-WB/16000\n"
                                                + events)
                                .telephoneEvent())
                .hasValue(102);
    }

    private static NegotiatedTrack accepted(String answer) {
        LocalMedia local = local(List.of("g722", "amr-wb", "pcmu", "cn"));
        var agreed =
                (Negotiation.Agreed)
                        OfferAnswer.accept(
                                local.capabilities(),
                                OfferAnswer.offer(local, SESSION),
                                remote(answer));
        return Objects.requireNonNull(agreed.audio());
    }

    /**
     * SIP adds 600 bytes and a digest 250: an INVITE for sound stays within a datagram of Ethernet.
     */
    @Test
    void theUsualOfferIsNotLong() {
        List<String> usual = List.of("opus", "g722", "pcmu", "pcma", "g729", "cn");
        var ours = Capabilities.ofAudio(usual).with(List.of(Encoding.H264, Encoding.VP8));
        var sound = new LocalMedia("203.0.113.200", AUDIO, null, ours);
        var both = new LocalMedia("203.0.113.200", AUDIO, Sdp.VIDEO, ours);

        assertThat(OfferAnswer.offer(sound, Long.MAX_VALUE).print().length()).isLessThan(600);
        assertThat(OfferAnswer.offer(both, Long.MAX_VALUE).print().length()).isLessThan(1150);
    }

    @Test
    void namesAreThoseOfSdp() {
        assertThat(AudioNames.encodings("speex"))
                .containsExactly(Encoding.SPEEX_32K, Encoding.SPEEX_16K, Encoding.SPEEX_8K);
        assertThat(AudioNames.encodings("L16/16000")).containsExactly(Encoding.L16_16K);
        assertThat(AudioNames.encodings("telephone-event")).isEmpty();
        assertThat(AudioNames.encodings("g723")).isEmpty();
        assertThat(Arrays.asList(AudioNames.all().split(", "))).containsAll(ALL);
    }
}
