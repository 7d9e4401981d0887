package io.sipcast.peer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A file that a peer recorded, judged by what ffmpeg decodes from it. Times are in seconds. */
public final class Recording {
    private static final int RATE = 8000;
    private static final int WINDOW = RATE / 200;
    private static final int LOUD = 1500;
    private static final int MEASURED_FROM = RATE / 50;
    private static final int MEASURED = RATE / 20;
    private static final int WHOLE = RATE * 75 / 1000;
    private static final int WIDTH = 64;
    private static final int HEIGHT = 36;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Path file;
    private final RecordingAnswers answers;

    public Recording(Path file) {
        this.file = file;
        this.answers = new RecordingAnswers(file);
    }

    /** One decoded picture, scaled to 64x36: its time, mean brightness and how much it varies. */
    public record Picture(double time, double brightness, double spread) {}

    /** When each beep begins: sound after at least 300 ms of near silence. */
    public List<Double> beeps() {
        double start = startOf("a");
        return beepStarts(sound()).stream().map(at -> start + (double) at / RATE).toList();
    }

    /** The same of those that are not cut short, without the first, which may be joined midway. */
    public List<Double> wholeBeeps() {
        double start = startOf("a");
        return spans(sound()).stream()
                .skip(1)
                .filter(beep -> beep.end() - beep.start() >= WHOLE)
                .map(beep -> start + (double) beep.start() / RATE)
                .toList();
    }

    /**
     * From each beep to the next, in seconds. The first beep is left out: a recording that joins in
     * the middle of one does not know when it began.
     */
    public List<Double> beepSteps() {
        List<Double> beeps = beeps();
        return IntStream.range(2, beeps.size())
                .mapToObj(i -> beeps.get(i) - beeps.get(i - 1))
                .toList();
    }

    /** The frequency of each beep that lasts long enough to be measured, in Hz. */
    public List<Double> pitches() {
        ShortBuffer samples = sound();
        return beepStarts(samples).stream()
                .filter(at -> isLoud(samples, at, MEASURED_FROM + MEASURED))
                .map(at -> pitch(samples, at + MEASURED_FROM, MEASURED))
                .toList();
    }

    private static boolean isLoud(ShortBuffer samples, int from, int count) {
        for (int i = from; i < from + count; i += WINDOW) {
            if (i + WINDOW > samples.limit() || peak(samples, i, WINDOW) < LOUD) {
                return false;
            }
        }
        return true;
    }

    private static List<Integer> beepStarts(ShortBuffer samples) {
        return spans(samples).stream().map(Span::start).toList();
    }

    /** From the first loud sample of a beep to the last. */
    private record Span(int start, int end) {}

    private static List<Span> spans(ShortBuffer samples) {
        int quiet = RATE; // whatever comes first begins a beep
        List<Span> beeps = new ArrayList<>();
        for (int i = 0; i + WINDOW <= samples.limit(); i += WINDOW) {
            if (peak(samples, i, WINDOW) < LOUD) {
                quiet += WINDOW;
            } else {
                boolean begins = quiet >= RATE * 3 / 10;
                int start = begins ? i : beeps.removeLast().start();
                beeps.add(new Span(start, i + WINDOW));
                quiet = 0;
            }
        }
        return beeps;
    }

    /** By how often the tone crosses nought upwards. */
    private static double pitch(ShortBuffer samples, int from, int count) {
        int crossings = 0;
        for (int i = from; i < from + count; i++) {
            crossings += samples.get(i - 1) < 0 && samples.get(i) >= 0 ? 1 : 0;
        }
        return (double) crossings * RATE / count;
    }

    /** How loud the sound is on average over the middle half: RMS of 16 bits. */
    public double level() {
        ShortBuffer samples = sound();
        double energy = 0;
        int count = samples.limit() / 2;
        for (int i = count / 2; i < count / 2 + count; i++) {
            energy += (double) samples.get(i) * samples.get(i);
        }
        return Math.sqrt(energy / count);
    }

    /** The frequency of a tone that is all there is, over the middle half, in Hz. */
    public double tone() {
        ShortBuffer samples = sound();
        int count = samples.limit() / 2;
        return pitch(samples, count / 2, count);
    }

    /** When each flash begins: the first white picture after one that is not. */
    public List<Double> flashes() {
        List<Double> flashes = new ArrayList<>();
        boolean white = false;
        for (Picture picture : pictures()) {
            boolean now = picture.brightness() > 200;
            if (now && !white) {
                flashes.add(picture.time());
            }
            white = now;
        }
        return flashes;
    }

