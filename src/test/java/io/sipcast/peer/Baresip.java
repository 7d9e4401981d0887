package io.sipcast.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * baresip as a callee that answers at once, or a caller, with beeps and, where asked for, flashes.
 * It sends one key frame a call unless it is asked for more, takes its SIP port and the next one,
 * and ends the call when its sound file ends (60 s).
 */
public final class Baresip implements AutoCloseable {
    private final PeerProcess process;
    private final Settings settings;
    private final Path folder;
    private final int port;
    private final int control;

    private Baresip(PeerProcess process, Settings settings, Path folder, int port, int control) {
        this.process = process;
        this.folder = folder;
        this.settings = settings;
        this.port = port;
        this.control = control;
    }

    /** What its sound is coded in, its only codec. */
    public enum Sound {
        PCMU("pcmu", ""),
        G722("g722/16000", ""),
        /** In stereo, the same on both sides, with FEC. */
        OPUS("opus", Sound.STEREO),
        /** In stereo, a beep for each side, with FEC. */
        OPUS_TWO_BEEPS("opus", Sound.STEREO);

        private static final String STEREO =
                """
                module opus.so
                opus_bitrate 64000
                opus_stereo yes
                opus_sprop_stereo yes
                opus_inbandfec yes
                opus_packet_loss 10
                """;

        private final String codec;
        private final String configuration;

        Sound(String codec, String configuration) {
            this.codec = codec;
            this.configuration = configuration;
        }

        private Path beeps() {
            return switch (this) {
                case PCMU -> TestMedia.beepsWav();
                case G722 -> TestMedia.wideBeepsWav();
                case OPUS -> TestMedia.beepsStereoWav();
                case OPUS_TWO_BEEPS -> TestMedia.twoBeepsWav();
            };
        }
    }

    /**
     * How it is set up.
     *
     * @param video whether it has pictures
     * @param registrar {@code host:port} of its registrar and outbound proxy, empty for none
     * @param tls whether it is called, and registers, over TLS, with the test certificate {@code
     *     server}
     * @param encryption what it calls its media encryption, {@code srtp} (plain peers are fine),
     *     {@code srtp-mand} or {@code dtls_srtp}; empty for none
     * @param videoCodec H264 or VP8
     */
    public record Settings(
            String user,
            String password,
            boolean video,
            String registrar,
            boolean tls,
            String encryption,
            Sound sound,
            String videoCodec) {
        public Settings(String user, String password, boolean video, String registrar) {
            this(user, password, video, registrar, false);
        }

        public Settings(
                String user, String password, boolean video, String registrar, boolean tls) {
            this(user, password, video, registrar, tls, "", Sound.PCMU, "H264");
        }

        /**
         * baresip leaves a picture out while the one before is still being sent, which it does at
         * about twice this rate, and its VP8 encoder makes more than it was asked for: at 500
         * kbit/s every other picture of the test card is left out.
         */
        int videoBitrateBps() {
            return videoCodec.equals("VP8") ? 2_000_000 : 500_000;
        }

        public Settings overTls() {
            return new Settings(
                    user, password, video, registrar, true, encryption, sound, videoCodec);
        }

        public Settings encrypting(String how) {
            return new Settings(user, password, video, registrar, tls, how, sound, videoCodec);
        }

        public Settings with(Sound other) {
            return new Settings(
                    user, password, video, registrar, tls, encryption, other, videoCodec);
        }

        public Settings withVideoCodec(String codec) {
            return new Settings(user, password, video, registrar, tls, encryption, sound, codec);
        }
    }

    public static Baresip start(Settings settings) {
        return start(settings, false, List.of());
    }

    /** Writes what it hears to a file. */
    public static Baresip recording(Settings settings) {
        return start(settings, true, List.of());
    }

