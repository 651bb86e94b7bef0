package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;

/** Each act asks its own permission, and a permission held at a unit reaches that unit and those below it, never those above or beside. */
class PermissionsTest {

    private static final byte[] FILE = ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260107T090000Z\r\nDTEND:20260107T100000Z\r\nSUMMARY:学习\r\n"
            + "END:VEVENT\r\nEND:VCALENDAR\r\n").getBytes(StandardCharsets.UTF_8);

    private static final LocalDateTime FIRST = LocalDateTime.parse("2026-01-07T09:00");

    private record Act(String name, String permission, Does does) {}

    private interface Does {
        void at(Portal portal, Caller caller, Unit unit, Event event);
    }

    private static final List<Act> ACTS = List.of(
            new Act("look at a period", Permissions.READ, (p, c, u, e) -> p.month(c, u, "2026-01-01", "2026-02-01", false)),
            new Act("look at what concerns me", Permissions.READ, (p, c, u, e) -> p.month(c, u, "2026-01-01", "2026-02-01", true)),
            new Act("list dates", Permissions.READ, (p, c, u, e) -> p.agenda.list(c, january(u), null, "o.id", 0, 10)),
            new Act("list events", Permissions.READ, (p, c, u, e) -> p.service.list(c, u.id(), new org.shuyuan.calendar.internal.jpa.EventStore.Query(null, null, "e.id", 0, 10))),
            new Act("open an event", Permissions.READ, (p, c, u, e) -> p.service.find(c, e.id())),
            new Act("export a period", Permissions.READ, (p, c, u, e) -> p.exports.export(c, january(u))),
            new Act("open a kind", Permissions.READ, (p, c, u, e) -> p.kinds.get(c, p.kinds.at(e.unit()).get(0).id())),
            new Act("list kinds", Permissions.READ, (p, c, u, e) -> p.kinds.list(c, u.id())),
            new Act("add", Permissions.WRITE, (p, c, u, e) -> p.service.add(c, e.draft())),
            new Act("change", Permissions.WRITE, (p, c, u, e) -> p.service.change(c, e.id(), e.version(), e.draft())),
            new Act("move one date", Permissions.WRITE, (p, c, u, e) -> p.dates.change(c, e.id(), e.version(), FIRST,
                    new OccurrenceOverride.Time(false, FIRST.plusDays(1), FIRST.plusDays(1).plusHours(1)), e.details())),
            new Act("leave out one date", Permissions.WRITE, (p, c, u, e) -> p.dates.leaveOut(c, e.id(), e.version(), FIRST)),
            new Act("restore one date", Permissions.WRITE, (p, c, u, e) -> p.dates.restore(c, e.id(), e.version(), FIRST)),
            new Act("delete", Permissions.WRITE, (p, c, u, e) -> p.service.remove(c, e.id(), e.version())),
            new Act("see what is usual", Permissions.WRITE, (p, c, u, e) -> p.defaults.at(c, u.id())),
            new Act("see the history", Permissions.WRITE, (p, c, u, e) -> p.history.of(c, e.id())),
            new Act("import", Permissions.IMPORT, (p, c, u, e) -> p.imports.confirm(c,
                    p.imports.begin(c, u.id(), "a.ics", new ByteArrayInputStream(FILE)).file().id(), Map.of())),
            new Act("add a kind", Permissions.KINDS, (p, c, u, e) -> p.kinds.add(c, kind(p, u))),
            new Act("list years", Permissions.READ, (p, c, u, e) -> p.holidays.years(c, u.id())),
            new Act("look at holidays", Permissions.READ, (p, c, u, e) -> p.holidays.days(c, u.id(), LocalDate.parse("2026-01-01"), LocalDate.parse("2027-01-01"))),
            new Act("list study days", Permissions.READ, (p, c, u, e) -> p.rules.list(c, u.id())),
            new Act("publish a year", Permissions.HOLIDAYS, (p, c, u, e) -> HolidayTest.publish(p, c, u, 2026)),
            new Act("read a file of holidays", Permissions.HOLIDAYS, (p, c, u, e) -> p.holidayFile.read(c, u.id(), 2026, "a.ics", new ByteArrayInputStream(FILE))),
            new Act("fix a study day", Permissions.KINDS, (p, c, u, e) -> StudyDaysTest.fixed(p, c, u)),
            new Act("make study days", Permissions.WRITE, (p, c, u, e) -> p.studyDays.make(c, StudyDaysTest.fixed(p, p.organiser, u).id(), YearMonth.of(2026, 1), YearMonth.of(2026, 2), List.of())),
            new Act("fix what is owed", Permissions.KINDS, (p, c, u, e) -> new Duties(p).obligations.add(c, new Duties(p).wanted(u, 1, Period.Every.MONTH, Obligation.Over.UNIT))),
            new Act("look at what is owed", Permissions.READ, (p, c, u, e) -> new Duties(p).standing.table(c, u.id(), 0, false)),
            new Act("list plans", Permissions.READ, (p, c, u, e) -> p.plans.list(c, u.id(), null, null, null, null, "p.id", 0, 10)),
            new Act("begin a plan", Permissions.WRITE, (p, c, u, e) -> p.plans.add(c, u.id(), "计划", CalendarPlansTest.YEAR)),
            new Act("submit a plan", Permissions.WRITE, (p, c, u, e) -> CalendarPlansTest.submitted(p, c, u)),
            new Act("approve a plan", Permissions.APPROVE, (p, c, u, e) -> {
                Plan plan = CalendarPlansTest.submitted(p, p.organiser, u);
                p.approval.approve(c, plan.id(), plan.version());
            }));

    private static Agenda.Question january(Unit unit) {
        return new Agenda.Question(unit.id(), Portal.at("2026-01-01"), Portal.at("2026-02-01"), Whose.UNIT, null);
    }

    private static Kind kind(Portal portal, Unit unit) {
        Kind like = portal.kinds.at(unit.id()).get(0);
        return new Kind(org.shuyuan.api.id.Ids.next(), 0, unit.id(), "club", like.name(), like.colour(), List.of(), 1, false, false);
    }

    /** Reading is needed beside every other permission, as every role has it. */
    private static Caller holder(Portal portal, String name, Unit where, String... permissions) {
        Caller caller = FakeAccess.person(name + String.join("", permissions));
        for (String permission : permissions) {
            portal.access.grant(caller, permission, where.id());
        }
        return caller;
    }

    private static void each(Database database, Consumer<Trial> trial) {
        try (Portal portal = new Portal(database)) {
            ACTS.forEach(act -> trial.accept(new Trial(portal, act)));
        }
    }

    private record Trial(Portal portal, Act act) {

        Event eventOf(Unit unit) {
            return portal.service.add(portal.organiser, portal.draft(unit, "学习", "2026-01-07T09:00", "2026-01-07T10:00", "FREQ=WEEKLY;COUNT=4"));
        }

        int at(Caller caller, Unit unit) {
            try {
                act.does().at(portal, caller, unit, eventOf(unit));
                return 200;
            } catch (Problem refused) {
                return refused.status();
            }
        }
    }

    @BothDatabases
    void whatIsHeldAtAUnitReachesItAndThoseBelow(Database database) {
        each(database, t -> {
            Caller holder = holder(t.portal(), "负责人", t.portal().bank, Permissions.READ, t.act().permission());
            assertThat(t.at(holder, t.portal().bank)).as(t.act().name() + " at the own unit").isEqualTo(200);
            assertThat(t.at(holder, t.portal().credit)).as(t.act().name() + " below").isEqualTo(200);
        });
    }

    @BothDatabases
    void whatIsHeldBelowReachesNeitherTheUnitAboveNorOneBeside(Database database) {
        each(database, t -> {
            Caller holder = holder(t.portal(), "部门负责人", t.portal().credit, Permissions.READ, t.act().permission());
            // an event for the whole bank concerns its departments, and so do the kinds: they may be opened there
            boolean concerned = List.of("open an event", "open a kind").contains(t.act().name());
            // of a plan that waits for approval those below know nothing
            int above = concerned ? 200 : t.act().name().equals("approve a plan") ? 404 : 403;
            assertThat(t.at(holder, t.portal().bank)).as(t.act().name() + " above").isEqualTo(above);
            assertThat(t.at(holder, t.portal().office)).as(t.act().name() + " beside").isIn(t.act().name().equals("open a kind") ? List.of(200) : List.of(403, 404));
        });
    }

    @BothDatabases
    void everyOtherPermissionIsNotEnough(Database database) {
        List<String> all = List.of(Permissions.READ, Permissions.WRITE, Permissions.IMPORT, Permissions.KINDS, Permissions.HOLIDAYS, Permissions.APPROVE);
        each(database, t -> {
            List<String> others = new ArrayList<>(all);
            others.remove(t.act().permission());
            Caller holder = holder(t.portal(), "另一人", t.portal().bank, others.toArray(String[]::new));
            assertThat(t.at(holder, t.portal().bank)).as(t.act().name()).isIn(403, 404);
        });
    }
}
