package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/**
 * What is owed by rule: so many events of a kind in each period, for whom. Only a period that lies wholly in its time counts: where it begins or ends in the middle of one, nothing is owed for that
 * one, so that nobody is late on the day a rule is made.
 *
 * @param title what it is called, and its events are proposed to be, at most 100 characters; null: as its kind is, in each reader's language
 * @param kind a kind that holds at the unit; events of units below count by the kind of the same word there
 * @param count events in a period, 1–99
 * @param targets the units, groups or people it is for, 1–200; none where {@code over} says it all
 * @param from first day
 * @param until last day; null without end
 * @param lead days before a period's end, the last day included, from which on it is due when too little is planned: 0 (never) to 365, and shorter than the period
 * @param retired the day on which it was given up: what was owed before stays; null while it is in force
 */
public record Obligation(UUID id, int version, UUID unit, @Nullable String title, UUID kind, int count, Period.Every every, Over over, List<UUID> targets, LocalDate from, @Nullable LocalDate until,
        int lead, @Nullable LocalDate retired, Trace trace) {

    static final int TARGETS = 200;

    /** For whom it is. */
    public enum Over {
        /** The unit itself. */
        UNIT,
        /** Each unit below it that there is. */
        BELOW,
        /** Each of some units, at it or below. */
        UNITS,
        /** Each of some groups, called together. */
        GROUPS,
        /** Each member of some groups, as speaker. */
        MEMBERS,
        /** Each of some people, as speaker. */
        PEOPLE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean picks() {
            return this != UNIT && this != BELOW;
        }
    }

    /** Who changed it last. */
    public record Trace(String changedBy, Instant changedAt) {}

    public Obligation {
        title = Text.orNull(title);
        targets = over.picks() ? List.copyOf(targets) : List.of();
    }

    /** @throws Problem 422 {@code rest.invalid} that names every wrong field */
    Obligation checked() {
        Problem wrong = new Problem(422, "rest.invalid");
        Text.atMost(wrong, "title", title, 100);
        if (count < 1 || count > 99) {
            wrong.field("count", "calendar.obligation-count");
        }
        int longest = mostLead(every);
        if (lead < 0 || lead > longest) {
            wrong.field("lead", "calendar.obligation-lead", Map.of("max", longest));
        }
        if (from.getYear() < 1970 || from.getYear() > 2200) {
            wrong.field("from", "calendar.year-out-of-range");
        }
        if (until != null && (until.isBefore(from) || until.getYear() > 2200)) {
            wrong.field("until", "calendar.end-before-start");
        }
        if (over.picks() && (targets.isEmpty() || targets.size() > TARGETS || new HashSet<>(targets).size() < targets.size())) {
            wrong.field("targets", "calendar.obligation-targets", Map.of("max", TARGETS));
        }
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        return this;
    }

    static int mostLead(Period.Every every) {
        return switch (every) {
            case WEEK -> 7;
            case MONTH -> 28;
            case QUARTER -> 90;
            case HALF_YEAR -> 181;
            case YEAR -> 365;
        };
    }

    /** Whether something is owed for a period: whether it lies in the rule's time as a whole. */
    public boolean counts(Period period) {
        return !period.first().isBefore(from) && (until == null || !period.last().isAfter(until)) && (retired == null || period.last().isBefore(retired));
    }

    /** Whether a period for which something is owed has begun: from then on it is retired, not removed. */
    public boolean history(LocalDate today) {
        Period first = Period.holding(every, from);
        first = first.first().isBefore(from) ? first.plus(1) : first;
        return counts(first) && !first.first().isAfter(today);
    }

    Obligation retired(@Nullable LocalDate day) {
        return new Obligation(id, version, unit, title, kind, count, every, over, targets, from, until, lead, day, trace);
    }

    /** The same, of another kind. */
    Obligation of(UUID other) {
        return new Obligation(id, version, unit, title, other, count, every, over, targets, from, until, lead, retired, trace);
    }

    /** For the audit trail. */
    Map<String, @Nullable Object> snapshot() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("title", title);
        values.put("kind", kind.toString());
        values.put("count", count);
        values.put("every", every.word());
        values.put("over", over.word());
        values.put("targets", targets.stream().map(UUID::toString).toList());
        values.put("from", from.toString());
        values.put("until", until == null ? null : until.toString());
        values.put("lead", lead);
        values.put("retired", retired == null ? null : retired.toString());
        return values;
    }
}
