package org.shuyuan.calendar.internal.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.Obligation;
import org.shuyuan.calendar.internal.Period;
import org.shuyuan.calendar.internal.rest.Views.KindRef;
import org.shuyuan.calendar.internal.rest.Views.Ref;

/** Obligations as they are given and taken. */
final class ObligationViews {

    private ObligationViews() {}

    /**
     * A rule. {@code name}: its own title, else its kind's name; {@code every}: {@code week}, {@code month}, {@code quarter}, {@code half-year}, {@code year}; {@code over}: {@code unit},
     * {@code below}, {@code units}, {@code groups}, {@code members}, {@code people}; {@code targets}: those it picks; {@code until}: inclusive; {@code lead}: days before a period's end;
     * {@code retired}: the day it was given up; {@code history}: something was owed by it, so that kind, number, period, first day and {@code over} stay.
     */
    public record ObligationView(UUID id, int version, Ref unit, @Nullable String title, String name, @Nullable KindRef kind, int count, String every, String over, List<Ref> targets, String from,
            @Nullable String until, int lead, @Nullable String retired, boolean history, boolean mayChange, String changedBy, Instant changedAt) {}

    /** What a rule is called and asks for. */
    public record OwedRef(UUID id, String name, int count, String every, String over, Ref unit, @Nullable KindRef kind) {}

    /** Who owes it; {@code what}: {@code unit}, {@code group}, {@code person}. */
    public record WhomView(String what, UUID id, @Nullable String name) {}

    /**
     * One who owes it, in one period. {@code period}: {@code 2026-W19}, {@code 2026-05}, {@code 2026-Q2}, {@code 2026-H1}, {@code 2026}; {@code first}, {@code last}: its days; {@code done},
     * {@code planned}, {@code lacking}: events held, to come, and neither; {@code state}: {@code done}, {@code planned}, {@code open}, {@code due}, {@code missed}; {@code plan}: the unit at which
     * the caller may plan what is lacking.
     */
    public record StandingView(OwedRef obligation, WhomView whom, String period, String first, String last, int done, int planned, int lacking, String state, @Nullable UUID plan) {}

    /** {@code more}: rows that are left out; {@code done} to {@code later}: rows in each state. */
    public record TableView(List<StandingView> items, int more, int done, int planned, int open, int due, int missed, int later) {}

    /** An event that counts. {@code event}, {@code title} and {@code unit} are null where the caller may only know that there is one; {@code held}: it is over. */
    public record EvidenceItem(UUID id, @Nullable UUID event, @Nullable String title, @Nullable Ref unit, String start, boolean allDay, boolean repeats, boolean held) {}

    /** The events behind one row's numbers. */
    public record EvidenceView(StandingView standing, List<EvidenceItem> items) {}

    /** A proposed event. {@code unit}: whose; {@code start}, {@code end}: {@code HH:mm}, null where there is no study day: as is usual. */
    public record ProposalView(UUID unit, UUID kind, String title, String day, @Nullable String start, @Nullable String end, @Nullable String place, List<UUID> groups, @Nullable UUID host) {}

    /** What waits for the caller: one obligation in one period. {@code state}: {@code due}, {@code missed}; {@code whom}: the first three of {@code count}; {@code mine}: the caller is to speak. */
    public record WaitingView(OwedRef obligation, String period, String last, String state, int lacking, int count, List<WhomView> whom, boolean mine, UUID unit) {}

    /**
     * A rule as a form sends it.
     *
     * @param title at most 100 characters; missing: it is called as its kind is
     * @param kind id of a kind that holds at the unit
     * @param count 1–99
     * @param every {@code week}, {@code month}, {@code quarter}, {@code half-year}, {@code year}
     * @param over {@code unit}, {@code below}, {@code units}, {@code groups}, {@code members}, {@code people}
     * @param targets ids of units, groups or people, 200 at most
     * @param from first day, today when missing; only whole periods from it on count
     * @param until last day, inclusive
     * @param lead days before a period's end from which on it is due: 0 for never; by the period when missing
     * @param retired given up; only when it is changed
     */
    public record ObligationInput(@Nullable String title, @Nullable UUID kind, @Nullable Integer count, @Nullable String every, @Nullable String over, @Nullable List<UUID> targets,
            @Nullable String from, @Nullable String until, @Nullable Integer lead, @Nullable Boolean retired) {

        Obligation obligation(UUID id, int version, UUID unit, LocalDate today) {
            Problem wrong = new Problem(422, "rest.invalid");
            Optional<Period.Every> often = PlanViews.constant(Period.Every.class, every);
            Optional<Obligation.Over> whom = PlanViews.constant(Obligation.Over.class, over);
            if (kind == null) {
                wrong.field("kind", "calendar.kind-missing");
            }
            if (often.isEmpty()) {
                wrong.field("every", "calendar.obligation-every");
            }
            if (whom.isEmpty()) {
                wrong.field("over", "calendar.obligation-over-what");
            }
            if (kind == null || often.isEmpty() || whom.isEmpty()) {
                throw wrong;
            }
            List<UUID> picked = targets == null ? List.of() : targets.stream().filter(Objects::nonNull).toList();
            return new Obligation(id, version, unit, title, kind, count == null ? 0 : count, often.get(), whom.get(), picked, day("from", from).orElse(today), day("until", until).orElse(null),
                    lead == null ? often.get().lead() : lead, null, new Obligation.Trace("", Instant.EPOCH));
        }

        private static Optional<LocalDate> day(String field, @Nullable String text) {
            try {
                return text == null || text.isBlank() ? Optional.empty() : Optional.of(LocalDate.parse(text));
            } catch (DateTimeException none) {
                throw Problem.invalid(field, "calendar.obligation-day");
            }
        }
    }
}
