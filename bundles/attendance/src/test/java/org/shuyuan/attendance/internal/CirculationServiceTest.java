package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.records.Anonymiser.Holding;
import org.shuyuan.api.records.Anonymiser.Leaver;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.attendance.internal.Circulation.Part;
import org.shuyuan.attendance.internal.CirculationService.Wish;
import org.shuyuan.attendance.internal.jpa.LeaverStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;

/** A quarter's figures, made known to everybody they are of, stay as they were issued. */
class CirculationServiceTest {

    private static final LocalDate FROM = LocalDate.parse("2026-01-01");
    private static final LocalDate TO = LocalDate.parse("2026-03-31");

    private static Wish quarter(@Nullable String title, boolean names) {
        return new Wish(title, FROM, TO, null, names, "请各部门查找原因。");
    }

    /** March: li present, wang on leave, zhang absent; it is April now. */
    private static UUID march(Portal p) {
        UUID march = p.gathering("march", Portal.START);
        p.mark(march, Portal.as(p.li, State.PRESENT), Portal.as(p.wang, State.ON_LEAVE));
        p.closing.close(p.organiser, march, p.version(march));
        p.now(Portal.START.plus(Duration.ofDays(35)));
        return march;
    }

    private static void refused(ThrowingCallable work, String code) {
        assertThatThrownBy(work).isInstanceOfSatisfying(Problem.class, e -> assertThat(e.errors().isEmpty() ? e.code() : e.errors().get(0).code()).isEqualTo(code));
    }

    @BothDatabases
    void whatIsIssuedSaysWhatWasCountedAndEverybodyHearsOfIt(Database database) {
        try (Portal p = new Portal(database)) {
            march(p);

            Circulation issued = p.circulations.issue(p.organiser, p.bank.id(), quarter("一季度通报", true));

            Circulation found = p.circulations.find(p.organiser, issued.id());
            assertThat(found).usingRecursiveComparison().ignoringFields("content", "issuedAt").isEqualTo(issued);
            Circulation.Content content = found.content();
            assertThat(content.all().rate(content.rules())).isEqualTo(50.0);
            assertThat(List.of(content.gatherings(), content.people(), content.below())).as("leave lowers no denominator, so wang is none of those who are counted").containsExactly(1, 2, 1);
            assertThat(content.of(Part.UNIT)).extracting(Circulation.Row::name).containsExactly("信贷部");
            assertThat(content.of(Part.KIND)).extracting(Circulation.Row::name).containsExactly("集中学习");
            assertThat(content.of(Part.PERSON)).singleElement().satisfies(row -> {
                assertThat(row.key()).isEqualTo(p.zhang.id().toString());
                assertThat(row.name()).as("people are looked up when it is read").isNull();
                assertThat(row.tally().of(State.ABSENT)).isEqualTo(1);
            });
            assertThat(p.told.sent()).singleElement().satisfies(s -> {
                assertThat(s.notice().key()).isEqualTo("notice.circulated");
                assertThat(s.accounts()).containsExactly(p.member.account());
            });
            assertThat(p.audit.actions()).contains("attendance.circulate");
        }
    }

    @BothDatabases
    void branchesStandThereWithAllBelowThemAndDepartmentsWithWhatTheyBelongTo(Database database) {
        try (Portal p = new Portal(database)) {
            Unit desk = p.units.add("柜台", p.credit);
            Person clerk = p.people.add("柜员", "C4", desk);
            UUID march = p.gathering("march", Portal.START);
            p.mark(march, Portal.as(p.li, State.PRESENT), Portal.as(p.wang, State.PRESENT), Portal.as(p.zhang, State.PRESENT), Portal.as(clerk, State.ABSENT));
            p.now(Portal.START.plus(Duration.ofDays(35)));

            Circulation issued = p.circulations.issue(p.organiser, p.bank.id(), quarter("一季度通报", true));

            Circulation.Content content = p.circulations.find(p.organiser, issued.id()).content();
            assertThat(content.of(Part.UNIT)).extracting(Circulation.Row::name, r -> r.tally().rate(content.rules())).containsExactly(tuple("信贷部", 75.0));
            assertThat(content.of(Part.DEPARTMENT)).extracting(Circulation.Row::name, r -> r.tally().rate(content.rules())).containsExactly(tuple("信贷部 / 柜台", 0.0), tuple("信贷部", 100.0));
        }
    }

