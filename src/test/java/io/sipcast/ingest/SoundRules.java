package io.sipcast.ingest;

import java.util.Arrays;

/** The rules of the sound alone: AAC, FLV §E.4.2. */
final class SoundRules {
    private static final int AAC = 10;

    private byte[] header = {};
    private long frames;
    private long last = -1;

    void take(Message message, Rules rules) {
        rules.require(message.at(0) >> 4 == AAC, Rule.READABLE, "sound that is not AAC");
        if (message.at(1) == 0) {
            header(message, rules);
            return;
        }
        long at = message.millis();
        rules.require(header.length > 0, Rule.HEADERS_FIRST, "sound at " + at + " ms");
        rules.require(message.body().length > 2, Rule.READABLE, "an empty frame at " + at + " ms");
        if (begun()) {
            rules.require(at > last, Rule.DTS_RISES, "sound at " + at + " ms twice or back");
            rules.soundStep(last, at);
        }
        frames++;
        last = at;
    }

    private void header(Message message, Rules rules) {
        byte[] configuration = Arrays.copyOfRange(message.body(), 2, message.body().length);
        rules.require(
                configuration.length >= 2 && (configuration[0] & 0xFF) >> 3 == 2,
                Rule.READABLE,
                "an AudioSpecificConfig that is not AAC-LC");
        rules.require(header.length == 0, Rule.HEADERS_UNCHANGED, "sound at " + message.millis());
        header = configuration;
    }

    boolean begun() {
        return last >= 0;
    }

    long last() {
        return last;
    }

    long frames() {
        return frames;
    }
}
