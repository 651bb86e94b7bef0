package org.shuyuan.examples.reading.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.agenda.CalendarSource;
import org.shuyuan.api.attendance.Gatherings;
import org.shuyuan.examples.reading.internal.MeetingResource.MeetingInput;
import org.shuyuan.examples.reading.internal.Views.BookView;
import org.shuyuan.examples.reading.internal.Views.MeetingView;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Meetings, their roll in attendance, and their place in the calendar. */
class MeetingsTest {

    private Club club;

    @BeforeEach
    void open() {
        club = new Club(Database.H2);
    }

    @AfterEach
    void close() {
        club.close();
    }

    private MeetingView now(UUID id) {
        return (MeetingView) club.meetings.find(club.call(club.organiser), id).getEntity();
    }

    private static CalendarSource.Question asked(Club club, org.shuyuan.api.access.Caller caller, UUID person) {
        Instant from = club.today.minusDays(1).atStartOfDay(java.time.ZoneOffset.UTC).toInstant();
        return new CalendarSource.Question(caller, club.portal.unit.id(), person, from, from.plusSeconds(40 * 86_400), 100);
    }

    @Test
    void timesAreThoseOfTheUnitWherever() {
        MeetingView meeting = club.meeting("三月交流", club.today.plusDays(1), null, club.reader.person());
        assertThat(meeting.start()).isEqualTo(club.today.plusDays(1) + "T14:30:00+08:00");
        assertThat(meeting.begins()).isEqualTo(club.today.plusDays(1).atTime(14, 30));
        assertThat(meeting.leadName()).isEqualTo("李娜");
        assertThat(club.portal.audit.actions()).containsExactly("reading.add-meeting");
    }

    @Test
    void onlyWhoOrganisesPlansChangesAndDeletes() {
        MeetingView meeting = club.meeting("三月交流", club.today.plusDays(1), null, null);
        MeetingInput input = new MeetingInput("改", club.today + "T09:00", club.today + "T10:00", null, null, null);
        Club.refused(403, "access.forbidden", () -> club.meetings.add(club.call(club.reader), input));
        Club.refused(403, "access.forbidden", () -> club.meetings.change(club.call(club.reader, meeting.version()), meeting.id(), input));
        Club.refused(403, "access.forbidden", () -> club.meetings.remove(club.call(club.reader, meeting.version()), meeting.id()));
        Club.refused(403, "access.forbidden", () -> club.meetings.roll(club.call(club.reader), meeting.id()));
        Club.refused(404, "reading.no-such-meeting", () -> club.meetings.find(club.call(club.stranger), meeting.id()));
        MeetingView changed = (MeetingView) club.meetings.change(club.call(club.organiser, meeting.version()), meeting.id(), input).getEntity();
        assertThat(changed.title()).isEqualTo("改");
        Club.refused(412, "rest.changed-meanwhile", () -> club.meetings.change(club.call(club.organiser, meeting.version()), meeting.id(), input));
        club.meetings.remove(club.call(club.organiser, changed.version()), meeting.id());
        Club.refused(404, "reading.no-such-meeting", () -> club.meetings.find(club.call(club.organiser), meeting.id()));
    }

    @Test
    void everyWrongFieldIsNamed() {
        UUID nobody = UUID.randomUUID();
        Club.wrong(() -> club.meetings.add(club.call(club.organiser), new MeetingInput(null, "明天", "", "长".repeat(201), nobody, nobody)), "title", "begins", "ends", "place", "book", "lead");
        Club.wrong(() -> club.meetings.add(club.call(club.organiser), new MeetingInput("倒着", "2026-03-02T14:30", "2026-03-02T14:30", null, null, null)), "ends");
        Club.wrong(() -> club.meetings.add(club.call(club.organiser), new MeetingInput("太长", "2026-03-02T14:30", "2026-04-02T14:30", null, null, null)), "ends");
    }

