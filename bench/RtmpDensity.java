import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.message.Outbox;
import io.sipcast.rtmp.play.PlayEvent;
import io.sipcast.rtmp.play.Player;
import io.sipcast.rtmp.publish.PublishEvent;
import io.sipcast.rtmp.publish.Publisher;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * What RTMP servers cost, one after the other in each round: {@code RtmpDensity PUBLISHERS KBIT
 * PLAYERS SECONDS ROUNDS NAME=PORT=PID[,PID]...}. First so many publishers, then one publisher with
 * so many players. CPU is that of the server's processes alone, memory what they have grown by.
 */
final class RtmpDensity {
    private static final double TICKS_PER_SECOND = 100; // USER_HZ
    private static final long PICTURE_NANOS = 40_000_000;
    private static final int PICTURES_PER_KEY = 50;
    private static final byte[] HEADER =
            HexFormat.of()
                    .parseHex(
                            "17000000000142c01effe100196742c01ed900a02ff97011000003000100000300320f"
                                    + "162e4801000568cb83cb20");

    private record Server(String name, int port, List<Path> processes) {
        static Server parse(String text) {
            String[] parts = text.split("=", 3);
            List<Path> processes = new ArrayList<>();
            for (String pid : parts[2].split(",", -1)) {
                processes.add(Path.of("/proc", pid));
            }
            return new Server(parts[0], Integer.parseInt(parts[1]), processes);
        }

        double cpuSeconds() throws IOException {
            double ticks = 0;
            for (Path process : processes) {
                String stat = Files.readString(process.resolve("stat"));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            }
            return ticks / TICKS_PER_SECOND;
        }

        long residentBytes() throws IOException {
            long pages = 0;
            for (Path process : processes) {
                String[] fields = Files.readString(process.resolve("statm")).split(" ", -1);
                pages += Long.parseLong(fields[1]);
            }
            return pages * 4096;
        }
    }

    private final Server server;
    private final int pictureBytes;
    private final AtomicInteger failed = new AtomicInteger();
    private final LongAdder received = new LongAdder();
    private final List<Socket> sockets = new ArrayList<>();
    private volatile boolean over;

    private RtmpDensity(Server server, int kbit) {
        this.server = server;
        this.pictureBytes = Math.max(20, kbit * 1000 / 8 / 25);
    }

    public static void main(String[] args) throws Exception {
        int publishers = Integer.parseInt(args[0]);
        int kbit = Integer.parseInt(args[1]);
        int players = Integer.parseInt(args[2]);
        int seconds = Integer.parseInt(args[3]);
        int rounds = Integer.parseInt(args[4]);
        for (int round = 0; round < rounds; round++) {
            for (int i = 5; i < args.length; i++) {
                Server server = Server.parse(args[i]);
                new RtmpDensity(server, kbit).measure(publishers, 0, seconds);
                new RtmpDensity(server, kbit).measure(1, players, seconds);
            }
        }
    }

    private void measure(int publishers, int players, int seconds) throws Exception {
        long memory = server.residentBytes();
        var ready = new CountDownLatch(publishers);
        for (int i = 0; i < publishers; i++) {
            String name = "bench" + i;
            Thread.ofVirtual().start(() -> run(() -> publish(name, ready)));
        }
        await(ready);
        var playing = new CountDownLatch(players);
        for (int i = 0; i < players; i++) {
            Thread.ofVirtual().start(() -> run(() -> play("bench0", playing)));
            LockSupport.parkNanos(2_000_000);
        }
        await(playing);
        TimeUnit.SECONDS.sleep(3); // until all is steady

        double cpu = server.cpuSeconds();
        long bytes = received.sum();
        long start = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        double took = (System.nanoTime() - start) / 1e9;
        double cores = (server.cpuSeconds() - cpu) / took;
        double mbit = (received.sum() - bytes) * 8 / took / 1e6;
        long grown = server.residentBytes() - memory;
        int connections = publishers + players;
        System.out.printf(
                Locale.ROOT,
                "%-8s %4d publishers %4d players: %5.1f %% of a core, %6.0f %s a core;"
                        + " %4.0f KiB a connection; %.0f Mbit/s taken; %d failed%n",
                server.name(),
                publishers,
                players,
                100 * cores,
                (players == 0 ? publishers : players) / Math.max(cores, 0.001),
                players == 0 ? "publishers" : "players",
                grown / 1024.0 / connections,
                mbit,
                failed.get());
        end();
        TimeUnit.SECONDS.sleep(1);
    }

