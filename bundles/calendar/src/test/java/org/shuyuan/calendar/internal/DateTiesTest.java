package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.calendar.internal.PlanProgress.Status;
import org.shuyuan.calendar.internal.jpa.MaterialStore;
import org.shuyuan.calendar.internal.jpa.PlanLinkStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** What hangs on an event's dates goes along when the event is changed: turns of rotas, what items of plans became, materials. Today is 2 January 2026, a Friday. */
class DateTiesTest {

    private static Event add(Portal p, String start, @Nullable String rule) {
        return p.service.add(p.organiser, p.draft(p.bank, "微课堂", start, start.substring(0, 11) + "10:00", rule));
    }

    /** Begins and ends elsewhere, or goes by another rule. */
    private static Event change(Portal p, Event event, String start, @Nullable String rule) {
        return p.service.change(p.organiser, event.id(), event.version(), p.draft(p.bank, "微课堂", start, LocalDateTime.parse(start).plusHours(1).toString(), rule));
    }

    /** What there is was entered long ago. */
    private static void longAgo(Portal p) {
        p.db.jpa().run(em -> Sql.update(em, "update calendar_event set created_at = ?", Instant.parse("2025-11-01T00:00:00Z")));
    }

    private static Event move(Portal p, Event event, String date, String to) {
        LocalDateTime start = LocalDateTime.parse(to);
        return p.series.move(p.organiser, event.id(), event.version(), LocalDateTime.parse(date), new OccurrenceOverride.Time(false, start, start.plusHours(1)));
    }

    /** Of all the unit's events of the kind, since the first of December. */
    private static Rota ofKind(Portal p, Roster r, String... names) {
        List<Rota.Member> members = Arrays.stream(names).map(n -> new Rota.Member(r.person(n).account(), 0, LocalDate.EPOCH)).toList();
        return r.rotas.add(p.organiser, new Rota(Ids.next(), 0, p.bank.id(), "学习主讲", Rota.Over.PEOPLE, null, p.kind("study"), true, LocalDate.parse("2025-12-01"), 7, 12, members,
                new Rota.Trace("", Instant.EPOCH)));
    }

