package org.shuyuan.calendar.internal;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.ObligationBoard.Asked;
import org.shuyuan.calendar.internal.ObligationBoard.Row;
import org.shuyuan.calendar.internal.ObligationBoard.State;
import org.shuyuan.calendar.internal.jpa.ObligationStore;

/** How it stands with what is owed, as far as a caller may know: the table of a unit, one row with its evidence, and what waits for the caller. Thread-safe. */
@Component(service = ObligationStanding.class)
public final class ObligationStanding {

    /** Most rows of one table. */
    static final int MOST = 500;
    /** Periods that the table goes back or ahead. */
    private static final int FARTHEST = 120;
    /** Days for which what was missed still waits for those who should have done it; not longer than its period. */
    private static final int REMEMBERED = 31;

    /** @param more rows that are left out */
    public record Table(List<Row> rows, int more) {}

    /**
     * What waits for the caller: those for whom one obligation lacks something in one period.
     *
     * @param state {@link State#DUE} or {@link State#MISSED}
     */
    public record Waiting(Obligation obligation, Period period, State state, List<Row> rows) {}

    private final Obligations obligations;
    private final ObligationStore store;
    private final ObligationBoard board;
    private final Agenda agenda;
    private final Units units;
    private final Access access;

    @Activate
    public ObligationStanding(@Reference Obligations obligations, @Reference ObligationStore store, @Reference ObligationBoard board, @Reference Agenda agenda, @Reference Units units,
            @Reference Access access) {
        this.obligations = obligations;
        this.store = store;
        this.board = board;
        this.agenda = agenda;
        this.units = units;
        this.access = access;
    }

    /**
     * Of the unit, of those above it as far as it concerns the unit, and of those below it as far as the caller reads.
     *
     * @param shift 0 for each one's running period, -1 for the one before it, 1 for the next; 120 either way at most
     * @param missing only what is not held or planned
     * @throws Problem 403, 422 {@code calendar.obligation-shift}
     */
    public Table table(Caller caller, UUID unit, int shift, boolean missing) {
        return table(obligations.list(caller, unit, null), shift, missing, (o, w) -> obligations.shows(caller, o, w) && concerns(o, w, unit));
    }

    /** Whether an event that is evidence may be opened: what a unit or group is called to may be read by who reads there; a person may have spoken elsewhere. */
    public boolean opens(Caller caller, Row row, Occurrence event) {
        return row.whom().what() != Whom.What.PERSON || caller.person() != null && caller.person().equals(event.host()) || access.can(caller, Permissions.READ, event.unit());
    }

    /** Where the caller may plan what is lacking; null: nowhere, or there is nothing to plan any more. */
    public @Nullable UUID plannable(Caller caller, Row row) {
        return row.state() == State.OPEN || row.state() == State.DUE ? obligations.plannedAt(caller, row.obligation(), row.whom()).orElse(null) : null;
    }

    /** Of one obligation. @throws Problem 404 as {@link Obligations#find}, 422 as {@link #table} */
    public Table of(Caller caller, Obligation o, int shift, boolean missing) {
        return table(List.of(o), shift, missing, (same, w) -> obligations.shows(caller, same, w));
    }

    private Table table(List<Obligation> some, int shift, boolean missing, BiPredicate<Obligation, Whom> shown) {
        if (Math.abs(shift) > FARTHEST) {
            throw new Problem(422, "rest.invalid").field("shift", "calendar.obligation-shift", Map.of("max", FARTHEST));
        }
        List<Row> all = board.rows(some.stream().map(o -> board.at(o, shift)).toList(), shown).stream().filter(r -> !missing || r.state().missing()).toList();
        return new Table(all.stream().limit(MOST).toList(), Math.max(0, all.size() - MOST));
    }

