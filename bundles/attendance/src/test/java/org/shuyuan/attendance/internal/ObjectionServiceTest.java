package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.records.Anonymiser.Leaver;
import org.shuyuan.attendance.internal.ObjectionService.Wish;
import org.shuyuan.attendance.internal.jpa.LeaverStore;
import org.shuyuan.attendance.internal.jpa.ObjectionStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Whoever is marked wrongly says so for some days; somebody else decides, and only that changes a roll that stays closed. */
class ObjectionServiceTest {

    /** Li absent by closing, Wang late, Zhang present. */
    private static UUID closed(Portal p) {
        UUID id = p.gathering();
        p.mark(id, Portal.as(p.wang, State.LATE), Portal.as(p.zhang, State.PRESENT));
        p.now(Portal.START.plus(Duration.ofHours(2)));
        p.closing.close(p.organiser, id, p.version(id));
        return id;
    }

    private static Wish there(UUID gathering) {
        return new Wish(gathering, null, State.PRESENT, "我在场，签到表上有我的签名");
    }

    private static Objection asked(Portal p, UUID gathering) {
        return p.objections.object(p.member, there(gathering)).objection();
    }

    private static ObjectionStore.Query all(Objection.@Nullable Status status) {
        return new ObjectionStore.Query(status, null, "o.id", 0, 10);
    }

    private static void refused(ThrowingCallable work, String code) {
        assertThatThrownBy(work).isInstanceOfSatisfying(Problem.class, e -> assertThat(e.errors().isEmpty() ? e.code() : e.errors().get(0).code()).isEqualTo(code));
    }

