package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.attendance.GatheringDraft;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.indicators.IndicatorSource;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Sql;
import org.shuyuan.attendance.internal.Figures.By;
import org.shuyuan.attendance.internal.Figures.Question;
import org.shuyuan.attendance.internal.Figures.Scope;
import org.shuyuan.attendance.internal.jpa.FigureStore;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;

/** A bank with two branches that have an office each: whose figures are added up where, and who sees them. */
class UnitFiguresTest {

    private static final LocalDate FROM = LocalDate.parse("2026-01-01");
    private static final LocalDate TO = LocalDate.parse("2026-12-31");

    /** The bank gathers everybody: in the east both come, in the west nobody; of the bank itself one of two. */
    private static final class Tree implements AutoCloseable {

        final Portal p;
        final Unit east;
        final Unit west;
        final Unit eastOffice;
        final Person east1;
        final Person east2;
        final Person west1;
        final Person boss;
        final UUID gathering;

        Tree(Database database) {
            p = new Portal(database);
            east = p.units.add("东支行", p.bank);
            west = p.units.add("西支行", p.bank);
            eastOffice = p.units.add("办公室", east);
            Unit westOffice = p.units.add("办公室", west);
            east1 = p.people.add("东一", "E1", east);
            east2 = p.people.add("东二", "E2", eastOffice);
            west1 = p.people.add("西一", "W1", westOffice);
            boss = p.people.add("行长", "B1", p.bank);
            gathering = p.gatherings.attach(p.organiser, Portal.subject("all"), new GatheringDraft(p.bank.id(), "study", Map.of("zh-CN", "集中学习"), "全行学习", null, Portal.START,
                    Portal.START.plus(Duration.ofHours(1)), List.of(), List.of(east1.id(), east2.id(), west1.id(), boss.id(), p.secretary.id()), List.of()));
            p.mark(gathering, Portal.as(east1, State.PRESENT), Portal.as(east2, State.PRESENT), Portal.as(west1, State.ABSENT), Portal.as(boss, State.PRESENT));
        }

        Question year(Unit unit, Scope scope) {
            return new Question(unit.id(), FROM, TO, null, scope);
        }

        List<String> rows(Caller caller, Question question, By by) {
            Figures.Answer answer = p.figures.answer(caller, question, by);
            return answer.rows().stream().map(r -> (r.detail() == null ? "" : r.detail() + " > ") + r.name() + " " + r.tally().rate(answer.rules().rules())).toList();
        }

        @Override
        public void close() {
            p.close();
        }
    }

    @BothDatabases
    void aUnitIsWhatLiesDirectlyBelowWithEverythingBelowItAndWhoBelongsToTheOneAskedItself(Database database) {
        try (Tree t = new Tree(database)) {
            assertThat(t.rows(t.p.organiser, t.year(t.p.bank, Scope.HELD), By.UNIT))
                    .containsExactly("西支行 0.0", "attendance:figures.itself{unit=县支行} 100.0", "东支行 100.0", "办公室 null");
            Figures.Answer answer = t.p.figures.answer(t.p.organiser, t.year(t.p.bank, Scope.HELD), By.UNIT);
            assertThat(answer.all().of(State.PRESENT)).isEqualTo(3);
            assertThat(answer.rows()).extracting(Figures.Row::opens).as("a branch opens to its own units, a department without any to its people, the unit itself is here already")
                    .containsExactly(By.UNIT, null, By.UNIT, By.PERSON);
            assertThat(t.p.figures.evidence(t.p.organiser, t.year(t.p.bank, Scope.HELD), By.UNIT, t.east.id().toString(), null, 0, 10).items()).extracting("person")
                    .as("with those of its office").containsExactlyInAnyOrder(t.east1.id(), t.east2.id());
        }
    }

    @BothDatabases
    void departmentsOfTheSameNameAreToldApartByWhatTheyBelongTo(Database database) {
        try (Tree t = new Tree(database)) {
            assertThat(t.rows(t.p.organiser, t.year(t.p.bank, Scope.HELD), By.DEPARTMENT))
                    .containsExactly("西支行 > 办公室 0.0", "东支行 100.0", "东支行 > 办公室 100.0", "县支行 100.0", "办公室 null");
            assertThat(t.p.figures.evidence(t.p.organiser, t.year(t.p.bank, Scope.HELD), By.DEPARTMENT, t.east.id().toString(), null, 0, 10).items()).extracting("person")
                    .containsExactly(t.east1.id());
        }
    }