    @BothDatabases
    void whatWasIssuedBeforeFiguresWereAddedUpStaysAsItWasIssued(Database database) {
        try (Portal p = new Portal(database)) {
            p.rules.set(p.organiser, p.bank.id(), 0, new Rules(true, 50, 100, 90, 3, 80, 7, 5, true));
            march(p);
            Circulation issued = p.circulations.issue(p.organiser, p.bank.id(), quarter("一季度通报", true));
            p.db.jpa().run(em -> {
                Sql.update(em, "update attendance_circulation_row set part = 'unit', counts = '{\"late\":1,\"made-up late\":1}' where part = 'branch'");
                Sql.update(em, "update attendance_circulation set rules = replace(rules, ',\"better\":true', '')");
            });

            Circulation.Content content = p.circulations.find(p.organiser, issued.id()).content();

            assertThat(content.of(Part.UNIT)).as("units were departments then").isEmpty();
            assertThat(content.of(Part.DEPARTMENT)).extracting(Circulation.Row::name).containsExactly("信贷部");
            assertThat(content.of(Part.DEPARTMENT).get(0).tally().rate(content.rules())).as("a late one who made it up counted as late").isEqualTo(50.0);
            assertThat(content.of(Part.DEPARTMENT).get(0).tally().rate(p.rules.at(p.bank.id()).rules())).as("as it is counted now").isEqualTo(80.0);
        }
    }

    @BothDatabases
    void shownBeforeNothingIsWrittenAndNobodyIsNamedUnlessAskedFor(Database database) {
        try (Portal p = new Portal(database)) {
            march(p);
            Circulation shown = p.circulations.preview(p.organiser, p.bank.id(), quarter(null, false));
            assertThat(shown.content().below()).isEqualTo(1);
            assertThat(shown.content().of(Part.PERSON)).isEmpty();
            assertThat(p.circulations.list(p.organiser, p.bank.id(), 0, 10).total()).isZero();
            assertThat(p.told.sent()).isEmpty();
        }
    }

    @BothDatabases
    void marksThatAreCorrectedLaterChangeNoCirculationButAreTold(Database database) {
        try (Portal p = new Portal(database)) {
            UUID march = march(p);
            Circulation issued = p.circulations.issue(p.organiser, p.bank.id(), quarter("一季度通报", true));
            assertThat(p.circulations.changedSince(p.organiser, issued)).isEmpty();

            p.closing.reopen(p.organiser, march, p.version(march), "签到表漏录");
            p.mark(march, Portal.as(p.zhang, State.PRESENT));

            assertThat(p.circulations.find(p.organiser, issued.id()).content().all().rate(Rules.USUAL)).isEqualTo(50.0);
            assertThat(p.circulations.changedSince(p.organiser, issued)).hasValueSatisfying(now -> assertThat(now.rate(Rules.USUAL)).isEqualTo(100.0));
            assertThat(p.circulations.changedSince(p.member, issued)).as("for who may read figures only").isEmpty();
        }
    }

    @BothDatabases
    void itIsReadByWhomItIsOfAndByNobodyElse(Database database) {
        try (Portal p = new Portal(database)) {
            march(p);
            Circulation issued = p.circulations.issue(p.organiser, p.bank.id(), quarter("一季度通报", true));

            assertThat(p.circulations.find(p.member, issued.id()).title()).as("a clerk of a department below").isEqualTo("一季度通报");
            p.access.grant(p.member, Permissions.OWN, p.credit.id());
            assertThat(p.circulations.list(p.member, p.credit.id(), 0, 10).items()).extracting(Circulation::id).containsExactly(issued.id());
            Caller stranger = FakeAccess.person("外单位");
            refused(() -> p.circulations.find(stranger, issued.id()), "attendance.no-such-circulation");
            refused(() -> p.circulations.list(stranger, p.bank.id(), 0, 10), "access.forbidden");
            refused(() -> p.circulations.preview(p.inspector, p.bank.id(), quarter(null, false)), "access.forbidden");
            refused(() -> p.circulations.issue(p.member, p.credit.id(), quarter("一", false)), "access.forbidden");
        }
    }

