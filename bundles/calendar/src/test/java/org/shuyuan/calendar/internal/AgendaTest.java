package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class AgendaTest {

    private static void add(Portal portal, Unit unit, String title, String start, String end) {
        portal.service.add(portal.organiser, portal.draft(unit, title, start, end, null));
    }

    @BothDatabases
    void aMonthHoldsWhateverTouchesItAndNothingElse(Database database) {
        try (Portal portal = new Portal(database)) {
            add(portal, portal.bank, "上月末跨夜", "2026-04-30T22:00", "2026-05-01T02:00");
            add(portal, portal.bank, "恰在月初之前结束", "2026-04-30T22:00", "2026-05-01T00:00");
            add(portal, portal.bank, "全年轮训", "2026-01-01T00:00", "2027-01-01T00:00");
            add(portal, portal.bank, "十日培训", "2026-04-25T08:00", "2026-05-05T18:00");
            add(portal, portal.bank, "月中", "2026-05-11T14:30", "2026-05-11T16:30");
            add(portal, portal.bank, "月末跨月", "2026-05-31T23:00", "2026-06-01T01:00");
            add(portal, portal.bank, "下月", "2026-06-01T00:00", "2026-06-01T01:00");
            assertThat(portal.month(portal.organiser, portal.bank, "2026-05-01", "2026-06-01", false)).extracting(Occurrence::title)
                    .containsExactly("全年轮训", "十日培训", "上月末跨夜", "月中", "月末跨月");
        }
    }

    @BothDatabases
    void aUnitSeesWhatIsForItFromAboveAndWhatIsBelow(Database database) {
        try (Portal portal = new Portal(database)) {
            add(portal, portal.bank, "全行", "2026-05-11T09:00", "2026-05-11T10:00");
            add(portal, portal.credit, "信贷部", "2026-05-11T10:00", "2026-05-11T11:00");
            add(portal, portal.office, "办公室", "2026-05-11T11:00", "2026-05-11T12:00");
            EventDraft called = portal.draft(portal.bank, "行里召集办公室", "2026-05-11T13:00", "2026-05-11T14:00", null);
            portal.service.add(portal.organiser, new EventDraft(called.unit(), called.details(), called.schedule(), new Audience(List.of(portal.office.id()), List.of(), List.of())));
            assertThat(portal.month(portal.organiser, portal.bank, "2026-05-01", "2026-06-01", false)).extracting(Occurrence::title)
                    .containsExactly("全行", "信贷部", "办公室", "行里召集办公室");
            assertThat(portal.month(portal.organiser, portal.credit, "2026-05-01", "2026-06-01", false)).extracting(Occurrence::title)
                    .containsExactly("全行", "信贷部");
            assertThat(portal.month(portal.member, portal.credit, "2026-05-01", "2026-06-01", true)).extracting(Occurrence::title)
                    .containsExactly("全行", "信贷部");
            assertThat(portal.month(portal.organiser, portal.bank, "2026-05-01", "2026-06-01", true)).extracting(Occurrence::title)
                    .containsExactly("全行", "办公室", "行里召集办公室");
        }
    }

    /** A group may be the whole portal's: what a unit plans for it is for those of the unit and below. */
    @BothDatabases
    void whoIsInAGroupSeesWhatTheirUnitOrOneAbovePlansForIt(Database database) {
        try (Portal portal = new Portal(database)) {
            UUID youth = portal.groups.add("青年", null, portal.member.account(), portal.stranger.account()).id();
            portal.people.add(portal.stranger.account(), "外人", "B003", portal.office);
            portal.access.grant(portal.stranger, Permissions.READ, portal.office.id());
            portal.service.add(portal.organiser, Portal.forGroups(portal.draft(portal.bank, "全行青年", "2026-05-11T09:00", "2026-05-11T10:00", null), youth));
            portal.service.add(portal.organiser, Portal.forGroups(portal.draft(portal.credit, "信贷青年", "2026-05-12T09:00", "2026-05-12T10:00", null), youth));

            assertThat(portal.month(portal.member, portal.credit, "2026-05-01", "2026-06-01", true)).extracting(Occurrence::title).containsExactly("全行青年", "信贷青年");
            assertThat(portal.month(portal.stranger, portal.office, "2026-05-01", "2026-06-01", true)).extracting(Occurrence::title).containsExactly("全行青年");
            assertThat(portal.month(portal.organiser, portal.bank, "2026-05-01", "2026-06-01", true)).as("who is not in it").isEmpty();
            assertThat(portal.month(portal.organiser, portal.bank, "2026-05-01", "2026-06-01", false)).as("the unit that plans it").hasSize(2);
        }
    }

    @BothDatabases
    void aGroupsCalendarHoldsWhatIsPlannedForItHereAboveAndBelow(Database database) {
        try (Portal portal = new Portal(database)) {
            UUID youth = portal.groups.add("青年", null, portal.member.account()).id();
            UUID ofOffice = portal.groups.add("办公室骨干", portal.office).id();
            portal.service.add(portal.organiser, Portal.forGroups(portal.draft(portal.bank, "全行青年", "2026-05-11T09:00", "2026-05-11T10:00", null), youth));
            portal.service.add(portal.organiser, Portal.forGroups(portal.draft(portal.credit, "信贷青年", "2026-05-12T09:00", "2026-05-12T10:00", null), youth));
            add(portal, portal.bank, "全行", "2026-05-13T09:00", "2026-05-13T10:00");

            assertThat(titles(portal, portal.organiser, portal.bank, "group:" + youth)).containsExactly("全行青年", "信贷青年");
            assertThat(titles(portal, portal.organiser, portal.office, "group:" + youth)).containsExactly("全行青年");
            assertThatThrownBy(() -> titles(portal, portal.organiser, portal.credit, "group:" + ofOffice)).as("a group of another unit").hasMessage("calendar.no-such-group");
            assertThatThrownBy(() -> titles(portal, portal.member, portal.bank, "group:" + youth)).as("who may not read there").hasMessage("access.forbidden");
        }
    }

    @BothDatabases
    void aPersonsCalendarIsForThePersonAndWhoPlansForTheirUnit(Database database) {
        try (Portal portal = new Portal(database)) {
            add(portal, portal.credit, "信贷部", "2026-05-11T10:00", "2026-05-11T11:00");
            add(portal, portal.office, "办公室", "2026-05-11T11:00", "2026-05-11T12:00");
            portal.service.add(portal.organiser, Portal.forPeople(portal.draft(portal.bank, "谈心谈话", "2026-05-12T09:00", "2026-05-12T10:00", null), portal.member.account()));
            portal.access.grant(portal.stranger, Permissions.READ, portal.bank.id()).grant(portal.stranger, Permissions.WRITE, portal.office.id());
            String ofMember = "person:" + portal.member.account();

            assertThat(titles(portal, portal.member, portal.credit, ofMember)).as("oneself").containsExactly("信贷部", "谈心谈话");
            assertThat(titles(portal, portal.organiser, portal.bank, ofMember)).as("who plans all of it").containsExactly("信贷部", "谈心谈话");
            assertThatThrownBy(() -> titles(portal, portal.stranger, portal.bank, ofMember)).as("who plans for others only").hasMessage("calendar.no-such-person");
            assertThatThrownBy(() -> titles(portal, portal.organiser, portal.bank, "person:" + UUID.randomUUID())).hasMessage("calendar.no-such-person");
        }
    }

    /** What another unit has called somebody to by name is between the two. */
    @BothDatabases
    void whoPlansForAUnitSeesOfItsPeopleWhatIsPlannedThereOrForWholeUnits(Database database) {
        try (Portal portal = new Portal(database)) {
            add(portal, portal.bank, "全行", "2026-05-10T10:00", "2026-05-10T11:00");
            portal.service.add(portal.organiser, Portal.forPeople(portal.draft(portal.credit, "部门谈话", "2026-05-11T09:00", "2026-05-11T10:00", null), portal.member.account()));
            portal.service.add(portal.organiser, Portal.forPeople(portal.draft(portal.bank, "行长约谈", "2026-05-12T09:00", "2026-05-12T10:00", null), portal.member.account()));
            portal.access.grant(portal.stranger, Permissions.READ, portal.credit.id()).grant(portal.stranger, Permissions.WRITE, portal.credit.id());
            String ofMember = "person:" + portal.member.account();

            assertThat(titles(portal, portal.stranger, portal.credit, ofMember)).containsExactly("全行", "部门谈话");
            assertThat(listed(portal, portal.stranger, portal.credit, ofMember)).containsExactly("全行", "部门谈话");
            assertThat(listed(portal, portal.member, portal.credit, ofMember)).containsExactly("全行", "部门谈话", "行长约谈");
        }
    }

    @Test
    void whoseCalendarIsAskedForInAnAddress() {
        UUID id = UUID.randomUUID();
        assertThat(Whose.of(null)).isEqualTo(Whose.UNIT);
        assertThat(Whose.of("mine")).isEqualTo(Whose.MINE);
        assertThat(Whose.of("group:" + id)).isEqualTo(new Whose(Whose.Kind.GROUP, id));
        for (String wrong : List.of("group", "person:", "unit:" + id, "everybody", "group:not-an-id", ":")) {
            assertThatThrownBy(() -> Whose.of(wrong)).as(wrong).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.errors().get(0).code()).isEqualTo("calendar.bad-whose"));
        }
    }

    private static List<String> listed(Portal portal, Caller caller, Unit unit, String whose) {
        return portal.agenda.list(caller, new Agenda.Question(unit.id(), Portal.at("2026-05-01"), Portal.at("2026-06-01"), Whose.of(whose), null), null,
                "o.starts_at, o.id", 0, 20).items().stream().map(Occurrence::title).toList();
    }

    private static List<String> titles(Portal portal, Caller caller, Unit unit, String whose) {
        return portal.agenda.answer(caller, new Agenda.Question(unit.id(), Portal.at("2026-05-01"), Portal.at("2026-06-01"), Whose.of(whose), null)).stream()
                .map(Occurrence::title).toList();
    }

    @BothDatabases
    void aKindNarrowsIt(Database database) {
        try (Portal portal = new Portal(database)) {
            add(portal, portal.bank, "全行", "2026-05-11T09:00", "2026-05-11T10:00");
            Instant from = Portal.at("2026-05-01");
            Instant to = Portal.at("2026-06-01");
            assertThat(portal.agenda.answer(portal.organiser, new Agenda.Question(portal.bank.id(), from, to, Whose.UNIT, "study"))).hasSize(1);
            assertThat(portal.agenda.answer(portal.organiser, new Agenda.Question(portal.bank.id(), from, to, Whose.UNIT, "exam"))).isEmpty();
            assertThat(portal.agenda.answer(portal.organiser, new Agenda.Question(portal.bank.id(), from, to, Whose.UNIT, "没有"))).isEmpty();
        }
    }

    @BothDatabases
    void aPeriodIsBounded(Database database) {
        try (Portal portal = new Portal(database)) {
            assertThatThrownBy(() -> portal.month(portal.organiser, portal.bank, "2026-01-01", "2027-06-01", false)).isInstanceOfSatisfying(Problem.class,
                    p -> assertThat(p.errors()).extracting(Problem.FieldError::code).containsExactly("calendar.period-too-long"));
        }
    }

    @BothDatabases
    void anEndlessRuleIsMadeToTheHorizonAndFurtherEachNightOnce(Database database) {
        try (Portal portal = new Portal(database)) {
            // given an endless weekly event, made two years ahead
            Event event = portal.service.add(portal.organiser,
                    portal.draft(portal.bank, "周三微课堂", "2026-01-07T09:00", "2026-01-07T10:00", "FREQ=WEEKLY;BYDAY=WE"));
            var before = portal.rows.ids(event.id());
            assertThat(before).hasSize(104);
            // when five weeks have passed and the job runs, twice
            Instant later = Portal.NOW.plusSeconds(35L * 86400);
            portal.job(later).run();
            portal.job(later).run();
            // then five dates are added, the others are the same, and the event has not changed
            assertThat(portal.rows.ids(event.id())).hasSize(109).containsAllEntriesOf(before);
            assertThat(portal.db.count("calendar_reach")).isEqualTo(109);
            assertThat(portal.service.find(portal.organiser, event.id()).version()).isEqualTo(event.version());
            assertThat(portal.month(portal.organiser, portal.bank, "2028-01-10", "2028-03-01", false)).hasSize(4);
        }
    }
}