    @BothDatabases
    void whoBelongedToNoUnitOrToOneElsewhereHasARowThatOpensToo(Database database) {
        try (Tree t = new Tree(database)) {
            Unit other = t.p.units.add("外单位", null);
            t.p.db.jpa().run(em -> Sql.update(em, "update attendance_mark set unit_id = ? where person_id = ?", other.id(), t.boss.id()));
            t.p.db.jpa().run(em -> Sql.update(em, "update attendance_mark set unit_id = null where person_id = ?", t.west1.id()));
            Question year = t.year(t.p.bank, Scope.HELD);

            assertThat(t.rows(t.p.organiser, year, By.UNIT)).contains("attendance:figures.elsewhere{unit=} 100.0", "attendance:figures.no-unit{unit=} 0.0");
            for (By by : List.of(By.UNIT, By.DEPARTMENT)) {
                assertThat(t.p.figures.evidence(t.p.organiser, year, by, "null", null, 0, 10).items()).as(by.name()).extracting("person").containsExactly(t.west1.id());
            }
            assertThat(t.p.figures.evidence(t.p.organiser, year, By.UNIT, "elsewhere", null, 0, 10).items()).extracting("person").containsExactly(t.boss.id());
            assertThatThrownBy(() -> t.p.figures.evidence(t.p.organiser, year, By.UNIT, "nowhere", null, 0, 10)).isInstanceOfSatisfying(Problem.class, e -> assertThat(e.status()).isEqualTo(422));
        }
    }

    @BothDatabases
    void whatIsCountedOpensToTheMarksThatMakeItUp(Database database) {
        try (Tree t = new Tree(database)) {
            Question year = t.year(t.p.bank, Scope.HELD);
            assertThat(t.p.figures.evidence(t.p.organiser, year, By.ALL, "", null, 0, 10).total()).isEqualTo(5);
            assertThat(t.p.figures.evidence(t.p.organiser, year, By.ALL, "", Collections.singletonList(null), false, 0, 10).items()).as("not marked").extracting("person")
                    .containsExactly(t.p.secretary.id());
            assertThat(t.p.figures.evidence(t.p.organiser, year, By.ALL, "", List.copyOf(t.p.figures.counted(t.p.bank.id())), false, 0, 10).total()).as("what the rate is out of")
                    .isEqualTo(t.p.figures.answer(t.p.organiser, year, By.ALL).all().base(Rules.USUAL)).isEqualTo(4);
            assertThat(t.rows(t.p.organiser, year, By.GATHERING)).containsExactly("2026-03-04 · 县支行 > 全行学习 75.0");
            assertThat(t.p.figures.evidence(t.p.organiser, year, By.GATHERING, t.gathering.toString(), State.ABSENT, 0, 10).items()).extracting("person").containsExactly(t.west1.id());
        }
    }

    @BothDatabases
    void whatMembersAttendedWithASuperiorUnitCountsOfThePeopleThoughNotOfWhatTheUnitHeld(Database database) {
        try (Tree t = new Tree(database)) {
            Caller secretary = FakeAccess.person("东支行书记");
            t.p.access.grant(secretary, Permissions.READ, t.east.id());

            assertThat(t.p.figures.answer(secretary, t.year(t.east, Scope.HELD), By.PERSON).gatherings()).as("the branch held none").isZero();
            Figures.Answer people = t.p.figures.answer(secretary, t.year(t.east, Scope.PEOPLE), By.PERSON);
            assertThat(people.rows()).extracting(Figures.Row::name).as("nobody of another unit, though they were there").containsExactlyInAnyOrder("东一", "东二");
            assertThat(people.gatherings()).isEqualTo(1);
            for (By by : By.values()) {
                assertThat(t.p.figures.answer(secretary, t.year(t.east, Scope.PEOPLE), by).all().of(State.PRESENT)).as(by.name()).isEqualTo(2);
            }
            assertThat(t.p.figures.evidence(secretary, t.year(t.east, Scope.PEOPLE), By.GATHERING, t.gathering.toString(), null, 0, 10).items()).extracting("person")
                    .containsExactlyInAnyOrder(t.east1.id(), t.east2.id());
            assertThat(t.p.figures.evidence(secretary, t.year(t.east, Scope.PEOPLE), By.PERSON, t.west1.id().toString(), null, 0, 10).items()).as("asked for by name").isEmpty();
            assertThat(t.p.figures.opens(secretary, t.p.bank.id())).as("the roll itself is not theirs to read").isFalse();
            assertThatThrownBy(() -> t.p.figures.answer(secretary, t.year(t.p.bank, Scope.PEOPLE), By.PERSON)).hasMessage("access.forbidden");
        }
    }