    @BothDatabases
    void whatIsNoCirculationIsRefused(Database database) {
        try (Portal p = new Portal(database)) {
            refused(() -> p.circulations.issue(p.organiser, p.bank.id(), quarter("一季度", true)), "attendance.nothing-to-circulate");
            march(p);
            refused(() -> p.circulations.issue(p.organiser, p.bank.id(), quarter("  ", true)), "attendance.needed");
            refused(() -> p.circulations.issue(p.organiser, p.bank.id(), quarter("长".repeat(201), true)), "attendance.too-long");
            refused(() -> p.circulations.issue(p.organiser, p.bank.id(), new Wish("一", FROM, TO, null, true, "长".repeat(4001))), "attendance.too-long");
            refused(() -> p.circulations.issue(p.organiser, p.bank.id(), new Wish("一", FROM, LocalDate.parse("2026-12-31"), null, true, null)), "attendance.not-over");
            refused(() -> p.circulations.issue(p.organiser, p.bank.id(), new Wish("一", TO, FROM, null, true, null)), "attendance.bad-period");
        }
    }

    @BothDatabases
    void withdrawnItStaysToBeReadWithTheReason(Database database) {
        try (Portal p = new Portal(database)) {
            march(p);
            Circulation issued = p.circulations.issue(p.organiser, p.bank.id(), quarter("一季度通报", true));
            refused(() -> p.circulations.withdraw(p.member, issued.id(), 1, "想撤"), "access.forbidden");
            refused(() -> p.circulations.withdraw(p.organiser, issued.id(), 1, " "), "attendance.needed");
            assertThatThrownBy(() -> p.circulations.withdraw(p.organiser, issued.id(), 7, "口径有误")).isInstanceOf(OptimisticLockException.class);

            Circulation after = p.circulations.withdraw(p.organiser, issued.id(), 1, "口径有误");

            assertThat(p.circulations.find(p.member, issued.id()).withdrawal()).isEqualTo(after.withdrawal());
            refused(() -> p.circulations.withdraw(p.organiser, issued.id(), after.version(), "再撤"), "attendance.withdrawn-already");
            assertThat(p.audit.actions()).contains("attendance.withdraw-circulation");
        }
    }

    @BothDatabases
    void whoIsNamedLearnsSoAndIsNamelessOnceAnonymised(Database database) {
        try (Portal p = new Portal(database)) {
            UUID march = p.gathering("march", Portal.START);
            p.mark(march, Portal.as(p.li, State.ABSENT), Portal.as(p.wang, State.PRESENT), Portal.as(p.zhang, State.PRESENT));
            p.closing.close(p.organiser, march, p.version(march));
            p.now(Portal.START.plus(Duration.ofDays(35)));
            Circulation issued = p.circulations.issue(p.organiser, p.bank.id(), quarter("一季度通报", true));

            OwnMarks own = p.own();
            assertThat(own.held(p.member)).filteredOn(h -> h.key().equals("nav.circulations")).singleElement().satisfies(h -> assertThat(h.rows().get(0)).contains("一季度通报"));

            AnonymousAttendance anonymiser = new AnonymousAttendance(new LeaverStore(p.db.jpa()), p.leaveFiles);
            Leaver who = new Leaver(p.li.id(), "已匿名人员 7", 7, Set.of(), Set.of("组织委员"));
            assertThat(anonymiser.holdings(p.organiser, who)).extracting(Holding::key).contains("anonymise.circulations");
            p.db.transactions().run(() -> anonymiser.anonymise(p.organiser, who));
            assertThat(p.circulations.find(p.organiser, issued.id()).issuedBy()).isEqualTo("已匿名人员 7");
        }
    }
}
