package io.sipcast;

import io.sipcast.api.CallFields;
import io.sipcast.api.CallRequests;
import io.sipcast.api.Route;
import io.sipcast.api.v1.CallStatistics;
import io.sipcast.api.v1.CallsApi;
import io.sipcast.api.v1.PictureApi;
import io.sipcast.api.v1.ReportApi;
import io.sipcast.api.v1.StreamsApi;
import io.sipcast.call.Calls;
import io.sipcast.inject.SoundFolder;
import io.sipcast.live.Streams;
import io.sipcast.net.RegistrationInfo;
import io.sipcast.push.PushOrders;
import io.sipcast.record.Recordings;
import io.sipcast.transcode.SmallPicture;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the console shows of calls and does with them. */
record ConsoleRoutes(
        Calls calls,
        PushOrders pushes,
        Streams streams,
        Recordings recordings,
        CallStatistics statistics,
        SoundFolder sounds,
        Set<String> inviteHeaders) {
    private static final int PICTURE_WIDTH = 480;

    /**
     * The routes, with what only they need.
     *
     * @param node what a report says of this server
     * @param pictureWorkers run what takes a processor for milliseconds
     */
    List<Route> with(
            Supplier<List<RegistrationInfo>> registrations,
            Map<String, Object> node,
            Executor pictureWorkers) {
        Clock clock = Clock.systemUTC();
        var fields = new CallFields(inviteHeaders);
        var requests = new CallRequests(calls, recordings);
        var report =
                new ReportApi(
                        calls, pushes::all, recordings, statistics, registrations, node, clock);
        var pictures =
                new PictureApi(
                        calls,
                        streams,
                        pictureWorkers,
                        (format, keyFrame) -> SmallPicture.jpeg(format, keyFrame, PICTURE_WIDTH));
        return Stream.of(
                        new CallsApi(calls, pushes, fields, requests, statistics).routes(),
                        report.routes(),
                        pictures.routes(),
                        new StreamsApi(streams, sounds).routes())
                .flatMap(List::stream)
                .toList();
    }
}
