package org.shuyuan.calendar.internal.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.Audience;
import org.shuyuan.calendar.internal.Plan;
import org.shuyuan.calendar.internal.PlanItem;
import org.shuyuan.calendar.internal.rest.Views.ChangeView;
import org.shuyuan.calendar.internal.rest.Views.KindRef;
import org.shuyuan.calendar.internal.rest.Views.Ref;

/** Study plans as they are given and taken. */
final class PlanViews {

    private PlanViews() {}

    /** How many items stand where. */
    public record SumsView(int total, int planned, int scheduled, int done, int overdue) {}

    /**
     * A plan as a row of the list. {@code period}: {@code year}, {@code quarter}, {@code month}; {@code number} of the quarter or month; {@code state}: {@code draft},
     * {@code submitted}, {@code returned}, {@code approved}, {@code replaced}.
     */
    public record PlanRow(UUID id, int version, int edition, Ref unit, String title, String period, int year, int number, String state, SumsView sums, String changedBy, Instant changedAt) {}

    /** Another edition of the same plan. */
    public record EditionView(UUID id, int edition, String state, @Nullable Instant decidedAt) {}

    /** How it was attended: {@code rate} in percent, null where there is nothing to count; {@code link}: the path in the portal that opens the roll. */
    public record AttendedView(@Nullable Double rate, String link) {}

    /** The date that an item became; {@code recurrence} only of a repeating event; {@code attended} once it is over, where a roll was taken that the caller may read. */
    public record HeldView(UUID event, String title, String start, String end, boolean allDay, @Nullable String place, @Nullable String recurrence, @Nullable AttendedView attended) {}

    /** An item with how far it is: {@code status}: {@code planned}, {@code scheduled}, {@code done}, {@code overdue}. {@code audience} in words. */
    public record ItemView(UUID id, int month, @Nullable String day, String topic, @Nullable String content, @Nullable String form, @Nullable KindRef kind, @Nullable Ref host,
            @Nullable String hostName, @Nullable String audience, List<Ref> units, List<Ref> people, List<Ref> groups, @Nullable Ref responsible, @Nullable String responsibleName,
            @Nullable String note, String status, @Nullable HeldView held) {}

    /**
     * A plan whole. {@code firstMonth}, {@code lastMonth}: what it reaches over; {@code reason}: why it was sent back; {@code changed}: whether there is an edition before it.
     * {@code mayWrite}, {@code mayApprove}: whether the caller may now, in the state it is in; {@code mayPlan}: whether events can be made of it.
     */
    public record PlanView(UUID id, int version, int edition, Ref unit, String title, String period, int year, int number, int firstMonth, int lastMonth, String state,
            @Nullable String submittedBy, @Nullable Instant submittedAt, @Nullable String decidedBy, @Nullable Instant decidedAt, @Nullable String reason, String changedBy, Instant changedAt,
            SumsView sums, List<ItemView> items, List<EditionView> editions, boolean mayWrite, boolean mayWithdraw, boolean mayApprove, boolean mayRevise, boolean mayPlan) {}

    /** {@code what}: {@code added}, {@code removed}, {@code changed}; {@code topic} and {@code month} as they are now, or were. */
    public record DifferenceView(String what, String topic, int month, List<ChangeView> changes) {}

    /** A plan as a form sends it; as {@link PlanRow}. */
    public record PlanInput(@Nullable String title, @Nullable String period, @Nullable Integer year, @Nullable Integer number) {

        String named() {
            return title == null ? "" : title;
        }

        Plan.Span span() {
            return PlanViews.span(period, year, number).orElseThrow(() -> Problem.invalid("period", "calendar.study-choice"));
        }
    }

    /** An item as a form sends it; as {@link ItemView}. {@code day}: {@code 2026-05-11}, or nothing for the month only. */
    public record ItemInput(@Nullable Integer month, @Nullable String day, @Nullable String topic, @Nullable String content, @Nullable String form, @Nullable UUID kind, @Nullable UUID host,
            @Nullable String hostName, @Nullable String audience, @Nullable List<UUID> units, @Nullable List<UUID> people, @Nullable List<UUID> groups, @Nullable UUID responsible,
            @Nullable String responsibleName, @Nullable String note) {

        PlanItem item() {
            LocalDate on = PlanViews.day(day);
            UUID none = new UUID(0, 0);
            return new PlanItem(none, none, month == null ? on == null ? 0 : on.getMonthValue() : month, on, topic == null ? "" : topic, content, form, kind, new PlanItem.Who(host, hostName),
                    new Audience(units == null ? List.of() : units, people == null ? List.of() : people, groups == null ? List.of() : groups), audience,
                    new PlanItem.Who(responsible, responsibleName), note);
        }
    }

    /** @param reason 2–500 characters */
    public record ReasonInput(@Nullable String reason) {}

    /** @param items ids of all items in the wanted order */
    public record OrderInput(@Nullable List<UUID> items) {}

    /** @param event the event that is the item's @param recurrence which date of a repeating one */
    public record LinkInput(@Nullable UUID event, @Nullable String recurrence) {}

    /** What is chosen instead of what the file says; nothing: as it says. */
    public record ImportChoice(@Nullable String title, @Nullable String period, @Nullable Integer year, @Nullable Integer number) {}

    /** {@code action}: {@code added}, {@code changed}, {@code unchanged}; {@code row} of the file. */
    public record ImportLine(int row, int month, @Nullable String day, String topic, @Nullable String content, @Nullable String form, @Nullable KindRef kind, @Nullable String host,
            @Nullable String audience, @Nullable String responsible, @Nullable String note, String action, List<ChangeView> changes) {}

    /** {@code cell}: {@code B7}; {@code refused}: the row is left out. */
    public record ImportProblem(int row, String cell, String text, boolean refused) {}

    /** {@code plan}: where it goes, or went; null: to a new draft. {@code headings}: the recognised columns by their letters. */
    public record PlanImportView(UUID id, String name, Ref unit, @Nullable UUID plan, String title, String period, int year, int number, @Nullable Instant confirmedAt,
            Map<String, String> headings, Map<String, Integer> counts, List<ImportLine> items, List<ImportProblem> faults) {}

    static Optional<Plan.Span> span(@Nullable String period, @Nullable Integer year, @Nullable Integer number) {
        return period(period).map(p -> new Plan.Span(p, year == null ? 0 : year, number == null ? 0 : number));
    }

    static Optional<Plan.Period> period(@Nullable String word) {
        return constant(Plan.Period.class, word);
    }

    static <E extends Enum<E>> Optional<E> constant(Class<E> type, @Nullable String word) {
        for (E one : type.getEnumConstants()) {
            if (one.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    private static @Nullable LocalDate day(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException none) {
            throw Problem.invalid("day", "calendar.plan-day");
        }
    }
}
