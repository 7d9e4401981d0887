package io.sipcast;

import java.util.Set;

/** TO BE EMPTIED, AND DELETED, WHEN THE BRANCH WITH THE INSIGHTS IS MERGED: what it brings. */
public final class Unmerged {
    public static final Set<String> OPERATIONS =
            Set.of(
                    "POST /api/v1/calls",
                    "DELETE /api/v1/calls/{id}",
                    "POST /api/v1/calls/{id}/dtmf",
                    "GET /api/v1/calls/{id}/statistics",
                    "GET /api/v1/calls/{id}/history",
                    "GET /api/v1/calls/{id}/picture",
                    "GET /api/v1/calls/{id}/report",
                    "GET /api/v1/sounds",
                    "GET /api/v1/streams");

    /** Faults of answers that have it not yet: they end so. */
    public static final Set<String> FIELDS =
            Set.of("'hasAudio'", "'hasVideo'", "'hold'", "'targets'", "'id'");

    private Unmerged() {}
}