    @BothDatabases
    void whoWasExcusedAheadObjectsBeforeTheRollIsTaken(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            refused(() -> asked(p, id), "attendance.not-marked");
            p.now(Portal.START.minus(Duration.ofDays(3)));
            p.mark(id, Portal.as(p.li, State.EXEMPT));
            assertThat(asked(p, id).was()).as("I shall come").isEqualTo(State.EXEMPT);
        }
    }

    @BothDatabases
    void aGrantedObjectionChangesTheMarkOfARollThatStaysClosed(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = closed(p);
            Objection asked = asked(p, id);
            assertThat(p.state(id, p.li)).as("asking changes nothing").isEqualTo(State.ABSENT);

            ObjectionStore.Line granted = p.objections.decide(p.organiser, asked.id(), asked.version(), true, null);

            assertThat(granted.objection().status()).isEqualTo(Objection.Status.GRANTED);
            assertThat(granted.objection().was()).isEqualTo(State.ABSENT);
            assertThat(p.marks.of(id)).filteredOn(m -> m.person().equals(p.li.id())).singleElement().satisfies(m -> {
                assertThat(m.state()).isEqualTo(State.PRESENT);
                assertThat(m.way()).isEqualTo(Mark.Way.OBJECTION);
                assertThat(m.by()).isEqualTo("组织委员");
            });
            assertThat(p.state(id, p.wang)).as("nobody else's").isEqualTo(State.LATE);
            assertThat(p.gatherings.find(p.organiser, id).closedAt()).as("the roll stays closed").isNotNull();
            assertThat(p.audit.actions()).contains("attendance.object", "attendance.mark", "attendance.grant-objection");
            assertThat(p.audit.entries().toString()).as("a reason may tell of an illness").doesNotContain("签名");
            assertThat(p.told.sent()).extracting(s -> s.notice().key()).containsExactly("notice.objection-asked", "notice.objection-granted");
        }
    }

    @BothDatabases
    void aRefusedOneSaysWhyLeavesTheMarkAndIsNotAskedAgain(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = closed(p);
            Objection asked = asked(p, id);

            refused(() -> p.objections.decide(p.organiser, asked.id(), asked.version(), false, " "), "attendance.answer-needed");
            ObjectionStore.Line after = p.objections.decide(p.organiser, asked.id(), asked.version(), false, "签到表上没有");

            assertThat(after.objection().answer()).isEqualTo("签到表上没有");
            assertThat(p.state(id, p.li)).isEqualTo(State.ABSENT);
            assertThat(p.objections.open(p.member)).isEmpty();
            refused(() -> asked(p, id), "attendance.objection-twice");
            refused(() -> p.objections.decide(p.organiser, asked.id(), after.objection().version(), true, null), "attendance.objection-decided");
            assertThat(p.told.sent()).extracting(s -> s.notice().key()).contains("notice.objection-refused");
        }
    }

    @BothDatabases
    void itIsPossibleForSomeDaysAfterClosingAsTheUnitSays(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = closed(p);
            assertThat(p.objections.open(p.member)).singleElement().satisfies(o -> {
                assertThat(o.gathering()).isEqualTo(id);
                assertThat(o.until()).isEqualTo(Portal.START.plus(Duration.ofHours(2)).plus(Duration.ofDays(7)));
            });

            p.now(Portal.START.plus(Duration.ofDays(8)));
            assertThat(p.objections.open(p.member)).isEmpty();
            refused(() -> asked(p, id), "attendance.objection-late");

            p.rules.set(p.organiser, p.bank.id(), 0, new Rules(true, 100, 100, 90, 3, 0, 30, 5, true));
            assertThat(asked(p, id).status()).isEqualTo(Objection.Status.ASKED);

            p.rules.set(p.organiser, p.bank.id(), 1, new Rules(true, 100, 100, 90, 3, 0, 0, 5, true));
            refused(() -> p.objections.object(Portal.phone(p.wang, ""), there(id)), "attendance.objection-late");
            refused(() -> p.rules.set(p.organiser, p.bank.id(), 2, new Rules(true, 100, 100, 90, 3, 0, 367, 5, true)), "attendance.bad-days");
        }
    }

    @BothDatabases
    void aRollThatWasNeverClosedCountsFromTheGatheringsEnd(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            refused(() -> asked(p, id), "attendance.not-marked");
            p.mark(id, Portal.as(p.li, State.LATE));

            p.now(Portal.START.plus(Duration.ofDays(6)));
            assertThat(p.objections.open(p.member)).extracting(ObjectionService.Open::gathering).containsExactly(id);

            assertThat(asked(p, id).was()).isEqualTo(State.LATE);
        }
    }

    @BothDatabases
    void onlyWhoTakesTheRollDecidesAndNobodyOnTheirOwn(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = closed(p);
            Objection asked = asked(p, id);

            refused(() -> p.objections.decide(p.inspector, asked.id(), asked.version(), true, null), "attendance.no-such-objection");
            refused(() -> p.objections.decide(p.member, asked.id(), asked.version(), true, null), "access.forbidden");
            refused(() -> p.objections.list(p.inspector, p.bank.id(), all(null)), "access.forbidden");
            refused(() -> p.objections.object(p.member, new Wish(id, p.wang.id(), State.PRESENT, "他在")), "attendance.no-such-gathering");
            refused(() -> p.objections.object(p.inspector, new Wish(id, p.wang.id(), State.PRESENT, "他在")), "access.forbidden");
            refused(() -> p.objections.object(p.head, there(id)), "attendance.no-such-gathering");
            p.access.grant(p.member, Permissions.TAKE, p.bank.id());
            refused(() -> p.objections.decide(p.member, asked.id(), asked.version(), true, null), "attendance.own-objection");
            assertThatThrownBy(() -> p.objections.decide(p.organiser, asked.id(), 7, true, null)).isInstanceOf(OptimisticLockException.class);

            Objection written = p.objections.object(p.organiser, new Wish(id, p.wang.id(), State.PRESENT, "电话说明：九点前已到")).objection();
            assertThat(written.person()).as("by telephone").isEqualTo(p.wang.id());
            assertThat(p.objections.list(p.organiser, p.bank.id(), all(Objection.Status.ASKED))).satisfies(page -> {
                assertThat(page.items()).extracting(l -> l.objection().id()).containsExactlyInAnyOrder(asked.id(), written.id());
                assertThat(page.counts()).containsEntry("asked", 2);
            });
            assertThat(p.objections.list(p.organiser, p.office.id(), all(null)).items()).isEmpty();
        }
    }

    @BothDatabases
    void whatItShouldBeAndWhyAreSaid(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = closed(p);
            Caller nobody = new Caller(UUID.randomUUID(), null, "admin", Caller.Kind.SESSION, p.member.language(), "");

            for (State wrong : new @Nullable State[] {null, State.ABSENT, State.OBSERVER}) {
                refused(() -> p.objections.object(p.member, new Wish(id, null, wrong, "我在场")), "attendance.bad-wanted");
            }
            refused(() -> p.objections.object(p.member, new Wish(id, null, State.PRESENT, "")), "attendance.why-needed");
            refused(() -> p.objections.object(p.member, new Wish(id, null, State.PRESENT, "长".repeat(501))), "attendance.too-long");
            refused(() -> p.objections.object(nobody, there(id)), "attendance.without-person");
            asked(p, id);
            refused(() -> asked(p, id), "attendance.objection-twice");
        }
    }

    @BothDatabases
    void whoWasThereAfterAllHasNothingToMakeUpAnyMore(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = closed(p);
            p.makeUps.assign(p.organiser, id, p.li.id(), "读会议材料", LocalDate.parse("2026-03-18"));
            Objection asked = asked(p, id);

            p.objections.decide(p.organiser, asked.id(), asked.version(), true, "核实");

            assertThat(p.makeUps.at(id).get(p.li.id()).status()).isEqualTo(MakeUp.Status.DROPPED);
            assertThat(p.makeUps.missed(p.member)).isEmpty();
        }
    }

    @BothDatabases
    void aClosedRollOpensOnlyForAReason(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = closed(p);

            refused(() -> p.closing.reopen(p.organiser, id, p.version(id), " "), "attendance.answer-needed");
            refused(() -> p.closing.reopen(p.organiser, id, p.version(id), "长".repeat(201)), "attendance.too-long");
            p.closing.reopen(p.organiser, id, p.version(id), "漏记两人");

            assertThat(p.audit.entries().toString()).contains("漏记两人");
        }
    }

    @BothDatabases
    void oneIsToldWhatIsHeldAndWhoIsAnonymisedObjectsNoMore(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = closed(p);
            asked(p, id);
            assertThat(p.own().held(p.member)).anySatisfy(held -> {
                assertThat(held.key()).isEqualTo("objection.mine");
                assertThat(held.rows().get(0)).contains("attendance:state.absent", "attendance:state.present", "attendance:objection.asked");
            });
            AnonymousAttendance anonymiser = new AnonymousAttendance(new LeaverStore(p.db.jpa()), p.leaveFiles);
            Leaver who = new Leaver(p.li.id(), "已匿名人员 7", 7, Set.of(), Set.of());
            assertThat(anonymiser.holdings(p.organiser, who)).extracting("key").contains("anonymise.objections");

            p.db.transactions().run(() -> anonymiser.anonymise(p.organiser, who));

            assertThat(p.objections.list(p.organiser, p.bank.id(), all(null)).items()).isEmpty();
            assertThat(List.of(p.state(id, p.li))).as("the mark stays").containsExactly(State.ABSENT);
        }
    }
}
