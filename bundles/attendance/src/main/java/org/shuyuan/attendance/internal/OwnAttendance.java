package org.shuyuan.attendance.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.attendance.internal.jpa.FigureStore;

/** What everybody may know of oneself: every mark, and the rate as it stands in the figures. Thread-safe. */
@Component(service = OwnAttendance.class)
public final class OwnAttendance {

    /**
     * @param page marks of the period, the newest first
     * @param still marks of other times among those that were asked for
     * @param tally of the whole period, as by person in figures
     * @param minutes of the whole period
     * @param since the year of the first gathering
     * @param rules of the unit the person belongs to
     */
    public record Answer(FigureStore.Page page, List<FigureStore.Line> still, Tally tally, long minutes, int since, RulesService.Held rules) {}

    private final FigureStore store;
    private final RulesService rules;
    private final People people;
    private final Units units;

    @Activate
    public OwnAttendance(@Reference FigureStore store, @Reference RulesService rules, @Reference People people, @Reference Units units) {
        this.store = store;
        this.rules = rules;
        this.people = people;
        this.units = units;
    }

    /**
     * Wherever it was held.
     *
     * @param unit for whoever belongs to none: by whose rules it is counted
     * @param missed only marks as absent, late and left early; counted is all
     * @param still gatherings whose marks are shown although they are of another time
     * @return nothing for an account that is nobody's
     * @throws Problem 422 for a period of none
     */
    public Answer of(Caller caller, UUID unit, LocalDate from, LocalDate to, boolean missed, Collection<UUID> still, int offset, int size) {
        if (to.isBefore(from)) {
            throw Problem.invalid("to", "attendance.bad-period");
        }
        @Nullable UUID person = caller.person();
        UUID home = Optional.ofNullable(person).flatMap(people::find).map(Person::unit).flatMap(units::find).map(Unit::id).orElse(unit);
        RulesService.Held held = rules.at(home);
        if (person == null) {
            return new Answer(new FigureStore.Page(List.of(), 0), List.of(), new Tally(), 0, to.getYear(), held);
        }
        ZoneId zone = units.get(home).zone();
        Instant first = from.atStartOfDay(zone).toInstant();
        Instant end = to.plusDays(1).atStartOfDay(zone).toInstant();
        Tally tally = new Tally();
        store.byPerson(new FigureStore.Period(null, null, first, end, null, List.of(person))).forEach(c -> tally.add(c.state(), c.number(), c.madeUp()));
        FigureStore.Spent spent = store.spent(person, first, end);
        List<FigureStore.Line> others = still.isEmpty() ? List.of() : store.ofPerson(person, still).stream().filter(l -> l.start().isBefore(first) || !l.start().isBefore(end)).toList();
        return new Answer(store.ofPerson(person, first, end, missed, offset, size), others, tally, spent.minutes(), spent.since() == null ? to.getYear() : spent.since().atZone(zone).getYear(), held);
    }
}
