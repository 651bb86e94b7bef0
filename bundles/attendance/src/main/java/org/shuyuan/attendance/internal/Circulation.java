package org.shuyuan.attendance.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.text.Language;

/**
 * A unit's figures of a period, made known to everybody they are of (通报). What it says is what was counted when it was issued; marks that are changed later change no circulation.
 *
 * @param language in which its words are
 * @param from the first day
 * @param to the last day
 * @param kind word of the kind it is confined to
 * @param remark what whoever issued it says to it
 * @param content what was counted
 */
public record Circulation(UUID id, int version, UUID unit, String title, Language language, LocalDate from, LocalDate to, @Nullable String kind, @Nullable String kindName,
        @Nullable String remark, Content content, Instant issuedAt, String issuedBy, @Nullable Withdrawal withdrawal) {

    /** Not any more; it stays to be read. */
    public record Withdrawal(Instant at, String by, String why) {}

    /** A table of it. */
    public enum Part {
        UNIT, DEPARTMENT, KIND, GROUP, PERSON;

        /** As the REST has it. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** @param key as of a figure's row @param name as it was called then, a department with the units above it; null for people, who are looked up */
    public record Row(Part part, String key, @Nullable String name, Tally tally) {}

    /**
     * What was counted.
     *
     * @param gatherings how many rolls it rests on
     * @param people how many were to attend
     * @param below how many of them are under what is expected
     * @param rules by which it was counted
     * @param rows of all parts, each in its order
     */
    public record Content(int gatherings, int people, int below, Tally all, Rules rules, List<Row> rows) {

        /** The rows of one part. */
        public List<Row> of(Part part) {
            return rows.stream().filter(r -> r.part() == part).toList();
        }
    }

    Circulation withdrawn(Instant at, String by, String why) {
        return new Circulation(id, version, unit, title, language, from, to, kind, kindName, remark, content, issuedAt, issuedBy, new Withdrawal(at, by, why));
    }
}