    @BothDatabases
    void whoReadsTheUnitOnlySeesNobodyOfThoseBelowIt(Database database) {
        try (Tree t = new Tree(database)) {
            Caller here = FakeAccess.person("只看本级");
            t.p.access.grantHere(here, Permissions.READ, t.east.id());
            assertThat(t.p.figures.answer(here, t.year(t.east, Scope.PEOPLE), By.PERSON).rows()).extracting(Figures.Row::name).containsExactly("东一");
            assertThat(t.p.figures.evidence(here, t.year(t.east, Scope.PEOPLE), By.ALL, "", null, 0, 10).total()).isEqualTo(1);
        }
    }

    @BothDatabases
    void membersAreMeasuredByWhatTheyAttendedAnywhereAndEveryLinkOpens(Database database) {
        try (Tree t = new Tree(database)) {
            Caller secretary = FakeAccess.person("东支行书记");
            t.p.access.grant(secretary, Permissions.READ, t.east.id());
            IndicatorSource source = new AttendanceIndicators(t.p.figures, t.p.units);
            IndicatorSource.Question question = new IndicatorSource.Question(secretary, "rate", t.east.id(), IndicatorSource.Of.PERSON, List.of(t.east1.id()), FROM, TO);

            assertThat(source.values(question)).containsExactly(new IndicatorSource.Value(t.east1.id(), 100.0, 1.0, 1.0));
            assertThat(source.evidence(question, t.east1.id(), 0, 10).items()).singleElement().satisfies(e -> assertThat(e.link())
                    .isEqualTo("/attendance/figures/evidence?by=person&key=" + t.east1.id() + "&scope=people&from=2026-01-01&to=2026-12-31&unit=" + t.east.id()));
        }
    }

    @BothDatabases
    void manyUnitsGiveWhatFewGive(Database database) {
        try (Tree t = new Tree(database)) {
            t.p.gathering();
            List<UUID> few = List.of(t.east.id(), t.eastOffice.id(), t.p.bank.id());
            List<UUID> many = Stream.concat(few.stream(), Stream.generate(UUID::randomUUID).limit(40)).toList();
            FigureStore store = t.p.figureStore;
            assertThat(store.byPerson(of(many))).isNotEmpty().containsExactlyInAnyOrderElementsOf(store.byPerson(of(few)));
            assertThat(store.byUnit(of(many))).containsExactlyInAnyOrderElementsOf(store.byUnit(of(few)));
            assertThat(store.byGathering(of(many))).as("several units of one state add up").containsExactlyInAnyOrderElementsOf(store.byGathering(of(few)));
            assertThat(store.byStart(of(many))).containsExactlyInAnyOrderElementsOf(store.byStart(of(few)));
            assertThat(store.units(of(many))).isEqualTo(store.units(of(few)));
            assertThat(store.gatherings(of(many))).isEqualTo(store.gatherings(of(few)));
            FigureStore.Some east = new FigureStore.Some(List.of(t.east.id()), null, false, null);
            for (FigureStore.Some some : List.of(FigureStore.Some.ALL, east, new FigureStore.Some(many, List.of(State.PRESENT), false, null))) {
                for (int offset = 0; offset < 4; offset++) {
                    assertThat(store.evidence(of(many), some, offset, 2)).isEqualTo(store.evidence(of(few), some, offset, 2));
                }
            }
            assertThat(store.evidence(of(null), new FigureStore.Some(many, null, false, null), 0, 20).total()).isEqualTo(store.evidence(of(few), FigureStore.Some.ALL, 0, 20).total()).isEqualTo(3);
        }
    }

    private static FigureStore.Period of(@Nullable List<UUID> units) {
        return new FigureStore.Period(null, units, Portal.START.minus(Duration.ofDays(60)), Portal.START.plus(Duration.ofDays(60)), null, null);
    }
}
