package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.demo.CalleeSettings;
import io.sipcast.demo.DemoCallee;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A call that ends goes from one list to the other: who looks never misses it, or sees it twice.
 */
@Tag("interop")
class EndedCallsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CALLS = 12;

    @Test
    void aCallIsAlwaysInOneListAndOnlyInOne() throws Exception {
        try (DemoCallee callee = DemoCallee.start(CalleeSettings.DEFAULT);
                TestGateway gateway = TestGateway.startUnjudged()) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                names.add("c" + i);
                gateway.call("callId", "c" + i, "callee", callee.uri());
            }
            names.forEach(name -> gateway.awaitStatus(name, "ESTABLISHED"));
            Thread ending = Thread.ofVirtual().start(() -> names.forEach(gateway::terminate));
            Map<String, JsonNode> ended = new TreeMap<>();
            while (ended.size() < CALLS) {
                JsonNode lists = JSON.readTree(gateway.get("/api/v1/calls").body());
                assertThat(callIds(lists.get("live"), lists.get("ended")))
                        .containsExactlyInAnyOrderElementsOf(names);
                lists.get("ended").forEach(one -> ended.put(one.get("callId").asString(), one));
                assertThat(lists.get("live").values())
                        .allMatch(one -> one.get("ended").isNull())
                        .allMatch(one -> one.get("status").asString().equals("ESTABLISHED"));
            }
            assertThat(ended.values())
                    .allMatch(one -> one.get("status").asString().equals("FINISH"))
                    .allMatch(one -> !one.get("ended").isNull());
            ending.join();
        }
    }

    private static List<String> callIds(JsonNode live, JsonNode ended) {
        return Stream.concat(live.valueStream(), ended.valueStream())
                .map(one -> one.get("callId").asString())
                .toList();
    }
}
