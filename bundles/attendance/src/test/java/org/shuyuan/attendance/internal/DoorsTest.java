package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** People sign in by the code on the screen: within its seconds, once, each with a device of their own, and never where the door is shut. */
class DoorsTest {

    private static final String PHONE = "phone-of-somebody-0123456789";
    private static final String OTHER = "phone-of-another-0123456789";

    @BothDatabases
    void whoScansIsThereAndWhoScansAgainIsToldTheSame(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.doors.open(p.organiser, id, 5, "");

            Doors.SignedIn first = p.scan(id, p.li, PHONE);
            assertThat(first.state()).isEqualTo(State.PRESENT);
            assertThat(first.already()).isFalse();
            p.now(Portal.START.plus(Duration.ofMinutes(20)));
            assertThat(p.scan(id, p.li, PHONE)).satisfies(again -> {
                assertThat(again.already()).isTrue();
                assertThat(again.at()).isEqualTo(first.at());
                assertThat(again.state()).isEqualTo(State.PRESENT);
            });
            assertThat(p.rolls.roll(p.organiser, id)).filteredOn(m -> m.way() == Mark.Way.CODE).singleElement().satisfies(m -> assertThat(m.person()).isEqualTo(p.li.id()));
            assertThat(p.audit.actions()).contains("attendance.open-door", "attendance.sign-in");
            assertThat(p.audit.entries().toString()).as("no secret is in the trail").doesNotContain(p.doorStore.find(id).orElseThrow().secret());
        }
    }

    @BothDatabases
    void aCodeHoldsForItsSecondsAndTheNextOnes(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.doors.open(p.organiser, id, null, null);
            String code = p.doors.code(p.organiser, id);

            p.now(Portal.START.plus(Door.SHOWN));
            assertThat(p.doors.code(p.organiser, id)).isNotEqualTo(code);
            assertThat(p.doors.enter(code, PHONE).ticket()).as("it changed while somebody was aiming").isNotEmpty();
            p.now(Portal.START.plus(Door.SHOWN.multipliedBy(2)));
            assertThatThrownBy(() -> p.doors.enter(code, PHONE)).hasMessage("attendance.code-old");
            assertThatThrownBy(() -> p.doors.enter("x" + code.substring(1), PHONE)).isInstanceOf(Problem.class);
            for (String wrong : new String[] {"", "AAAA", "!", "x".repeat(500)}) {
                assertThatThrownBy(() -> p.doors.enter(wrong, PHONE)).hasMessage("attendance.code-wrong");
            }
        }
    }

    @BothDatabases
    void aTicketIsForOneDeviceAndTenMinutes(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.doors.open(p.organiser, id, 60, null);
            String ticket = p.doors.enter(p.doors.code(p.organiser, id), PHONE).ticket();
            Caller li = Portal.phone(p.li, "10.1.2.3");

            assertThatThrownBy(() -> p.doors.signIn(li, ticket, OTHER)).as("forwarded").hasMessage("attendance.no-ticket");
            assertThatThrownBy(() -> p.doors.signIn(li, ticket, null)).hasMessage("attendance.no-ticket");
            assertThatThrownBy(() -> p.doors.signIn(li, null, PHONE)).hasMessage("attendance.no-ticket");
            assertThatThrownBy(() -> p.doors.signIn(li, ticket.substring(0, ticket.length() - 2) + "AA", PHONE)).hasMessage("attendance.no-ticket");
            p.now(Portal.START.plus(Door.TICKET));
            assertThatThrownBy(() -> p.doors.signIn(li, ticket, PHONE)).as("too late").hasMessage("attendance.no-ticket");
            p.now(Portal.START.plus(Door.TICKET).minusSeconds(1));
            assertThat(p.doors.signIn(li, ticket, PHONE).state()).isEqualTo(State.PRESENT);
        }
    }

    @BothDatabases
    void whoSawTheCodeInTimeIsNotLateBecauseThePhoneHadNoNetwork(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.doors.open(p.organiser, id, 5, "");
            String ticket = p.doors.enter(p.doors.code(p.organiser, id), PHONE).ticket();
            p.now(Portal.START.plus(Duration.ofMinutes(9)));
            Caller li = Portal.phone(p.li, "10.1.2.3");

            Doors.SignedIn sent = p.doors.signIn(li, ticket, PHONE);
            assertThat(sent.state()).isEqualTo(State.PRESENT);
            assertThat(sent.at()).isEqualTo(Portal.START);
            assertThat(p.doors.signIn(li, ticket, PHONE)).as("the answer was lost and it is sent again").satisfies(again -> {
                assertThat(again.already()).isTrue();
                assertThat(again.at()).isEqualTo(Portal.START);
            });
            assertThat(p.doorStore.all(id)).hasSize(1);
        }
    }

    @BothDatabases
    void aDeviceSignsInOnePersonAndTheOrganiserCanMarkTheOther(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.doors.open(p.organiser, id, null, null);
            p.scan(id, p.li, PHONE);
            assertThatThrownBy(() -> p.scan(id, p.wang, PHONE)).hasMessage("attendance.device-used");
            assertThat(p.state(id, p.wang)).isNull();

            p.mark(id, Portal.as(p.wang, State.PRESENT));
            assertThat(p.rolls.roll(p.organiser, id)).filteredOn(m -> m.person().equals(p.wang.id())).singleElement().satisfies(m -> {
                assertThat(m.way()).as("it is seen who said so").isEqualTo(Mark.Way.ROLL);
                assertThat(m.by()).isEqualTo("组织委员");
            });
        }
    }

    @BothDatabases
    void whoComesAfterTheGraceIsLateAndWhoWasOnLeaveIsThereAfterAll(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.mark(id, Portal.as(p.wang, State.ON_LEAVE));
            p.doors.open(p.organiser, id, 5, null);
            p.onRoll.add(p.organiser, id, List.of(p.secretary.id()), true);
            p.now(Portal.START.plus(Duration.ofMinutes(5)));
            assertThat(p.scan(id, p.wang, PHONE).state()).isEqualTo(State.PRESENT);
            p.now(Portal.START.plus(Duration.ofMinutes(6)));
            assertThat(p.scan(id, p.li, OTHER).state()).isEqualTo(State.LATE);
            assertThat(p.scan(id, p.secretary, "third-phone-0123456789").state()).isEqualTo(State.OBSERVER);
            assertThat(p.state(id, p.wang)).isEqualTo(State.PRESENT);
        }
    }

    @BothDatabases
    void anEventThatIsPutOffByMinutesAfterSignInsBeganTakesItsDoorAlong(Database database) {
        try (Portal p = new Portal(database)) {
            Person zhao = p.people.add("赵敏", "M009", p.credit);
            UUID id = p.gathering();
            p.doors.open(p.organiser, id, 5, "");
            p.scan(id, p.wang, PHONE);
            p.now(Portal.START.plus(Duration.ofMinutes(8)));
            assertThat(p.scan(id, p.li, OTHER).state()).isEqualTo(State.LATE);

            p.moved(id, Duration.ofMinutes(30));

            assertThat(p.state(id, p.wang)).isEqualTo(State.PRESENT);
            assertThat(p.state(id, p.li)).as("late for the old time only").isEqualTo(State.PRESENT);
            p.now(Portal.START.plus(Duration.ofMinutes(34)));
            assertThat(p.scan(id, zhao, "third-phone-0123456789").state()).isEqualTo(State.PRESENT);
            assertThat(p.doorStore.find(id).orElseThrow().closes()).isEqualTo(p.gatherings.find(p.organiser, id).draft().end().plus(Doors.AFTER_END));
        }
    }

    @BothDatabases
    void whoSignedInBeforeTheEventWasPutOffToAnotherDayWasNotThere(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.doors.open(p.organiser, id, 5, "");
            p.scan(id, p.li, PHONE);
            p.mark(id, Portal.as(p.wang, State.ON_LEAVE));

            p.moved(id, Duration.ofDays(7));

            assertThat(p.state(id, p.li)).isNull();
            assertThat(p.state(id, p.wang)).as("leave stays for the organiser to say").isEqualTo(State.ON_LEAVE);
            assertThatThrownBy(() -> p.doors.code(p.organiser, id)).hasMessage("attendance.door-shut");
            assertThat(p.audit.entries().toString()).as("the trail keeps who was marked").contains(p.li.id() + "=present");
            p.now(Portal.START.plus(Duration.ofDays(7)));
            p.doors.open(p.organiser, id, 5, "");
            assertThat(p.scan(id, p.li, PHONE)).satisfies(then -> {
                assertThat(then.already()).isFalse();
                assertThat(then.at()).isEqualTo(Portal.START.plus(Duration.ofDays(7)));
            });
        }
    }

    @BothDatabases
    void whereTheDoorIsShutNoCodeIsWorthAnything(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.now(Portal.START.minus(Duration.ofHours(3)));
            assertThatThrownBy(() -> p.doors.open(p.organiser, id, null, null)).as("a gathering to come").hasMessage("attendance.not-yet");
            assertThatThrownBy(() -> p.doors.code(p.organiser, id)).hasMessage("attendance.door-shut");

            p.now(Portal.START);
            p.doors.open(p.organiser, id, null, null);
            String code = p.doors.code(p.organiser, id);
            String ticket = p.doors.enter(code, PHONE).ticket();
            p.doors.stop(p.organiser, id);
            assertThat(p.audit.actions()).contains("attendance.stop-door");
            assertThatThrownBy(() -> p.doors.enter(code, PHONE)).hasMessage("attendance.door-shut");
            assertThatThrownBy(() -> p.doors.signIn(Portal.phone(p.li, ""), ticket, PHONE)).hasMessage("attendance.door-shut");
            assertThatThrownBy(() -> p.doors.code(p.organiser, id)).hasMessage("attendance.door-shut");

            p.doors.open(p.organiser, id, null, null);
            assertThatThrownBy(() -> p.doors.enter(code, PHONE)).as("of before it was opened anew").hasMessage("attendance.code-old");
            assertThatThrownBy(() -> p.doors.signIn(Portal.phone(p.li, ""), ticket, PHONE)).hasMessage("attendance.no-ticket");

            p.closing.close(p.organiser, id, p.version(id));
            assertThatThrownBy(() -> p.doors.enter(p.doorStore.find(id).orElseThrow().code(Portal.START), PHONE)).hasMessage("attendance.door-shut");
            UUID over = p.gathering("over", Portal.START);
            p.now(Portal.START.plus(Duration.ofHours(2)));
            assertThatThrownBy(() -> p.doors.open(p.organiser, over, null, null)).hasMessage("attendance.over");
        }
    }

    @BothDatabases
    void onlyThoseOnTheRollSignInFromWhereTheyMayAsThemselves(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            p.doors.open(p.organiser, id, null, "10.1.2.0/24, fd00::/8");
            assertThatThrownBy(() -> p.scan(id, p.secretary, PHONE)).hasMessage("attendance.not-expected");
            String ticket = p.doors.enter(p.doors.code(p.organiser, id), OTHER).ticket();
            assertThatThrownBy(() -> p.doors.signIn(Portal.phone(p.li, "10.1.3.9"), ticket, OTHER)).hasMessage("attendance.elsewhere");
            Caller token = new Caller(UUID.randomUUID(), p.li.id(), "李娜", Caller.Kind.TOKEN, p.member.language(), "10.1.2.3");
            assertThatThrownBy(() -> p.doors.signIn(token, ticket, OTHER)).as("a program").hasMessage("attendance.elsewhere");
            Caller nobody = new Caller(UUID.randomUUID(), null, "admin", Caller.Kind.SESSION, p.member.language(), "10.1.2.3");
            assertThatThrownBy(() -> p.doors.signIn(nobody, ticket, OTHER)).hasMessage("attendance.without-person");
            assertThat(p.doors.signIn(Portal.phone(p.li, "10.1.2.200"), ticket, OTHER).state()).isEqualTo(State.PRESENT);

            UUID next = p.gathering("next", Portal.START);
            assertThat(p.doors.open(p.organiser, next, null, null).addresses()).as("as the unit had it last").isEqualTo("10.1.2.0/24, fd00::/8");
            assertThatThrownBy(() -> p.doors.open(p.organiser, next, null, "example.com")).isInstanceOfSatisfying(Problem.class, e -> assertThat(e.status()).isEqualTo(422));
            assertThatThrownBy(() -> p.doors.open(p.organiser, next, 121, null)).isInstanceOfSatisfying(Problem.class, e -> assertThat(e.status()).isEqualTo(422));
            assertThatThrownBy(() -> p.doors.open(p.inspector, next, null, null)).hasMessage("access.forbidden");
            assertThatThrownBy(() -> p.doors.stop(p.inspector, next)).hasMessage("access.forbidden");
            assertThatThrownBy(() -> p.doors.code(p.inspector, next)).hasMessage("access.forbidden");
        }
    }

    @BothDatabases
    void manyWhoScanAtATimeAreAllThereOnce(Database database) throws Exception {
        try (Portal p = new Portal(database)) {
            List<Person> many = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                many.add(p.people.add("员工" + i, "M" + i, p.credit));
            }
            UUID id = p.gathering();
            p.doors.open(p.organiser, id, null, null);
            List<Callable<Doors.SignedIn>> scans = new ArrayList<>();
            many.forEach(person -> {
                scans.add(() -> p.scan(id, person, PHONE + person.number()));
                scans.add(() -> p.scan(id, person, PHONE + person.number()));
            });
            ExecutorService threads = Executors.newFixedThreadPool(8);
            for (Future<Doors.SignedIn> done : threads.invokeAll(scans)) {
                assertThat(done.get().state()).isEqualTo(State.PRESENT);
            }
            // two who share a phone, at the same moment
            List<Callable<Doors.SignedIn>> shared = List.of(() -> p.scan(id, p.li, PHONE), () -> p.scan(id, p.wang, PHONE));
            List<Future<Doors.SignedIn>> both = threads.invokeAll(shared);
            threads.shutdown();
            assertThat(both.stream().filter(DoorsTest::refused).count()).as("one of two").isEqualTo(1);
            assertThat(p.doorStore.all(id)).hasSize(61);
            assertThat(p.rolls.roll(p.organiser, id)).filteredOn(m -> m.state() == State.PRESENT).hasSize(61);
        }
    }

    private static boolean refused(Future<?> done) {
        try {
            done.get();
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            assertThat(e.getCause()).hasMessage("attendance.device-used");
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
