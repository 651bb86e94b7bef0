package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shuyuan.calendar.internal.RotasTest.refused;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.records.RecordSource;
import org.shuyuan.calendar.internal.RotaTurns.Somebody;
import org.shuyuan.calendar.internal.Rotas.Count;
import org.shuyuan.calendar.internal.jpa.HostedStore;
import org.shuyuan.calendar.internal.jpa.RotaStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** What becomes of single turns. Today is 2 January 2026; the seminar is on six Wednesdays from the seventh. */
class RotaTurnsTest {

    private static final Somebody AS_PLANNED = new Somebody(null, PlanItem.Who.NOBODY);

    private static Somebody person(Caller who) {
        return new Somebody(null, new PlanItem.Who(who.account(), null));
    }

    @BothDatabases
    void whoCannotIsStoodInForByTheNextAndIsDueNextAfter(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            p.holders.add(p.organiser.account());
            Rota rota = r.rota(r.seminar(), "甲", "乙", "丙");
            RotaTurn after = r.turns.decline(r.person("甲"), rota.id(), r.on(rota, "01-07").id(), 1, "出差");
            assertThat(after).satisfies(t -> {
                assertThat(t.due()).isEqualTo(r.person("乙").account());
                assertThat(t.instead()).isEqualTo(r.person("甲").account());
                assertThat(t.mark()).isEqualTo(RotaTurn.Mark.SUBSTITUTED);
            });
            assertThat(r.order(rota)).isEqualTo("乙 甲 丙 乙 甲 丙");
            assertThat(p.told.sent()).extracting(s -> s.notice().key()).contains("notice.rota-declined", "notice.rota-stand-in");
            assertThat(p.told.sent().toString() + p.audit.actions()).as("the reason is for the organisers alone").doesNotContain("出差");
            // when the one who stands in cannot either, the next comes, and both are due after
            r.turns.decline(r.person("乙"), rota.id(), after.id(), after.version(), "生病");
            assertThat(r.order(rota)).isEqualTo("丙 甲 乙 丙 甲 乙");
            assertThat(r.rotas.standing(rota).get(0).declined()).isEqualTo(1);
            assertThat(r.rotas.standing(rota).get(2).stoodIn()).isEqualTo(1);
        }
    }

    @BothDatabases
    void whereNobodyElseCanTheOrganiserNamesSomebodyFromOutside(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            p.holders.add(p.organiser.account());
            Rota rota = r.rota(r.seminar(), "甲");
            RotaTurn nobody = r.turns.decline(p.organiser, rota.id(), r.on(rota, "01-07").id(), 1, "他出差");
            assertThat(nobody.due()).isNull();
            assertThat(refused(409, () -> r.turns.accept(p.organiser, rota.id(), nobody.id(), nobody.version())).code()).isEqualTo("calendar.turn-nobody");
            RotaTurn named = r.turns.substitute(p.organiser, rota.id(), nobody.id(), nobody.version(), new Somebody(null, new PlanItem.Who(null, "党校李教授")));
            assertThat(named.speaker().words()).isEqualTo("党校李教授");
            assertThat(named.instead()).isEqualTo(r.person("甲").account());
            RotaTurn inside = r.turns.substitute(p.organiser, rota.id(), r.on(rota, "01-14").id(), r.on(rota, "01-14").version(), person(r.person("外单位")));
            assertThat(inside.due()).isNull();
            assertThat(inside.speaker().person()).isEqualTo(r.person("外单位").account());
            assertThat(r.turns.mine(r.person("外单位"))).extracting(RotaTurn::id).containsExactly(inside.id());
            RotaTurn promised = r.turns.accept(r.person("外单位"), rota.id(), inside.id(), r.turnStore.find(inside.id()).orElseThrow().version());
            assertThat(promised.mark()).as("who was named sees the rota and promises").isEqualTo(RotaTurn.Mark.ACCEPTED);
        }
    }

    @BothDatabases
    void onlyWhoseTurnItIsAndTheOrganiserMayChangeIt(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Rota rota = r.rota(r.seminar(), "甲", "乙");
            UUID turn = r.on(rota, "01-07").id();
            UUID id = rota.id();
            Caller other = r.person("乙");
            refused(403, () -> r.turns.accept(other, id, turn, 1));
            refused(403, () -> r.turns.prepare(other, id, turn, 1, PlanItem.Who.NOBODY, "题"));
            refused(403, () -> r.turns.decline(other, id, turn, 1, "不想"));
            refused(403, () -> r.turns.substitute(r.person("甲"), id, turn, 1, person(other)));
            refused(403, () -> r.turns.exchange(r.person("甲"), id, turn, 1, r.on(rota, "01-14").id()));
            refused(403, () -> r.turns.confirm(r.person("甲"), id, turn, 1, true, AS_PLANNED, null));
            refused(404, () -> r.turns.accept(p.stranger, id, turn, 1));
            refused(404, () -> r.turns.accept(p.organiser, id, UUID.randomUUID(), 1));
            refused(422, () -> r.turns.decline(r.person("甲"), id, turn, 1, " "));
            refused(422, () -> r.turns.prepare(r.person("甲"), id, turn, 1, PlanItem.Who.NOBODY, "长".repeat(201)));
            refused(422, () -> r.turns.substitute(p.organiser, id, turn, 1, AS_PLANNED));
            refused(422, () -> r.turns.substitute(p.organiser, id, turn, 1, new Somebody(UUID.randomUUID(), PlanItem.Who.NOBODY)));
            refused(422, () -> r.turns.substitute(p.organiser, id, turn, 1, new Somebody(null, new PlanItem.Who(UUID.randomUUID(), null))));
            r.turns.accept(r.person("甲"), id, turn, 1);
            assertThatThrownBy(() -> r.turns.prepare(r.person("甲"), id, turn, 1, PlanItem.Who.NOBODY, "题")).isInstanceOf(OptimisticLockException.class);
        }
    }

    @BothDatabases
    void whatIsPastOrCancelledIsNotPromisedOrRefusedAnyMore(Database database) {
        try (Portal p = new Portal(database)) {
            Event event = new Roster(p).seminar();
            Rota rota = new Roster(p).rota(event, "甲", "乙");
            p.dates.leaveOut(p.organiser, event.id(), event.version(), java.time.LocalDateTime.parse("2026-01-28T09:00"));
            Roster r = new Roster(p).at("2026-01-08T00:00:00Z");
            RotaTurn past = r.on(rota, "01-07");
            RotaTurn gone = r.on(rota, "01-28");
            assertThat(refused(409, () -> r.turns.decline(r.person("甲"), rota.id(), past.id(), past.version(), "忘了")).code()).isEqualTo("calendar.turn-over");
            assertThat(refused(409, () -> r.turns.accept(p.organiser, rota.id(), gone.id(), gone.version())).code()).isEqualTo("calendar.turn-cancelled");
            assertThat(refused(409, () -> r.turns.confirm(p.organiser, rota.id(), r.on(rota, "01-14").id(), r.on(rota, "01-14").version(), true, AS_PLANNED, null)).code())
                    .isEqualTo("calendar.turn-ahead");
            Roster later = new Roster(p).at("2026-02-20T00:00:00Z");
            assertThat(refused(409, () -> later.turns.confirm(p.organiser, rota.id(), gone.id(), gone.version(), true, AS_PLANNED, null)).code()).isEqualTo("calendar.turn-cancelled");
        }
    }

    @BothDatabases
    void onlyWhatTheOrganiserConfirmsIsCreditedToWhoReallySpoke(Database database) {
        try (Portal p = new Portal(database)) {
            Rota rota = new Roster(p).rota(new Roster(p).seminar(), "甲", "乙", "丙");
            Roster r = new Roster(p).at("2026-01-23T00:00:00Z");
            assertThat(r.all(rota).stream().filter(r.rotas::unconfirmed)).hasSize(3);
            // one click; somebody else of the list; nobody
            r.turns.confirm(p.organiser, rota.id(), r.on(rota, "01-07").id(), 1, true, AS_PLANNED, "二十届四中全会精神");
            r.turns.confirm(p.organiser, rota.id(), r.on(rota, "01-14").id(), 1, true, person(r.person("丙")), null);
            r.turns.confirm(p.organiser, rota.id(), r.on(rota, "01-21").id(), 1, false, AS_PLANNED, null);
            assertThat(r.rotas.standing(rota)).extracting(s -> s.credited() + "/" + s.planned()).containsExactly("1/1", "0/1", "1/1");
            assertThat(r.order(rota)).as("乙 has had none yet").isEqualTo("甲 乙 丙 乙 甲 丙");
            assertThat(r.rotas.behind(rota, r.person("丙").account(), Count.CREDITED)).extracting(t -> t.date().recurrence().toString()).containsExactly("2026-01-14T09:00");
            // it may be put right
            RotaTurn wrong = r.on(rota, "01-14");
            r.turns.confirm(p.organiser, rota.id(), wrong.id(), wrong.version(), true, new Somebody(r.person("乙").account(), PlanItem.Who.NOBODY), null);
            assertThat(r.rotas.standing(rota)).extracting(Rotas.Standing::credited).containsExactly(1, 1, 0);

            HostedRecords records = new HostedRecords(new HostedStore(p.db.jpa()), r.turnStore, new RotaStore(p.db.jpa()), p.access, Portal.settings(Instant.parse("2026-01-23T00:00:00Z")));
            List<UUID> both = List.of(r.person("甲").account(), r.person("乙").account());
            RecordSource.Question question = new RecordSource.Question(p.organiser, both, Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-12-31T00:00:00Z"), 10);
            assertThat(records.records(question)).extracting(RecordSource.Item::key).containsExactly("record.spoke", "record.spoke-about");
            assertThat(records.records(new RecordSource.Question(p.stranger, both, question.from(), question.to(), 10))).as("who may not read the unit's calendar").isEmpty();
        }
    }

    @BothDatabases
    void aDepartmentNamesItsSpeakerAndGetsTheCredit(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Event event = r.seminar();
            Rota rota = r.rotas.add(p.organiser, r.wanted(event, Rota.Over.DEPARTMENTS, List.of(p.credit.id(), p.office.id())));
            assertThat(r.order(rota)).startsWith("信贷部 办公室 信贷部");
            Caller head = r.person("信贷部长");
            p.access.grant(head, Permissions.READ, p.credit.id()).grant(head, Permissions.WRITE, p.credit.id());
            RotaTurn turn = r.on(rota, "01-07");
            RotaTurn named = r.turns.prepare(head, rota.id(), turn.id(), turn.version(), new PlanItem.Who(p.member.account(), null), "普惠金融");
            assertThat(named.speaker().person()).isEqualTo(p.member.account());
            refused(403, () -> r.turns.prepare(head, rota.id(), r.on(rota, "01-14").id(), 1, PlanItem.Who.NOBODY, "别的部门"));
            assertThat(r.turns.mine(head)).extracting(RotaTurn::due).containsOnly(p.credit.id());
            assertThat(r.turns.mine(p.member)).extracting(RotaTurn::id).containsExactly(turn.id());

            Roster later = r.at("2026-01-08T00:00:00Z");
            RotaTurn held = later.turns.confirm(p.organiser, rota.id(), turn.id(), named.version(), true, AS_PLANNED, null);
            assertThat(held.held()).satisfies(h -> {
                assertThat(h.member()).isEqualTo(p.credit.id());
                assertThat(h.who().person()).isEqualTo(p.member.account());
            });
        }
    }

    @BothDatabases
    void theOrganiserExchangesTwoTurns(Database database) {
        try (Portal p = new Portal(database)) {
            Roster r = new Roster(p);
            Rota rota = r.rota(r.seminar(), "甲", "乙", "丙");
            r.turns.exchange(p.organiser, rota.id(), r.on(rota, "01-07").id(), 1, r.on(rota, "01-21").id());
            assertThat(r.order(rota)).isEqualTo("丙 乙 甲 丙 乙 甲");
            assertThat(r.on(rota, "01-07").mark()).isEqualTo(RotaTurn.Mark.SWAPPED);
            RotaTurn first = r.on(rota, "01-07");
            assertThat(refused(409, () -> r.turns.exchange(p.organiser, rota.id(), first.id(), first.version(), first.id())).code()).isEqualTo("calendar.swap-same");
            refused(422, () -> r.turns.exchange(p.organiser, rota.id(), first.id(), first.version(), UUID.randomUUID()));
        }
    }
}
