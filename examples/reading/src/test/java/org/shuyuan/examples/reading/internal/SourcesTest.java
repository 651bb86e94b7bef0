package org.shuyuan.examples.reading.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.indicators.IndicatorSource;
import org.shuyuan.api.indicators.IndicatorSource.Of;
import org.shuyuan.api.records.Anonymiser;
import org.shuyuan.api.records.RecordSource;
import org.shuyuan.examples.reading.internal.Views.BookView;
import org.shuyuan.examples.reading.internal.Views.ReadingView;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** What the module tells others: figures, records, what it holds about somebody, and what becomes of that. */
class SourcesTest {

    private static IndicatorSource.Question asked(Club club, Caller caller, Of of, UUID... ids) {
        return new IndicatorSource.Question(caller, "books-read", club.portal.unit.id(), of, List.of(ids), club.today.minusDays(30), club.today);
    }

    @BothDatabases
    void theIndicatorCountsWhatWasFinishedAndNamesTheBooks(Database database) {
        try (Club club = new Club(database)) {
            BookView book = club.book("乡土中国");
            BookView old = club.book("从前读的");
            club.finish(club.reader, club.start(club.reader, book), club.today, null);
            club.finish(club.reader, club.start(club.reader, old), club.today.minusDays(31), null);
            club.start(club.second, book);
            ReadIndicator indicator = club.portal.get(ReadIndicator.class);

            assertThat(indicator.values(asked(club, club.organiser, Of.PERSON, club.reader.person(), club.second.person()))).singleElement().satisfies(value -> {
                assertThat(value.of()).isEqualTo(club.reader.person());
                assertThat(value.counted()).isEqualTo(1);
            });
            assertThat(indicator.values(asked(club, club.organiser, Of.UNIT, club.portal.unit.id(), club.portal.below.id()))).extracting(IndicatorSource.Value::counted).containsExactly(1.0, 0.0);
            assertThat(indicator.evidence(asked(club, club.organiser, Of.PERSON, club.reader.person()), club.reader.person(), 0, 10).items()).singleElement()
                    .satisfies(evidence -> assertThat(evidence.link()).isEqualTo("/reading/books/" + book.id() + "?unit=" + club.portal.unit.id()));
            assertThat(indicator.evidence(asked(club, club.organiser, Of.UNIT, club.portal.unit.id()), club.portal.unit.id(), 0, 10).total()).isEqualTo(1);
            Club.refused(403, "access.forbidden", () -> indicator.values(asked(club, club.stranger, Of.PERSON, club.reader.person())));
            Club.refused(404, "reading.no-such-indicator", () -> indicator.values(new IndicatorSource.Question(club.organiser, "pages-read", club.portal.unit.id(), Of.UNIT, List.of(),
                    club.today, club.today)));
        }
    }

    @BothDatabases
    void thePersonsRecordHasTheBooksThatWereFinishedAndTheMeetingsThatWereLed(Database database) {
        try (Club club = new Club(database)) {
            LocalDate day = club.today.minusDays(2);
            BookView book = club.book("乡土中国");
            club.finish(club.reader, club.start(club.reader, book), day.minusDays(1), null);
            club.meeting("开过的", day, null, club.reader.person());
            club.meeting("还没开的", club.today.plusDays(2), null, club.reader.person());
            StudyRecords records = club.portal.get(StudyRecords.class);
            Set<UUID> people = Set.of(club.reader.person(), club.second.person());
            Instant from = Instant.now().minusSeconds(30 * 86_400L);
            Instant to = Instant.now().plusSeconds(30 * 86_400L);
            assertThat(records.records(new RecordSource.Question(club.second, people, from, to, 100))).extracting(RecordSource.Item::key).containsExactly("record.led", "record.finished");
            assertThat(records.records(new RecordSource.Question(club.stranger, people, from, to, 100))).isEmpty();
            assertThat(records.records(new RecordSource.Question(club.second, people, from, from.plusSeconds(60), 100))).isEmpty();
        }
    }

    @BothDatabases
    void whatSomebodyWroteGoesWithThePersonAndTheFiguresStay(Database database) {
        try (Club club = new Club(database)) {
            BookView book = club.book("乡土中国");
            club.finish(club.reader, club.start(club.reader, book), club.today, "我的心得");
            club.finish(club.second, club.start(club.second, book), club.today, "别人的心得");
            club.meeting("领读", club.today.minusDays(1), null, club.reader.person());
            assertThat(club.portal.get(OwnReadings.class).held(club.reader)).extracting(held -> held.key()).containsExactly("reading.mine", "meeting.led");
            assertThat(club.portal.get(OwnReadings.class).held(club.stranger)).isEmpty();

            AnonymousReaders anonymiser = club.portal.get(AnonymousReaders.class);
            Anonymiser.Leaver leaver = new Anonymiser.Leaver(club.reader.person(), "已匿名人员 1", 1, Set.of(club.reader.account()), Set.of("李娜"));
            assertThat(anonymiser.holdings(club.organiser, leaver)).extracting(Anonymiser.Holding::key, Anonymiser.Holding::fate).containsExactly(
                    org.assertj.core.groups.Tuple.tuple("anonymise.thoughts", Anonymiser.Fate.GOES), org.assertj.core.groups.Tuple.tuple("anonymise.read", Anonymiser.Fate.NAMELESS),
                    org.assertj.core.groups.Tuple.tuple("anonymise.led", Anonymiser.Fate.NAMELESS));
            anonymiser.anonymise(club.organiser, leaver);
            anonymiser.anonymise(club.organiser, leaver);
            assertThat(anonymiser.holdings(club.organiser, leaver)).noneMatch(holding -> holding.fate() == Anonymiser.Fate.GOES);
            assertThat(club.readers.list(club.call(club.second), book.id(), ListQuery.of(null, 1, 20, null)).items()).extracting(ReadingView::thoughts)
                    .containsExactlyInAnyOrder(null, "别人的心得");
        }
    }
}
