package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.directory.Group;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.records.Anonymiser.Leaver;
import org.shuyuan.calendar.internal.jpa.LeaverStore;
import org.shuyuan.calendar.internal.jpa.RotaStore;
import org.shuyuan.calendar.internal.jpa.SubscriptionStore;
import org.shuyuan.api.attendance.Gatherings;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Rotas: who makes and sees them, and how their turns follow the dates and the list. Today is 2 January 2026; the seminar is on six Wednesdays from the seventh. */
class RotasTest {

    static Problem refused(int status, Runnable call) {
        Problem[] seen = new Problem[1];
        assertThatThrownBy(call::run).isInstanceOfSatisfying(Problem.class, p -> {
            seen[0] = p;
            assertThat(p.status()).as(p.code()).isEqualTo(status);
        });
        return seen[0];
    }

    @BothDatabases
    void eachDateOfTheEventIsATurnInTheOrderOfTheList(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Rota rota = r.rota(r.seminar(), "丙", "甲", "乙");
            assertThat(r.order(rota)).isEqualTo("丙 甲 乙 丙 甲 乙");
            assertThat(rota.version()).isEqualTo(1);
            assertThat(r.rotas.find(p.organiser, rota.id())).isEqualTo(rota);
            assertThat(p.audit.actions()).contains("calendar.add-rota");
            assertThat(r.rotas.list(p.organiser, p.bank.id(), true, null, "r.name, r.id", 0, 20).items()).containsExactly(rota);
            assertThat(r.rotas.list(p.organiser, p.bank.id(), false, null, "r.name, r.id", 0, 20).total()).isZero();
            assertThat(r.rotas.list(p.organiser, p.bank.id(), null, "%研讨%", "r.name, r.id", 0, 20).total()).isEqualTo(1);
            assertThat(p.planner(Portal.settings(Portal.NOW)).refresh(rota.id())).as("doing it again changes nothing").isFalse();
        }
    }

    @BothDatabases
    void whoHasLeaveAtADateIsNotGivenItAndComesNext(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Rota rota = r.rota(r.seminar(), "甲", "乙", "丙");
            assertThat(r.order(rota)).startsWith("甲 乙 丙 甲");
            java.time.Instant first = r.all(rota).get(0).date().starts();
            p.gathered.leave.add(new Gatherings.Away(r.person("甲").account(), first.minusSeconds(3_600), first.plusSeconds(3_600)));
            assertThat(p.planner(Portal.settings(Portal.NOW)).refresh(rota.id())).as("approved since").isTrue();
            assertThat(r.order(rota)).as("their turn is the next, and nobody's is lost").startsWith("乙 甲 丙");
        }
    }

    @BothDatabases
    void aRotaOfAKindServesTheUnitsEventsOfThatKindOnly(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Rota wanted = new Rota(UUID.randomUUID(), 0, p.bank.id(), "学习主讲", Rota.Over.PEOPLE, null, p.kind("study"), true, LocalDate.parse("2026-01-02"), 7, 2,
                    List.of(new Rota.Member(r.person("甲").account(), 0, LocalDate.EPOCH), new Rota.Member(r.person("乙").account(), 0, LocalDate.EPOCH)), new Rota.Trace("", Portal.NOW));
            Rota rota = r.rotas.add(p.organiser, wanted);
            assertThat(r.order(rota)).as("no events yet").isEmpty();
            p.service.add(p.organiser, p.draft(p.bank, "第一课", "2026-02-03T09:00", "2026-02-03T10:00", null));
            p.service.add(p.organiser, p.draft(p.credit, "信贷部的课", "2026-02-04T09:00", "2026-02-04T10:00", null));
            p.service.add(p.organiser, p.draft(p.bank, "更早的课", "2026-02-01T09:00", "2026-02-01T10:00", null));
            p.service.add(p.organiser, p.draft(p.bank, "第三课", "2026-02-05T09:00", "2026-02-05T10:00", null));
            assertThat(r.all(rota)).extracting(t -> t.date().title()).as("the soonest two").containsExactly("更早的课", "第一课");
            assertThat(r.order(rota)).isEqualTo("甲 乙");
        }
    }

    @BothDatabases
    void aDateThatIsLeftOutCancelsItsTurnAndOneThatIsMovedTakesItAlong(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Event event = r.seminar();
            Rota rota = r.rota(event, "甲", "乙", "丙");
            r.turns.prepare(r.person("乙"), rota.id(), r.on(rota, "01-14").id(), 1, PlanItem.Who.NOBODY, "新质生产力");

            Event moved = p.dates.change(p.organiser, event.id(), event.version(), LocalDateTime.parse("2026-01-14T09:00"),
                    new OccurrenceOverride.Time(false, LocalDateTime.parse("2026-01-15T14:00"), LocalDateTime.parse("2026-01-15T15:00")), event.details());
            assertThat(r.on(rota, "01-15")).satisfies(t -> {
                assertThat(t.due()).isEqualTo(r.person("乙").account());
                assertThat(t.topic()).isEqualTo("新质生产力");
            });

            Event less = p.dates.leaveOut(p.organiser, event.id(), moved.version(), LocalDateTime.parse("2026-01-07T09:00"));
            assertThat(r.order(rota)).as("whoever lost a turn is due next").isEqualTo("(甲) 乙 甲 丙 乙 甲");
            p.dates.restore(p.organiser, event.id(), less.version(), LocalDateTime.parse("2026-01-07T09:00"));
            assertThat(r.order(rota)).isEqualTo("甲 乙 丙 甲 乙 丙");

            p.service.remove(p.organiser, event.id(), p.service.find(p.organiser, event.id()).version());
            assertThat(r.all(rota)).extracting(RotaTurn::state).containsOnly(RotaTurn.State.CANCELLED);
        }
    }

    @BothDatabases
    void whoJoinsLaterDoesNotCatchUpAndWhoLeavesTakesNoTurnToCome(Database database) {
        try (Portal p = new Portal(database)) {
            Roster before = new Roster(p);
            Rota rota = before.rota(before.seminar(), "甲", "乙");
            // three weeks later, when 甲 spoke twice and 乙 once
            Roster r = before.at("2026-01-22T00:00:00Z");
            List<UUID> names = List.of(r.person("甲").account(), r.person("乙").account(), r.person("丁").account());
            Rota joined = r.rotas.change(p.organiser, rota.id(), rota.version(), r.wanted(p.events.find(rota.event()).orElseThrow(), Rota.Over.PEOPLE, names));
            assertThat(joined.members().get(2).level()).isEqualTo(1);
            assertThat(r.order(joined)).as("what is past stays").isEqualTo("甲 乙 甲 丁 乙 甲");

            Rota left = r.rotas.change(p.organiser, rota.id(), joined.version(), r.wanted(p.events.find(rota.event()).orElseThrow(), Rota.Over.PEOPLE, List.of(names.get(1), names.get(2))));
            assertThat(r.order(left)).isEqualTo("甲 乙 甲 丁 乙 丁");
            assertThatThrownBy(() -> r.rotas.change(p.organiser, rota.id(), joined.version(), left)).isInstanceOf(OptimisticLockException.class);
        }
    }

    @BothDatabases
    void turnsThatSomebodyPromisedAreNotMovedWhenTheListChanges(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Event event = r.seminar();
            Rota rota = r.rota(event, "甲", "乙", "丙");
            r.turns.accept(r.person("乙"), rota.id(), r.on(rota, "01-14").id(), 1);
            List<UUID> turned = List.of(r.person("丙").account(), r.person("乙").account(), r.person("甲").account());
            Rota after = r.rotas.change(p.organiser, rota.id(), 1, r.wanted(event, Rota.Over.PEOPLE, turned));
            assertThat(r.order(after)).isEqualTo("丙 乙 甲 丙 乙 甲");
            assertThat(r.on(rota, "01-14").mark()).isEqualTo(RotaTurn.Mark.ACCEPTED);
        }
    }

    @BothDatabases
    void theListOfAGroupIsComparedWithItAndNothingIsTakenOverByItself(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            UUID one = r.person("甲").account();
            UUID two = r.person("乙").account();
            Group leaders = p.groups.add("班子成员", p.bank, one, two);
            Rota asked = r.wanted(r.seminar(), Rota.Over.PEOPLE, List.of(one, r.person("丙").account()));
            Rota rota = r.rotas.add(p.organiser, grouped(asked, leaders.id()));
            assertThat(rota.group()).isEqualTo(leaders.id());
            assertThat(r.groups.compared(rota)).contains(new RotaGroups.Compared(List.of(two), List.of(r.person("丙").account())));
            p.planner(Portal.settings(Portal.NOW)).refresh(rota.id());
            assertThat(r.order(rota)).as("not silently").startsWith("甲 丙 甲 丙");
            Rota taken = r.rotas.change(p.organiser, rota.id(), rota.version(), grouped(r.wanted(r.seminar(), Rota.Over.PEOPLE, List.of(one, two)), leaders.id()));
            assertThat(r.groups.compared(taken)).contains(new RotaGroups.Compared(List.of(), List.of()));
            assertThat(r.order(taken)).startsWith("甲 乙 甲 乙");
            assertThat(p.audit.entries().get(p.audit.entries().size() - 1).after()).contains("group=" + leaders.id());
            Rota alone = r.rotas.change(p.organiser, rota.id(), taken.version(), grouped(taken, null));
            assertThat(r.groups.compared(alone)).as("by hand again").isEmpty();
        }
    }

    @BothDatabases
    void aListIsTakenOnlyFromAGroupOfItsUnit(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Group elsewhere = p.groups.add("信贷骨干", p.credit);
            Rota asked = r.wanted(r.seminar(), Rota.Over.PEOPLE, List.of(r.person("甲").account()));
            assertThat(refused(422, () -> r.rotas.add(p.organiser, grouped(asked, elsewhere.id()))).errors().get(0).code()).isEqualTo("calendar.group-not-here");
            Rota units = r.wanted(r.seminar(), Rota.Over.DEPARTMENTS, List.of(p.office.id()));
            assertThat(r.rotas.add(p.organiser, grouped(units, p.groups.add("党员", p.bank).id())).group()).as("departments are no people of a group").isNull();
        }
    }

    private static Rota grouped(Rota r, UUID group) {
        return new Rota(r.id(), r.version(), r.unit(), r.name(), r.over(), r.event(), r.kind(), r.running(), r.from(), r.remindDays(), r.ahead(), r.members(), r.trace(), group);
    }

    @BothDatabases
    void oneThatEndsKeepsWhatWasAndGoesOnLater(Database database) {
        try (Portal p = new Portal(database)) {
            Rota rota = new Roster(p).rota(new Roster(p).seminar(), "甲", "乙");
            Roster r = new Roster(p).at("2026-01-15T00:00:00Z");
            Rota ended = r.rotas.run(p.organiser, rota.id(), rota.version(), false);
            assertThat(r.order(rota)).isEqualTo("甲 乙");
            assertThat(refused(409, () -> r.rotas.run(p.organiser, rota.id(), ended.version(), false)).code()).isEqualTo("calendar.rota-ended");
            r.rotas.run(p.organiser, rota.id(), ended.version(), true);
            assertThat(r.order(rota)).isEqualTo("甲 乙 甲 乙 甲 乙");
        }
    }

    @BothDatabases
    void onlyOneOfWhichNothingWasConfirmedIsRemoved(Database database) {
        try (Portal p = new Portal(database)) {
            Rota rota = new Roster(p).rota(new Roster(p).seminar(), "甲", "乙");
            Roster r = new Roster(p).at("2026-01-08T00:00:00Z");
            r.turns.confirm(p.organiser, rota.id(), r.on(rota, "01-07").id(), 1, true, new RotaTurns.Somebody(null, PlanItem.Who.NOBODY), null);
            assertThat(refused(409, () -> r.rotas.remove(p.organiser, rota.id(), rota.version())).code()).isEqualTo("calendar.rota-held");
            Rota other = r.rota(new Roster(p).seminar(), "甲");
            refused(403, () -> r.rotas.remove(r.person("甲"), other.id(), other.version()));
            r.rotas.remove(p.organiser, other.id(), other.version());
            refused(404, () -> r.rotas.find(p.organiser, other.id()));
        }
    }

    @BothDatabases
    void whoMayNotPlanTheUnitsEventsMakesAndChangesNone(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Event event = r.seminar();
            Rota rota = r.rota(event, "甲", "乙");
            Caller reader = r.person("读者");
            p.access.grant(reader, Permissions.READ, p.bank.id());
            refused(403, () -> r.rotas.add(reader, r.wanted(event, Rota.Over.PEOPLE, List.of(reader.account()))));
            refused(403, () -> r.rotas.change(reader, rota.id(), 1, rota));
            refused(403, () -> r.rotas.run(reader, rota.id(), 1, false));
            refused(403, () -> r.rotas.change(r.person("甲"), rota.id(), 1, rota));
            assertThat(r.rotas.find(reader, rota.id())).as("a reader of the unit sees it").isEqualTo(rota);
            assertThat(r.rotas.find(r.person("甲"), rota.id())).as("who is on the list sees it").isEqualTo(rota);
            refused(404, () -> r.rotas.find(p.stranger, rota.id()));
            refused(403, () -> r.rotas.list(p.stranger, p.bank.id(), null, null, "r.name", 0, 20));
            refused(404, () -> r.rotas.remove(p.stranger, rota.id(), 1));
        }
    }

    @BothDatabases
    void whatIsNoRotaIsRefusedFieldByField(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Event event = r.seminar();
            List<UUID> one = List.of(r.person("甲").account());
            Rota good = r.wanted(event, Rota.Over.PEOPLE, one);
            List<Rota.Member> members = good.members();
            LocalDate from = good.from();
            Rota.Trace trace = good.trace();
            List<Rota> wrong = List.of(
                    new Rota(good.id(), 0, p.bank.id(), " ", Rota.Over.PEOPLE, event.id(), null, true, from, 7, 12, members, trace),
                    new Rota(good.id(), 0, p.bank.id(), "长".repeat(101), Rota.Over.PEOPLE, event.id(), null, true, from, 7, 12, members, trace),
                    new Rota(good.id(), 0, p.bank.id(), "名", Rota.Over.PEOPLE, null, null, true, from, 7, 12, members, trace),
                    new Rota(good.id(), 0, p.bank.id(), "名", Rota.Over.PEOPLE, event.id(), p.kind("study"), true, from, 7, 12, members, trace),
                    new Rota(good.id(), 0, p.credit.id(), "名", Rota.Over.PEOPLE, event.id(), null, true, from, 7, 12, members, trace),
                    new Rota(good.id(), 0, p.bank.id(), "名", Rota.Over.PEOPLE, null, UUID.randomUUID(), true, from, 7, 12, members, trace),
                    new Rota(good.id(), 0, p.bank.id(), "名", Rota.Over.PEOPLE, event.id(), null, true, from, 31, 12, members, trace),
                    new Rota(good.id(), 0, p.bank.id(), "名", Rota.Over.PEOPLE, event.id(), null, true, from, 7, 61, members, trace),
                    new Rota(good.id(), 0, p.bank.id(), "名", Rota.Over.PEOPLE, event.id(), null, true, from.plusYears(3), 7, 12, members, trace),
                    new Rota(good.id(), 0, p.bank.id(), "名", Rota.Over.PEOPLE, event.id(), null, true, from, 7, 12, List.of(), trace),
                    new Rota(good.id(), 0, p.bank.id(), "名", Rota.Over.PEOPLE, event.id(), null, true, from, 7, 12, Collections.nCopies(2, members.get(0)), trace),
                    r.wanted(event, Rota.Over.PEOPLE, List.of(UUID.randomUUID())),
                    r.wanted(event, Rota.Over.DEPARTMENTS, one));
            wrong.forEach(rota -> refused(422, () -> r.rotas.add(p.organiser, rota)));
            Rota ofNothing = new Rota(good.id(), 0, p.bank.id(), "名", Rota.Over.PEOPLE, UUID.randomUUID(), null, true, from, 7, 12, members, trace);
            assertThat(refused(404, () -> r.rotas.add(p.organiser, ofNothing)).code()).isEqualTo("calendar.no-such-event");
            assertThat(p.db.count("calendar_rota")).isZero();
        }
    }

    @BothDatabases
    void whoIsAnonymisedLeavesTheListsAndTheReasonsGo(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Rota rota = r.rota(r.seminar(), "甲", "乙", "丙");
            UUID person = r.person("甲").account();
            r.turns.decline(r.person("甲"), rota.id(), r.on(rota, "01-07").id(), 1, "住院");
            AnonymousEvents anonymiser = new AnonymousEvents(new LeaverStore(p.db.jpa()), new SubscriptionStore(p.db.jpa()), new RotaStore(p.db.jpa()), p.planner(Portal.settings(Portal.NOW)),
                    new Names(p.people, p.units, p.groups), p.db.transactions());
            Leaver who = new Leaver(person, Anonymous.stored(7), 7, Set.of(), Set.of("甲"));
            assertThat(anonymiser.holdings(p.organiser, who)).extracting(h -> h.key()).contains("anonymise.rotas");
            p.db.transactions().run(() -> anonymiser.anonymise(p.organiser, who));
            assertThat(r.order(rota)).isEqualTo("乙 丙 乙 丙 乙 丙");
            assertThat(r.turnStore.declinesOf(person)).singleElement().satisfies(d -> assertThat(d.reason()).isNull());
        }
    }
}
