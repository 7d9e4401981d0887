package io.sipcast.config;

import io.sipcast.config.Config.Inbound.Rule;
import io.sipcast.rtmp.RtmpUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the rules for calls that come in. */
final class InboundRules {
    private static final Table RULES = InboundKeys.RULES;
    private static final Pattern CAPTURE = Pattern.compile("\\$(\\d)");

    private final Values values;

    private InboundRules(Values values) {
        this.values = values;
    }

    static List<Rule> read(Values values) {
        var reader = new InboundRules(values);
        List<Rule> rules = new ArrayList<>();
        for (int row : values.rows(RULES)) {
            rules.add(reader.rule(row));
        }
        return List.copyOf(rules);
    }

    private Rule rule(int row) {
        Rule rule =
                new Rule(
                        values.optional(RULES.cell(row, InboundKeys.CALLED)).orElse(""),
                        values.list(RULES.cell(row, InboundKeys.FROM)),
                        values.optional(RULES.cell(row, InboundKeys.USER)),
                        values.optional(RULES.cell(row, InboundKeys.PASSWORD)),
                        values.one(RULES.cell(row, InboundKeys.REALM)),
                        values.list(RULES.cell(row, InboundKeys.ALGORITHMS)),
                        values.optional(RULES.cell(row, InboundKeys.STREAM)),
                        values.list(RULES.cell(row, InboundKeys.TARGETS)),
                        values.one(RULES.cell(row, InboundKeys.AUDIO)),
                        values.one(RULES.cell(row, InboundKeys.VIDEO)),
                        values.one(RULES.cell(row, InboundKeys.RECORD)));
        check(row, rule);
        return rule;
    }

    private void check(int row, Rule rule) {
        require(row, InboundKeys.CALLED, "which user is called? * is any");
        if (rule.user().isPresent()) {
            require(row, InboundKeys.PASSWORD, "it is needed beside user");
        }
        if (rule.password().isPresent()) {
            require(row, InboundKeys.USER, "it is needed beside password");
        }
        if (!rule.audio() && !rule.video()) {
            values.fault(RULES.cell(row, InboundKeys.VIDEO), "audio and video are both false");
        }
        if (rule.record() && !values.has(Keys.RECORD_FOLDER)) {
            values.fault(
                    RULES.cell(row, InboundKeys.RECORD),
                    "there is no " + Keys.RECORD_FOLDER.name() + " for the files");
        }
        rule.stream().ifPresent(name -> checkCaptures(row, rule, InboundKeys.STREAM, name));
        for (RtmpUrl target : rule.targets()) {
            checkCaptures(row, rule, InboundKeys.TARGETS, target.stream());
        }
    }

    private void require(int row, Key<?> column, String why) {
        if (!values.has(RULES.cell(row, column))) {
            values.fault(RULES.cell(row, column), "missing: " + why);
        }
    }

    private void checkCaptures(int row, Rule rule, Key<?> column, String text) {
        long stars = rule.called().chars().filter(c -> c == '*').count();
        Matcher used = CAPTURE.matcher(text);
        while (used.find()) {
            int number = Integer.parseInt(used.group(1));
            if (number < 1 || number > stars) {
                values.fault(
                        RULES.cell(row, column),
                        "%s means the text of * number %d, and called has %d"
                                .formatted(used.group(), number, stars));
            }
        }
    }
}
