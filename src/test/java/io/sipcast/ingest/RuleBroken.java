package io.sipcast.ingest;

/** What was published breaks a rule; the message says which and how. */
public final class RuleBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Rule rule;

    RuleBroken(Rule rule, String how) {
        super(rule + ": " + how);
        this.rule = rule;
    }

    public Rule rule() {
        return rule;
    }
}
