package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shuyuan.calendar.internal.RotasTest.refused;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.records.RecordSource;
import org.shuyuan.calendar.internal.jpa.HostedStore;
import org.shuyuan.calendar.internal.jpa.RotaStore;
import org.shuyuan.calendar.internal.jpa.RotaTurnStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Whoever speaks by a rota is the host of the date, where its organiser left that open. Today is 2 January 2026; the seminar is on six Wednesdays from the seventh. */
class RotaHostsTest {

    private static final RotaTurns.Somebody NOBODY = new RotaTurns.Somebody(null, PlanItem.Who.NOBODY);

    /** {@code 甲 乙 -}: the host of each date. */
    private static String hosts(Portal p, Event event) {
        return p.rows.ofEvent(event.id(), Instant.EPOCH, 20).stream()
                .map(o -> o.host() != null ? p.people.find(o.host()).orElseThrow().name() : o.hostName() != null ? "“" + o.hostName() + "”" : "-").collect(Collectors.joining(" "));
    }

    private static Event change(Portal p, Event event, @Nullable UUID host) {
        Event now = p.events.find(event.id()).orElseThrow();
        Details d = now.details();
        return p.service.change(p.organiser, now.id(), now.version(), new EventDraft(now.unit(), new Details(d.kind(), d.title(), d.description(), d.place(), host, null), now.schedule(),
                now.audience(), now.overrides()));
    }

    private static List<String> mine(Portal p, Caller caller) {
        return Portal.days(p.agenda.answer(caller, new Agenda.Question(p.office.id(), Portal.at("2026-01-01"), Portal.at("2026-03-01"), Whose.MINE, null)));
    }

