package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Speakers are reminded to prepare, once; and turns are made as time goes on. */
class RotaJobTest {

    private static int run(Roster r) throws InterruptedException {
        RotaJob job = r.job();
        try {
            return job.run();
        } finally {
            job.stop();
        }
    }

    private static long prepared(Portal p) {
        return p.told.sent().stream().filter(s -> s.notice().key().equals("notice.rota-prepare")).count();
    }

    @BothDatabases
    void aWeekBeforeTheSpeakerHearsOfItOnceInThePortalAndByMail(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            p.people.reached.put(r.person("乙").account(), java.util.Set.of("yi@example.cn"));
            r.rota(r.seminar(), "甲", "乙", "丙");
            assertThat(run(r)).as("the seventh is within seven days").isEqualTo(1);
            assertThat(run(r.at("2026-01-03T00:00:00Z"))).as("said already").isZero();
            assertThat(run(r.at("2026-01-07T02:00:00Z"))).as("乙, for the fourteenth").isEqualTo(1);
            assertThat(p.letters.sent()).singleElement().satisfies(l -> assertThat(l.to()).isEqualTo("yi@example.cn"));
            assertThat(p.told.sent().get(p.told.sent().size() - 1)).satisfies(s -> {
                assertThat(s.notice().key()).isEqualTo("notice.rota-prepare");
                assertThat(s.notice().values()).containsEntry("when", "2026-01-14 09:00");
                assertThat(s.accounts()).containsExactly(r.person("乙").account());
            });
        }
    }

    @BothDatabases
    void whoseDateIsMovedAwayAndBackHearsOfItAnew(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            p.people.reached.put(r.person("甲").account(), java.util.Set.of("jia@example.cn"));
            Event event = r.seminar();
            r.rota(event, "甲", "乙", "丙");
            run(r);
            LocalDateTime date = event.schedule().start();
            Event away = p.dates.change(p.organiser, event.id(), event.version(), date, new OccurrenceOverride.Time(false, date.plusDays(60), date.plusDays(60).plusHours(1)), event.details());
            assertThat(run(r)).isZero();
            p.dates.restore(p.organiser, event.id(), away.version(), date);
            assertThat(run(r)).isEqualTo(1);
            assertThat(run(r)).isZero();
            assertThat(p.letters.sent()).hasSize(2);
        }
    }

    @BothDatabases
    void whoeverTakesTheTurnOverHearsOfItToo(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Rota rota = r.rota(r.seminar(), "甲", "乙", "丙");
            run(r);
            RotaTurn turn = r.on(rota, "01-07");
            r.turns.decline(r.person("甲"), rota.id(), turn.id(), turn.version(), "出差");
            assertThat(run(r)).isEqualTo(1);
            assertThat(prepared(p)).isEqualTo(2);
        }
    }

    @BothDatabases
    void zeroDaysMeansNeverAndAnEndedRotaSaysNothing(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Event event = r.seminar();
            Rota rota = r.rota(event, "甲", "乙");
            Rota silent = r.rotas.change(p.organiser, rota.id(), 1, new Rota(rota.id(), 1, rota.unit(), rota.name(), rota.over(), rota.event(), null, true, rota.from(), 0, 12, rota.members(),
                    rota.trace()));
            assertThat(run(r)).isZero();
            Rota loud = r.rotas.change(p.organiser, rota.id(), silent.version(), rota);
            r.rotas.run(p.organiser, rota.id(), loud.version(), false);
            assertThat(run(r)).isZero();
        }
    }

    @BothDatabases
    void aDepartmentWithoutASpeakerIsAskedToNameOne(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            p.holders.add(p.organiser.account());
            Rota rota = r.rotas.add(p.organiser, r.wanted(r.seminar(), Rota.Over.DEPARTMENTS, List.of(p.credit.id(), p.office.id())));
            p.modules.off("calendar", rota.unit());
            assertThat(run(r)).as("the calendar is off there").isZero();
            p.modules.on("calendar", rota.unit());
            assertThat(run(r)).isEqualTo(1);
            assertThat(p.told.sent().get(p.told.sent().size() - 1).notice().key()).isEqualTo("notice.rota-name");
            RotaTurn turn = r.on(rota, "01-07");
            r.turns.prepare(p.organiser, rota.id(), turn.id(), turn.version(), new PlanItem.Who(p.member.account(), null), null);
            assertThat(run(r)).as("now who was named").isEqualTo(1);
            assertThat(prepared(p)).isEqualTo(1);
        }
    }

    @BothDatabases
    void turnsAreMadeAsTimeGoesOn(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Event event = r.seminar();
            Rota rota = r.rota(event, "甲", "乙");
            Rota few = r.rotas.change(p.organiser, rota.id(), 1, new Rota(rota.id(), 1, rota.unit(), rota.name(), rota.over(), rota.event(), null, true, rota.from(), 7, 2, rota.members(),
                    rota.trace()));
            assertThat(r.order(few)).isEqualTo("甲 乙");
            Roster later = r.at("2026-01-22T00:00:00Z");
            run(later);
            assertThat(later.order(few)).isEqualTo("甲 乙 甲 乙 甲");
        }
    }

    @BothDatabases
    void ofTwoNodesThatLookAtOnceOneReminds(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            r.rota(r.seminar(), "甲", "乙", "丙");
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                List<Future<Integer>> both = threads.invokeAll(List.of(() -> run(r), () -> run(r)));
                assertThat(both.get(0).get() + both.get(1).get()).isEqualTo(1);
                assertThat(prepared(p)).isEqualTo(1);
            } finally {
                threads.shutdownNow();
            }
        }
    }
}