    /** Every picture that decodes. */
    public List<Picture> pictures() {
        List<Double> times = times("frame=best_effort_timestamp_time", "v");
        byte[] luma = luma(WIDTH, HEIGHT);
        int size = WIDTH * HEIGHT;
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < Math.min(times.size(), luma.length / size); i++) {
            pictures.add(picture(times.get(i), luma, i * size, size));
        }
        return pictures;
    }

    /** The brightness of every picture that decodes, one after the other, scaled to this size. */
    byte[] luma(int width, int height) {
        return decode(
                "-map",
                "0:v",
                "-fps_mode",
                "passthrough",
                "-vf",
                "scale=" + width + ":" + height + ",format=gray",
                "-f",
                "rawvideo");
    }

    private static Picture picture(double time, byte[] luma, int from, int size) {
        double sum = 0;
        double squares = 0;
        for (int i = from; i < from + size; i++) {
            int value = luma[i] & 0xFF;
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / size;
        return new Picture(time, mean, Math.sqrt(Math.max(0, squares / size - mean * mean)));
    }

    /** Width and height of the pictures that decode, in order, each named once. */
    public List<String> sizes() {
        return probe("frame=width,height", "v").stream()
                .map(line -> line.replaceFirst(",$", "")) // a picture with side data
                .distinct()
                .toList();
    }

    /** The MD5 of every decoded picture, in order. */
    public List<String> pictureHashes() {
        String text =
                answers.text(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-i",
                        file.toString(),
                        "-map",
                        "0:v",
                        "-fps_mode",
                        "passthrough",
                        "-f",
                        "framemd5",
                        "-");
        return text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1).trim())
                .toList();
    }

    /** The longest time between the starts of two audio packets. */
    public double longestAudioStep() {
        return longestStep(packetTimes("a"));
    }

    /** The timestamps of every packet of a track ("a" or "v"), in the order of the file. */
    public List<Double> packetTimes(String track) {
        return times("packet=dts_time", track);
    }

    /** How long every packet of a track is in bytes, in the order of the file. */
    public List<Integer> packetSizes(String track) {
        return probe("packet=size", track).stream()
                .map(Recording::firstField)
                .map(Integer::valueOf)
                .toList();
    }

    /** The times of the key frames. */
    public List<Double> keyFrames() {
        return probe("packet=dts_time,flags", "v").stream()
                .filter(line -> line.contains("K"))
                .map(line -> Double.valueOf(firstField(line)))
                .toList();
    }

    /** Codec, width and height, or codec and rate: {@code h264,640,360} and {@code aac,48000,1}. */
    public List<String> tracks() {
        return answers.text(
                        "ffprobe",
                        "-v",
                        "error",
                        "-show_entries",
                        "stream=codec_name,width,height,sample_rate,channels",
                        "-of",
                        "csv=p=0",
                        file.toString())
                .lines()
                .toList();
    }

    /**
     * What the decoder complains of; empty when the file is sound. Times stay the file's own: put
     * to the grid of a frame rate, two pictures that come close would share a place.
     */
    public String complaints() {
        return answers.text(
                "ffmpeg",
                "-v",
                "warning",
                "-i",
                file.toString(),
                "-fps_mode",
                "passthrough",
                "-enc_time_base",
                "-1",
                "-f",
                "null",
                "-");
    }

    /** One channel of the sound alone. */
    public Recording channel(int number) {
        Path alone = PeerProcess.folder("channel").resolve("alone.wav");
        PeerProcess.run(
                LIMIT,
                "ffmpeg",
                "-v",
                "error",
                "-i",
                file.toString(),
                "-af",
                "pan=mono|c0=c" + number,
                alone.toString());
        return new Recording(alone);
    }

    /** The decoded sound, 8 kHz mono. */
    public ShortBuffer sound() {
        byte[] pcm =
                decode("-map", "0:a", "-ac", "1", "-ar", Integer.toString(RATE), "-f", "s16le");
        return ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    }

    private static String firstField(String line) {
        int comma = line.indexOf(',');
        return comma < 0 ? line : line.substring(0, comma);
    }

    private static double longestStep(List<Double> times) {
        double longest = 0;
        for (int i = 1; i < times.size(); i++) {
            longest = Math.max(longest, times.get(i) - times.get(i - 1));
        }
        return longest;
    }

    private static int peak(ShortBuffer samples, int from, int count) {
        int peak = 0;
        for (int i = from; i < from + count; i++) {
            peak = Math.max(peak, Math.abs(samples.get(i)));
        }
        return peak;
    }

    private double startOf(String track) {
        List<Double> times = times("packet=pts_time", track);
        return times.isEmpty() ? 0 : times.getFirst();
    }

    private List<Double> times(String entries, String track) {
        return probe(entries, track).stream()
                .map(Recording::firstField)
                .filter(time -> !time.isEmpty() && !time.equals("N/A"))
                .map(Double::valueOf)
                .toList();
    }

    private List<String> probe(String entries, String track) {
        return answers.text(
                        "ffprobe",
                        "-v",
                        "error",
                        "-select_streams",
                        track,
                        "-show_entries",
                        entries,
                        "-of",
                        "csv=p=0",
                        file.toString())
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private byte[] decode(String... output) {
        List<String> command =
                new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y", "-i", file.toString()));
        command.addAll(List.of(output));
        return answers.bytes(command);
    }
}