    @BothDatabases
    void eachDateHasItsSpeakerAsHostAndTheEventStaysAsItWasWritten(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Event event = p.service.add(p.organiser, Portal.forPeople(p.draft(p.bank, "双周研讨", "2026-01-07T09:00", "2026-01-07T10:00", "FREQ=WEEKLY;COUNT=6"), p.member.account()));
            r.rota(event, "甲", "乙", "丙");
            assertThat(hosts(p, event)).isEqualTo("甲 乙 丙 甲 乙 丙");
            Event stored = p.events.find(event.id()).orElseThrow();
            assertThat(stored.details().host()).isNull();
            assertThat(stored.version()).as("nobody who edits it is told of a change").isEqualTo(event.version());
            Caller speaker = r.person("乙");
            p.readsOffice(speaker);
            assertThat(mine(p, speaker)).as("it stands in the speaker's calendar").containsExactly("2026-01-14", "2026-02-04");
            assertThat(p.service.find(r.person("丙"), event.id())).as("and the speaker may open it").isEqualTo(stored);
            refused(404, () -> p.service.find(r.person("丁"), event.id()));
        }
    }

    @BothDatabases
    void theHostFollowsTheTurnAndGoesWithTheRota(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            EventDraft draft = Portal.forPeople(p.draft(p.bank, "双周研讨", "2026-01-07T09:00", "2026-01-07T10:00", "FREQ=WEEKLY;COUNT=6"), p.member.account());
            Event event = p.service.add(p.organiser, draft);
            Rota rota = r.rota(event, "甲", "乙", "丙");
            RotaTurn first = r.on(rota, "01-07");
            r.turns.exchange(p.organiser, rota.id(), first.id(), first.version(), r.on(rota, "01-14").id());
            assertThat(hosts(p, event)).startsWith("乙 甲 丙").isEqualTo(r.order(rota));
            RotaTurn guest = r.on(rota, "01-21");
            r.turns.substitute(p.organiser, rota.id(), guest.id(), guest.version(), new RotaTurns.Somebody(null, new PlanItem.Who(null, "王教授")));
            assertThat(hosts(p, event)).startsWith("乙 甲 “王教授”");
            Caller was = r.person("丙");
            p.readsOffice(was);
            assertThat(mine(p, was)).as("what else they speak at stays").isNotEmpty();
            assertThat(mine(p, was)).as("out of the calendar of whoever does not speak").doesNotContain("2026-01-21");
            p.dates.leaveOut(p.organiser, event.id(), p.events.find(event.id()).orElseThrow().version(), LocalDateTime.parse("2026-01-07T09:00"));
            assertThat(hosts(p, event)).as("dates that are written anew have theirs again").startsWith("甲 “王教授”");
            Roster later = r.at("2026-01-15T00:00:00Z");
            later.rotas.run(p.organiser, rota.id(), later.rotas.find(p.organiser, rota.id()).version(), false);
            assertThat(hosts(p, event)).as("of one that ended those who spoke").isEqualTo("甲 - - - -");
            p.service.change(p.organiser, event.id(), p.events.find(event.id()).orElseThrow().version(), draft);
            assertThat(hosts(p, event)).as("also when the event is changed later").startsWith("- 甲 -");
            later.rotas.remove(p.organiser, rota.id(), later.rotas.find(p.organiser, rota.id()).version());
            assertThat(hosts(p, event)).isEqualTo("- - - - - -");
        }
    }

    @BothDatabases
    void whatTheOrganiserWritesComesFirst(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Event event = r.seminar();
            r.rota(event, "甲", "乙");
            LocalDateTime second = LocalDateTime.parse("2026-01-14T09:00");
            Details d = event.details();
            p.dates.change(p.organiser, event.id(), event.version(), second, OccurrenceOverride.Time.byRule(event.schedule(), second),
                    new Details(d.kind(), d.title(), d.description(), d.place(), null, "外请专家"));
            assertThat(hosts(p, event)).isEqualTo("甲 “外请专家” 甲 乙 甲 乙");
            change(p, event, p.member.account());
            assertThat(hosts(p, event)).isEqualTo("王伟 “外请专家” 王伟 王伟 王伟 王伟");
            change(p, event, null);
            assertThat(hosts(p, event)).as("left open again").isEqualTo("甲 “外请专家” 甲 乙 甲 乙");
        }
    }

    @BothDatabases
    void ofTwoRotasAtOneDateTheFirstSays(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Event event = r.seminar();
            Rota first = r.rota(event, "甲");
            Rota second = r.rota(event, "乙");
            RotaPlanner planner = p.planner(Portal.settings(Portal.NOW));
            planner.refresh(second.id());
            planner.refresh(first.id());
            assertThat(planner.refresh(second.id())).as("and it comes to rest").isFalse();
            assertThat(hosts(p, event)).isEqualTo("甲 甲 甲 甲 甲 甲");
        }
    }

    @BothDatabases
    void aDepartmentHostsByWhomItNames(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Event event = r.seminar();
            Rota rota = r.rotas.add(p.organiser, r.wanted(event, Rota.Over.DEPARTMENTS, List.of(p.office.id(), p.credit.id())));
            assertThat(hosts(p, event)).isEqualTo("- - - - - -");
            RotaTurn turn = r.on(rota, "01-14");
            r.turns.prepare(p.organiser, rota.id(), turn.id(), turn.version(), new PlanItem.Who(p.member.account(), null), "信贷新规");
            assertThat(hosts(p, event)).isEqualTo("- 王伟 - - - -");
        }
    }

    @BothDatabases
    void onceItIsConfirmedWhoReallySpokeIsHost(Database database) {
        try (Portal p = new Portal(database)) {
            Event event = new Roster(p).seminar();
            Rota rota = new Roster(p).rota(event, "甲", "乙", "丙");
            Roster r = new Roster(p).at("2026-01-16T00:00:00Z");
            r.turns.confirm(p.organiser, rota.id(), r.on(rota, "01-07").id(), r.on(rota, "01-07").version(), true, new RotaTurns.Somebody(r.person("丙").account(), PlanItem.Who.NOBODY), null);
            r.turns.confirm(p.organiser, rota.id(), r.on(rota, "01-14").id(), r.on(rota, "01-14").version(), false, NOBODY, null);
            assertThat(hosts(p, event)).startsWith("丙 -");
        }
    }

    @BothDatabases
    void whoeverIsCalledToItBesidesKeepsItInTheCalendar(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Caller called = r.person("甲");
            p.readsOffice(called);
            Event event = p.service.add(p.organiser, Portal.forPeople(p.draft(p.bank, "研讨", "2026-01-07T09:00", "2026-01-07T10:00", null), called.account()));
            Rota rota = r.rota(event, "甲", "乙");
            RotaTurn turn = r.on(rota, "01-07");
            r.turns.substitute(p.organiser, rota.id(), turn.id(), turn.version(), new RotaTurns.Somebody(r.person("乙").account(), PlanItem.Who.NOBODY));
            assertThat(hosts(p, event)).isEqualTo("乙");
            assertThat(mine(p, called)).containsExactly("2026-01-07");
        }
    }

    @BothDatabases
    void aSpeakerIsRemindedByTheRotaAndCreditedByItNotTwice(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Event event = p.service.add(p.organiser, Portal.forPeople(p.draft(p.bank, "研讨", "2026-01-07T09:00", "2026-01-07T10:00", null), p.member.account()));
            Rota rota = r.rota(event, "甲");
            ReminderJob reminders = p.reminders(Instant.parse("2026-01-06T20:00:00Z"));
            try {
                reminders.run();
            } finally {
                reminders.stop();
            }
            assertThat(p.told.sent()).extracting(s -> s.notice().key()).doesNotContain("notice.host-ahead-at");
            Roster later = r.at("2026-01-08T00:00:00Z");
            RotaTurn turn = later.on(rota, "01-07");
            assertThat(records(p, r.person("甲"))).as("what nobody has confirmed is no record").isEmpty();
            later.turns.confirm(p.organiser, rota.id(), turn.id(), turn.version(), true, NOBODY, null);
            assertThat(records(p, r.person("甲"))).extracting(RecordSource.Item::key).containsExactly("record.spoke");
        }
    }

    private static List<RecordSource.Item> records(Portal p, Caller of) {
        HostedRecords records = new HostedRecords(new HostedStore(p.db.jpa()), new RotaTurnStore(p.db.jpa()), new RotaStore(p.db.jpa()), p.access,
                Portal.settings(Instant.parse("2026-01-09T00:00:00Z")));
        return records.records(new RecordSource.Question(p.organiser, List.of(of.account()), Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-12-31T00:00:00Z"), 10));
    }

    @BothDatabases
    void whatASpeakerOwesIsCountedByTheTurn(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            r.rota(r.seminar(), "甲", "乙");
            Duties d = new Duties(p);
            Obligation owed = d.obligations.add(p.organiser, new Obligation(Ids.next(), 0, p.bank.id(), null, p.kind("study"), 1, Period.Every.MONTH, Obligation.Over.PEOPLE,
                    List.of(r.person("甲").account(), r.person("丁").account()), LocalDate.parse("2026-01-01"), null, 7, null, new Obligation.Trace("", Instant.EPOCH)));
            assertThat(d.say(owed, 0)).isEqualTo("甲 planned 0+2, 丁 open 0+0");
        }
    }
}