    private static void await(CountDownLatch latch) throws Exception {
        if (!latch.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException(latch.getCount() + " did not get through");
        }
    }

    private void end() throws IOException {
        over = true;
        synchronized (sockets) {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private interface Job {
        void run() throws Exception;
    }

    private void run(Job job) {
        try {
            job.run();
        } catch (Exception e) {
            if (!over) {
                failed.incrementAndGet();
            }
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setTcpNoDelay(true);
        synchronized (sockets) {
            sockets.add(socket);
        }
        return socket;
    }

    private RtmpUrl url(String name) {
        return RtmpUrl.parse("rtmp://127.0.0.1:" + server.port() + "/live/" + name);
    }

    private void publish(String name, CountDownLatch ready) throws Exception {
        var publisher = new Publisher(url(name), new Random(1), System.nanoTime());
        try (Socket socket = connect()) {
            byte[] bytes = new byte[4096];
            while (!(publisher.poll() instanceof PublishEvent.Started)) {
                send(publisher.outbox(), socket);
                int count = read(socket, bytes);
                publisher.receive(ByteBuffer.wrap(bytes, 0, count), System.nanoTime());
            }
            send(publisher.outbox(), socket);
            Thread.ofVirtual().start(() -> run(() -> drain(socket))); // acknowledgements
            write(publisher, new FlvTag(FlvTag.Type.VIDEO, 0, HEADER), socket);
            ready.countDown();
            long start = System.nanoTime() + name.hashCode() % 37 * 1_000_000L;
            for (int i = 0; !over; i++) {
                LockSupport.parkNanos(start + i * PICTURE_NANOS - System.nanoTime());
                write(publisher, picture(i), socket);
            }
        }
    }

    private FlvTag picture(int number) {
        byte[] body = new byte[pictureBytes];
        boolean key = number % PICTURES_PER_KEY == 0;
        body[0] = (byte) (key ? 0x17 : 0x27);
        body[1] = 1;
        ByteBuffer.wrap(body).putInt(5, pictureBytes - 9).put(9, (byte) (key ? 0x65 : 0x41));
        return new FlvTag(FlvTag.Type.VIDEO, number * 40L, body);
    }

    private static void write(Publisher publisher, FlvTag tag, Socket socket) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(publisher.size(tag));
        publisher.write(tag, out);
        socket.getOutputStream().write(out.array());
    }

    private void play(String name, CountDownLatch playing) throws Exception {
        var player = new Player(url(name), new Random(1), System.nanoTime());
        try (Socket socket = connect()) {
            byte[] bytes = new byte[16 * 1024];
            boolean started = false;
            while (!started) {
                send(player.outbox(), socket);
                int count = read(socket, bytes);
                player.receive(ByteBuffer.wrap(bytes, 0, count), System.nanoTime());
                started = player.poll() instanceof PlayEvent.Started;
            }
            playing.countDown();
            drain(socket);
        }
    }

    private static void send(Outbox outbox, Socket socket) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(outbox.size());
        outbox.drainTo(out);
        socket.getOutputStream().write(out.array());
    }

    private static int read(Socket socket, byte[] bytes) throws IOException {
        int count = socket.getInputStream().read(bytes);
        if (count < 0) {
            throw new IOException("closed");
        }
        return count;
    }

    private void drain(Socket socket) throws IOException {
        byte[] bytes = new byte[16 * 1024];
        while (!over) {
            received.add(read(socket, bytes));
        }
    }
}
