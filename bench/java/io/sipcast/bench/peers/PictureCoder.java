package io.sipcast.bench.peers;

import io.sipcast.bench.peers.PictureLoop.Codec;
import io.sipcast.rtmp.codec.h264.AnnexB;
import io.sipcast.rtmp.codec.h264.NalType;
import io.sipcast.rtp.payload.H264Packetizer;
import io.sipcast.transcode.H264Encoder;
import io.sipcast.transcode.Picture;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/** Encodes the moving picture, and cuts it into RTP payloads. */
final class PictureCoder {
    private static final int MAX_PAYLOAD = H264Packetizer.DEFAULT_MAX_PAYLOAD;

    /** X, S and PID of RFC 7741 §4.2: only the beginning of a frame is told. */
    private static final byte VP8_START = 0x10;

    private static final int IVF_HEADER = 32;
    private static final int IVF_FRAME_HEADER = 12;

    /** The payloads of each picture, and what the fmtp line has to say. */
    record Coded(String parameters, List<List<byte[]>> pictures) {}

    private PictureCoder() {}

    static Coded encode(Codec codec, int width, int height, int rate, int bps) throws IOException {
        var painter = new MovingPicture(width, height, PictureLoop.SECONDS * rate);
        return switch (codec) {
            case H264 -> h264(painter, width, height, rate, bps);
            case VP8 -> vp8(painter, width, height, rate, bps);
        };
    }

    private static Coded h264(MovingPicture painter, int width, int height, int rate, int bps) {
        List<List<byte[]>> pictures = new ArrayList<>();
        var packetizer = new H264Packetizer();
        String parameters = "";
        try (var encoder = new H264Encoder(width, height, rate, bps)) {
            for (int i = 0; i < PictureLoop.SECONDS * rate; i++) {
                byte[] unit = encoder.encode(painter.paint(i), i % rate == 0);
                if (i == 0) {
                    parameters = parameters(AnnexB.split(unit));
                }
                List<byte[]> payloads = new ArrayList<>();
                packetizer.packetize(
                        AnnexB.toAvcc(unit), (payload, _) -> payloads.add(copy(payload)));
                pictures.add(payloads);
            }
        }
        return new Coded(parameters, pictures);
    }

    /** RFC 6184 §8.1. */
    private static String parameters(List<byte[]> nals) {
        List<byte[]> sets =
                nals.stream()
                        .filter(nal ->
                                NalType.of(nal[0]) == NalType.SPS
                                        || NalType.of(nal[0]) == NalType.PPS)
                        .toList();
        String profile = HexFormat.of().formatHex(sets.getFirst(), 1, 4);
        String sprop =
                sets.stream()
                        .map(Base64.getEncoder()::encodeToString)
                        .collect(Collectors.joining(","));
        return "profile-level-id=" + profile + ";sprop-parameter-sets=" + sprop;
    }

    private static byte[] copy(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return bytes;
    }

    private static Coded vp8(MovingPicture painter, int width, int height, int rate, int bps)
            throws IOException {
        Path file = Files.createTempFile("loop", ".ivf");
        try {
            ffmpeg(painter, width, height, rate, bps, file);
            return new Coded(
                    "", frames(Files.readAllBytes(file)).stream().map(PictureCoder::cut).toList());
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void ffmpeg(
            MovingPicture painter, int width, int height, int rate, int bps, Path file)
            throws IOException {
        String program = Loader.load(ffmpeg.class);
        List<String> command =
                new ArrayList<>(
                        List.of(program, "-v", "error", "-nostdin", "-y", "-f", "rawvideo"));
        command.addAll(List.of("-pix_fmt", "yuv420p", "-s", width + "x" + height));
        command.addAll(List.of("-r", Integer.toString(rate), "-i", "pipe:0"));
        command.addAll(List.of("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8"));
        command.addAll(List.of("-b:v", Integer.toString(bps), "-g", Integer.toString(rate)));
        command.addAll(List.of("-error-resilient", "1", "-f", "ivf", file.toString()));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (OutputStream raw = process.getOutputStream()) {
            for (int i = 0; i < PictureLoop.SECONDS * rate; i++) {
                Picture picture = painter.paint(i);
                raw.write(picture.luma());
                raw.write(picture.blue());
                raw.write(picture.red());
            }
        }
        awaitSuccess(process);
    }

    private static void awaitSuccess(Process process) {
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new UncheckedIOException(new IOException("ffmpeg ended with " + status));
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<byte[]> frames(byte[] ivf) {
        ByteBuffer in = ByteBuffer.wrap(ivf).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> frames = new ArrayList<>();
        int at = IVF_HEADER;
        while (at + IVF_FRAME_HEADER <= ivf.length) {
            int from = at + IVF_FRAME_HEADER;
            int end = from + in.getInt(at);
            frames.add(Arrays.copyOfRange(ivf, from, end));
            at = end;
        }
        return frames;
    }

    /** RFC 7741 §4.2, the shortest descriptor. */
    private static List<byte[]> cut(byte[] frame) {
        List<byte[]> payloads = new ArrayList<>();
        for (int at = 0; at < frame.length; at += MAX_PAYLOAD - 1) {
            int size = Math.min(MAX_PAYLOAD - 1, frame.length - at);
            byte[] payload = new byte[1 + size];
            payload[0] = at == 0 ? VP8_START : 0;
            System.arraycopy(frame, at, payload, 1, size);
            payloads.add(payload);
        }
        return payloads;
    }
}
