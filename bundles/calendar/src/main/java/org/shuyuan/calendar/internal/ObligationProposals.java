package org.shuyuan.calendar.internal;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.jpa.StudyStore;

/** What a new event would be that does what is owed: a proposal for its form; nothing is written. Thread-safe. */
@Component(service = ObligationProposals.class)
public final class ObligationProposals {

    /** @param unit whose event it is @param place of the study day @param start null: as is usual there @param minutes likewise */
    public record Proposal(ObligationBoard.Row row, UUID unit, Kind kind, String title, LocalDate day, @Nullable LocalTime start, @Nullable Integer minutes, @Nullable String place) {}

    private final Obligations obligations;
    private final ObligationStanding standing;
    private final ObligationBoard board;
    private final Kinds kinds;
    private final StudyStore rules;
    private final Holidays holidays;
    private final Units units;

    @Activate
    public ObligationProposals(@Reference Obligations obligations, @Reference ObligationStanding standing, @Reference ObligationBoard board, @Reference Kinds kinds, @Reference StudyStore rules,
            @Reference Holidays holidays, @Reference Units units) {
        this.obligations = obligations;
        this.standing = standing;
        this.board = board;
        this.kinds = kinds;
        this.rules = rules;
        this.holidays = holidays;
        this.units = units;
    }

    /**
     * On the unit's study day where there is one for the kind, else on the last workday of the period on which it has none of these events yet.
     *
     * @throws Problem as of {@link ObligationStanding#row}; 403 {@code access.forbidden}: the caller plans no events there; 409 {@code calendar.obligation-over}: the period is over,
     *     {@code calendar.obligation-kind}: no new events of the kind are made there
     */
    public Proposal of(Caller caller, UUID id, UUID whom, @Nullable String period) {
        ObligationBoard.Row row = standing.row(caller, id, whom, period);
        Obligation o = row.obligation();
        UUID unit = obligations.plannedAt(caller, o, row.whom()).orElseThrow(() -> Problem.forbidden("access.forbidden"));
        LocalDate today = board.today(o);
        if (today.isAfter(row.period().last())) {
            throw Problem.conflict("calendar.obligation-over");
        }
        Set<UUID> alike = kinds.alike(o.kind(), o.unit());
        Kind kind = kinds.at(unit).stream().filter(k -> !k.retired() && alike.contains(k.id())).findFirst().orElseThrow(() -> Problem.conflict("calendar.obligation-kind"));
        String title = Optional.ofNullable(o.title()).orElseGet(() -> kind.name(caller.language()));
        LocalDate first = today.isAfter(row.period().first()) ? today : row.period().first();
        Set<LocalDate> taken = Stream.concat(row.done().stream(), row.planned().stream()).map(e -> e.day(row.whom().zone())).collect(Collectors.toSet());
        Workdays days = holidays.workdays(unit, first.getYear() - 1, row.period().last().getYear() + 1);
        Optional<StudyRule> rule = rule(unit, alike);
        Optional<LocalDate> day = rule.flatMap(r -> StudyDate.of(r, days, YearMonth.from(first), YearMonth.from(row.period().last())).stream().map(StudyDate::day).filter(d -> d != null
                && !d.isBefore(first) && row.period().holds(d) && !taken.contains(d)).findFirst());
        if (rule.isPresent() && day.isPresent()) {
            return new Proposal(row, unit, kind, title, day.get(), rule.get().start(), rule.get().minutes(), rule.get().place());
        }
        return new Proposal(row, unit, kind, title, workday(days, first, row.period().last(), taken), null, null, null);
    }

    /** That of the nearest unit. */
    private Optional<StudyRule> rule(UUID unit, Set<UUID> alike) {
        List<UUID> path = units.find(unit).map(Unit::path).orElse(List.of());
        return rules.of(path).stream().filter(r -> alike.contains(r.kind())).max(Comparator.comparingInt(r -> path.indexOf(r.unit())));
    }

    /** The last free one; of a year that nobody has published, Monday to Friday. Where there is none, the last day. */
    private static LocalDate workday(Workdays days, LocalDate first, LocalDate last, Set<LocalDate> taken) {
        for (LocalDate day = last; !day.isBefore(first); day = day.minusDays(1)) {
            if (days.worked(day).orElse(day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0) && !taken.contains(day)) {
                return day;
            }
        }
        return last;
    }
}
