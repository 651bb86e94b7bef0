package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.directory.Person;
import org.shuyuan.attendance.internal.StationTaps.Outcome;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Where minutes count, people sign out at the same doors: from the start or their coming to the end or their leaving, and a missing sign-out counts as the unit says. */
class SignOutTest {

    private static final String PHONE = "phone-of-somebody-0123456789";
    private static final String CARD = "0004711235";

    private static Instant at(int minutes) {
        return Portal.START.plus(Duration.ofMinutes(minutes));
    }

    private static UUID counting(Portal p) {
        UUID id = p.gathering();
        p.rolls.signOut(p.organiser, id, p.version(id), true);
        return id;
    }

    private static Outcome tap(Portal p, String station, String id) {
        return p.taps.tap(station, new StationTaps.Tap(CARD, null, id), "").outcome();
    }

    private static String station(Portal p, UUID id) {
        p.cards.add(p.member, CARD);
        return p.stations.open(p.organiser, p.credit.id(), new Stations.Wish(id, "大厅", 5)).secret();
    }

    private static Mark of(Portal p, UUID id, Person person) {
        return p.rolls.roll(p.organiser, id).stream().filter(m -> m.person().equals(person.id())).findFirst().orElseThrow();
    }

    private static @Nullable Integer minutes(Portal p, UUID id, Person person) {
        return of(p, id, person).minutes();
    }

