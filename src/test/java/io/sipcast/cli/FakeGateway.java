package io.sipcast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sipcast.api.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The part of a gateway that a call from the command line needs, played by a test. */
public final class FakeGateway implements AutoCloseable {
    private static final String CUT = "cut";

    private final HttpServer server;
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final Queue<String> lastIds = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<JsonNode> orders = new LinkedBlockingQueue<>();
    private volatile int orderStatus = 201;
    private volatile String orderAnswer = "{}";
    private volatile @Nullable String onDelete;

    private FakeGateway(HttpServer server) {
        this.server = server;
    }

    /** On a free port of loopback. */
    public static FakeGateway start() throws IOException {
        return start(0);
    }

    public static FakeGateway start(int port) throws IOException {
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        var fake = new FakeGateway(HttpServer.create(address, 0));
        fake.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        fake.server.createContext("/api/v1/calls", fake::calls);
        fake.server.createContext("/api/v1/events", fake::events);
        fake.server.createContext(
                "/settings.json",
                exchange -> answer(exchange, 200, "{\"rtmpUrl\":\"rtmp://127.0.0.1:1935/live\"}"));
        fake.server.start();
        return fake;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** What the order of a call is answered with. */
    public void answerOrders(int status, String body) {
        orderStatus = status;
        orderAnswer = body;
    }

    /** An event that follows once it is told to hang up. */
    public void onDelete(String event) {
        onDelete = event;
    }

    /** Sends an event, in the letters of JSON but with ' for its quotes. */
    public void send(String id, String name, String data) {
        events.add(
                "id: " + id + "\nevent: " + name + "\ndata: " + data.replace('\'', '"') + "\n\n");
    }

    /** Ends the connection of the live events. */
    public void cut() {
        events.add(CUT);
    }

    public JsonNode awaitOrder() throws InterruptedException {
        JsonNode order = orders.poll(10, TimeUnit.SECONDS);
        if (order == null) {
            throw new AssertionError("no call was ordered");
        }
        return order;
    }

    /** The next request that was neither an order nor one for a page. */
    public String awaitRequest() throws InterruptedException {
        String request = requests.poll(10, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("nothing was asked");
        }
        return request;
    }

    /** With which Last-Event-ID the events were asked for, - for none. */
    public Queue<String> lastIds() {
        return lastIds;
    }

    private void calls(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        if (method.equals("POST")) {
            orders.add(Json.read(exchange.getRequestBody().readAllBytes()));
            answer(exchange, orderStatus, orderAnswer);
            return;
        }
        answer(exchange, 200, "");
        requests.add(method + " " + exchange.getRequestURI());
        String next = onDelete;
        if (method.equals("DELETE") && next != null) {
            send("r-99", "call", next);
        }
    }

    private void events(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        lastIds.add(id == null ? "-" : id);
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write("retry: 20\n\n: ping\n\n".getBytes(UTF_8));
            body.flush();
            for (String event = events.take(); !event.equals(CUT); event = events.take()) {
                body.write(event.getBytes(UTF_8));
                body.flush();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        events.add(CUT);
        server.stop(0);
    }
}
