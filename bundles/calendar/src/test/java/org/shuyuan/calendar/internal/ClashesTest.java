package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;

/** What an organiser is told while writing an event. */
class ClashesTest {

    private static Clashes clashes(Portal p) {
        p.rooms.setBookings(p.booked);
        return new Clashes(p.agenda, p.service, p.events, p.rows, p.rooms, p.units, p.access);
    }

    private static Schedule at(String start, String end, @Nullable String rule) {
        return new Schedule(false, LocalDateTime.parse(start), LocalDateTime.parse(end), Portal.SHANGHAI, rule, List.of(), List.of());
    }

    private static Schedule morning() {
        return at("2026-03-12T09:00", "2026-03-12T10:00", null);
    }

    private static Event held(Portal p, UUID unit, String place, @Nullable UUID host, Audience audience) {
        return p.service.add(p.organiser, new EventDraft(unit, new Details(p.kinds.at(p.bank.id()).get(0).id(), "廉政教育", null, place, host, null),
                at("2026-03-12T09:30", "2026-03-12T11:00", null), audience));
    }

    private static List<Clashes.Clash> of(Portal p, Schedule schedule, Audience audience, @Nullable UUID host, @Nullable String place) {
        return clashes(p).of(p.organiser, new Clashes.Question(p.office.id(), null, schedule, audience.orElse(p.office.id()), host, place)).items();
    }

    private static Audience people(UUID... people) {
        return new Audience(List.of(), List.of(people), List.of());
    }

    @BothDatabases
    void theHostIsToldToBeCalledElsewhereAsAMemberOfAUnit(Database database) {
        try (Portal p = new Portal(database)) {
            Event other = held(p, p.credit.id(), "一楼", null, Audience.NOBODY);
            assertThat(of(p, morning(), Audience.NOBODY, p.member.person(), null)).singleElement().satisfies(clash -> {
                assertThat(clash.event()).isEqualTo(other.id());
                assertThat(clash.title()).isEqualTo("廉政教育");
                assertThat(clash.reasons()).containsExactly(new Clashes.Reason(Clashes.What.HOST, p.member.person()));
            });
            assertThat(of(p, at("2026-03-12T11:00", "2026-03-12T12:00", null), Audience.NOBODY, p.member.person(), null)).as("what begins as the other ends").isEmpty();
        }
    }

    @BothDatabases
    void whoIsNamedInBothOrHostsTheOtherIsInTheWay(Database database) {
        try (Portal p = new Portal(database)) {
            held(p, p.credit.id(), "一楼", p.organiser.person(), people(p.member.person()));
            assertThat(of(p, morning(), people(p.member.person(), p.organiser.person()), null, null)).singleElement()
                    .satisfies(clash -> assertThat(clash.reasons()).containsExactlyInAnyOrder(new Clashes.Reason(Clashes.What.PERSON, p.member.person()),
                            new Clashes.Reason(Clashes.What.PERSON, p.organiser.person())));
        }
    }

    @BothDatabases
    void aUnitClashesWithThoseAboveAndBelowAndNotWithItsNeighbours(Database database) {
        try (Portal p = new Portal(database)) {
            held(p, p.credit.id(), "一楼", null, Audience.NOBODY);
            assertThat(of(p, morning(), Audience.NOBODY, null, null)).as("the office beside it").isEmpty();
            held(p, p.bank.id(), "大会议室", null, Audience.NOBODY);
            assertThat(of(p, morning(), Audience.NOBODY, null, null)).singleElement()
                    .satisfies(clash -> assertThat(clash.reasons()).containsExactly(new Clashes.Reason(Clashes.What.UNIT, p.office.id())));
        }
    }

    @BothDatabases
    void aPlaceClashesByItsNameWithEventsAndBookings(Database database) {
        try (Portal p = new Portal(database)) {
            held(p, p.credit.id(), "三楼会议室", null, Audience.NOBODY);
            p.booked.add("三楼会议室", "2026-03-12T01:30:00Z", "2026-03-12T02:30:00Z", "面谈");
            p.booked.add("三楼会议室", "2026-03-12T03:30:00Z", "2026-03-12T04:30:00Z", "之后");
            assertThat(of(p, morning(), Audience.NOBODY, null, " 三楼会议室 ")).extracting(Clashes.Clash::title).containsExactlyInAnyOrder("廉政教育", "面谈");
            assertThat(of(p, morning(), Audience.NOBODY, null, "五楼")).isEmpty();
        }
    }

    @BothDatabases
    void aBookingWhosePurposeIsNotToldIsATimeWithoutAName(Database database) {
        try (Portal p = new Portal(database)) {
            p.booked.add("三楼会议室", "2026-03-12T01:30:00Z", "2026-03-12T02:30:00Z", "");
            assertThat(of(p, morning(), Audience.NOBODY, null, "三楼会议室")).singleElement().satisfies(clash -> {
                assertThat(clash.title()).isNull();
                assertThat(clash.from()).isEqualTo("2026-03-12T01:30:00Z");
            });
        }
    }