    @BothDatabases
    void whoCameBeforeTheStartAndLeftAfterTheEndWasThereForAllOfIt(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = counting(p);
            p.now(at(-20));
            String station = station(p, id);
            assertThat(tap(p, station, "a")).isEqualTo(Outcome.SIGNED_IN);
            p.now(at(-10));
            assertThat(tap(p, station, "b")).as("nobody leaves before it begins").isEqualTo(Outcome.ALREADY);
            p.now(at(95));
            assertThat(tap(p, station, "c")).isEqualTo(Outcome.SIGNED_OUT);
            assertThat(minutes(p, id, p.li)).isEqualTo(90);
            assertThat(p.state(id, p.li)).isEqualTo(State.PRESENT);
            p.now(at(96));
            assertThat(tap(p, station, "c")).as("the message again").isEqualTo(Outcome.SIGNED_OUT);
            assertThat(tap(p, station, "d")).as("the card again").isEqualTo(Outcome.ALREADY_OUT);
            assertThat(p.audit.actions()).contains("attendance.set-sign-out", "attendance.sign-out-at-station");
        }
    }

    @BothDatabases
    void whoLeavesEarlyLeftEarlyUnlessWithinTheGraceAndTheLastTimeCounts(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = counting(p);
            p.now(at(3));
            String station = station(p, id);
            tap(p, station, "a");
            p.now(at(7));
            assertThat(tap(p, station, "b")).as("the same card twice is no leaving").isEqualTo(Outcome.ALREADY);
            p.now(at(40));
            assertThat(tap(p, station, "c")).isEqualTo(Outcome.SIGNED_OUT);
            assertThat(of(p, id, p.li)).satisfies(m -> {
                assertThat(m.state()).isEqualTo(State.LEFT_EARLY);
                assertThat(m.minutes()).isEqualTo(37);
            });
            p.now(at(86));
            assertThat(tap(p, station, "d")).isEqualTo(Outcome.SIGNED_OUT);
            assertThat(of(p, id, p.li)).satisfies(m -> {
                assertThat(m.state()).as("five minutes before the end is not early").isEqualTo(State.PRESENT);
                assertThat(m.minutes()).isEqualTo(83);
            });
        }
    }

    @BothDatabases
    void theCodeSignsOutTooWhenItIsSeenAgain(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = counting(p);
            p.doors.open(p.organiser, id, 5, "");
            String ticket = p.doors.enter(p.doors.code(p.organiser, id), PHONE).ticket();
            p.now(at(1));
            p.doors.signIn(Portal.phone(p.li, "10.1.2.3"), ticket, PHONE);
            p.now(at(8));
            assertThat(p.doors.signIn(Portal.phone(p.li, "10.1.2.3"), ticket, PHONE).already()).as("the page loaded again").isTrue();
            p.scan(id, p.wang, "phone-of-another-0123456789");
            p.now(at(88));
            assertThatThrownBy(() -> p.scan(id, p.li, "phone-of-another-0123456789")).hasMessage("attendance.device-used");
            assertThat(p.scan(id, p.li, PHONE).left()).isTrue();
            assertThat(minutes(p, id, p.li)).as("from when the code was seen, not from when it was sent").isEqualTo(88);
            assertThat(minutes(p, id, p.wang)).isNull();
        }
    }

    @BothDatabases
    void whoDidNotSignOutCountsToTheEndOnceTheRollIsClosedAndIsOpenAgainWithIt(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = counting(p);
            p.now(at(10));
            String station = station(p, id);
            tap(p, station, "a");
            p.mark(id, Portal.as(p.wang, State.PRESENT), Portal.as(p.zhang, State.LATE));
            p.closing.close(p.organiser, id, p.version(id));
            assertThat(minutes(p, id, p.li)).isEqualTo(80);
            assertThat(minutes(p, id, p.wang)).as("from the start, nobody said when").isEqualTo(90);
            assertThat(minutes(p, id, p.zhang)).as("late, and nobody said how late").isNull();

            p.closing.reopen(p.organiser, id, p.version(id), "更正");
            assertThat(minutes(p, id, p.li)).isNull();
            assertThat(minutes(p, id, p.wang)).isNull();
            assertThat(p.times.of(id).keySet()).containsExactly(p.li.id());
        }
    }

    @BothDatabases
    void orNothingUntilTheOrganiserSaysWhereTheUnitSaysSo(Database database) {
        try (Portal p = new Portal(database)) {
            p.rules.set(p.organiser, p.bank.id(), 0, new Rules(true, 100, 100, 90, 3, 0, 7, 30, false));
            UUID id = counting(p);
            String station = station(p, id);
            tap(p, station, "a");
            p.closing.close(p.organiser, id, p.version(id));
            assertThat(minutes(p, id, p.li)).isNull();
            p.closing.reopen(p.organiser, id, p.version(id), "更正");
            p.rolls.times(p.organiser, id, p.li.id(), at(0), at(61));
            assertThat(minutes(p, id, p.li)).isEqualTo(61);
            assertThat(p.state(id, p.li)).as("half an hour before the end is not early there").isEqualTo(State.PRESENT);
        }
    }

    @BothDatabases
    void theOrganiserSaysWhenSomebodyCameAndLeft(Database database) {
        try (Portal p = new Portal(database)) {
            UUID plain = p.gathering("plain", Portal.START);
            p.mark(plain, Portal.as(p.li, State.PRESENT));
            assertThatThrownBy(() -> p.rolls.times(p.organiser, plain, p.li.id(), null, at(90))).hasMessage("attendance.no-sign-out");

            UUID id = counting(p);
            assertThatThrownBy(() -> p.rolls.times(p.organiser, id, p.li.id(), null, at(90))).hasMessage("attendance.not-there");
            assertThatThrownBy(() -> p.rolls.times(p.organiser, id, p.secretary.id(), null, at(90))).hasMessage("attendance.not-on-roll");
            p.mark(id, Portal.as(p.li, State.LATE));
            assertThatThrownBy(() -> p.rolls.times(p.organiser, id, p.li.id(), at(20), at(10))).hasMessage("rest.invalid");
            assertThatThrownBy(() -> p.rolls.times(p.organiser, id, p.li.id(), at(-121), at(10))).hasMessage("rest.invalid");
            assertThatThrownBy(() -> p.rolls.times(p.inspector, id, p.li.id(), at(20), at(90))).hasMessage("access.forbidden");
            p.rolls.times(p.organiser, id, p.li.id(), at(20), at(90));
            assertThat(minutes(p, id, p.li)).isEqualTo(70);
            assertThat(p.state(id, p.li)).as("late stays late").isEqualTo(State.LATE);
            p.rolls.times(p.organiser, id, p.li.id(), at(20), at(50));
            assertThat(p.state(id, p.li)).isEqualTo(State.LEFT_EARLY);
        }
    }

    @BothDatabases
    void signingOutDoesNotUndoWhatTheOrganiserSaid(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = counting(p);
            String station = station(p, id);
            tap(p, station, "a");
            p.mark(id, new RollService.Marking(p.li.id(), State.ABSENT, State.PRESENT, null, "代签", null));
            p.now(at(88));
            assertThatThrownBy(() -> tap(p, station, "b")).hasMessage("attendance.said-otherwise");
            assertThat(p.state(id, p.li)).isEqualTo(State.ABSENT);
            assertThat(minutes(p, id, p.li)).isNull();
        }
    }

    @BothDatabases
    void whereTheEndIsMovedTheMinutesAreCountedAnewAndTheStationStaysOpen(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = counting(p);
            String station = station(p, id);
            p.now(at(8));
            assertThat(tap(p, station, "a")).isEqualTo(Outcome.SIGNED_IN);
            assertThat(p.state(id, p.li)).isEqualTo(State.LATE);
            p.now(at(70));
            assertThat(tap(p, station, "b")).isEqualTo(Outcome.SIGNED_OUT);
            assertThat(p.state(id, p.li)).isEqualTo(State.LEFT_EARLY);

            p.moved(id, Duration.ofMinutes(20));
            assertThat(of(p, id, p.li)).satisfies(m -> {
                assertThat(m.state()).as("left before the new end too").isEqualTo(State.LEFT_EARLY);
                assertThat(m.minutes()).as("from the new start").isEqualTo(50);
            });
            p.moved(id, Duration.ofMinutes(-39));
            assertThat(of(p, id, p.li)).satisfies(m -> {
                assertThat(m.state()).as("late for the earlier start, there to its end").isEqualTo(State.LATE);
                assertThat(m.minutes()).isEqualTo(62);
            });
            p.moved(id, Duration.ofMinutes(60));
            p.now(at(140));
            assertThat(tap(p, station, "c")).as("it ended a quarter of an hour after the end as it was").isEqualTo(Outcome.SIGNED_OUT);
        }
    }

    @BothDatabases
    void onlyWhoTakesTheRollSaysThatMinutesCountAndOnlyWhileItIsOpen(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            assertThatThrownBy(() -> p.rolls.signOut(p.inspector, id, p.version(id), true)).hasMessage("access.forbidden");
            assertThatThrownBy(() -> p.rolls.signOut(p.organiser, id, p.version(id) - 1, true)).isInstanceOf(OptimisticLockException.class);
            assertThat(p.rolls.signOut(p.organiser, id, p.version(id), true).signOut()).isTrue();
            p.gatherings.follow(p.organiser, Portal.subject("one"), p.draft(p.credit, at(30), java.util.List.of(), java.util.List.of(), java.util.List.of()));
            assertThat(p.gatherings.find(p.organiser, id).signOut()).as("a gathering that is moved keeps it").isTrue();
            p.now(at(40));
            p.closing.close(p.organiser, id, p.version(id));
            assertThatThrownBy(() -> p.rolls.signOut(p.organiser, id, p.version(id), false)).hasMessage("attendance.closed");
        }
    }

    @BothDatabases
    void whereMinutesDoNotCountNobodyLeaves(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            String station = station(p, id);
            tap(p, station, "a");
            p.now(at(60));
            assertThat(tap(p, station, "b")).isEqualTo(Outcome.ALREADY);
            p.closing.close(p.organiser, id, p.version(id));
            assertThat(minutes(p, id, p.li)).isNull();
        }
    }
}