    @Test
    void itsRollIsMadeOnceWithTheReadersOfTheBookAndFollowsWhatBecomesOfIt() {
        BookView book = club.book("乡土中国");
        club.start(club.reader, book);
        MeetingView meeting = club.meeting("三月交流", club.today.plusDays(1), book.id(), club.second.person());
        UUID gathering = club.meetings.roll(club.call(club.organiser), meeting.id()).gathering();
        assertThat(club.meetings.roll(club.call(club.organiser), meeting.id()).gathering()).isEqualTo(gathering);
        assertThat(club.portal.gatherings.draft(gathering).people()).containsExactlyInAnyOrder(club.reader.person(), club.second.person());
        assertThat(now(meeting.id()).roll()).contains(gathering.toString());

        club.portal.gatherings.taken(gathering, 87.5, club.organiser);
        assertThat(now(meeting.id()).rate()).isEqualTo(87.5);

        String on = club.today.plusDays(2).toString();
        club.meetings.change(club.call(club.organiser, meeting.version()), meeting.id(), new MeetingInput("改期", on + "T09:00", on + "T10:00", null, null, null));
        assertThat(club.portal.gatherings.draft(gathering)).satisfies(draft -> {
            assertThat(draft.title()).isEqualTo("改期");
            assertThat(draft.people()).as("without a book the whole unit is expected").isEmpty();
        });
        club.meetings.remove(club.call(club.organiser, now(meeting.id()).version()), meeting.id());
        assertThat(club.portal.gatherings.of("reading", List.of(meeting.id().toString()))).allMatch(Gatherings.Attached::cancelled);
    }

    @Test
    void whatTookPlaceIsNotCancelledByDeletingIt() {
        MeetingView meeting = club.meeting("开过的", club.today.minusDays(2), null, null);
        club.meetings.roll(club.call(club.organiser), meeting.id());
        club.meetings.remove(club.call(club.organiser, meeting.version()), meeting.id());
        assertThat(club.portal.gatherings.of("reading", List.of(meeting.id().toString()))).noneMatch(Gatherings.Attached::cancelled);
    }

    @BothDatabases
    void theCalendarShowsAUnitsMeetingsAndOfAPersonWhatConcernsHim(Database database) {
        try (Club other = new Club(database)) {
            BookView book = other.book("乡土中国");
            other.start(other.reader, book);
            MeetingView about = other.meeting("读过的书", other.today.plusDays(1), book.id(), null);
            other.meeting("随便聊聊", other.today.plusDays(2), null, other.second.person());
            UUID gathering = other.meetings.roll(other.call(other.organiser), about.id()).gathering();
            MeetingDates dates = other.portal.get(MeetingDates.class);
            assertThat(dates.items(asked(other, other.reader, null))).extracting(item -> item.values().get("title")).containsExactly("读过的书", "随便聊聊");
            assertThat(dates.items(asked(other, other.reader, other.reader.person()))).singleElement().satisfies(item -> {
                assertThat(item.gathering()).isEqualTo(gathering);
                assertThat(item.link()).isEqualTo("/reading/meetings/" + about.id() + "?unit=" + other.portal.unit.id());
            });
            assertThat(dates.items(asked(other, other.second, other.second.person()))).extracting(item -> item.values().get("title")).containsExactly("随便聊聊");
            assertThat(dates.items(asked(other, other.stranger, null))).isEmpty();
            assertThat(dates.items(asked(other, other.stranger, other.reader.person()))).isEmpty();
        }
    }

    @BothDatabases
    void theListIsFilteredByTimeAndBookOnBothDatabases(Database database) {
        try (Club other = new Club(database)) {
            BookView book = other.book("乡土中国");
            other.meeting("今天的", other.today, book.id(), null);
            other.meeting("下周的", other.today.plusDays(7), null, null);
            ListQuery all = ListQuery.of(null, 1, 20, "-start");
            assertThat(titles(other.meetings.list(other.call(other.reader), all, null, null, null))).containsExactly("下周的", "今天的");
            assertThat(titles(other.meetings.list(other.call(other.reader), all, book.id(), null, null))).containsExactly("今天的");
            String tomorrow = other.today.plusDays(1).toString();
            assertThat(titles(other.meetings.list(other.call(other.reader), ListQuery.of("阅览", 1, 20, "title"), null, tomorrow, "不是日期"))).containsExactly("下周的");
        }
    }

    private static List<String> titles(Page<MeetingView> page) {
        return page.items().stream().map(MeetingView::title).toList();
    }
}
