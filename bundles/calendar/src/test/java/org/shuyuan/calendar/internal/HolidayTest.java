package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.persistence.OptimisticLockException;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Holidays are data of a unit, hold below it, and a year that nobody has published is said to be just that. The days are invented. */
class HolidayTest {

    static SpecialDay holiday(String day) {
        return new SpecialDay(LocalDate.parse(day), SpecialDay.Kind.HOLIDAY, "假日");
    }

    static SpecialDay workday(String day) {
        return new SpecialDay(LocalDate.parse(day), SpecialDay.Kind.WORKDAY, "补班");
    }

    static HolidayYear year(Unit unit, int year, int version, SpecialDay... days) {
        return new HolidayYear(UUID.randomUUID(), version, unit.id(), year, "国办发明电〔2025〕7号", List.of(days), Instant.EPOCH, "");
    }

    /** With one day, or anew. */
    static HolidayYear publish(Portal portal, Caller caller, Unit unit, int year) {
        Holidays.State before = portal.holidays.year(portal.organiser, unit.id(), year);
        return portal.holidays.publish(caller, year(unit, year, portal.holidays.ownVersion(unit.id(), before), holiday(year + "-01-01")));
    }

    private static List<String> problems(Runnable work) {
        List<String> codes = new ArrayList<>();
        assertThatThrownBy(work::run).isInstanceOfSatisfying(Problem.class, p -> p.errors().forEach(e -> codes.add(e.code())));
        return codes;
    }

    @BothDatabases
    void aYearHoldsBelowTheUnitThatPublishedItAndTheTrailHasIt(Database database) {
        try (Portal portal = new Portal(database)) {
            // given a bank that has published 2026
            HolidayYear published = portal.holidays.publish(portal.organiser, year(portal.bank, 2026, 0, holiday("2026-05-01"), workday("2026-05-09")));
            // when a department looks
            Holidays.State here = portal.holidays.year(portal.member, portal.credit.id(), 2026);
            // then it is the bank's
            assertThat(here.here()).isEqualTo(published);
            assertThat(published.publishedBy()).isEqualTo("组织委员");
            assertThat(portal.holidays.days(portal.member, portal.credit.id(), LocalDate.parse("2026-05-02"), LocalDate.parse("2026-06-01")).days())
                    .containsExactly(workday("2026-05-09"));
            assertThat(portal.audit.actions()).contains("calendar.publish-year");
            assertThat(portal.told.heard()).anyMatch(heard -> heard.toString().contains("holidays"));
        }
    }

    @BothDatabases
    void theNearestUnitsYearWinsAsAWhole(Database database) {
        try (Portal portal = new Portal(database)) {
            portal.holidays.publish(portal.organiser, year(portal.bank, 2026, 0, holiday("2026-05-01"), workday("2026-05-09")));
            portal.holidays.publish(portal.organiser, year(portal.credit, 2026, 0, holiday("2026-07-01")));
            Workdays credit = portal.holidays.workdays(portal.credit.id(), 2026, 2026);
            assertThat(credit.worked(LocalDate.parse("2026-05-01"))).as("a Friday that is the bank's holiday only").contains(true);
            assertThat(credit.worked(LocalDate.parse("2026-07-01"))).contains(false);
            assertThat(portal.holidays.workdays(portal.office.id(), 2026, 2026).worked(LocalDate.parse("2026-05-01"))).contains(false);
            // when the department takes its own back
            portal.holidays.takeBack(portal.organiser, portal.credit.id(), 2026, portal.holidays.ownVersion(portal.credit.id(), portal.holidays.year(portal.member, portal.credit.id(), 2026)));
            // then the bank's holds again
            assertThat(portal.holidays.workdays(portal.credit.id(), 2026, 2026).worked(LocalDate.parse("2026-05-01"))).contains(false);
            assertThat(portal.audit.actions()).contains("calendar.take-back-year");
        }
    }

    @BothDatabases
    void aMakeUpSaturdayIsWorkedAndOtherwiseTheWeekdayDecides(Database database) {
        try (Portal portal = new Portal(database)) {
            portal.holidays.publish(portal.organiser, year(portal.bank, 2026, 0, holiday("2026-05-01"), workday("2026-05-09")));
            Workdays days = portal.holidays.workdays(portal.bank.id(), 2026, 2026);
            assertThat(days.worked(LocalDate.parse("2026-05-09"))).as("Saturday, make-up").contains(true);
            assertThat(days.worked(LocalDate.parse("2026-05-10"))).as("Sunday").contains(false);
            assertThat(days.worked(LocalDate.parse("2026-05-11"))).as("Monday").contains(true);
        }
    }

