package org.shuyuan.attendance.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.agenda.CalendarSource;
import org.shuyuan.api.directory.Units;
import org.shuyuan.attendance.internal.jpa.LeaveStore;
import org.shuyuan.attendance.internal.jpa.MakeUpStore;

/** In one's own calendar: until when study is to be made up, and when one is on leave. Nobody else's. Thread-safe. */
@Component(service = CalendarSource.class)
public final class OwnDates implements CalendarSource {

    private static final int ROWS = 500;
    private static final String PAGE = "/attendance/mine";

    private final MakeUpStore makeUps;
    private final LeaveStore leaves;
    private final Units units;

    @Activate
    public OwnDates(@Reference MakeUpStore makeUps, @Reference LeaveStore leaves, @Reference Units units) {
        this.makeUps = makeUps;
        this.leaves = leaves;
        this.units = units;
    }

    @Override
    public String module() {
        return "attendance";
    }

    @Override
    public List<Item> items(Question question) {
        UUID person = question.person();
        if (person == null || !person.equals(question.caller().person())) {
            return List.of();
        }
        ZoneId zone = units.get(question.unit()).zone();
        return Stream.concat(makeUps.of(person, ROWS).stream().filter(line -> line.makeUp().waitsForLearner()).flatMap(line -> due(line, zone)),
                leaves.of(person, ROWS).stream().filter(leave -> leave.status() == Leave.Status.APPROVED).map(leave -> away(leave, zone)))
                .filter(item -> item.from().isBefore(question.to()) && item.to().isAfter(question.from()))
                .sorted(Comparator.comparing(Item::from)).limit(question.limit()).toList();
    }

    private static Stream<Item> due(MakeUpStore.Line line, ZoneId zone) {
        LocalDate due = line.makeUp().due();
        return due == null ? Stream.of() : Stream.of(new Item("make-up-" + line.makeUp().id(), null, due.atStartOfDay(zone).toInstant(), due.plusDays(1).atStartOfDay(zone).toInstant(), true,
                "agenda.make-up", Map.of("title", line.title()), null, PAGE));
    }

    /** Without its reason: a phone reads it too. */
    private static Item away(Leave leave, ZoneId zone) {
        return new Item("leave-" + leave.id(), null, leave.from(), leave.to(), midnight(leave.from(), zone) && midnight(leave.to(), zone), "agenda.leave", Map.of(), null, PAGE);
    }

    private static boolean midnight(Instant moment, ZoneId zone) {
        return moment.atZone(zone).toLocalTime().equals(LocalTime.MIDNIGHT);
    }
}
