package org.shuyuan.calendar.internal.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.StudyRule;
import org.shuyuan.calendar.internal.rest.Views.KindRef;
import org.shuyuan.calendar.internal.rest.Views.Ref;

/** Study days as they are given and taken. */
final class StudyViews {

    private StudyViews() {}

    /**
     * {@code every}: {@code monthly}, {@code weekly}; {@code day}: of the month, 31 for the last, or of the week, 1 for Monday; {@code start}: {@code HH:mm};
     * {@code move}: {@code earlier}, {@code later}, {@code stay}; {@code from}, {@code until}: months, inclusive. {@code mayMake}: whether the caller may make
     * and move its events.
     */
    public record RuleView(UUID id, int version, Ref unit, @Nullable KindRef kind, String title, String every, int day, String start, int minutes, @Nullable String place,
            String move, boolean within, String from, @Nullable String until, boolean mayChange, boolean mayMake) {}

    /**
     * {@code period}: a month or a week of ISO 8601; {@code day}: when by the rule, null when that cannot be said; {@code why}: {@code planned}, {@code holiday},
     * {@code weekend}, {@code not-published}, {@code no-workday}, {@code not-by-rule}; {@code name} of the holiday; {@code missing}: the year that is
     * not published. {@code state} of the event: {@code open},
     * {@code made}, {@code differs}, {@code by-hand}, {@code deleted}; {@code start}: when it is, {@code reason}: why a person moved it.
     */
    public record StudyDateView(String period, String planned, @Nullable String day, String why, @Nullable String name, @Nullable Integer missing, String state, @Nullable UUID event,
            @Nullable String start, @Nullable String reason, @Nullable String givenBy, @Nullable Instant givenAt) {}

    /** {@code unpublished}: years that nobody has published, so that dates cannot be told. */
    public record StudyDatesView(List<StudyDateView> items, List<Integer> unpublished) {}

    /** {@code added}: periods for which events were made. */
    public record MadeView(List<String> added, List<Integer> unpublished) {}

    /** @param from a month, {@code 2026-05} @param to inclusive, at most 36 months @param again periods whose deleted event is made again */
    public record MakeInput(@Nullable String from, @Nullable String to, @Nullable List<String> again) {}

    /** @param periods of the dates that go to where the rule has them, 200 at most */
    public record MoveInput(@Nullable List<String> periods) {}

    /** @param day where the event goes, or stands already @param reason 2–500 characters */
    public record HandInput(@Nullable String day, @Nullable String reason) {}

    /** A rule as a form sends it; as {@link RuleView}. */
    public record RuleInput(@Nullable UUID kind, @Nullable String title, @Nullable String every, @Nullable Integer day, @Nullable String start, @Nullable Integer minutes,
            @Nullable String place, @Nullable String move, boolean within, @Nullable String from, @Nullable String until) {

        StudyRule rule(UUID id, int version, UUID unit) {
            Problem wrong = new Problem(422, "rest.invalid");
            Optional<StudyRule.Every> often = constant(StudyRule.Every.class, every);
            Optional<StudyRule.Move> where = constant(StudyRule.Move.class, move);
            Optional<LocalTime> at = time(start);
            Optional<YearMonth> first = month(from);
            Optional<YearMonth> last = month(until);
            if (kind == null) {
                wrong.field("kind", "calendar.kind-missing");
            }
            if (often.isEmpty()) {
                wrong.field("every", "calendar.study-choice");
            }
            if (where.isEmpty()) {
                wrong.field("move", "calendar.study-choice");
            }
            if (at.isEmpty()) {
                wrong.field("start", "calendar.bad-time");
            }
            if (first.isEmpty()) {
                wrong.field("from", "calendar.bad-month");
            }
            if (last.isEmpty() && until != null && !until.isBlank()) {
                wrong.field("until", "calendar.bad-month");
            }
            if (kind == null || often.isEmpty() || where.isEmpty() || at.isEmpty() || first.isEmpty() || !wrong.errors().isEmpty()) {
                throw wrong;
            }
            return new StudyRule(id, version, unit, kind, title == null ? "" : title, often.get(), day == null ? 0 : day, at.get(), minutes == null ? 0 : minutes, place, where.get(),
                    within, first.get(), last.orElse(null));
        }
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<YearMonth> month(@Nullable String text) {
        try {
            return text == null || !text.matches("\\d{4}-\\d{2}") ? Optional.empty() : Optional.of(YearMonth.parse(text));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static Optional<LocalTime> time(@Nullable String text) {
        try {
            return text == null || !text.matches("\\d{2}:\\d{2}") ? Optional.empty() : Optional.of(LocalTime.parse(text));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static <E extends Enum<E>> Optional<E> constant(Class<E> type, @Nullable String word) {
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(word)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }
}