    @BothDatabases
    void whatIsBookedLateInTheYearOfABusyRoomIsFoundToo(Database database) {
        try (Portal p = new Portal(database)) {
            // Given a room with more bookings than come in one answer, none of them on a Thursday morning
            Instant monday = Instant.parse("2026-03-02T00:00:00Z");
            for (int i = 0; i < 450; i++) {
                Instant from = monday.plus(Duration.ofDays(7L * (i / 15))).plus(Duration.ofMinutes(30L * (i % 15)));
                p.booked.add("三楼会议室", from.toString(), from.plus(Duration.ofMinutes(30)).toString(), "面谈");
            }
            // and one in September on the very morning
            p.booked.add("三楼会议室", "2026-09-17T01:30:00Z", "2026-09-17T02:30:00Z", "评审");
            Schedule weekly = at("2026-03-05T09:00", "2026-03-05T10:00", "FREQ=WEEKLY;COUNT=52");
            assertThat(of(p, weekly, Audience.NOBODY, null, "三楼会议室")).extracting(Clashes.Clash::title).containsExactly("评审");
        }
    }

    @BothDatabases
    void thatThereAreMoreThanAreNamedIsSaid(Database database) {
        try (Portal p = new Portal(database)) {
            for (int i = 0; i < 30; i++) {
                Instant from = Instant.parse("2026-03-05T01:00:00Z").plus(Duration.ofDays(7L * i));
                p.booked.add("三楼会议室", from.toString(), from.plus(Duration.ofMinutes(30)).toString(), "面谈");
            }
            Schedule weekly = at("2026-03-05T09:00", "2026-03-05T10:00", "FREQ=WEEKLY;COUNT=52");
            Clashes.Question question = new Clashes.Question(p.office.id(), null, weekly, Audience.NOBODY.orElse(p.office.id()), null, "三楼会议室");
            assertThat(clashes(p).of(p.organiser, question)).satisfies(answer -> {
                assertThat(answer.items()).hasSize(Clashes.MOST);
                assertThat(answer.more()).isTrue();
            });
        }
    }

    @BothDatabases
    void eachDateOfARepeatingEventIsLookedAtAndItIsNotInItsOwnWay(Database database) {
        try (Portal p = new Portal(database)) {
            held(p, p.credit.id(), "三楼会议室", null, Audience.NOBODY);
            Schedule weekly = at("2026-03-05T09:00", "2026-03-05T10:00", "FREQ=WEEKLY");
            assertThat(of(p, weekly, Audience.NOBODY, null, "三楼会议室")).hasSize(1);

            Event own = p.service.add(p.organiser, p.draft(p.office, "例会", "2026-03-05T09:00", "2026-03-05T10:00", "FREQ=WEEKLY;COUNT=3"));
            assertThat(clashes(p).of(p.organiser, new Clashes.Question(p.office.id(), own.id(), own.schedule(), own.audience(), null, null)).items()).isEmpty();
        }
    }

    @BothDatabases
    void whatTheOrganiserMayNotSeeHasNoNameAndWholeDaysClashWithNothing(Database database) {
        try (Portal p = new Portal(database)) {
            held(p, p.credit.id(), "三楼会议室", null, Audience.NOBODY);
            var planner = FakeAccess.person("办公室内勤");
            p.access.grant(planner, Permissions.READ, p.office.id());
            p.access.grant(planner, Permissions.WRITE, p.office.id());
            Clashes.Question question = new Clashes.Question(p.office.id(), null, morning(), Audience.NOBODY.orElse(p.office.id()), null, "三楼会议室");
            assertThat(clashes(p).of(planner, question).items()).singleElement().satisfies(clash -> {
                assertThat(clash.title()).isNull();
                assertThat(clash.event()).isNull();
            });
            Schedule day = new Schedule(true, LocalDateTime.parse("2026-03-12T00:00"), LocalDateTime.parse("2026-03-13T00:00"), Portal.SHANGHAI, null, List.of(), List.of());
            assertThat(of(p, day, Audience.NOBODY, null, "三楼会议室")).isEmpty();
        }
    }

    @BothDatabases
    void whoPlansNothingIsToldNothing(Database database) {
        try (Portal p = new Portal(database)) {
            Clashes.Question question = new Clashes.Question(p.office.id(), null, morning(), Audience.NOBODY.orElse(p.office.id()), null, null);
            assertThatThrownBy(() -> clashes(p).of(p.member, question)).isInstanceOfSatisfying(Problem.class, refused -> assertThat(refused.status()).isEqualTo(403));
        }
    }
}