    /** What it heard, once the call is over. */
    public Recording heard() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith("-dec.wav"))
                    .findFirst()
                    .map(Recording::new)
                    .orElseThrow(() -> new AssertionError("no recording: " + output()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Dials this URI as soon as it is there; it answers calls as well. */
    public static Baresip calling(Settings settings, String uri) {
        return start(settings, false, List.of("-e", "/dial " + uri));
    }

    private static Baresip start(Settings settings, boolean records, List<String> more) {
        Path folder = PeerProcess.folder("baresip");
        int port = FreePorts.next();
        int media = FreePorts.next();
        int control = FreePorts.next();
        String recorder = records ? "module sndfile.so\nsnd_path " + folder + "\n" : "";
        try {
            Files.writeString(
                    folder.resolve("config"),
                    configuration(settings, folder, port, media, control) + recorder);
            Files.writeString(folder.resolve("accounts"), account(settings, port));
            Files.writeString(folder.resolve("contacts"), "");
            if (settings.tls()) {
                Files.writeString(
                        folder.resolve("tls.pem"),
                        Files.readString(TestCertificates.certificate("server"))
                                + Files.readString(TestCertificates.key("server")));
            }
            Files.writeString(
                    folder.resolve("uuid"), "11111111-2222-3333-4444-%012d".formatted(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command =
                new ArrayList<>(List.of("baresip", "-f", folder.toString(), "-t", "120", "-v"));
        command.addAll(more);
        PeerProcess process = PeerProcess.start(folder, command);
        process.awaitOutput(settings.registrar().isEmpty() ? "baresip is ready" : "200 OK");
        return new Baresip(process, settings, folder, port, control);
    }

    private static String configuration(
            Settings settings, Path folder, int port, int media, int control) {
        String tls =
                settings.tls()
                        ? "sip_certificate %s\nsip_cafile %s\n"
                                .formatted(
                                        folder.resolve("tls.pem"),
                                        TestCertificates.certificate("ca"))
                        : "";
        String video =
                settings.video()
                        ? """
                        module avcodec.so
                        module vp8.so
                        module avformat.so
                        module swscale.so
                        module fakevideo.so
                        avcodec_h264enc libx264
                        video_source avformat,%s
                        video_display fakevideo,nil
                        """
                                .formatted(TestMedia.flashesMp4())
                        : "";
        return """
        poll_method epoll
        sip_listen 127.0.0.1:%d
        call_local_timeout 120
        call_max_calls 8
        audio_player aubridge,nil
        audio_source aufile,%s
        audio_alert aubridge,nil
        audio_txmode thread
        audio_buffer 20-160
        ausrc_format s16
        auplay_format s16
        auenc_format s16
        audec_format s16
        video_size 640x360
        video_bitrate %d
        video_fps 25.00
        videnc_format yuv420p
        rtp_ports %d-%d
        rtcp_mux no
        jitter_buffer_delay 5-10
        rtp_stats yes
        net_interface 127.0.0.1
        module_path /usr/lib/baresip/modules
        module g711.so
        module g722.so
        module aubridge.so
        module aufile.so
        module_tmp uuid.so
        module_tmp account.so
        module_app menu.so
        module_app ctrl_tcp.so
        ctrl_tcp_listen 127.0.0.1:%d
        menu_bell no
        ringback_disabled yes
        statmode_default off
        """
                        .formatted(
                                port,
                                settings.sound().beeps(),
                                settings.videoBitrateBps(),
                                media,
                                media + 40,
                                control)
                + settings.sound().configuration
                + video
                + tls
                + (settings.encryption().isEmpty() ? "" : "module srtp.so\nmodule dtls_srtp.so\n");
    }

    private static String account(Settings settings, int port) {
        boolean registers = !settings.registrar().isEmpty();
        String domain = registers ? settings.registrar() : "127.0.0.1:" + port;
        String transport = settings.tls() ? ";transport=tls" : "";
        return "<sip:"
                + settings.user()
                + "@"
                + domain
                + transport
                + ">;answermode=auto;audio_codecs="
                + settings.sound().codec
                + ";ptime=20;audio_source=aufile,"
                + settings.sound().beeps()
                + ";audio_player=aubridge,nil"
                + (settings.video() ? ";video_codecs=" + settings.videoCodec() : "")
                + (settings.encryption().isEmpty() ? "" : ";mediaenc=" + settings.encryption())
                + (registers
                        ? ";regint=60;outbound=\"sip:" + settings.registrar() + transport + "\""
                        : ";regint=0")
                + (settings.password().isEmpty()
                        ? ""
                        : ";auth_user=" + settings.user() + ";auth_pass=" + settings.password())
                + "\n";
    }

    /** Where it is called directly; it listens for TLS on the next port. */
    public String uri() {
        String place = "sip:" + settings.user() + "@127.0.0.1:";
        return settings.tls() ? place + (port + 1) + ";transport=tls" : place + port;
    }

    /** Presses keys in the call that it has, one after the other. */
    public void press(String keys) {
        String command = "{\"command\":\"sndcode\",\"params\":\"" + keys + "\"}";
        String netstring = command.length() + ":" + command + ",";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), control)) {
            socket.getOutputStream().write(netstring.getBytes(US_ASCII));
            String reply = new String(socket.getInputStream().readNBytes(24), US_ASCII);
            if (!reply.contains("response")) {
                throw new AssertionError("baresip said " + reply);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String output() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }
}
