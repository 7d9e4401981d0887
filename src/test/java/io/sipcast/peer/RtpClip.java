package io.sipcast.peer;

import io.sipcast.rtp.RtpPacket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A test picture that moves, eight seconds of it, coded by ffmpeg as asked and sent by ffmpeg as
 * RTP: the packets, and what they decode to by ffmpeg's word.
 */
public final class RtpClip {
    public static final int WIDTH = 192;
    public static final int HEIGHT = 108;
    private static final int SECONDS = 8;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final List<byte[]> packets;
    private final List<Long> checksums;
    private final Path file;

    private RtpClip(List<byte[]> packets, List<Long> checksums, Path file) {
        this.packets = packets;
        this.checksums = checksums;
        this.file = file;
    }

    /**
     * Codes and sends a clip.
     *
     * @param options of ffmpeg, the name of the encoder first
     * @param container that keeps its pictures' times
     */
    public static RtpClip of(String options, String container) {
        Path folder = PeerProcess.folder("clip");
        Path file = folder.resolve("clip");
        List<String> command = ffmpeg("-f", "lavfi", "-i");
        command.add("testsrc2=s=%dx%d:r=25:d=%d".formatted(WIDTH, HEIGHT, SECONDS));
        command.addAll(List.of("-pix_fmt", "yuv420p", "-g", "50", "-b:v", "150k", "-threads", "1"));
        command.add("-c:v");
        command.addAll(Arrays.asList(options.split(" ")));
        command.addAll(List.of("-f", container, file.toString()));
        run(command);
        return new RtpClip(packetsOf(file), checksumsOf(file, folder.resolve("clip.yuv")), file);
    }

    /** In the order they were sent. */
    public List<byte[]> packets() {
        return packets;
    }

    /** Of the pictures in the order of display. */
    public List<Long> checksums() {
        return checksums;
    }

    /** What was sent, as the encoder wrote it. */
    public Recording recording() {
        return new Recording(file);
    }

    /** RTP times of the pictures in the order they were sent. */
    public List<Long> ticks() {
        List<Long> ticks = new ArrayList<>();
        for (byte[] packet : packets) {
            long first = timestamp(packets.getFirst());
            long next = first + (int) (timestamp(packet) - first);
            if (ticks.isEmpty() || ticks.getLast() != next) {
                ticks.add(next);
            }
        }
        return ticks;
    }

    private static long timestamp(byte[] packet) {
        return RtpPacket.read(ByteBuffer.wrap(packet), 0).timestamp();
    }

    private static List<byte[]> packetsOf(Path file) {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setReceiveBufferSize(4 << 20);
            socket.setSoTimeout(300);
            List<byte[]> packets = new ArrayList<>();
            Thread receiver = Thread.ofVirtual().start(() -> receive(socket, packets));
            List<String> command = ffmpeg("-readrate", "20", "-i", file.toString());
            command.addAll(List.of("-c", "copy", "-payload_type", "96", "-f", "rtp"));
            command.add("rtp://127.0.0.1:" + socket.getLocalPort() + "?pkt_size=1200");
            run(command);
            receiver.join();
            return packets;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Up to a silence that comes after packets. */
    private static void receive(DatagramSocket socket, List<byte[]> packets) {
        byte[] buffer = new byte[65_536];
        int silences = 0;
        while (silences < (packets.isEmpty() ? 100 : 3)) {
            var datagram = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(datagram);
                packets.add(Arrays.copyOf(buffer, datagram.getLength()));
                silences = 0;
            } catch (SocketTimeoutException _) {
                silences++;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static List<Long> checksumsOf(Path file, Path raw) {
        List<String> command = ffmpeg("-i", file.toString(), "-vsync", "0", "-pix_fmt", "yuv420p");
        command.addAll(List.of("-f", "rawvideo", raw.toString()));
        run(command);
        try {
            byte[] pictures = Files.readAllBytes(raw);
            int size = WIDTH * HEIGHT * 3 / 2;
            List<Long> checksums = new ArrayList<>();
            for (int at = 0; at + size <= pictures.length; at += size) {
                var checksum = new CRC32();
                checksum.update(pictures, at, size);
                checksums.add(checksum.getValue());
            }
            return checksums;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> ffmpeg(String... options) {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y"));
        command.addAll(List.of(options));
        return command;
    }

    private static void run(List<String> command) {
        PeerProcess.run(LIMIT, command.toArray(String[]::new));
    }
}
