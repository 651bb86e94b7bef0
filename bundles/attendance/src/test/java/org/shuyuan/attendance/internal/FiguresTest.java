package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Group;
import org.shuyuan.api.directory.Groups;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.attendance.internal.Figures.By;
import org.shuyuan.attendance.internal.jpa.FigureStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeTexts;

/** Figures are counted from marks by the unit's own rules, and each opens down to the marks it rests on. */
class FiguresTest {

    private static Figures.Question year(Portal p) {
        return new Figures.Question(p.bank.id(), LocalDate.parse("2026-01-01"), LocalDate.parse("2026-12-31"), null);
    }

    /** March: li present, wang on leave, zhang absent by closing; April: li late, wang present, zhang not marked. */
    private static void marked(Portal p) {
        UUID march = p.gathering("march", Portal.START);
        p.mark(march, Portal.as(p.li, State.PRESENT), Portal.as(p.wang, State.ON_LEAVE));
        p.closing.close(p.organiser, march, p.version(march));
        p.now(Portal.START.plus(Duration.ofDays(35)));
        UUID april = p.gathering("april", Portal.START.plus(Duration.ofDays(35)));
        p.onRoll.add(p.organiser, april, List.of(p.secretary.id()), true);
        p.mark(april, Portal.as(p.li, State.LATE), Portal.as(p.wang, State.PRESENT), Portal.as(p.secretary, State.OBSERVER));
        p.gathering("never taken", Portal.START.plus(Duration.ofDays(40)));
    }

    private static List<String> rates(Figures.Answer answer) {
        return answer.rows().stream().map(r -> r.name() + " " + r.tally().rate(answer.rules().rules())).toList();
    }

    @BothDatabases
    void eachPersonsRateIsByTheUsualRulesAndTheLowestStandsFirst(Database database) {
        try (Portal p = new Portal(database)) {
            marked(p);
            Figures.Answer answer = p.figures.answer(p.organiser, year(p), By.PERSON);
            assertThat(rates(answer)).containsExactly("张三 0.0", "李娜 100.0", "王伟 100.0", "秘书 null");
            assertThat(answer.gatherings()).as("one roll was never taken").isEqualTo(2);
            assertThat(answer.untaken()).as("which is said beside it").isEqualTo(1);
            assertThat(answer.all().rate(answer.rules().rules())).as("3 of 4: leave is not counted, observers neither, one is not marked").isEqualTo(75.0);
            assertThat(answer.all().open()).isEqualTo(1);
        }
    }

    @BothDatabases
    void whatLeaveAndComingLateCostIsTheUnitsToSay(Database database) {
        try (Portal p = new Portal(database)) {
            marked(p);
            p.rules.set(p.organiser, p.bank.id(), 0, new Rules(false, 50, 100, 90, 3, 0, 7, 5, true));
            Figures.Answer answer = p.figures.answer(p.organiser, year(p), By.PERSON);
            assertThat(rates(answer)).containsExactly("张三 0.0", "王伟 50.0", "李娜 75.0", "秘书 null");
            assertThat(answer.all().rate(answer.rules().rules())).isEqualTo(50.0);
        }
    }

    @BothDatabases
    void ratesAreOfDepartmentsGroupsKindsAndMonthsToo(Database database) {
        try (Portal p = new Portal(database)) {
            Group youth = p.groups.add("青年", null, p.li.id(), p.zhang.id());
            marked(p);
            assertThat(rates(p.figures.answer(p.organiser, year(p), By.UNIT))).containsExactly("信贷部 75.0", "办公室 null");
            assertThat(rates(p.figures.answer(p.organiser, year(p), By.GROUP))).containsExactly("青年 66.7");
            assertThat(rates(p.figures.answer(p.organiser, year(p), By.KIND))).containsExactly("集中学习 75.0");
            assertThat(rates(p.figures.answer(p.organiser, year(p), By.MONTH))).containsExactly("2026-03 50.0", "2026-04 100.0");
            assertThat(youth.open()).isTrue();
        }
    }

    @BothDatabases
    void whoIsInAGroupIsAskedOfTheLastDayAndOfNoneToCome(Database database) {
        try (Portal p = new Portal(database)) {
            Group youth = p.groups.add("青年", null, p.li.id());
            List<LocalDate> asked = new ArrayList<>();
            Groups groups = (Groups) Proxy.newProxyInstance(Groups.class.getClassLoader(), new Class<?>[] {Groups.class}, (proxy, method, values) -> {
                if (method.getName().equals("members")) {
                    asked.add((LocalDate) values[2]);
                }
                return method.invoke(p.groups, values);
            });
            Figures figures = new Figures(p.figureStore, p.store, p.rules, p.people, p.units, groups, p.access, new FakeTexts());
            LocalDate today = LocalDate.now(p.units.get(p.bank.id()).zone());
            for (LocalDate to : List.of(today.plusDays(300), today.minusDays(3))) {
                Figures.Question question = new Figures.Question(p.bank.id(), today.minusDays(30), to, null);
                figures.answer(p.organiser, question, By.GROUP);
                figures.evidence(p.organiser, question, By.GROUP, youth.id().toString(), null, 0, 10);
            }
            assertThat(asked).containsExactly(today, today, today.minusDays(3), today.minusDays(3));
        }
    }

