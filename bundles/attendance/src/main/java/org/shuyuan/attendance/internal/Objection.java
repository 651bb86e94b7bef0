package org.shuyuan.attendance.internal;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person objects to: their own mark at a gathering.
 *
 * @param was what they were marked as then
 * @param wanted what it should be
 * @param why what the person says to it; for whoever decides only
 * @param answer what whoever decided says to it
 */
public record Objection(UUID id, int version, UUID gathering, UUID person, State was, State wanted, String why, Status status, Instant askedAt, @Nullable Instant decidedAt,
        @Nullable String decidedBy, @Nullable String answer) {

    /** What became of it. */
    public enum Status {
        ASKED, GRANTED, REFUSED;

        /** As the REST and the database have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Objection decided(Status as, Instant at, String by, @Nullable String said) {
        return new Objection(id, version, gathering, person, was, wanted, why, as, askedAt, at, by, said);
    }
}