    @BothDatabases
    void ofAYearThatNobodyPublishedNothingIsSaid(Database database) {
        try (Portal portal = new Portal(database)) {
            publish(portal, portal.organiser, portal.bank, 2026);
            assertThat(portal.holidays.workdays(portal.bank.id(), 2026, 2027).worked(LocalDate.parse("2027-01-04"))).as("a Monday").isEmpty();
            Holidays.Period both = portal.holidays.days(portal.member, portal.credit.id(), LocalDate.parse("2026-12-28"), LocalDate.parse("2027-02-01"));
            assertThat(both.unpublished()).containsExactly(2027);
            assertThat(portal.holidays.years(portal.member, portal.credit.id())).extracting(Holidays.State::year).containsExactly(2027, 2026);
            assertThat(portal.holidays.year(portal.member, portal.credit.id(), 2027).here()).isNull();
        }
    }

    @BothDatabases
    void aYearsDaysAreItsOwnEachOnceAndNotTooMany(Database database) {
        try (Portal portal = new Portal(database)) {
            assertThat(problems(() -> portal.holidays.publish(portal.organiser, year(portal.bank, 2026, 0, holiday("2027-01-01"))))).containsExactly("calendar.day-of-other-year");
            assertThat(problems(() -> portal.holidays.publish(portal.organiser, year(portal.bank, 2026, 0, holiday("2026-05-01"), workday("2026-05-01")))))
                    .containsExactly("calendar.day-twice");
            assertThat(problems(() -> portal.holidays.publish(portal.organiser, year(portal.bank, 2026, 0)))).as("a year without days would be a guess").containsExactly("calendar.days-missing");
            SpecialDay[] many = IntStream.range(0, 121).mapToObj(i -> holiday(LocalDate.parse("2026-01-01").plusDays(i).toString())).toArray(SpecialDay[]::new);
            assertThat(problems(() -> portal.holidays.publish(portal.organiser, year(portal.bank, 2026, 0, many)))).containsExactly("calendar.too-many");
            assertThatThrownBy(() -> portal.holidays.year(portal.organiser, portal.bank.id(), 3000)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(404));
            assertThat(portal.db.count("calendar_year")).isZero();
        }
    }

    @BothDatabases
    void theSecondOfTwoWhoPublishIsRefused(Database database) {
        try (Portal portal = new Portal(database)) {
            HolidayYear first = publish(portal, portal.organiser, portal.bank, 2026);
            assertThatThrownBy(() -> portal.holidays.publish(portal.organiser, year(portal.bank, 2026, HolidayYear.NEW, holiday("2026-05-01")))).isInstanceOf(OptimisticLockException.class);
            HolidayYear second = portal.holidays.publish(portal.organiser, year(portal.bank, 2026, first.version(), holiday("2026-05-01")));
            assertThat(second.version()).isGreaterThan(first.version());
            assertThat(second.days()).containsExactly(holiday("2026-05-01"));
            assertThatThrownBy(() -> portal.holidays.publish(portal.organiser, year(portal.bank, 2026, first.version(), holiday("2026-06-01")))).isInstanceOf(OptimisticLockException.class);
            assertThatThrownBy(() -> portal.holidays.takeBack(portal.organiser, portal.bank.id(), 2026, first.version())).isInstanceOf(OptimisticLockException.class);
            assertThat(portal.db.count("calendar_day")).isEqualTo(1);
        }
    }

    @BothDatabases
    void ofTwoWhoPublishAtOnceOneIsTold(Database database) throws Exception {
        try (Portal portal = new Portal(database)) {
            Callable<Boolean> publish = () -> {
                try {
                    portal.holidays.publish(portal.organiser, year(portal.bank, 2026, HolidayYear.NEW, holiday("2026-05-01")));
                    return true;
                } catch (OptimisticLockException other) {
                    return false;
                }
            };
            ExecutorService pool = Executors.newFixedThreadPool(2);
            List<Boolean> done = new ArrayList<>();
            for (Future<Boolean> one : pool.invokeAll(List.of(publish, publish))) {
                done.add(one.get());
            }
            pool.shutdown();
            assertThat(done).containsExactlyInAnyOrder(true, false);
            assertThat(portal.db.count("calendar_year")).isEqualTo(1);
            assertThat(portal.db.count("calendar_day")).isEqualTo(1);
        }
    }

    @BothDatabases
    void whoMayOnlyReadPublishesNothing(Database database) {
        try (Portal portal = new Portal(database)) {
            assertThatThrownBy(() -> publish(portal, portal.member, portal.credit, 2026)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(403));
            assertThatThrownBy(() -> portal.holidays.years(portal.stranger, portal.bank.id())).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(403));
            assertThat(portal.db.count("calendar_year")).isZero();
        }
    }
}