    @BothDatabases
    void everyFigureOpensDownToItsMarks(Database database) {
        try (Portal p = new Portal(database)) {
            Group youth = p.groups.add("青年", null, p.li.id(), p.zhang.id());
            marked(p);
            assertThat(p.figures.evidence(p.organiser, year(p), By.PERSON, p.wang.id().toString(), null, 0, 10).items()).extracting("state").containsExactly(State.PRESENT, State.ON_LEAVE);
            assertThat(p.figures.evidence(p.organiser, year(p), By.UNIT, p.credit.id().toString(), State.ABSENT, 0, 10).items()).extracting("person").containsExactly(p.zhang.id());
            assertThat(p.figures.evidence(p.organiser, year(p), By.GROUP, youth.id().toString(), null, 0, 10).total()).isEqualTo(4);
            assertThat(p.figures.evidence(p.organiser, year(p), By.KIND, "study", null, 0, 3)).satisfies(page -> {
                assertThat(page.total()).isEqualTo(7);
                assertThat(page.items()).hasSize(3);
            });
            assertThat(p.figures.evidence(p.organiser, year(p), By.MONTH, "2026-03", null, 0, 10).total()).isEqualTo(3);
            for (String wrong : List.of("2026-13", "x", "")) {
                assertThatThrownBy(() -> p.figures.evidence(p.organiser, year(p), By.MONTH, wrong, null, 0, 10)).isInstanceOfSatisfying(Problem.class, e -> assertThat(e.status()).isEqualTo(422));
                assertThatThrownBy(() -> p.figures.evidence(p.organiser, year(p), By.PERSON, wrong, null, 0, 10)).isInstanceOfSatisfying(Problem.class, e -> assertThat(e.status()).isEqualTo(422));
            }
        }
    }

    @BothDatabases
    void evidenceComesByPagesWhichLeaveNothingOutAndShowNothingTwice(Database database) {
        try (Portal p = new Portal(database)) {
            marked(p);
            List<FigureStore.Line> whole = p.figures.evidence(p.organiser, year(p), By.ALL, "", null, 0, 100).items();
            for (int size = 1; size <= 8; size++) {
                List<FigureStore.Line> pages = new ArrayList<>();
                for (int offset = 0; offset < 10; offset += size) {
                    FigureStore.Page page = p.figures.evidence(p.organiser, year(p), By.ALL, "", null, offset, size);
                    assertThat(page.total()).isEqualTo(7);
                    pages.addAll(page.items());
                }
                assertThat(pages).as("by %d", size).isEqualTo(whole);
            }
        }
    }

    @BothDatabases
    void nobodySeesFiguresOfUnitsTheyMayNotReadButEverybodyTheirOwn(Database database) {
        try (Portal p = new Portal(database)) {
            marked(p);
            assertThatThrownBy(() -> p.figures.answer(p.member, year(p), By.PERSON)).hasMessage("access.forbidden");
            assertThatThrownBy(() -> p.figures.evidence(p.member, year(p), By.KIND, "study", null, 0, 10)).hasMessage("access.forbidden");
            OwnAttendance own = new OwnAttendance(p.figureStore, p.rules, p.people, p.units);
            OwnAttendance.Answer mine = own.of(p.member, p.credit.id(), LocalDate.parse("2026-01-01"), LocalDate.parse("2026-12-31"), false, List.of(), 0, 20);
            assertThat(mine.page().items()).extracting("person").containsOnly(p.li.id());
            assertThat(mine.tally().rate(mine.rules().rules())).isEqualTo(100.0);
            Caller nobody = new Caller(UUID.randomUUID(), null, "admin", Caller.Kind.SESSION, p.member.language(), "");
            assertThat(own.of(nobody, p.bank.id(), LocalDate.parse("2026-01-01"), LocalDate.parse("2026-12-31"), false, List.of(), 0, 20).page().items()).isEmpty();
        }
    }

    @BothDatabases
    void rulesAreInheritedAndTheUnitsOwnReplaceThem(Database database) {
        try (Portal p = new Portal(database)) {
            assertThat(p.rules.at(p.credit.id()).rules()).isEqualTo(Rules.USUAL);
            p.rules.set(p.organiser, p.bank.id(), 0, new Rules(false, 50, 50, 80, 3, 0, 7, 5, true));
            assertThat(p.rules.at(p.credit.id())).satisfies(held -> {
                assertThat(held.rules().target()).isEqualTo(80);
                assertThat(held.from()).isEqualTo(p.bank);
                assertThat(held.version()).isZero();
            });
            RulesService.Held own = p.rules.set(p.organiser, p.credit.id(), 0, new Rules(true, 100, 100, 95, 3, 0, 7, 5, true));
            assertThatThrownBy(() -> p.rules.set(p.organiser, p.credit.id(), own.version() + 1, Rules.USUAL)).isInstanceOf(OptimisticLockException.class);
            p.rules.reset(p.organiser, p.credit.id(), own.version());
            assertThat(p.rules.at(p.credit.id()).from()).isEqualTo(p.bank);
            assertThatThrownBy(() -> p.rules.set(p.inspector, p.bank.id(), 1, Rules.USUAL)).hasMessage("access.forbidden");
            assertThatThrownBy(() -> p.rules.set(p.organiser, p.bank.id(), 1, new Rules(true, 101, -1, 90, 3, 0, 7, 5, true)))
                    .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.errors()).hasSize(2));
            assertThat(p.audit.actions()).contains("attendance.set-rules", "attendance.reset-rules");
        }
    }
}
