package io.sipcast.web;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves a file that is read, hashed and compressed when somebody first asks for it, off the event
 * loop, and kept from then on: a start need not wait for megabytes that nobody may want.
 */
final class FileOnDemand implements Handler<RoutingContext> {
    private final Supplier<StaticFile> source;
    private final Executor mayWait;
    private volatile @Nullable StaticFile made;

    FileOnDemand(Supplier<StaticFile> source, Executor mayWait) {
        this.source = source;
        this.mayWait = mayWait;
    }

    /** Of a file of the program. */
    static FileOnDemand of(String resource, String policy, Framing framing, Executor mayWait) {
        return new FileOnDemand(() -> StaticFile.load(resource, policy, framing), mayWait);
    }

    @Override
    public void handle(RoutingContext context) {
        StaticFile file = made;
        if (file == null) {
            Context loop = Vertx.currentContext();
            mayWait.execute(() -> makeFor(context, loop));
        } else {
            file.send(context.request());
        }
    }

    private void makeFor(RoutingContext context, Context loop) {
        try {
            StaticFile file = make();
            loop.runOnContext(_ -> file.send(context.request()));
        } catch (RuntimeException e) {
            loop.runOnContext(_ -> context.fail(e));
        }
    }

    /** Once, however many ask at the same time. */
    private synchronized StaticFile make() {
        StaticFile file = made;
        if (file == null) {
            file = source.get();
            made = file;
        }
        return file;
    }
}
