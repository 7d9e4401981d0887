package io.sipcast.api.events;

import io.sipcast.api.StatisticsSource;
import io.sipcast.call.Calls;
import io.sipcast.live.Streams;
import io.sipcast.net.RegistrationInfo;
import io.sipcast.overload.Overloaded;
import io.sipcast.push.PushInfo;
import io.sipcast.record.Recordings;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where it is read what things are like now; all of it on a thread that may wait.
 *
 * @param pushes those that were ordered
 * @param overloaded whether the node is, and why
 * @param statistics of calls that somebody watches
 */
public record EventSources(
        Calls calls,
        Supplier<List<PushInfo>> pushes,
        Streams streams,
        Supplier<List<RegistrationInfo>> registrations,
        Recordings recordings,
        Supplier<Optional<Overloaded>> overloaded,
        StatisticsSource statistics,
        Clock clock) {}
