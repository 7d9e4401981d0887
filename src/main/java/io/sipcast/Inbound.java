package io.sipcast;

import io.sipcast.call.InboundRule;
import io.sipcast.call.InboundRules;
import io.sipcast.config.Config;
import io.sipcast.live.StreamName;
import io.sipcast.net.AddressBlock;
import io.sipcast.record.RecordingRefused;
import io.sipcast.record.Recordings;
import io.sipcast.sip.auth.Guard;
import io.sipcast.sip.auth.Login;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the configured rules for calls that come in to those that calls are taken by. */
final class Inbound {
    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    private Inbound() {}

    static InboundRules rules(Config config) {
        List<Config.Inbound.Rule> rules = config.inbound().rules();
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).from().isEmpty() && rules.get(i).user().isEmpty()) {
                LOG.warn(
                        "inbound.rules[{}] lets anybody who reaches sip.port go live;"
                                + " from or user would narrow it",
                        i);
            }
        }
        return new InboundRules(rules.stream().map(Inbound::rule).toList(), config.sip().hide());
    }

    /** A call that is over already has nothing to be recorded. */
    static void record(Recordings recordings, StreamName stream) {
        try {
            var _ = recordings.start(stream);
        } catch (RecordingRefused e) {
            LOG.info("call {} is not recorded: {}", stream, e.getMessage());
        }
    }

    private static InboundRule rule(Config.Inbound.Rule rule) {
        return new InboundRule(
                rule.called(),
                rule.from().stream().map(block -> AddressBlock.parse(block).orElseThrow()).toList(),
                guard(rule),
                rule.stream().orElse(null),
                rule.targets(),
                rule.audio(),
                rule.video(),
                rule.record());
    }

    private static @Nullable Guard guard(Config.Inbound.Rule rule) {
        if (rule.user().isEmpty() || rule.password().isEmpty()) {
            return null;
        }
        var login = new Login(rule.user().get(), rule.password().get().reveal());
        return new Guard(
                rule.realm(), login, rule.algorithms().isEmpty() ? Guard.USUAL : rule.algorithms());
    }
}
