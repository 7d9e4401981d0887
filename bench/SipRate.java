import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a gateway for calls at a steady rate, to a callee that answers and hangs up, and waits until
 * all are over: {@code SipRate HTTP-PORT PID CALLEE CALLS RATE [PASSWORD]}. Prints calls a second
 * and what they cost the gateway's process, media and REST included.
 */
final class SipRate {
    private static final int AT_ONCE = 32;
    private static final long TICKS_PER_SECOND = 100; // USER_HZ

    public static void main(String[] args) throws Exception {
        String root = "http://127.0.0.1:" + args[0] + "/rest-api/call/";
        Path stat = Path.of("/proc", args[1], "stat");
        int calls = Integer.parseInt(args[3]);
        long pauseNanos = 1_000_000_000L / Integer.parseInt(args[4]);
        String account =
                args.length < 6
                        ? ""
                        : ",\"sipLogin\":\"alice\",\"sipDomain\":\"%s\",\"sipPassword\":\"%s\""
                                .formatted(args[2].substring(args[2].indexOf('@') + 1), args[5]);
        var refused = new AtomicInteger();
        var places = new Semaphore(AT_ONCE);
        try (HttpClient http = HttpClient.newHttpClient()) {
            long cpu = cpuTicks(stat);
            long start = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                places.acquire();
                LockSupport.parkNanos(start + i * pauseNanos - System.nanoTime());
                String body =
                        "{\"callId\":\"%s-%d\",\"callee\":\"%s\"%s}"
                                .formatted(args[1], start + i, args[2], account);
                http.sendAsync(post(root + "startup", body), HttpResponse.BodyHandlers.ofString())
                        .whenComplete((answer, _) -> {
                            places.release();
                            if (answer == null || answer.statusCode() != 200) {
                                refused.incrementAndGet();
                            }
                        });
            }
            places.acquire(AT_ONCE);
            double asked = (System.nanoTime() - start) / 1e9;
            while (live(http, root)) {
                Thread.sleep(250);
            }
            double took = (System.nanoTime() - start) / 1e9;
            double spent = (double) (cpuTicks(stat) - cpu) / TICKS_PER_SECOND;
            System.out.printf(
                    Locale.ROOT,
                    "%d calls (%d refused) asked for in %.1f s, over in %.1f s: %.0f calls/s;"
                            + " %.2f ms of CPU a call%n",
                    calls,
                    refused.get(),
                    asked,
                    took,
                    calls / took,
                    1000 * spent / calls);
        }
    }

    private static HttpRequest post(String url, String body) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static boolean live(HttpClient http, String root) throws Exception {
        var answer =
                http.send(post(root + "find_all", "{}"), HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 200 && answer.body().contains("callId");
    }

    /** User and system time, proc(5) fields 14 and 15. */
    private static long cpuTicks(Path stat) throws IOException {
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}
