package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shuyuan.calendar.internal.RotasTest.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Members change turns among themselves. Today is 2 January 2026; the seminar is on six Wednesdays from the seventh. */
class RotaSwapsTest {

    private static RotaSwap ask(Roster r, Rota rota, String who, String mine, String other) {
        return r.swaps.ask(r.person(who), rota.id(), r.on(rota, mine).id(), r.on(rota, other).id(), null, "那天要开会");
    }

    @BothDatabases
    void oneAsksTheOtherAgreesAndTheTurnsChange(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Rota rota = r.rota(r.seminar(), "甲", "乙", "丙");
            r.turns.prepare(r.person("甲"), rota.id(), r.on(rota, "01-07").id(), 1, PlanItem.Who.NOBODY, "甲的题目");
            RotaSwap swap = ask(r, rota, "甲", "01-07", "01-14");
            assertThat(r.swaps.asked(r.person("乙"))).containsExactly(swap);
            assertThat(r.swaps.asked(r.person("丙"))).isEmpty();
            assertThat(r.swaps.accept(r.person("乙"), rota.id(), swap.id()).state()).isEqualTo(RotaSwap.State.ACCEPTED);
            assertThat(r.order(rota)).startsWith("乙 甲 丙");
            assertThat(r.on(rota, "01-14").topic()).as("the topic goes with who prepared it").isEqualTo("甲的题目");
            assertThat(p.told.sent()).extracting(s -> s.notice().key()).contains("notice.rota-swap-asked", "notice.rota-exchanged");
            assertThat(p.audit.actions()).contains("calendar.ask-swap", "calendar.accepted-swap", "calendar.exchange-turns");
        }
    }

    @BothDatabases
    void aMemberIsAskedForTheirNextTurn(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Rota rota = r.rota(r.seminar(), "甲", "乙", "丙");
            RotaSwap swap = r.swaps.ask(r.person("甲"), rota.id(), r.on(rota, "01-07").id(), null, r.person("丙").account(), null);
            assertThat(swap.with()).isEqualTo(r.on(rota, "01-21").id());
            assertThat(refused(422, () -> r.swaps.ask(r.person("甲"), rota.id(), r.on(rota, "01-07").id(), null, UUID.randomUUID(), null)).errors().get(0).code())
                    .isEqualTo("calendar.swap-no-turn");
        }
    }

    @BothDatabases
    void whatIsDeclinedOrWithdrawnChangesNothingAndIsDecidedOnce(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Rota rota = r.rota(r.seminar(), "甲", "乙", "丙");
            String before = r.order(rota);
            RotaSwap swap = ask(r, rota, "甲", "01-07", "01-14");
            assertThat(refused(409, () -> ask(r, rota, "甲", "01-07", "01-14")).code()).as("asked already").isEqualTo("calendar.swap-waits");
            r.swaps.decline(r.person("乙"), rota.id(), swap.id());
            assertThat(refused(409, () -> r.swaps.accept(r.person("乙"), rota.id(), swap.id())).code()).isEqualTo("calendar.swap-over");
            RotaSwap other = ask(r, rota, "甲", "01-07", "01-21");
            r.swaps.withdraw(r.person("甲"), rota.id(), other.id());
            refused(409, () -> r.swaps.accept(r.person("丙"), rota.id(), other.id()));
            assertThat(r.order(rota)).isEqualTo(before);
        }
    }

    @BothDatabases
    void nobodyElseOffersAgreesDeclinesOrWithdraws(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Rota rota = r.rota(r.seminar(), "甲", "乙", "丙");
            refused(403, () -> ask(r, rota, "丙", "01-07", "01-14"));
            RotaSwap swap = ask(r, rota, "甲", "01-07", "01-14");
            refused(403, () -> r.swaps.accept(r.person("甲"), rota.id(), swap.id()));
            refused(403, () -> r.swaps.accept(r.person("丙"), rota.id(), swap.id()));
            refused(403, () -> r.swaps.decline(r.person("丙"), rota.id(), swap.id()));
            refused(403, () -> r.swaps.withdraw(r.person("乙"), rota.id(), swap.id()));
            refused(404, () -> r.swaps.accept(p.stranger, rota.id(), swap.id()));
            refused(409, () -> ask(r, rota, "甲", "01-07", "01-28"));
            refused(422, () -> r.swaps.ask(r.person("甲"), rota.id(), r.on(rota, "01-07").id(), UUID.randomUUID(), null, null));
            refused(422, () -> r.swaps.ask(r.person("甲"), rota.id(), r.on(rota, "01-07").id(), r.on(rota, "01-14").id(), null, "长".repeat(201)));
            refused(409, () -> r.swaps.accept(p.organiser, rota.id(), UUID.randomUUID()));
        }
    }

    @BothDatabases
    void whoLooksAfterTheRotaAnswersForWhoeverCannotAndTheTrailSaysSo(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Rota rota = r.rota(r.seminar(), "甲", "乙", "丙");
            RotaSwap one = ask(r, rota, "甲", "01-07", "01-14");
            refused(403, () -> r.swaps.accept(r.person("丙"), rota.id(), one.id()));
            r.swaps.accept(p.organiser, rota.id(), one.id());
            assertThat(r.order(rota)).startsWith("乙 甲 丙");
            assertThat(p.audit.entries()).filteredOn(e -> e.action().equals("calendar.accepted-swap-for")).singleElement().satisfies(e -> assertThat(e.who()).isEqualTo(p.organiser.name()));
            assertThat(p.audit.actions()).doesNotContain("calendar.accepted-swap");
            assertThat(p.told.sent()).filteredOn(s -> s.notice().key().equals("notice.rota-swap-for")).singleElement()
                    .satisfies(s -> assertThat(s.accounts()).as("whom it was done for").containsExactly(r.person("乙").account()));
            RotaSwap other = ask(r, rota, "乙", "01-07", "01-21");
            r.swaps.decline(p.organiser, rota.id(), other.id());
            assertThat(p.audit.actions()).contains("calendar.declined-swap-for");
            assertThat(p.told.sent()).extracting(s -> s.notice().key()).contains("notice.rota-swap-declined");
        }
    }

    @BothDatabases
    void whatIsPastIsNotSwapped(Database database) {
        try (Portal p = new Portal(database)) {
            Roster before = new Roster(p);
            Rota rota = before.rota(before.seminar(), "甲", "乙", "丙");
            RotaSwap swap = ask(before, rota, "甲", "01-07", "01-14");
            Roster r = before.at("2026-01-08T00:00:00Z");
            assertThat(refused(409, () -> r.swaps.accept(r.person("乙"), rota.id(), swap.id())).code()).isEqualTo("calendar.turn-over");
            refused(409, () -> ask(r, rota, "甲", "01-07", "01-21"));
        }
    }

    @BothDatabases
    void aTurnThatBecameAnothersMakesWhatWaitsVoid(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Rota rota = r.rota(r.seminar(), "甲", "乙", "丙");
            RotaSwap swap = ask(r, rota, "甲", "01-07", "01-14");
            RotaTurn turn = r.on(rota, "01-14");
            r.turns.decline(r.person("乙"), rota.id(), turn.id(), turn.version(), "出差");
            assertThat(r.swaps.open(List.of(rota.id()))).isEmpty();
            refused(409, () -> r.swaps.accept(p.organiser, rota.id(), swap.id()));
        }
    }

    @BothDatabases
    void ofTwoWhoAgreeAtOnceAboutTheSameTurnOnlyOneWins(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Rota rota = r.rota(r.seminar(), "甲", "乙", "丙");
            RotaSwap one = ask(r, rota, "甲", "01-07", "01-14");
            RotaSwap other = ask(r, rota, "甲", "01-07", "01-21");
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                List<Callable<Boolean>> both = List.of(() -> agreed(r, rota, "乙", one), () -> agreed(r, rota, "丙", other));
                List<Boolean> won = new ArrayList<>();
                for (Future<Boolean> done : threads.invokeAll(both)) {
                    won.add(done.get());
                }
                assertThat(won).containsExactlyInAnyOrder(true, false);
                assertThat(r.order(rota)).startsWith(won.get(0) ? "乙 甲 丙" : "丙 乙 甲");
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static boolean agreed(Roster r, Rota rota, String who, RotaSwap swap) {
        try {
            r.swaps.accept(r.person(who), rota.id(), swap.id());
            return true;
        } catch (Problem late) {
            assertThat(late.code()).isEqualTo("calendar.swap-over");
            return false;
        }
    }
}
