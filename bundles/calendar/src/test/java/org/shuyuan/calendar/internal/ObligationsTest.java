package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Group;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.Obligation.Over;
import org.shuyuan.calendar.internal.Period.Every;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;

/** Who fixes what is owed, who sees it, and what of it may change. Today is 2 January 2026. */
class ObligationsTest {

    static void refused(int status, String code, ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.status()).as(p.code()).isEqualTo(status);
            assertThat(status == 422 ? p.errors().get(0).code() : p.code()).isEqualTo(code);
        });
    }

    private static Obligation with(Obligation o, int count, LocalDate from, List<UUID> targets, int lead) {
        return new Obligation(o.id(), o.version(), o.unit(), o.title(), o.kind(), count, o.every(), o.over(), targets, from, o.until(), lead, o.retired(), o.trace());
    }

    @BothDatabases
    void whoLooksAfterTheKindsFixesItAndWhoReadsTheCalendarSeesIt(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Obligation o = d.owed(1, Every.MONTH, Over.BELOW);
            assertThat(d.obligations.list(p.organiser, p.bank.id(), false)).containsExactly(o);
            assertThat(o.trace().changedBy()).isEqualTo("组织委员");
            assertThat(d.obligations.list(p.member, p.credit.id(), false)).as("a department sees what the bank fixed").containsExactly(o);
            assertThat(d.obligations.find(p.member, o.id())).isEqualTo(o);
            assertThat(d.obligations.mayChange(p.member, o)).isFalse();
            refused(403, "access.forbidden", () -> d.obligations.add(p.member, d.wanted(p.credit, 1, Every.MONTH, Over.UNIT)));
            refused(403, "access.forbidden", () -> d.obligations.change(p.member, o, false));
            refused(403, "access.forbidden", () -> d.obligations.remove(p.member, o.id(), o.version()));
            refused(403, "access.forbidden", () -> d.obligations.list(p.stranger, p.bank.id(), false));
            refused(404, "calendar.no-such-obligation", () -> d.obligations.find(p.stranger, o.id()));
            refused(404, "calendar.no-such-obligation", () -> d.obligations.change(p.stranger, o, false));
        }
    }

    @BothDatabases
    void aReaderOfADepartmentSeesHowTheDepartmentStandsAndNoneBesideIt(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Obligation below = d.owed(1, Every.MONTH, Over.BELOW);
            d.owed(1, Every.MONTH, Over.UNIT);
            Group all = p.groups.add("骨干", p.bank, p.organiser.account(), p.member.account());
            Obligation speakers = d.owed(1, Every.YEAR, Over.MEMBERS, all.id());
            d.owed(1, Every.YEAR, Over.GROUPS, all.id());
            assertThat(d.say(d.standing.table(p.member, p.credit.id(), 0, false).rows())).isEqualTo("信贷部 open 0+0, 王伟 open 0+0");
            assertThat(d.say(d.rows(p.member, below, 0))).isEqualTo("信贷部 open 0+0");
            assertThat(d.standing.row(p.member, below.id(), p.credit.id(), "2026-01").whom().name()).isEqualTo("信贷部");
            refused(404, "calendar.obligation-nobody", () -> d.standing.row(p.member, below.id(), p.office.id(), "2026-01"));
            refused(404, "calendar.obligation-nobody", () -> d.standing.row(p.member, speakers.id(), p.organiser.account(), "2026"));
            refused(403, "access.forbidden", () -> d.standing.table(p.member, p.bank.id(), 0, false));
            assertThat(d.standing.table(p.organiser, p.bank.id(), 0, false).rows()).as("two departments, the bank, two speakers, a group").hasSize(6);
            assertThat(d.say(d.standing.table(p.organiser, p.credit.id(), 0, false).rows())).as("at a department only what concerns it").isEqualTo("信贷部 open 0+0, 王伟 open 0+0");
        }
    }

    @BothDatabases
    void aSpeakerSeesWhatTheSpeakerOwesWithoutAnyRole(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Caller speaker = FakeAccess.person("刘芳");
            p.people.add(speaker.account(), "刘芳", "B009", p.office);
            Obligation o = d.owed(1, Every.YEAR, Over.PEOPLE, speaker.account(), p.member.account());
            assertThat(d.obligations.find(speaker, o.id())).isEqualTo(o);
            assertThat(d.say(d.rows(speaker, o, 0))).isEqualTo("刘芳 open 0+0");
        }
    }

    @BothDatabases
    void whatIsWrongIsToldFieldByField(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Obligation o = d.wanted(p.bank, 1, Every.MONTH, Over.UNIT);
            refused(422, "calendar.obligation-count", () -> d.obligations.add(p.organiser, with(o, 0, o.from(), List.of(), 7)));
            refused(422, "calendar.obligation-count", () -> d.obligations.add(p.organiser, with(o, 100, o.from(), List.of(), 7)));
            refused(422, "calendar.obligation-lead", () -> d.obligations.add(p.organiser, with(o, 1, o.from(), List.of(), 29)));
            refused(422, "calendar.year-out-of-range", () -> d.obligations.add(p.organiser, with(o, 1, LocalDate.parse("1969-12-31"), List.of(), 7)));
            refused(422, "calendar.obligation-targets", () -> d.owed(1, Every.MONTH, Over.UNITS));
            refused(422, "calendar.obligation-targets", () -> d.owed(1, Every.MONTH, Over.UNITS, p.credit.id(), p.credit.id()));
            refused(422, "calendar.obligation-unit", () -> d.owed(1, Every.MONTH, Over.UNITS, Ids.next()));
            refused(422, "calendar.group-not-here", () -> d.owed(1, Every.MONTH, Over.GROUPS, Ids.next()));
            refused(422, "calendar.group-not-here", () -> d.owed(1, Every.MONTH, Over.MEMBERS, Ids.next()));
            refused(422, "calendar.no-such-person", () -> d.owed(1, Every.MONTH, Over.PEOPLE, Ids.next()));
            refused(422, "calendar.kind-not-here", () -> d.obligations.add(p.organiser, new Obligation(o.id(), 0, o.unit(), null, Ids.next(), 1, o.every(), o.over(), List.of(), o.from(), null, 7,
                    null, o.trace())));
            assertThat(d.obligations.list(p.organiser, p.bank.id(), null)).isEmpty();
            assertThat(d.owed(99, Every.WEEK, Over.UNIT).count()).isEqualTo(99);
        }
    }

    @BothDatabases
    void oncePeriodsWereOwedTheyStayAsTheyWereAndItIsRetiredNotRemoved(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Obligation o = d.owed(1, Every.MONTH, Over.UNITS, p.credit.id());
            refused(422, "calendar.obligation-fixed", () -> d.obligations.change(p.organiser, with(o, 2, o.from(), o.targets(), 7), false));
            refused(422, "calendar.obligation-fixed", () -> d.obligations.change(p.organiser, with(o, 1, o.from().plusDays(1), o.targets(), 7), false));
            refused(409, "calendar.obligation-history", () -> d.obligations.remove(p.organiser, o.id(), o.version()));
            Obligation wider = d.obligations.change(p.organiser, with(o, 1, o.from(), List.of(p.credit.id(), p.office.id()), 10), false);
            assertThat(wider.targets()).containsExactly(p.credit.id(), p.office.id());
            assertThat(wider.version()).isEqualTo(2);
            assertThatThrownBy(() -> d.obligations.change(p.organiser, o, false)).isInstanceOf(OptimisticLockException.class);
            Obligation retired = d.obligations.change(p.organiser, wider, true);
            assertThat(retired.retired()).isEqualTo("2026-01-02");
            assertThat(d.say(retired, 0)).as("January is not owed any more").isEmpty();
            assertThat(d.say(retired, -1)).as("December was").isEqualTo("办公室 missed 0+0, 信贷部 missed 0+0");
            assertThat(d.obligations.list(p.organiser, p.bank.id(), false)).isEmpty();
            assertThat(d.obligations.list(p.organiser, p.bank.id(), true)).containsExactly(retired);
            refused(409, "calendar.obligation-retired", () -> d.at("2026-02-01T09:00").obligations.change(p.organiser, retired, false));
            assertThat(d.obligations.change(p.organiser, retired, false).retired()).as("at once, when it was a mistake").isNull();
            assertThat(p.audit.actions()).endsWith("calendar.add-obligation", "calendar.change-obligation", "calendar.retire-obligation", "calendar.resume-obligation");
        }
    }

    @BothDatabases
    void oneByWhichNothingWasOwedYetIsChangedRemovedOrTakenUpAgainFreely(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Obligation wanted = d.wanted(p.bank, 1, Every.MONTH, Over.UNIT);
            Obligation o = d.obligations.add(p.organiser, with(wanted, 1, LocalDate.parse("2026-01-02"), List.of(), 7));
            Obligation two = d.obligations.change(p.organiser, with(o, 2, o.from(), List.of(), 7), false);
            assertThat(two.count()).isEqualTo(2);
            Obligation off = d.obligations.change(p.organiser, two, true);
            Obligation on = d.at("2026-05-10T09:00").obligations.change(p.organiser, off, false);
            assertThat(on.from()).as("nobody is late with what nobody owed").isEqualTo("2026-05-10");
            d.at("2026-05-10T09:00").obligations.remove(p.organiser, on.id(), on.version());
            refused(404, "calendar.no-such-obligation", () -> d.obligations.find(p.organiser, o.id()));
        }
    }

    @BothDatabases
    void aKindOfWhichSomethingIsOwedIsNotRemoved(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            Kind kind = p.kinds.find(p.kind("study")).orElseThrow();
            d.owed(1, Every.MONTH, Over.UNIT);
            refused(409, "calendar.kind-in-use", () -> p.kinds.remove(p.organiser, kind.id(), kind.version()));
        }
    }

    @BothDatabases
    void theTableGoesTenYearsEitherWayAndShowsWhatIsMissingAlone(Database database) {
        try (Portal p = new Portal(database)) {
            Duties d = new Duties(p);
            d.owed(1, Every.MONTH, Over.BELOW);
            d.held(p.credit, "2026-01-01");
            assertThat(d.say(d.standing.table(p.organiser, p.bank.id(), 0, true).rows())).isEqualTo("办公室 open 0+0");
            assertThat(d.standing.table(p.organiser, p.bank.id(), 120, false).rows()).hasSize(2);
            refused(422, "calendar.obligation-shift", () -> d.standing.table(p.organiser, p.bank.id(), 121, false));
            refused(422, "calendar.obligation-shift", () -> d.standing.table(p.organiser, p.bank.id(), -121, false));
        }
    }

    @ParameterizedTest
    @CsvSource({"2026-Q1", "2026-13", "x"})
    void aPeriodIsOneOfTheRulesOwn(String period) {
        try (Portal p = new Portal(Database.H2)) {
            Duties d = new Duties(p);
            Obligation o = d.owed(1, Every.MONTH, Over.UNIT);
            refused(422, "calendar.obligation-period", () -> d.standing.row(p.organiser, o.id(), p.bank.id(), period));
        }
    }
}
