package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.persistence.OptimisticLockException;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.jpa.EventStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class EventServiceTest {

    private static EventDraft with(EventDraft d, String title, String start, String end) {
        Details x = d.details();
        Schedule s = d.schedule();
        return new EventDraft(d.unit(), new Details(x.kind(), title, x.description(), x.place(), x.host(), x.hostName()),
                new Schedule(s.allDay(), LocalDateTime.parse(start), LocalDateTime.parse(end), s.zone(), s.rule(), s.excluded(), s.added()), d.audience());
    }

    @BothDatabases
    void anEventIsWrittenWithItsOccurrencesItsTrailAndItsWordToOthers(Database database) {
        try (Portal portal = new Portal(database)) {
            Event event = portal.service.add(portal.organiser, portal.draft(portal.bank, "党员学习日", "2026-01-05T14:30", "2026-01-05T16:30",
                    "FREQ=MONTHLY;BYDAY=1MO;COUNT=12"));
            assertThat(portal.service.find(portal.organiser, event.id())).isEqualTo(event);
            assertThat(portal.db.count("calendar_occurrence")).isEqualTo(12);
            assertThat(portal.audit.actions()).contains("calendar.add-event");
            assertThat(portal.db.count("persistence_outbox")).isEqualTo(1);
            assertThat(portal.told.heard()).singleElement().asString().contains("calendar", event.id().toString());
        }
    }

    @BothDatabases
    void anEventIsFoundByAWordOfItsTitleAndWildcardsAreLetters(Database database) {
        try (Portal portal = new Portal(database)) {
            portal.service.add(portal.organiser, portal.draft(portal.bank, "100% 党员学习日", "2026-01-05T14:30", "2026-01-05T16:30", null));
            portal.service.add(portal.organiser, portal.draft(portal.bank, "读书会", "2026-01-06T14:30", "2026-01-06T16:30", null));
            for (String like : new String[] {"%学习%", "%100!%%"}) {
                EventStore.Page found = portal.service.list(portal.organiser, portal.bank.id(), new EventStore.Query(like, null, "e.starts, e.id", 0, 20));
                assertThat(found.total()).isEqualTo(1);
                assertThat(found.items()).extracting(event -> event.details().title()).containsExactly("100% 党员学习日");
            }
        }
    }

    @BothDatabases
    void nothingIsWrittenWhenTheRuleIsNone(Database database) {
        try (Portal portal = new Portal(database)) {
            assertThatThrownBy(() -> portal.service.add(portal.organiser,
                    portal.draft(portal.bank, "学习", "2026-01-05T14:30", "2026-01-05T16:30", "FREQ=SOMETIMES")))
                    .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.errors()).extracting(Problem.FieldError::code).containsExactly("calendar.bad-rule"));
            assertThatThrownBy(() -> portal.service.add(portal.organiser,
                    portal.draft(portal.bank, "学习", "2026-01-05T14:30", "2026-01-05T14:31", "FREQ=MINUTELY")))
                    .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.errors()).extracting(Problem.FieldError::code).containsExactly("calendar.too-many-occurrences"));
            assertThat(portal.db.count("calendar_event")).isZero();
            assertThat(portal.db.count("persistence_outbox")).isZero();
            assertThat(portal.told.heard()).isEmpty();
        }
    }

    @BothDatabases
    void anOccurrenceKeepsItsIdAsLongAsTheRuleKeepsItsDate(Database database) {
        try (Portal portal = new Portal(database)) {
            // given a weekly event
            Event before = portal.service.add(portal.organiser,
                    portal.draft(portal.bank, "微课堂", "2026-01-07T09:00", "2026-01-07T10:00", "FREQ=WEEKLY;BYDAY=WE;COUNT=5"));
            Map<LocalDateTime, UUID> ids = portal.rows.ids(before.id());
            // when it gets another title and every other week is dropped
            EventDraft d = with(before.draft(), "微课堂（改）", "2026-01-07T09:00", "2026-01-07T10:30");
            Schedule s = d.schedule();
            Event after = portal.service.change(portal.organiser, before.id(), before.version(), new EventDraft(d.unit(), d.details(),
                    new Schedule(false, s.start(), s.end(), s.zone(), "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE;COUNT=3", List.of(), List.of()), d.audience()));
            // then the dates that stay are the same rows with the new title
            assertThat(portal.rows.ids(after.id())).hasSize(3).isEqualTo(ids.entrySet().stream()
                    .filter(e -> List.of(7, 21).contains(e.getKey().getDayOfMonth()) || e.getKey().getMonthValue() == 2)
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
            assertThat(portal.month(portal.organiser, portal.bank, "2026-01-01", "2026-03-01", false)).hasSize(3)
                    .allMatch(o -> o.title().equals("微课堂（改）") && o.ends() - o.starts() == 5400);
        }
    }

    @BothDatabases
    void oneDateCanBeLeftOut(Database database) {
        try (Portal portal = new Portal(database)) {
            Event event = portal.service.add(portal.organiser,
                    portal.draft(portal.bank, "微课堂", "2026-01-07T09:00", "2026-01-07T10:00", "FREQ=WEEKLY;COUNT=3"));
            Event after = portal.dates.leaveOut(portal.organiser, event.id(), event.version(), LocalDateTime.parse("2026-01-14T09:00"));
            assertThat(Portal.days(portal.month(portal.organiser, portal.bank, "2026-01-01", "2026-02-01", false))).containsExactly("2026-01-07", "2026-01-21");
            assertThat(after.schedule().excluded()).containsExactly(LocalDateTime.parse("2026-01-14T09:00"));
        }
    }

    @BothDatabases
    void theSecondOfTwoEditorsIsRefused(Database database) throws Exception {
        try (Portal portal = new Portal(database)) {
            Event event = portal.service.add(portal.organiser, portal.draft(portal.bank, "学习", "2026-01-05T14:30", "2026-01-05T16:30", null));
            portal.service.change(portal.organiser, event.id(), event.version(), with(event.draft(), "先改", "2026-01-05T14:30", "2026-01-05T16:30"));
            assertThatThrownBy(() -> portal.service.change(portal.organiser, event.id(), event.version(),
                    with(event.draft(), "后改", "2026-01-05T14:30", "2026-01-05T16:30"))).isInstanceOf(OptimisticLockException.class);
            assertThatThrownBy(() -> portal.service.remove(portal.organiser, event.id(), event.version())).isInstanceOf(OptimisticLockException.class);
            assertThat(portal.service.find(portal.organiser, event.id()).details().title()).isEqualTo("先改");
        }
    }

    @BothDatabases
    void ofManyEditorsAtOnceOneWins(Database database) throws Exception {
        try (Portal portal = new Portal(database)) {
            Event event = portal.service.add(portal.organiser,
                    portal.draft(portal.bank, "学习", "2026-01-07T14:30", "2026-01-07T16:30", "FREQ=WEEKLY;COUNT=20"));
            List<Callable<Boolean>> editors = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String title = "第" + i;
                editors.add(() -> {
                    try {
                        portal.service.change(portal.organiser, event.id(), event.version(), with(event.draft(), title, "2026-01-07T14:30", "2026-01-07T16:30"));
                        return true;
                    } catch (RuntimeException stale) {
                        return false;
                    }
                });
            }
            var threads = Executors.newFixedThreadPool(6);
            int won = 0;
            for (Future<Boolean> f : threads.invokeAll(editors)) {
                won += f.get() ? 1 : 0;
            }
            threads.shutdown();
            assertThat(won).isEqualTo(1);
            String title = portal.service.find(portal.organiser, event.id()).details().title();
            assertThat(portal.month(portal.organiser, portal.bank, "2026-01-01", "2026-06-30", false)).hasSize(20).allMatch(o -> o.title().equals(title));
        }
    }

    @BothDatabases
    void aDeletedEventLeavesNothing(Database database) {
        try (Portal portal = new Portal(database)) {
            Event event = portal.service.add(portal.organiser, portal.draft(portal.bank, "学习", "2026-01-05T14:30", "2026-01-05T16:30", "FREQ=DAILY;COUNT=9"));
            portal.service.remove(portal.organiser, event.id(), event.version());
            for (String table : List.of("calendar_event", "calendar_audience", "calendar_occurrence", "calendar_reach")) {
                assertThat(portal.db.count(table)).as(table).isZero();
            }
        }
    }

    @BothDatabases
    void everyPermissionIsAskedFor(Database database) {
        try (Portal portal = new Portal(database)) {
            EventDraft draft = portal.draft(portal.credit, "信贷学习", "2026-01-05T14:30", "2026-01-05T16:30", null);
            Event event = portal.service.add(portal.organiser, draft);
            Event other = portal.service.add(portal.organiser, portal.draft(portal.office, "办公室学习", "2026-01-05T14:30", "2026-01-05T16:30", null));
            // a member reads the own unit's calendar and changes nothing
            assertThat(portal.service.find(portal.member, event.id()).details().title()).isEqualTo("信贷学习");
            refused(() -> portal.service.add(portal.member, draft));
            refused(() -> portal.service.change(portal.member, event.id(), event.version(), draft));
            refused(() -> portal.service.remove(portal.member, event.id(), event.version()));
            refused(() -> portal.kinds.add(portal.member, portal.kinds.at(portal.bank.id()).get(0)));
            // what is not for the member's unit is not there
            absent(() -> portal.service.find(portal.member, other.id()));
            absent(() -> portal.service.find(portal.stranger, event.id()));
            refused(() -> portal.month(portal.stranger, portal.bank, "2026-01-01", "2026-02-01", true));
            refused(() -> portal.month(portal.member, portal.office, "2026-01-01", "2026-02-01", false));
            assertThat(portal.month(portal.member, portal.credit, "2026-01-01", "2026-02-01", false)).extracting(Occurrence::title).containsExactly("信贷学习");
        }
    }

    @BothDatabases
    void nobodyFillsTheCalendarOfAUnitTheyMayNotWriteIn(Database database) {
        try (Portal portal = new Portal(database)) {
            portal.access.grant(portal.member, Permissions.WRITE, portal.credit.id());
            EventDraft draft = portal.draft(portal.credit, "学习", "2026-01-05T14:30", "2026-01-05T16:30", null);
            EventDraft forAll = new EventDraft(draft.unit(), draft.details(), draft.schedule(), new Audience(List.of(portal.bank.id()), List.of(), List.of()));
            assertThatThrownBy(() -> portal.service.add(portal.member, forAll)).isInstanceOfSatisfying(Problem.class,
                    p -> assertThat(p.errors()).extracting(Problem.FieldError::code).containsExactly("calendar.unit-not-yours"));
            assertThat(portal.service.add(portal.member, draft).unit()).isEqualTo(portal.credit.id());
        }
    }

    @BothDatabases
    void anEventIsForGroupsThatCanBeAddressedAtItsUnit(Database database) {
        try (Portal portal = new Portal(database)) {
            UUID youth = portal.groups.add("青年", null, portal.member.account()).id();
            UUID office = portal.groups.add("办公室骨干", portal.office).id();
            EventDraft draft = portal.draft(portal.bank, "青年学习", "2026-01-05T14:30", "2026-01-05T16:30", null);

            assertThatThrownBy(() -> portal.service.add(portal.organiser, Portal.forGroups(draft, youth, office))).isInstanceOfSatisfying(Problem.class,
                    p -> assertThat(p.errors()).extracting(Problem.FieldError::field, Problem.FieldError::code).containsExactly(tuple("groups", "calendar.group-not-here")));
            Event event = portal.service.add(portal.organiser, Portal.forGroups(draft, youth));

            assertThat(portal.service.find(portal.organiser, event.id()).audience()).isEqualTo(new Audience(List.of(), List.of(), List.of(youth)));
            assertThat(portal.service.find(portal.member, event.id()).audience().groups()).as("who is in it").containsExactly(youth);
            absent(() -> portal.service.find(portal.stranger, event.id()));
            Event all = portal.service.change(portal.organiser, event.id(), event.version(), draft);
            assertThat(all.audience().units()).as("nobody named any more").containsExactly(portal.bank.id());
        }
    }

    @BothDatabases
    void thoseNamedAreToldOnceThatItIsMadeAndWhenItMoves(Database database) {
        try (Portal portal = new Portal(database)) {
            EventDraft draft = Portal.forPeople(portal.draft(portal.bank, "谈心谈话", "2026-01-05T14:30", "2026-01-05T16:30", null),
                    portal.member.account(), portal.organiser.account());
            Event event = portal.service.add(portal.organiser, draft);
            Event renamed = portal.service.change(portal.organiser, event.id(), event.version(), with(draft, "谈话", "2026-01-05T14:30", "2026-01-05T16:30"));
            portal.service.change(portal.organiser, event.id(), renamed.version(), with(draft, "谈话", "2026-01-06T14:30", "2026-01-06T16:30"));
            assertThat(portal.told.sent()).extracting(s -> s.notice().key()).containsExactly("notice.added", "notice.moved");
            assertThat(portal.told.sent()).allMatch(s -> s.accounts().equals(List.of(portal.member.account())));
            // it stands in the named person's calendar and in nobody else's
            assertThat(portal.month(portal.member, portal.credit, "2026-01-01", "2026-02-01", true)).hasSize(1);
            assertThat(portal.month(portal.member, portal.credit, "2026-01-01", "2026-02-01", false)).isEmpty();
            assertThat(portal.month(portal.organiser, portal.bank, "2026-01-01", "2026-02-01", false)).hasSize(1);
        }
    }

    @BothDatabases
    void ofManyWhoAskAtOnceOneBringsTheKinds(Database database) throws Exception {
        try (Portal portal = new Portal(database)) {
            List<Callable<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Kinds node = portal.kinds();
                readers.add(() -> node.at(portal.credit.id()).size());
            }
            var threads = Executors.newFixedThreadPool(8);
            for (Future<Integer> f : threads.invokeAll(readers)) {
                assertThat(f.get()).isEqualTo(9);
            }
            threads.shutdown();
            assertThat(portal.db.count("calendar_kind")).isEqualTo(9);
            assertThat(portal.audit.actions()).filteredOn("calendar.seed-kinds"::equals).hasSizeLessThanOrEqualTo(8);
            assertThat(portal.db.count("calendar_seed")).isEqualTo(1);
        }
    }

    @BothDatabases
    void aKindCanBeChangedAndOnlyAnUnusedOneDeleted(Database database) {
        try (Portal portal = new Portal(database)) {
            Caller organiser = portal.organiser;
            portal.service.add(organiser, portal.draft(portal.bank, "学习", "2026-01-05T14:30", "2026-01-05T16:30", null));
            Kind used = portal.kinds.find(portal.kind("study")).orElseThrow();
            Kind spare = portal.kinds.find(portal.kind("forum")).orElseThrow();
            assertThatThrownBy(() -> portal.kinds.remove(organiser, used.id(), used.version())).isInstanceOfSatisfying(Problem.class,
                    p -> assertThat(p.code()).isEqualTo("calendar.kind-in-use"));
            portal.kinds.remove(organiser, spare.id(), spare.version());
            Kind changed = portal.kinds.change(organiser, new Kind(used.id(), used.version(), used.unit(), "ignored", used.name(), "green", List.of("学"), 1, true, false));
            assertThat(changed.word()).isEqualTo("study");
            assertThatThrownBy(() -> portal.kinds.change(organiser, used)).isInstanceOf(OptimisticLockException.class);
            assertThat(portal.kinds.at(portal.credit.id())).hasSize(8).contains(changed);
        }
    }

    private static void refused(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(403));
    }

    private static void absent(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(404));
    }
}