    /** What a unit above has made is shown in a unit for those of the unit. */
    private boolean concerns(Obligation o, Whom w, UUID unit) {
        return units.find(o.unit()).filter(home -> home.within(unit)).isPresent() || w.what() != Whom.What.GROUP && units.find(w.unit()).filter(u -> u.within(unit)).isPresent();
    }

    /**
     * One row.
     *
     * @param period a name as of {@link Period#name}
     * @throws Problem 404 {@code calendar.no-such-obligation}, {@code calendar.obligation-nobody}: nothing is owed by that one, or the caller may not know; 422 {@code calendar.obligation-period}
     */
    public Row row(Caller caller, UUID id, UUID whom, @Nullable String period) {
        Obligation o = obligations.find(caller, id);
        Period which = Optional.ofNullable(period).flatMap(Period::named).filter(p -> p.every() == o.every()).orElseThrow(() -> Problem.invalid("period", "calendar.obligation-period"));
        return board.rows(List.of(new Asked(o, which)), (same, w) -> w.id().equals(whom) && obligations.shows(caller, same, w)).stream().findFirst()
                .orElseThrow(() -> Problem.notFound("calendar.obligation-nobody"));
    }

    /**
     * What is due, and what was missed in the last period (for 31 days, and not longer than the period is), where the caller may plan events; and what the caller owes as speaker.
     *
     * @param unit the unit that is looked at; null: only as speaker
     */
    public List<Waiting> waiting(Caller caller, @Nullable UUID unit) {
        Map<UUID, Obligation> all = new LinkedHashMap<>();
        Set<UUID> written = new HashSet<>();
        if (unit != null && access.can(caller, Permissions.WRITE, unit)) {
            written.addAll(access.within(caller, Permissions.WRITE, unit));
            Set<UUID> homes = new LinkedHashSet<>(units.find(unit).map(Unit::path).orElse(List.of()));
            homes.addAll(written);
            store.of(homes).forEach(o -> all.put(o.id(), o));
        }
        UUID person = caller.person();
        if (person != null) {
            Set<UUID> ids = new HashSet<>(agenda.belonging(person).groups());
            ids.add(person);
            store.ofSpeakers(ids).forEach(o -> all.putIfAbsent(o.id(), o));
        }
        List<Asked> asked = new ArrayList<>();
        all.values().stream().filter(o -> o.retired() == null).forEach(o -> asked.addAll(asked(o)));
        List<Row> rows = board.rows(asked, (o, w) -> w.what() == Whom.What.PERSON && w.id().equals(person) || planned(o, w, written));
        return grouped(rows);
    }

    private List<Asked> asked(Obligation o) {
        Asked running = board.at(o, 0);
        Asked last = board.at(o, -1);
        LocalDate today = board.today(o);
        long length = Math.min(REMEMBERED, last.period().last().toEpochDay() - last.period().first().toEpochDay() + 1);
        return today.isAfter(last.period().last().plusDays(length)) ? List.of(running) : List.of(last, running);
    }

    private static boolean planned(Obligation o, Whom w, Set<UUID> written) {
        return switch (w.what()) {
            case UNIT -> written.contains(w.id());
            case GROUP -> written.contains(o.unit());
            case PERSON -> written.contains(o.unit()) || written.contains(w.unit());
        };
    }

    /** What is missed first, then by the end of the period. */
    private static List<Waiting> grouped(Collection<Row> rows) {
        Map<Asked, List<Row>> found = new LinkedHashMap<>();
        rows.stream().filter(r -> r.state() == State.DUE || r.state() == State.MISSED).forEach(r -> found.computeIfAbsent(new Asked(r.obligation(), r.period()), a -> new ArrayList<>()).add(r));
        return found.entrySet().stream().map(e -> new Waiting(e.getKey().obligation(), e.getKey().period(), e.getValue().get(0).state(), e.getValue()))
                .sorted(Comparator.comparing((Waiting w) -> w.period().last()).thenComparing(w -> w.obligation().id())).toList();
    }
}
