package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;

/**
 * One edition of a unit's study plan.
 *
 * @param origin the same for all editions of a plan: the id of the first
 * @param edition from 1
 * @param title 1–200 characters
 * @param items in their order, 300 at most
 */
public record Plan(UUID id, int version, UUID origin, int edition, UUID unit, String title, Span span, State state, Trace trace, List<PlanItem> items) {

    static final int MOST_ITEMS = 300;

    /** How long a plan reaches. */
    public enum Period {
        YEAR,
        QUARTER,
        MONTH
    }

    /** Where an edition stands. */
    public enum State {
        /** Being written. */
        DRAFT,
        /** Waits for approval. */
        SUBMITTED,
        /** Sent back with a reason; being written again. */
        RETURNED,
        /** In force. */
        APPROVED,
        /** Was in force until a later edition was approved. */
        REPLACED;

        boolean open() {
            return this == DRAFT || this == RETURNED;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What time a plan is for.
     *
     * @param number of the quarter or month; 1 for a year
     */
    public record Span(Period period, int year, int number) {

        public Span {
            number = period == Period.YEAR ? 1 : number;
        }

        void check(Problem wrong) {
            if (year < 1970 || year > 2200) {
                wrong.field("year", "calendar.year-out-of-range");
            }
            if (number < 1 || number > (period == Period.QUARTER ? 4 : 12)) {
                wrong.field("number", "calendar.plan-number");
            }
        }

        public int firstMonth() {
            return switch (period) {
                case YEAR -> 1;
                case QUARTER -> number * 3 - 2;
                case MONTH -> number;
            };
        }

        public int lastMonth() {
            return switch (period) {
                case YEAR -> 12;
                case QUARTER -> number * 3;
                case MONTH -> number;
            };
        }

        boolean holds(int month) {
            return month >= firstMonth() && month <= lastMonth();
        }
    }

    /**
     * Who did what with an edition.
     *
     * @param submitter account of who submitted it
     * @param decidedBy who approved it or sent it back
     * @param reason why it was sent back
     */
    public record Trace(@Nullable String submittedBy, @Nullable UUID submitter, @Nullable Instant submittedAt, @Nullable String decidedBy, @Nullable Instant decidedAt,
            @Nullable String reason, String changedBy, Instant changedAt) {

        static Trace of(Caller who, Instant now) {
            return new Trace(null, null, null, null, null, null, who.name(), now);
        }

        Trace changed(Caller who, Instant now) {
            return new Trace(submittedBy, submitter, submittedAt, decidedBy, decidedAt, reason, who.name(), now);
        }

        Trace submitted(Caller who, Instant now) {
            return new Trace(who.name(), who.account(), now, null, null, null, who.name(), now);
        }

        Trace decided(Caller who, Instant now, @Nullable String why) {
            return new Trace(submittedBy, submitter, submittedAt, who.name(), now, why, changedBy, changedAt);
        }
    }

    public Plan {
        title = title.strip();
        items = List.copyOf(items);
    }

    /** @throws Problem 422 {@code rest.invalid} that names every wrong field */
    Plan checked() {
        Problem wrong = new Problem(422, "rest.invalid");
        if (title.isEmpty()) {
            wrong.field("title", "calendar.title-missing");
        }
        Text.atMost(wrong, "title", title, 200);
        span.check(wrong);
        if (wrong.errors().isEmpty() && items.stream().anyMatch(item -> !span.holds(item.month()) || item.day() != null && item.day().getYear() != span.year())) {
            wrong.field("number", "calendar.plan-items-outside");
        }
        if (items.size() > MOST_ITEMS) {
            wrong.field("items", "calendar.too-many", Map.of("max", MOST_ITEMS));
        }
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        return this;
    }

    Plan with(State other, Trace by) {
        return new Plan(id, version, origin, edition, unit, title, span, other, by, items);
    }

    Plan with(List<PlanItem> others, Trace by) {
        return new Plan(id, version, origin, edition, unit, title, span, state, by, others);
    }

    /** The last day on which an item can still be held. */
    LocalDate due(PlanItem item) {
        return item.day() == null ? YearMonth.of(span.year(), item.month()).atEndOfMonth() : item.day();
    }

    /** For the audit trail; items have entries of their own. */
    Map<String, @Nullable Object> snapshot() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("title", title);
        values.put("period", span.period().name().toLowerCase(Locale.ROOT));
        values.put("year", span.year());
        values.put("number", span.number());
        values.put("edition", edition);
        values.put("state", state.word());
        values.put("reason", trace.reason());
        values.put("items", items.size());
        return values;
    }
}
