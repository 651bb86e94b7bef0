package org.shuyuan.attendance.internal;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.attendance.internal.jpa.FigureStore;

/** What everybody may know of oneself: every mark, and the rate. Thread-safe. */
@Component(service = OwnAttendance.class)
public final class OwnAttendance {

    static final int MOST = 500;

    /** @param tally of all the lines that are marks of gatherings one was expected at */
    public record Answer(List<FigureStore.Line> lines, Tally tally, RulesService.Held rules) {}

    private final FigureStore store;
    private final RulesService rules;
    private final Units units;

    @Activate
    public OwnAttendance(@Reference FigureStore store, @Reference RulesService rules, @Reference Units units) {
        this.store = store;
        this.rules = rules;
        this.units = units;
    }

    /** @param unit by whose rules it is counted @return nothing for an account that is nobody's @throws Problem 422 for a period of none */
    public Answer of(Caller caller, UUID unit, LocalDate from, LocalDate to) {
        UUID person = caller.person();
        if (to.isBefore(from)) {
            throw Problem.invalid("to", "attendance.bad-period");
        }
        ZoneId zone = units.get(unit).zone();
        List<FigureStore.Line> lines = person == null ? List.of() : store.ofPeople(List.of(person), from.atStartOfDay(zone).toInstant(), to.plusDays(1).atStartOfDay(zone).toInstant(), MOST);
        Tally tally = new Tally();
        lines.forEach(line -> tally.add(line.state(), 1, "accepted".equals(line.makeUp()) ? 1 : 0));
        return new Answer(lines, tally, rules.at(unit));
    }
}
