package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.shuyuan.api.directory.Group;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.id.Ids;
import org.shuyuan.calendar.internal.Obligation.Over;
import org.shuyuan.calendar.internal.Period.Every;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** How it stands with what is owed, from nothing but the calendar. Today is 2 January 2026 unless said. */
class ObligationBoardTest {

    @BothDatabases
    void onceAMonthIsOpenThenDueThenMissedAndGoesWhenPlannedAndWhenHeld(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Obligation o = d.owed(1, Every.MONTH, Over.UNIT);
            assertThat(d.say(o, 0)).isEqualTo("县支行 open 0+0");
            assertThat(d.at("2026-01-24T23:59").say(o, 0)).isEqualTo("县支行 open 0+0");
            assertThat(d.at("2026-01-25T00:00").say(o, 0)).as("seven days are left, with today").isEqualTo("县支行 due 0+0");
            assertThat(d.at("2026-02-01T00:00").say(o, -1)).isEqualTo("县支行 missed 0+0");
            d.held(p.bank, "2026-01-28");
            assertThat(d.at("2026-01-25T00:00").say(o, 0)).isEqualTo("县支行 planned 0+1");
            assertThat(d.at("2026-01-28T10:59").say(o, 0)).as("not over yet").isEqualTo("县支行 planned 0+1");
            assertThat(d.at("2026-01-28T11:00").say(o, 0)).isEqualTo("县支行 done 1+0");
        }
    }

    @BothDatabases
    void ofTwoAQuarterOneHeldAndOnePlannedAreEnoughAndAreNamed(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Obligation o = d.owed(2, Every.QUARTER, Over.UNIT);
            Event first = d.held(p.bank, "2026-01-05");
            assertThat(d.at("2026-03-20T09:00").say(o, 0)).isEqualTo("县支行 due 1+0");
            Event second = d.held(p.bank, "2026-03-31");
            assertThat(d.at("2026-03-20T09:00").rows(p.organiser, o, 0)).singleElement().satisfies(r -> {
                assertThat(r.state()).isEqualTo(ObligationBoard.State.PLANNED);
                assertThat(r.done()).extracting(Occurrence::event).containsExactly(first.id());
                assertThat(r.planned()).extracting(Occurrence::event).containsExactly(second.id());
            });
            assertThat(d.at("2026-04-01T09:00").say(o, -1)).isEqualTo("县支行 done 2+0");
        }
    }

    @BothDatabases
    void theDatesOfASeriesCountWhereTheyAreAndWhatIsCalledOffDoesNot(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Obligation o = d.owed(2, Every.MONTH, Over.UNIT);
            Event series = p.service.add(p.organiser, p.draft(p.bank, "双周研讨", "2026-01-07T09:00", "2026-01-07T10:00", "FREQ=WEEKLY;INTERVAL=2;COUNT=4"));
            Duties february = d.at("2026-02-20T09:00");
            assertThat(february.say(o, -1)).as("7 and 21 January").isEqualTo("县支行 done 2+0");
            assertThat(february.say(o, 0)).as("4 and 18 February").isEqualTo("县支行 done 2+0");
            Event moved = p.dates.change(p.organiser, series.id(), series.version(), LocalDateTime.parse("2026-01-21T09:00"),
                    new OccurrenceOverride.Time(false, LocalDateTime.parse("2026-02-02T09:00"), LocalDateTime.parse("2026-02-02T10:00")), series.details());
            assertThat(february.say(o, -1)).as("moved to February").isEqualTo("县支行 missed 1+0");
            assertThat(february.say(o, 0)).isEqualTo("县支行 done 3+0");
            p.dates.leaveOut(p.organiser, series.id(), moved.version(), LocalDateTime.parse("2026-01-07T09:00"));
            assertThat(february.say(o, -1)).as("called off").isEqualTo("县支行 missed 0+0");
            assertThat(february.rows(p.organiser, o, -1).get(0).done()).isEmpty();
        }
    }

    @BothDatabases
    void weeksAreThoseOfIso8601AndGoOverTheTurnOfTheYear(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Obligation o = d.owed(1, Every.WEEK, Over.UNIT);
            d.held(p.bank, "2025-12-29");
            assertThat(d.say(o, 0)).as("Friday 2 January is in the week of 29 December").isEqualTo("县支行 done 1+0");
            assertThat(d.rows(p.organiser, o, 0).get(0).period().name()).isEqualTo("2026-W01");
            assertThat(d.say(o, -1)).isEqualTo("县支行 missed 0+0");
            assertThat(d.say(o, 1)).isEqualTo("县支行 open 0+0");
        }
    }

    @BothDatabases
    void aYearEndsInTheZoneOfTheUnitThatOwesIt(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Unit west = p.units.in(p.credit, "Asia/Urumqi");
            Obligation o = d.owed(1, Every.YEAR, Over.BELOW);
            // half past midnight in Shanghai, half past ten in the evening in Urumqi
            p.service.add(p.organiser, p.draft(west, "集中学习", "2026-01-01T00:30", "2026-01-01T01:30", null));
            p.service.add(p.organiser, p.draft(p.office, "集中学习", "2026-01-01T00:30", "2026-01-01T01:30", null));
            assertThat(d.say(o, -1)).isEqualTo("办公室 missed 0+0, 信贷部 done 1+0");
            assertThat(d.say(o, 0)).isEqualTo("办公室 done 1+0, 信贷部 open 0+0");
        }
    }

    @BothDatabases
    void aDayThatIsNamedAsAWholeIsThatDayInEveryZone(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Unit west = p.units.in(p.credit, "Asia/Urumqi");
            EventDraft timed = p.draft(west, "学习日", "2026-01-01T00:00", "2026-01-02T00:00", null);
            p.service.add(p.organiser, new EventDraft(west.id(), timed.details(), new Schedule(true, timed.schedule().start(), timed.schedule().end(), Portal.SHANGHAI, null, List.of(), List.of()),
                    Audience.NOBODY));
            Obligation o = d.owed(1, Every.MONTH, Over.UNITS, west.id());
            assertThat(d.say(o, 0)).isEqualTo("信贷部 done 1+0");
        }
    }

    @BothDatabases
    void onlyPeriodsThatLieWhollyInItsTimeCount(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Obligation wanted = d.wanted(p.bank, 1, Every.MONTH, Over.UNIT);
            Obligation o = d.obligations.add(p.organiser, new Obligation(wanted.id(), 0, wanted.unit(), null, wanted.kind(), 1, Every.MONTH, Over.UNIT, List.of(), LocalDate.parse("2026-01-02"),
                    LocalDate.parse("2026-04-29"), 7, null, wanted.trace()));
            assertThat(d.say(o, 0)).as("begun on the second: January is not owed").isEmpty();
            assertThat(d.say(o, 1)).isEqualTo("县支行 open 0+0");
            assertThat(d.say(o, 2)).isEqualTo("县支行 open 0+0");
            assertThat(d.say(o, 3)).as("ends before April does").isEmpty();
            assertThat(o.history(LocalDate.parse("2026-01-31"))).isFalse();
            assertThat(o.history(LocalDate.parse("2026-02-01"))).isTrue();
        }
    }

    @BothDatabases
    void eachUnitBelowOwesItForItselfAndAMeetingOfTheWholeBankIsNotTheirs(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Obligation o = d.owed(1, Every.MONTH, Over.BELOW);
            d.held(p.bank, "2026-01-05");
            assertThat(d.say(o, 0)).isEqualTo("办公室 open 0+0, 信贷部 open 0+0");
            d.held(p.office, "2026-01-06");
            EventDraft forCredit = p.draft(p.bank, "集中学习", "2026-01-07T09:00", "2026-01-07T10:00", null);
            p.service.add(p.organiser, new EventDraft(forCredit.unit(), forCredit.details(), forCredit.schedule(), new Audience(List.of(p.credit.id()), List.of(), List.of())));
            assertThat(d.say(o, 0)).as("its own, and what the bank planned expressly for it").isEqualTo("办公室 planned 0+1, 信贷部 planned 0+1");
        }
    }

    @BothDatabases
    void aUnitThatIsClosedOwesNothingAnyMoreAndStillDidBefore(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Obligation o = d.owed(1, Every.MONTH, Over.BELOW);
            p.units.close(p.credit, LocalDate.parse("2026-01-02"));
            assertThat(d.say(o, 0)).isEqualTo("办公室 open 0+0");
            assertThat(d.say(o, -1)).isEqualTo("办公室 missed 0+0, 信贷部 missed 0+0");
        }
    }

    @BothDatabases
    void whoCameWhileThePeriodRanOwesItFromTheNextOneOn(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Group leaders = p.groups.add("领导班子", p.bank, p.organiser.account(), p.member.account());
            Obligation each = d.owed(1, Every.YEAR, Over.MEMBERS, leaders.id());
            Obligation one = d.owed(1, Every.YEAR, Over.PEOPLE, p.member.account());
            p.people.joins(p.people.find(p.member.account()).orElseThrow(), LocalDate.parse("2026-12-20"));
            Duties december = d.at("2026-12-28T09:00");
            assertThat(december.say(each, 0)).isEqualTo("组织委员 due 0+0, 王伟 later 0+0");
            assertThat(december.rows(p.organiser, one, 0)).singleElement().satisfies(r -> {
                assertThat(r.state()).isEqualTo(ObligationBoard.State.LATER);
                assertThat(r.lacking()).isZero();
            });
            assertThat(december.say(december.standing.of(p.organiser, each, 0, true).rows())).as("nothing is missing of who came").isEqualTo("组织委员 due 0+0");
            assertThat(december.say(each, 1)).as("the next year").isEqualTo("组织委员 open 0+0, 王伟 open 0+0");
            Duties january = d.at("2027-01-10T09:00");
            assertThat(january.say(each, -1)).isEqualTo("组织委员 missed 0+0, 王伟 later 0+0");
            assertThat(january.say(one, -1)).isEqualTo("王伟 later 0+0");
            assertThat(january.say(one, 0)).isEqualTo("王伟 open 0+0");
        }
    }

    @BothDatabases
    void whoCameMeanwhileAndSpokeAllTheSameHasDoneIt(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Obligation o = d.owed(1, Every.YEAR, Over.PEOPLE, p.member.account());
            p.people.joins(p.people.find(p.member.account()).orElseThrow(), LocalDate.parse("2026-01-02"));
            EventDraft draft = p.draft(p.bank, "党课", "2026-02-05T09:00", "2026-02-05T10:00", null);
            p.service.add(p.organiser, new EventDraft(draft.unit(), new Details(draft.details().kind(), "党课", null, null, p.member.account(), null), draft.schedule(), Audience.NOBODY));
            assertThat(d.say(o, 0)).isEqualTo("王伟 planned 0+1");
            assertThat(d.at("2026-02-06T09:00").say(o, 0)).isEqualTo("王伟 done 1+0");
        }
    }

    @BothDatabases
    void aUnitThatWasFoundedMeanwhileOwesItFromTheNextPeriodOn(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Obligation o = d.owed(1, Every.QUARTER, Over.BELOW);
            p.units.founded(p.credit, LocalDate.parse("2026-02-10"));
            assertThat(d.at("2026-03-20T09:00").say(o, 0)).isEqualTo("办公室 due 0+0, 信贷部 later 0+0");
            assertThat(d.at("2026-04-02T09:00").say(o, -1)).isEqualTo("办公室 missed 0+0, 信贷部 later 0+0");
            assertThat(d.at("2026-04-02T09:00").say(o, 0)).isEqualTo("办公室 open 0+0, 信贷部 open 0+0");
        }
    }

    @BothDatabases
    void whoHasLeftStaysInThePeriodsThatWereOverBefore(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Obligation o = d.owed(1, Every.MONTH, Over.PEOPLE, p.member.account());
            p.people.leaves(p.people.find(p.member.account()).orElseThrow(), LocalDate.parse("2026-03-10"));
            Duties april = d.at("2026-04-02T09:00");
            assertThat(april.say(o, -2)).as("February").isEqualTo("王伟 missed 0+0");
            assertThat(april.say(o, -1)).as("gone at the end of March").isEmpty();
            assertThat(april.say(o, 0)).isEmpty();
        }
    }

    @BothDatabases
    void aKindOfTheSameWordThatADepartmentMadeItsOwnCounts(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Obligation o = d.owed(1, Every.MONTH, Over.UNITS, p.credit.id());
            Kind like = p.kinds.find(p.kind("study")).orElseThrow();
            Kind own = p.kinds.add(p.organiser, new Kind(Ids.next(), 0, p.credit.id(), "study", like.name(), like.colour(), List.of(), 1, false, false));
            Kind other = p.kinds.add(p.organiser, new Kind(Ids.next(), 0, p.credit.id(), "club", like.name(), like.colour(), List.of(), 2, false, false));
            add(p, other.id(), "2026-01-06");
            assertThat(d.say(o, 0)).isEqualTo("信贷部 open 0+0");
            add(p, own.id(), "2026-01-07");
            assertThat(d.say(o, 0)).isEqualTo("信贷部 planned 0+1");
        }
    }

    private static void add(Portal p, UUID kind, String day) {
        EventDraft draft = p.draft(p.credit, "学习", day + "T09:00", day + "T10:00", null);
        p.service.add(p.organiser, new EventDraft(draft.unit(), new Details(kind, "学习", null, null, null, null), draft.schedule(), draft.audience()));
    }

    @BothDatabases
    void aGroupOwesWhatIsPlannedForItWhereItIsMeantOrAbove(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Group leaders = p.groups.add("领导班子", p.bank, p.organiser.account());
            Group youth = p.groups.add("青年", null, p.member.account());
            Obligation o = d.owed(1, Every.MONTH, Over.GROUPS, leaders.id(), youth.id());
            p.service.add(p.organiser, Portal.forGroups(p.draft(p.bank, "中心组学习", "2026-01-06T09:00", "2026-01-06T11:00", null), leaders.id()));
            p.service.add(p.organiser, Portal.forGroups(p.draft(p.credit, "青年学习", "2026-01-06T09:00", "2026-01-06T11:00", null), youth.id()));
            assertThat(d.say(o, 0)).as("the credit department called its own youth only").isEqualTo("领导班子 planned 0+1, 青年 open 0+0");
        }
    }

    @BothDatabases
    void aSpeakerOwesWhatTheSpeakerHostsAsItIsThatDay(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Group leaders = p.groups.add("领导班子", p.bank, p.organiser.account(), p.member.account());
            Obligation each = d.owed(1, Every.YEAR, Over.MEMBERS, leaders.id());
            Obligation one = d.owed(1, Every.YEAR, Over.PEOPLE, p.member.account());
            EventDraft draft = p.draft(p.bank, "党课", "2026-01-05T09:00", "2026-01-05T10:00", "FREQ=WEEKLY;COUNT=2");
            Details spoken = new Details(draft.details().kind(), "党课", null, null, p.organiser.account(), null);
            Event event = p.service.add(p.organiser, new EventDraft(draft.unit(), spoken, draft.schedule(), Audience.NOBODY));
            assertThat(d.say(each, 0)).isEqualTo("组织委员 planned 0+2, 王伟 open 0+0");
            p.dates.change(p.organiser, event.id(), event.version(), LocalDateTime.parse("2026-01-12T09:00"),
                    new OccurrenceOverride.Time(false, LocalDateTime.parse("2026-01-12T09:00"), LocalDateTime.parse("2026-01-12T10:00")),
                    new Details(spoken.kind(), "党课", null, null, p.member.account(), null));
            assertThat(d.say(each, 0)).as("the second is the other's").isEqualTo("组织委员 planned 0+1, 王伟 planned 0+1");
            assertThat(d.say(one, 0)).isEqualTo("王伟 planned 0+1");
        }
    }
}
