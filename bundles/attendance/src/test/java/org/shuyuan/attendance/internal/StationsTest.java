package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.directory.Person;
import org.shuyuan.attendance.internal.StationTaps.Answer;
import org.shuyuan.attendance.internal.StationTaps.Outcome;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** A PC at the door signs people in by number and PIN or by card: only who is expected, only in the gathering's time, once, and without telling which numbers there are. */
class StationsTest {

    /** As long as one may be: four figures stand by chance in the ids of the trail. */
    private static final String PIN = "25801470";

    private static String opened(Portal p, @Nullable UUID gathering) {
        return p.stations.open(p.organiser, p.credit.id(), new Stations.Wish(gathering, "一楼大厅", 5)).secret();
    }

    private static void pin(Portal p, Person person) {
        p.cards.pin(Portal.phone(person, "10.1.2.3"), PIN);
    }

    private static Answer tap(Portal p, String secret, String input, @Nullable String pin) {
        return p.taps.tap(secret, new StationTaps.Tap(input, pin, UUID.randomUUID().toString()), "10.1.2.9");
    }

    @BothDatabases
    void numberAndPinSignInAndASecondTimeIsToldWhen(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            pin(p, p.li);
            String station = opened(p, id);

            assertThat(tap(p, station, "C1", null).outcome()).as("no card: a PIN is asked for").isEqualTo(Outcome.PIN);
            Answer done = tap(p, station, "ｃ1", PIN);
            assertThat(done.outcome()).isEqualTo(Outcome.SIGNED_IN);
            assertThat(done.name()).isEqualTo("李娜");
            assertThat(done.state()).isEqualTo(State.PRESENT);
            p.now(Portal.START.plus(Duration.ofMinutes(10)));
            assertThat(tap(p, station, "C1", PIN)).satisfies(again -> {
                assertThat(again.outcome()).isEqualTo(Outcome.ALREADY);
                assertThat(again.at()).isEqualTo(Portal.START);
            });
            assertThat(p.rolls.roll(p.organiser, id)).filteredOn(m -> m.person().equals(p.li.id())).singleElement().satisfies(m -> {
                assertThat(m.way()).isEqualTo(Mark.Way.STATION);
                assertThat(m.by()).isEqualTo("一楼大厅");
            });
            assertThat(p.audit.actions()).contains("attendance.open-station", "attendance.sign-in-at-station", "attendance.set-pin");
            assertThat(p.audit.entries().toString()).as("neither secret nor PIN is in the trail").doesNotContain(station).doesNotContain(PIN);
        }
    }

    @BothDatabases
    void aCardNeedsNoPinAndWhoIsLateIsLate(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.cards.add(p.organiser, p.bank.id(), p.wang.id(), "0004711235");
            String station = opened(p, id);
            p.now(Portal.START.plus(Duration.ofMinutes(6)));

            assertThat(tap(p, station, "0004711235", null).state()).isEqualTo(State.LATE);
            assertThat(p.state(id, p.wang)).isEqualTo(State.LATE);
        }
    }

    @BothDatabases
    void aMessageThatComesTwiceSaysTheSame(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.cards.add(p.organiser, p.bank.id(), p.wang.id(), "0004711235");
            String station = opened(p, id);
            StationTaps.Tap sent = new StationTaps.Tap("0004711235", null, "one");

            Answer first = p.taps.tap(station, sent, "");
            p.now(Portal.START.plus(Duration.ofMinutes(1)));
            Answer repeated = p.taps.tap(station, sent, "");
            assertThat(repeated.outcome()).as("its answer was lost on the way").isEqualTo(Outcome.SIGNED_IN);
            assertThat(repeated.at()).isEqualTo(first.at());
        }
    }

    @BothDatabases
    void aWrongPinAndAnUnknownNumberAreToldAlikeAndFiveOfThemPause(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            pin(p, p.li);
            String station = opened(p, id);

            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> tap(p, station, "C1", "1111")).hasMessage("attendance.station-unknown");
                assertThatThrownBy(() -> tap(p, station, "nobody", "1111")).hasMessage("attendance.station-unknown");
            }
            for (String number : new String[] {"C1", "nobody"}) {
                assertThatThrownBy(() -> tap(p, station, number, PIN)).as("paused, whether there is one or not").hasMessage("attendance.too-many-wrong");
            }
            assertThatThrownBy(() -> tap(p, opened(p, id), "C1", PIN)).as("at every station").hasMessage("attendance.too-many-wrong");
            assertThat(p.state(id, p.li)).isNull();
            p.now(Portal.START.plus(WrongTries.PAUSE));
            assertThat(tap(p, station, "C1", PIN).outcome()).isEqualTo(Outcome.SIGNED_IN);
        }
    }

    @BothDatabases
    void aStationWherePinsAreTriedOutPausesForEverybody(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            pin(p, p.li);
            String station = opened(p, id);
            for (int i = 0; i < 20; i++) {
                String number = "X" + i;
                assertThatThrownBy(() -> tap(p, station, number, "1234")).hasMessage("attendance.station-unknown");
            }
            assertThatThrownBy(() -> tap(p, station, "C1", PIN)).hasMessage("attendance.too-many-wrong");
            assertThat(tap(p, opened(p, id), "C1", PIN).outcome()).as("another goes on").isEqualTo(Outcome.SIGNED_IN);
        }
    }

    @BothDatabases
    void onlyWhoIsExpectedSignsIn(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            pin(p, p.secretary);
            String station = opened(p, id);
            assertThatThrownBy(() -> tap(p, station, "O1", PIN)).hasMessage("attendance.not-expected");
            p.onRoll.add(p.organiser, id, List.of(p.secretary.id()), true);
            assertThat(tap(p, station, "O1", PIN).state()).isEqualTo(State.OBSERVER);
        }
    }

    @BothDatabases
    void itIsShutBeforeAndAfterWhenStoppedAndWhenTheRollIsClosed(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.cards.add(p.organiser, p.bank.id(), p.li.id(), "0004711235");
            p.now(Portal.START.minus(RollService.EARLY).minusSeconds(1));
            assertThatThrownBy(() -> opened(p, id)).hasMessage("attendance.not-yet");

            p.now(Portal.START);
            String station = opened(p, id);
            p.stations.close(p.organiser, p.stations.list(p.organiser, p.bank.id(), 0, 20).items().get(0).id());
            assertThatThrownBy(() -> tap(p, station, "0004711235", null)).hasMessage("attendance.station-over");
            assertThatThrownBy(() -> tap(p, "guessed", "0004711235", null)).hasMessage("attendance.station-over");
            assertThatThrownBy(() -> p.taps.shown(null)).hasMessage("attendance.station-over");

            String next = opened(p, id);
            p.now(Portal.START.plus(Duration.ofMinutes(105)));
            assertThatThrownBy(() -> tap(p, next, "0004711235", null)).as("a quarter of an hour after the end").hasMessage("attendance.station-over");
            assertThatThrownBy(() -> opened(p, id)).hasMessage("attendance.over");
            p.now(Portal.START.plus(Duration.ofMinutes(90)));
            p.closing.close(p.organiser, id, p.version(id));
            assertThatThrownBy(() -> tap(p, next, "0004711235", null)).hasMessage("attendance.door-shut");
            assertThat(p.state(id, p.li)).isEqualTo(State.ABSENT);
        }
    }

    @BothDatabases
    void aStationOfTheDayFindsWhatThePersonIsExpectedAtAndNeverWhatIsStillToCome(Database database) {
        try (Portal p = new Portal(database)) {
            UUID morning = p.gathering("morning", Portal.START);
            UUID afternoon = p.gathering("afternoon", Portal.START.plus(Duration.ofHours(5)));
            UUID others = p.gatherings.attach(p.organiser, Portal.subject("others"), p.draft(p.office, Portal.START, List.of(), List.of(), List.of()));
            pin(p, p.li);
            pin(p, p.secretary);
            String station = p.stations.open(p.organiser, p.bank.id(), new Stations.Wish(null, "大门", 5)).secret();

            assertThat(tap(p, station, "C1", PIN).gathering()).extracting(Gathering::id).isEqualTo(morning);
            assertThat(tap(p, station, "O1", PIN).gathering()).extracting(Gathering::id).isEqualTo(others);
            assertThat(tap(p, station, "C1", PIN).outcome()).isEqualTo(Outcome.ALREADY);
            assertThat(p.state(afternoon, p.li)).isNull();

            p.now(Portal.START.plus(Duration.ofMinutes(106)));
            assertThatThrownBy(() -> tap(p, station, "C1", PIN)).as("the afternoon's opens later").hasMessage("attendance.opens-later");
            p.now(Portal.START.plus(Duration.ofHours(4)));
            assertThat(tap(p, station, "C1", PIN).gathering()).extracting(Gathering::id).isEqualTo(afternoon);
            p.now(Portal.START.plus(Duration.ofHours(15)));
            assertThatThrownBy(() -> tap(p, station, "C1", PIN)).as("midnight in Shanghai").hasMessage("attendance.station-over");
        }
    }

    @BothDatabases
    void aCardReadTwiceBeforeTheFirstOfTwoInARowSignsInToTheFirstOnly(Database database) {
        try (Portal p = new Portal(database)) {
            UUID first = p.gathering("first", Portal.START);
            UUID second = p.gathering("second", Portal.START.plus(Duration.ofMinutes(100)));
            p.cards.add(p.organiser, p.bank.id(), p.li.id(), "0004711235");
            p.cards.add(p.organiser, p.bank.id(), p.wang.id(), "0004711236");
            String station = p.stations.open(p.organiser, p.bank.id(), new Stations.Wish(null, "大门", 5)).secret();

            p.now(Portal.START.minus(Duration.ofMinutes(8)));
            assertThat(tap(p, station, "0004711235", null).outcome()).isEqualTo(Outcome.SIGNED_IN);
            assertThat(tap(p, station, "0004711235", null)).satisfies(again -> {
                assertThat(again.outcome()).isEqualTo(Outcome.ALREADY);
                assertThat(again.gathering()).extracting(Gathering::id).isEqualTo(first);
            });
            assertThat(p.state(second, p.li)).isNull();

            p.now(Portal.START.plus(Duration.ofMinutes(95)));
            assertThat(tap(p, station, "0004711235", null).gathering()).as("five minutes before the second").extracting(Gathering::id).isEqualTo(second);
            assertThat(tap(p, station, "0004711236", null)).as("who missed the first is on time for the second").satisfies(came -> {
                assertThat(came.gathering()).extracting(Gathering::id).isEqualTo(second);
                assertThat(came.state()).isEqualTo(State.PRESENT);
            });
            assertThat(p.state(first, p.wang)).isNull();
        }
    }

    @BothDatabases
    void whomTheOrganiserTookOffByMistakeIsThereAgainAndWhomTheyMarkedAbsentIsNot(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            pin(p, p.li);
            String station = opened(p, id);
            p.doors.open(p.organiser, id, 5, "");
            String phone = "phone-of-somebody-0123456789";
            tap(p, station, "C1", PIN);
            p.scan(id, p.wang, phone);
            p.mark(id, new RollService.Marking(p.li.id(), null, State.PRESENT, null, null, null), new RollService.Marking(p.wang.id(), null, State.PRESENT, null, null, null));

            p.now(Portal.START.plus(Duration.ofMinutes(20)));
            assertThat(tap(p, station, "C1", PIN)).satisfies(again -> {
                assertThat(again.state()).as("since they came, not since now").isEqualTo(State.PRESENT);
                assertThat(again.at()).isEqualTo(Portal.START);
            });
            assertThat(p.scan(id, p.wang, phone).state()).isEqualTo(State.PRESENT);
            assertThat(p.state(id, p.li)).isEqualTo(State.PRESENT);
            assertThat(p.state(id, p.wang)).isEqualTo(State.PRESENT);

            p.mark(id, new RollService.Marking(p.li.id(), State.ABSENT, State.PRESENT, null, "代签", null), new RollService.Marking(p.wang.id(), State.ABSENT, State.PRESENT, null, null, null));
            assertThatThrownBy(() -> tap(p, station, "C1", PIN)).hasMessage("attendance.said-otherwise");
            assertThatThrownBy(() -> p.scan(id, p.wang, phone)).hasMessage("attendance.said-otherwise");
            assertThat(p.state(id, p.li)).isEqualTo(State.ABSENT);
        }
    }

    @BothDatabases
    void whoSignsOutOfOneAndGoesStraightToTheNextNeedNotWait(Database database) {
        try (Portal p = new Portal(database)) {
            UUID first = p.gathering("first", Portal.START);
            UUID second = p.gathering("second", Portal.START.plus(Duration.ofMinutes(90)));
            p.rolls.signOut(p.organiser, first, p.version(first), true);
            p.cards.add(p.organiser, p.bank.id(), p.li.id(), "0004711235");
            String station = p.stations.open(p.organiser, p.bank.id(), new Stations.Wish(null, "大门", 5)).secret();
            tap(p, station, "0004711235", null);
            p.now(Portal.START.plus(Duration.ofMinutes(91)));
            assertThat(tap(p, station, "0004711235", null).outcome()).isEqualTo(Outcome.SIGNED_OUT);
            p.now(Portal.START.plus(Duration.ofMinutes(91)).plusSeconds(3));
            assertThat(tap(p, station, "0004711235", null).outcome()).as("the card read twice").isEqualTo(Outcome.ALREADY_OUT);
            p.now(Portal.START.plus(Duration.ofMinutes(92)));
            assertThat(tap(p, station, "0004711235", null)).satisfies(next -> {
                assertThat(next.gathering()).extracting(Gathering::id).isEqualTo(second);
                assertThat(next.state()).isEqualTo(State.PRESENT);
            });
        }
    }

    @BothDatabases
    void whoWasMarkedAbsentAtOneSignsInToTheNextAllTheSame(Database database) {
        try (Portal p = new Portal(database)) {
            UUID first = p.gathering("first", Portal.START);
            UUID second = p.gathering("second", Portal.START.plus(Duration.ofMinutes(90)));
            p.cards.add(p.organiser, p.bank.id(), p.li.id(), "0004711235");
            String station = p.stations.open(p.organiser, p.bank.id(), new Stations.Wish(null, "大门", 5)).secret();
            tap(p, station, "0004711235", null);
            p.mark(first, new RollService.Marking(p.li.id(), State.ABSENT, State.PRESENT, null, "代签", null));
            p.now(Portal.START.plus(Duration.ofMinutes(88)));
            assertThat(tap(p, station, "0004711235", null).gathering()).extracting(Gathering::id).isEqualTo(second);
        }
    }

    @BothDatabases
    void whoBelongsElsewhereByNowIsNotExpectedAndNobodyIsStoppedByIt(Database database) {
        try (Portal p = new Portal(database)) {
            p.gathering();
            UUID others = p.gatherings.attach(p.organiser, Portal.subject("others"), p.draft(p.office, Portal.START, List.of(), List.of(), List.of()));
            p.people.add(p.zhang.id(), "张三", "C3", p.office);
            p.cards.add(p.organiser, p.bank.id(), p.zhang.id(), "0004711235");
            String station = p.stations.open(p.organiser, p.bank.id(), new Stations.Wish(null, "大门", 5)).secret();
            assertThat(tap(p, station, "0004711235", null).gathering()).as("transferred since the rolls were made").extracting(Gathering::id).isEqualTo(others);
        }
    }

    @BothDatabases
    void whoComesInSpiteOfAMakeUpNeedsItNoMore(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            pin(p, p.li);
            p.mark(id, Portal.as(p.li, State.ABSENT));
            p.makeUps.assign(p.organiser, id, p.li.id(), "读材料", java.time.LocalDate.of(2026, 3, 20));
            tap(p, opened(p, id), "C1", PIN);
            assertThat(p.makeUpStore.at(id).get(p.li.id()).status()).isEqualTo(MakeUp.Status.DROPPED);
        }
    }

    @BothDatabases
    void onlyWhoTakesTheRollOpensSeesAndStopsStations(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            opened(p, id);
            UUID station = p.stations.list(p.organiser, p.bank.id(), 0, 20).items().get(0).id();

            assertThatThrownBy(() -> p.stations.open(p.inspector, p.bank.id(), new Stations.Wish(id, "x", 5))).hasMessage("access.forbidden");
            assertThatThrownBy(() -> p.stations.open(p.inspector, p.bank.id(), new Stations.Wish(null, "x", 5))).hasMessage("access.forbidden");
            assertThatThrownBy(() -> p.stations.list(p.inspector, p.bank.id(), 0, 20)).hasMessage("access.forbidden");
            assertThatThrownBy(() -> p.stations.close(p.inspector, station)).hasMessage("access.forbidden");
            assertThatThrownBy(() -> p.stations.close(p.organiser, UUID.randomUUID())).hasMessage("attendance.no-such-station");
            assertThat(p.stations.list(p.organiser, p.bank.id(), 0, 20).total()).isOne();
            for (Stations.Wish wrong : List.of(new Stations.Wish(id, " ", 5), new Stations.Wish(id, "x".repeat(61), 5), new Stations.Wish(id, "x", 121))) {
                assertThatThrownBy(() -> p.stations.open(p.organiser, p.bank.id(), wrong)).hasMessage("rest.invalid");
            }
        }
    }

    @BothDatabases
    void whatTheOrganiserSaidOfSomebodyWhoIsThereStands(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            pin(p, p.li);
            p.mark(id, Portal.as(p.li, State.PRESENT), Portal.as(p.wang, State.ON_LEAVE));
            String station = opened(p, id);
            p.now(Portal.START.plus(Duration.ofMinutes(30)));
            assertThat(tap(p, station, "C1", PIN).state()).isEqualTo(State.PRESENT);
            p.doors.open(p.organiser, id, 5, "");
            assertThat(p.scan(id, p.li, "phone-of-somebody-0123456789").already()).as("the code knows what the station knows").isTrue();
        }
    }
}
