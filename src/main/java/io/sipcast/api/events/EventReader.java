package io.sipcast.api.events;

import io.sipcast.api.v1.EventViews;
import io.sipcast.live.LiveStream;
import io.sipcast.net.RegistrationInfo;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what has changed, and everything for who comes new. One thread at a time; it may wait. */
final class EventReader {
    /** Of those that have ended a newcomer is told the last ones; the REST methods have all. */
    private static final int MOST_ENDED = 100;

    /** An event without its number. */
    record Event(String name, Map<String, @Nullable Object> data) {}

    private final EventSources from;
    private final Registered registered = new Registered();
    private final Set<LiveStream> over = Collections.newSetFromMap(new WeakHashMap<>());

    EventReader(EventSources from) {
        this.from = from;
    }

    List<Event> read(Change change) {
        return switch (change) {
            case Change.OfCall(String callId) ->
                    from
                            .calls()
                            .find(callId)
                            .map(call -> new Event("call", EventViews.call(call)))
                            .stream()
                            .toList();
            case Change.OfPush(var push) ->
                    List.of(new Event("push", gone(EventViews.push(push.now()), push.gone())));
            case Change.OfStream(var stream) -> read(stream);
            case Change.OfRecording(var stream) ->
                    from
                            .recordings()
                            .find(stream)
                            .map(one -> new Event("recording", EventViews.recording(one)))
                            .stream()
                            .toList();
            case Change.OfRegistrations _ ->
                    registered.update(from.registrations().get()).stream()
                            .map(news ->
                                    new Event("registration", gone(view(news.info()), news.gone())))
                            .toList();
            case Change.OfNode _ -> List.of(new Event("node", node()));
        };
    }

    /** Its end is the last that is told of a stream, whoever comes after it. */
    private List<Event> read(LiveStream stream) {
        boolean ended = stream.ended();
        if (ended && !over.add(stream)) {
            return List.of();
        }
        return List.of(new Event("stream", gone(EventViews.stream(stream), ended)));
    }

    /** Nobody was told of any registration: changes from here on are. */
    void start() {
        registered.start(from.registrations().get());
    }

    private static Map<String, @Nullable Object> gone(
            Map<String, @Nullable Object> view, boolean gone) {
        view.put("gone", gone);
        return view;
    }

    private Map<String, @Nullable Object> view(RegistrationInfo one) {
        Instant now = from.clock().instant();
        return EventViews.registration(one, now);
    }

    private Map<String, @Nullable Object> node() {
        return EventViews.node(from.overloaded().get().orElse(null));
    }

    /** Everything as it is now. */
    Map<String, Object> snapshot() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("calls", from.calls().live().stream().map(EventViews::call).toList());
        all.put(
                "ended",
                from.calls().ended().stream().limit(MOST_ENDED).map(EventViews::call).toList());
        all.put("pushes", from.pushes().get().stream().map(EventViews::push).toList());
        all.put(
                "streams",
                from.streams().all().stream()
                        .sorted(Comparator.comparingLong(LiveStream::sinceNanos))
                        .map(EventViews::stream)
                        .toList());
        all.put("registrations", from.registrations().get().stream().map(this::view).toList());
        all.put(
                "recordings",
                Stream.concat(
                                from.recordings().live().stream(),
                                from.recordings().ended().stream().limit(MOST_ENDED))
                        .map(EventViews::recording)
                        .toList());
        all.put("node", node());
        return all;
    }
}
