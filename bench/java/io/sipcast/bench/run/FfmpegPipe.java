package io.sipcast.bench.run;

import io.sipcast.bench.peers.LoadCallee;
import io.sipcast.bench.peers.RtmpSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * What a user would run instead: one ffmpeg for each call, which receives RTP by an SDP file. Same
 * libraries, same coder, same output. It neither does SIP nor asks for key frames.
 */
final class FfmpegPipe implements Pipe {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int FIRST_PORT = 24_000; // clear of the gateway's
    private static final int LAST_PORT = 32_766; // and of the kernel's choice
    private static final int PORTS = 4; // of a call
    private static final int MOST_AT_ONCE = 500;
    private static final Duration LIMIT = Duration.ofMinutes(5); // should the bench be killed

    private final Form form;
    private final Children children;
    private final Path folder;
    private final LoadCallee callee;
    private final RtmpSink sink;

    FfmpegPipe(Form form, Children children, Path folder, LoadCallee callee, RtmpSink sink) {
        this.form = form;
        this.children = children;
        this.folder = folder;
        this.callee = callee;
        this.sink = sink;
    }

    @Override
    public String name() {
        return "ffmpeg per call";
    }

    @Override
    public Form form() {
        return form;
    }

    @Override
    public Running start(int calls) throws InterruptedException {
        var processes = new Processes("f" + COUNT.incrementAndGet(), Math.min(calls, MOST_AT_ONCE));
        try {
            processes.start();
            return processes;
        } catch (BenchException e) {
            processes.close();
            throw e;
        }
    }

    private List<String> command(Path sdp, String stream) {
        List<String> command = new ArrayList<>(List.of(Programs.ffmpeg()));
        command.addAll(
                List.of("-hide_banner -nostdin -loglevel warning -nostats -threads 1".split(" ")));
        command.addAll(List.of("-protocol_whitelist", "file,udp,rtp"));
        // Pictures are known by a key frame, of which one comes each second.
        command.addAll(List.of("-analyzeduration", form.hasPictures() ? "2500k" : "500k"));
        command.addAll(List.of("-i", sdp.toString()));
        if (form.hasPictures()) {
            command.addAll(List.of("-c:v", "copy"));
        }
        command.addAll(List.of("-c:a aac -aac_coder fast -ar 48000 -ac 1 -b:a 64k".split(" ")));
        command.addAll(List.of("-threads", "1", "-t", Long.toString(LIMIT.toSeconds())));
        command.addAll(List.of("-f", "flv", sink.url() + "/" + stream));
        return command;
    }

    private final class Processes implements Running {
        private final String prefix;
        private final int calls;
        private final int firstPort;
        private final List<Child> all = new ArrayList<>();

        private Processes(String prefix, int calls) {
            this.prefix = prefix;
            this.calls = calls;
            this.firstPort = UdpPorts.free(FIRST_PORT, LAST_PORT, PORTS * calls);
        }

        private void start() throws InterruptedException {
            sink.keep(name(0));
            callee.sendTo(calls, firstPort);
            for (int i = 0; i < calls; i++) {
                all.add(children.start("ffmpeg", command(sdp(i), name(i))));
            }
            try {
                Streams.awaitPublished(sink, flows().stream().map(Flow::name).toList());
            } catch (BenchException e) {
                throw silent().failed("publishes nothing: " + e.getMessage());
            }
        }

        private Child silent() {
            int call = 0;
            while (call < calls - 1 && sink.of(name(call)).audioMessages() > 0) {
                call++;
            }
            return all.get(call);
        }

        private String name(int call) {
            return prefix + "-" + call;
        }

        private Path sdp(int call) {
            try {
                Path file = folder.resolve("call-%d.sdp".formatted(call));
                return Files.writeString(file, callee.sdp(call, firstPort));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public List<Long> processes() {
            return all.stream().map(Child::pid).toList();
        }

        @Override
        public int calls() {
            return calls;
        }

        @Override
        public List<Flow> flows() {
            return IntStream.range(0, calls).mapToObj(i -> new Flow("c" + i, name(i))).toList();
        }

        @Override
        public LoadCallee callee() {
            return callee;
        }

        @Override
        public void close() {
            all.forEach(Child::end);
            all.forEach(Child::close);
            callee.stopSending();
        }
    }
}