    @BothDatabases
    void theTurnOfASingleEventGoesAlongWithAllThatWasSaidOfIt(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Event event = add(p, "2026-01-12T09:00", null);
            add(p, "2026-01-19T09:00", null);
            Rota rota = ofKind(p, r, "甲", "乙");
            RotaTurn turn = r.on(rota, "01-12");
            RotaTurn prepared = r.turns.prepare(r.person("甲"), rota.id(), turn.id(), turn.version(), PlanItem.Who.NOBODY, "新质生产力");
            r.swaps.ask(r.person("乙"), rota.id(), r.on(rota, "01-19").id(), prepared.id(), null, null);

            Event moved = change(p, event, "2026-01-13T15:00", null);
            assertThat(r.all(rota)).hasSize(2);
            assertThat(r.on(rota, "01-13")).satisfies(t -> {
                assertThat(t.id()).isEqualTo(turn.id());
                assertThat(t.mark()).isEqualTo(RotaTurn.Mark.ACCEPTED);
                assertThat(t.topic()).isEqualTo("新质生产力");
                assertThat(t.state()).isEqualTo(RotaTurn.State.PLANNED);
            });
            assertThat(r.swapStore.touching(List.of(turn.id()))).as("still asked").hasSize(1);
            change(p, moved, "2026-01-12T09:00", null);
            assertThat(r.on(rota, "01-12").id()).as("and back").isEqualTo(turn.id());
        }
    }

    @BothDatabases
    void aRunningSeriesThatIsMovedTakesItsTurnsAlongAndMakesNoneInThePast(Database database) {
        try (Portal p = new Portal(database)) {
            Event event = add(p, "2025-12-15T09:00", "FREQ=WEEKLY;BYDAY=MO;COUNT=6");
            Roster r = new Roster(p);
            Rota rota = ofKind(p, r, "甲", "乙", "丙");
            RotaTurn held = r.on(rota, "12-15");
            r.turns.confirm(p.organiser, rota.id(), held.id(), held.version(), true, new RotaTurns.Somebody(null, PlanItem.Who.NOBODY), null);
            RotaTurn ahead = r.on(rota, "01-12");
            r.turns.prepare(r.person("乙"), rota.id(), ahead.id(), ahead.version(), PlanItem.Who.NOBODY, "新质生产力");

            Event tuesdays = move(p, event, "2026-01-05T09:00", "2026-01-06T09:00");
            assertThat(r.all(rota)).hasSize(6).extracting(RotaTurn::state).containsOnlyOnce(RotaTurn.State.HELD).doesNotContain(RotaTurn.State.CANCELLED);
            assertThat(r.on(rota, "01-13")).satisfies(t -> {
                assertThat(t.id()).isEqualTo(ahead.id());
                assertThat(t.topic()).isEqualTo("新质生产力");
            });
            assertThat(p.planner(Portal.settings(Portal.NOW)).refresh(rota.id())).as("nor does the job").isFalse();

            move(p, tuesdays, "2026-01-06T09:00", "2026-01-13T09:00");
            assertThat(r.all(rota)).as("each a week later, where the next one was").hasSize(6);
            assertThat(r.on(rota, "01-20").id()).isEqualTo(ahead.id());
        }
    }

    @BothDatabases
    void aChangeThatBringsDatesOfThePastBringsNoTurnsThere(Database database) {
        try (Portal p = new Portal(database)) {
            Event event = add(p, "2026-01-05T09:00", "FREQ=WEEKLY;COUNT=3");
            longAgo(p);
            Roster r = new Roster(p);
            Rota rota = ofKind(p, r, "甲", "乙");
            change(p, event, "2025-12-15T09:00", "FREQ=WEEKLY;COUNT=6");
            assertThat(r.all(rota)).as("the three that there were").hasSize(3);
            add(p, "2025-12-30T09:00", null);
            assertThat(r.all(rota)).as("what is entered afterwards was held all the same").hasSize(4);
        }
    }

    @BothDatabases
    void anItemOfAPlanStaysScheduledOrDoneHoweverItsDateIsMoved(Database database) {
        try (Portal p = new Portal(database)) {
            Plan plan = CalendarPlansTest.approved(p, "专题一", "专题二");
            Event once = p.planEvents.make(p.organiser, plan.id(), plan.version(), plan.items().get(0).id(), p.draft(p.bank, "专题一", "2026-03-05T09:00", "2026-03-05T10:00", null));
            Event series = add(p, "2026-03-02T09:00", "FREQ=WEEKLY;COUNT=6");
            p.planEvents.link(p.organiser, plan.id(), plan.version(), plan.items().get(1).id(), series.id(), LocalDateTime.parse("2026-04-06T09:00"));

            change(p, once, "2026-03-12T14:00", null);
            Event tuesdays = move(p, series, "2026-03-02T09:00", "2026-03-03T09:00");
            assertThat(held(p, plan)).containsExactly("2026-03-12T14:00", "2026-04-07T09:00");
            assertThat(p.progress.of(plan)).extracting(PlanProgress.Line::status).containsOnly(Status.SCHEDULED);
            change(p, tuesdays, "2026-03-03T15:00", "FREQ=WEEKLY;COUNT=6");
            assertThat(held(p, plan)).as("another time of the same days, by the form").containsExactly("2026-03-12T14:00", "2026-04-07T15:00");
        }
    }

    private static List<@Nullable String> held(Portal p, Plan plan) {
        return p.progress.of(plan).stream().map(PlanProgress.Line::held).map(o -> o == null ? null : o.recurrence().toString()).toList();
    }

    @BothDatabases
    void whatBecomesASingleDateAndASeriesAgainFindsWhatHungOnItsDates(Database database) {
        try (Portal p = new Portal(database)) {
            PlanLinkStore links = new PlanLinkStore(p.db.jpa(), p.rows);
            MaterialStore materials = new MaterialStore(p.db.jpa());
            Event series = add(p, "2026-03-02T09:00", "FREQ=WEEKLY;COUNT=4");
            UUID first = Ids.next();
            UUID third = Ids.next();
            links.put(first, series.id(), null);
            links.put(third, series.id(), LocalDateTime.parse("2026-03-16T09:00"));
            material(materials, series, "2026-03-16T09:00");

            Event once = change(p, series, "2026-03-16T09:00", null);
            assertThat(links.of(List.of(third)).get(third).held()).as("the date that is left").isNotNull();
            assertThat(links.of(List.of(first)).get(first).held()).as("and not that of the other item").isNull();
            Event later = change(p, once, "2026-03-17T09:00", null);
            Event again = change(p, later, "2026-03-03T09:00", "FREQ=WEEKLY;COUNT=4");
            assertThat(links.of(List.of(third)).get(third).held()).extracting(Occurrence::recurrence).isEqualTo(LocalDateTime.parse("2026-03-17T09:00"));
            assertThat(materials.of(again.id())).extracting(Material::recurrence).containsExactly(LocalDateTime.parse("2026-03-17T09:00"));
        }
    }

    @BothDatabases
    void theMaterialsOfADateGoAlongAndThoseOfAllStay(Database database) {
        try (Portal p = new Portal(database)) {
            MaterialStore materials = new MaterialStore(p.db.jpa());
            Event series = add(p, "2026-03-02T09:00", "FREQ=WEEKLY;COUNT=4");
            material(materials, series, "2026-03-09T09:00");
            material(materials, series, null);
            move(p, series, "2026-03-02T09:00", "2026-03-03T10:00");
            assertThat(materials.of(series.id())).extracting(Material::recurrence).containsExactly(LocalDateTime.parse("2026-03-10T10:00"), null);
        }
    }

    @BothDatabases
    void aSeriesThatHasGoneOnForManyYearsTakesAlongWhatHangsOnTheDatesOfToday(Database database) {
        try (Portal p = new Portal(database)) {
            MaterialStore materials = new MaterialStore(p.db.jpa());
            Event series = add(p, "2012-01-02T09:00", "FREQ=WEEKLY;BYDAY=MO");
            material(materials, series, "2026-03-09T09:00");
            move(p, series, "2026-03-02T09:00", "2026-03-03T10:00");
            assertThat(materials.of(series.id())).extracting(Material::recurrence).containsExactly(LocalDateTime.parse("2026-03-10T10:00"));
        }
    }

    private static void material(MaterialStore store, Event event, @Nullable String date) {
        store.add(new Material(Ids.next(), event.id(), date == null ? null : LocalDateTime.parse(date), "片子", "https://nas.example.cn/a", null, "组织委员", null,
                date == null ? Portal.NOW : Portal.NOW.minusSeconds(1)));
    }
}
