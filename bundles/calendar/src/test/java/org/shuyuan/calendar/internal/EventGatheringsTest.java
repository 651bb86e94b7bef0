package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.UUID;
import org.shuyuan.api.attendance.GatheringDraft;
import org.shuyuan.api.attendance.Gatherings.Attached;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** A date of an event has a gathering once somebody wants its roll, and the gathering follows the date. */
class EventGatheringsTest {

    private static final LocalDateTime FIRST = LocalDateTime.parse("2026-01-07T14:30");
    private static final LocalDateTime SECOND = LocalDateTime.parse("2026-01-14T14:30");

    @BothDatabases
    void aDateGetsOneGatheringWithWhatTheEventSaysOfIt(Database database) {
        try (Portal portal = new Portal(database)) {
            Event event = portal.service.add(portal.organiser, portal.draft(portal.credit, "信贷学习", "2026-01-07T14:30", "2026-01-07T16:00", "FREQ=WEEKLY;COUNT=3"));

            UUID made = portal.gatherings.attach(portal.organiser, event, SECOND);

            assertThat(portal.gatherings.attach(portal.organiser, event, SECOND)).as("asked for again").isEqualTo(made);
            assertThat(portal.gatherings.of(event)).singleElement().satisfies(a -> assertThat(a.subject().part()).isEqualTo("2026-01-14T14:30"));
            GatheringDraft draft = portal.gathered.draft(made);
            assertThat(draft.unit()).isEqualTo(portal.credit.id());
            assertThat(draft.title()).isEqualTo("信贷学习");
            assertThat(draft.start()).isEqualTo(Instant.parse("2026-01-14T06:30:00Z"));
            assertThat(draft.kind()).isEqualTo("study");
            assertThat(draft.kindName()).containsKeys("zh-CN", "zh-TW", "en");
        }
    }

    @BothDatabases
    void itFollowsADateThatIsMovedLeftOutAndRestored(Database database) {
        try (Portal portal = new Portal(database)) {
            Event event = portal.service.add(portal.organiser, portal.draft(portal.credit, "信贷学习", "2026-01-07T14:30", "2026-01-07T16:00", "FREQ=WEEKLY;COUNT=3"));
            UUID made = portal.gatherings.attach(portal.organiser, event, FIRST);

            Event moved = portal.dates.change(portal.organiser, event.id(), event.version(), FIRST,
                    new OccurrenceOverride.Time(false, FIRST.plusDays(1), FIRST.plusDays(1).plusHours(1)), event.details());
            assertThat(portal.gathered.draft(made).start()).isEqualTo(Instant.parse("2026-01-08T06:30:00Z"));

            Event without = portal.dates.leaveOut(portal.organiser, event.id(), moved.version(), FIRST);
            assertThat(portal.gatherings.of(without)).extracting(Attached::cancelled).containsExactly(true);
            assertThatThrownBy(() -> portal.gatherings.attach(portal.organiser, without, FIRST)).hasMessage("calendar.no-such-date");

            Event again = portal.dates.restore(portal.organiser, event.id(), without.version(), FIRST);
            assertThat(portal.gatherings.of(again)).extracting(Attached::cancelled).containsExactly(false);
            assertThat(portal.gathered.draft(made).start()).isEqualTo(Instant.parse("2026-01-07T06:30:00Z"));
        }
    }

    @BothDatabases
    void itIsCancelledWithTheEvent(Database database) {
        try (Portal portal = new Portal(database)) {
            Event event = portal.service.add(portal.organiser, portal.draft(portal.credit, "一次学习", "2026-01-07T14:30", "2026-01-07T16:00", null));
            portal.gatherings.attach(portal.organiser, event, FIRST);

            portal.service.remove(portal.organiser, event.id(), event.version());

            assertThat(portal.gatherings.of(event)).extracting(Attached::cancelled).containsExactly(true);
        }
    }

    @BothDatabases
    void whatDoesNotRepeatKeepsItsGatheringHoweverItIsMoved(Database database) {
        try (Portal portal = new Portal(database)) {
            Event event = portal.service.add(portal.organiser, portal.draft(portal.credit, "一次学习", "2026-01-07T14:30", "2026-01-07T16:00", null));
            UUID made = portal.gatherings.attach(portal.organiser, event, FIRST);

            Event moved = portal.service.change(portal.organiser, event.id(), event.version(), portal.draft(portal.credit, "一次学习", "2026-01-14T14:30", "2026-01-14T16:00", null));

            assertThat(portal.gatherings.of(moved)).extracting(Attached::cancelled).containsExactly(false);
            assertThat(portal.gathered.draft(made).start()).isEqualTo(Instant.parse("2026-01-14T06:30:00Z"));
            assertThat(portal.gatherings.attach(portal.organiser, moved, SECOND)).as("no second one").isEqualTo(made);

            Event series = portal.service.change(portal.organiser, event.id(), moved.version(), portal.draft(portal.credit, "一次学习", "2026-01-14T14:30", "2026-01-14T16:00", "FREQ=WEEKLY;COUNT=3"));
            assertThat(portal.gatherings.attach(portal.organiser, series, SECOND)).as("the first of the series").isEqualTo(made);
        }
    }

    @BothDatabases
    void whatLiesBehindTookPlaceWhateverBecomesOfTheSeries(Database database) {
        try (Portal portal = new Portal(database)) {
            LocalDateTime past = LocalDateTime.parse("2025-12-24T14:30");
            Event event = portal.service.add(portal.organiser, portal.draft(portal.credit, "信贷学习", "2025-12-24T14:30", "2025-12-24T16:00", "FREQ=WEEKLY;COUNT=5"));
            UUID behind = portal.gatherings.attach(portal.organiser, event, past);
            UUID ahead = portal.gatherings.attach(portal.organiser, event, SECOND);

            Event later = portal.service.change(portal.organiser, event.id(), event.version(), portal.draft(portal.credit, "信贷学习", "2025-12-24T15:00", "2025-12-24T16:30", "FREQ=WEEKLY;COUNT=5"));

            assertThat(portal.gatherings.of(later)).filteredOn(a -> a.gathering().equals(behind)).extracting(Attached::cancelled).containsExactly(false);
            assertThat(portal.gatherings.of(later)).filteredOn(a -> a.gathering().equals(ahead)).extracting(Attached::cancelled).containsExactly(true);
            portal.service.remove(portal.organiser, event.id(), later.version());
            assertThat(portal.gatherings.of(later)).filteredOn(a -> a.gathering().equals(behind)).extracting(Attached::cancelled).containsExactly(false);
        }
    }

    @BothDatabases
    void onlyWhoPlansThereWantsARollAndOnlyOfDatesThereAre(Database database) {
        try (Portal portal = new Portal(database)) {
            Event event = portal.service.add(portal.organiser, portal.draft(portal.credit, "一次学习", "2026-01-07T14:30", "2026-01-07T16:00", null));
            assertThatThrownBy(() -> portal.gatherings.attach(portal.member, event, FIRST)).hasMessage("access.forbidden");
            assertThatThrownBy(() -> portal.gatherings.attach(portal.organiser, event, SECOND)).hasMessage("calendar.no-such-date");
            assertThat(portal.gatherings.of(event)).isEmpty();
        }
    }
}
