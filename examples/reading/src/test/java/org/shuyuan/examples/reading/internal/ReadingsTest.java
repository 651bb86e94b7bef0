package org.shuyuan.examples.reading.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.examples.reading.internal.ReadingResource.ReadingInput;
import org.shuyuan.examples.reading.internal.Views.BookView;
import org.shuyuan.examples.reading.internal.Views.ReadingView;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Who reads what, and what people write about it. */
class ReadingsTest {

    private Club club;
    private BookView book;

    @BeforeEach
    void open() {
        club = new Club(Database.H2);
        book = club.book("乡土中国");
    }

    @AfterEach
    void close() {
        club.close();
    }

    private static ListQuery all() {
        return ListQuery.of(null, 1, 20, null);
    }

    @Test
    void whoeverSeesABookReadsItAndTheOthersSeeWhatWasWritten() {
        ReadingView finished = club.finish(club.reader, club.start(club.reader, book), club.today, "差序格局这一章值得细读。");
        assertThat(finished.state()).isEqualTo("finished");
        assertThat(club.readers.list(club.call(club.second), book.id(), all()).items()).singleElement().satisfies(seen -> {
            assertThat(seen.personName()).isEqualTo("李娜");
            assertThat(seen.thoughts()).startsWith("差序格局");
            assertThat(seen.own()).isFalse();
        });
        assertThat(club.portal.audit.actions()).containsExactly("reading.add-book", "reading.start", "reading.change");
    }

    @Test
    void nobodyElseChangesOrTakesBackWhatSomebodyWroteNotEvenTheOrganiser() {
        ReadingView reading = club.finish(club.reader, club.start(club.reader, book), club.today, "我的心得");
        for (Caller other : List.of(club.organiser, club.second)) {
            Club.refused(403, "reading.not-yours", () -> club.readings.change(club.call(other, reading.version()), reading.id(), new ReadingInput(club.today.toString(), null, "替他写")));
            Club.refused(403, "reading.not-yours", () -> club.readings.withdraw(club.call(other, reading.version()), reading.id()));
        }
        Club.refused(404, "reading.no-such-reading", () -> club.readings.find(club.call(club.stranger), reading.id()));
        Club.refused(404, "reading.no-such-reading", () -> club.readings.withdraw(club.call(club.stranger, 1), reading.id()));
        club.readings.withdraw(club.call(club.reader, reading.version()), reading.id());
        assertThat(club.readers.list(club.call(club.second), book.id(), all()).total()).isZero();
    }

    @Test
    void theTrailSaysThatSomethingWasWrittenAndNotWhat() {
        club.finish(club.reader, club.start(club.reader, book), club.today, "只给同事看的话");
        assertThat(club.portal.audit.entries()).noneMatch(entry -> String.valueOf(entry.after()).contains("只给同事看的话"))
                .anyMatch(entry -> String.valueOf(entry.after()).contains("thoughts=true"));
    }

    @Test
    void onesOwnStaysWithinReachFromAnotherUnit() {
        ReadingView reading = club.start(club.reader, book);
        Caller moved = new Caller(UUID.randomUUID(), club.reader.person(), "李娜", Caller.Kind.SESSION, club.reader.language(), "");
        club.portal.access.grantHere(moved, "reading.read", club.portal.below.id());
        org.shuyuan.rest.Call there = org.shuyuan.rest.Call.of(moved, club.portal.below.id(), null);
        Club.refused(404, "reading.no-such-book", () -> club.books.find(there, book.id()));
        assertThat(club.readings.mine(there, all(), null).items()).extracting(ReadingView::id).containsExactly(reading.id());
        assertThat(club.readings.find(there, reading.id()).getStatus()).isEqualTo(200);
    }

    @Test
    void anAccountThatIsNobodysReadsNothing() {
        Caller machine = new Caller(UUID.randomUUID(), null, "接口账号", Caller.Kind.TOKEN, club.reader.language(), "");
        club.portal.access.grant(machine, "reading.read", club.portal.unit.id());
        Club.refused(409, "reading.no-person", () -> club.readers.start(club.call(machine), book.id()));
        assertThat(club.readings.mine(club.call(machine), all(), null).total()).isZero();
    }

    @Test
    void daysAreInTheirOrderAndNotToCome() {
        ReadingView reading = club.start(club.reader, book);
        String today = club.today.toString();
        Club.wrong(() -> club.readings.change(club.call(club.reader, reading.version()), reading.id(), new ReadingInput(null, "昨天", "长".repeat(2001))), "started", "finished", "thoughts");
        Club.wrong(() -> club.readings.change(club.call(club.reader, reading.version()), reading.id(), new ReadingInput(today, club.today.minusDays(1).toString(), null)), "finished");
        Club.wrong(() -> club.readings.change(club.call(club.reader, reading.version()), reading.id(), new ReadingInput(today, club.today.plusDays(2).toString(), null)), "finished");
        Club.wrong(() -> club.readings.change(club.call(club.reader, reading.version()), reading.id(), new ReadingInput("0900-01-01", null, null)), "started");
    }

    @Test
    void whoEditsInTwoPagesIsToldWhatItIsNow() {
        ReadingView reading = club.start(club.reader, book);
        club.finish(club.reader, reading, club.today, null);
        Club.refused(412, "rest.changed-meanwhile", () -> club.finish(club.reader, reading, club.today, "另一页写的"));
        Club.refused(412, "rest.changed-meanwhile", () -> club.readings.withdraw(club.call(club.reader, reading.version()), reading.id()));
    }

    @Test
    void theCardShowsWhatIsBeingReadAndTheNextMeeting() {
        club.start(club.reader, book);
        club.meeting("过去的", club.today.minusDays(3), null, null);
        club.meeting("下周的", club.today.plusDays(7), null, null);
        club.meeting("下月的", club.today.plusDays(30), null, null);
        CardResource.Card card = club.portal.get(CardResource.class).card(club.call(club.reader));
        assertThat(card.books()).extracting(one -> one.book().title()).containsExactly("乡土中国");
        assertThat(card.next()).isNotNull().satisfies(next -> assertThat(next.title()).isEqualTo("下周的"));
        Club.refused(403, "access.forbidden", () -> club.portal.get(CardResource.class).card(club.call(club.stranger)));
    }

    @BothDatabases
    void whoeverStartsTwiceAtTheSameMomentReadsItOnce(Database database) throws Exception {
        try (Club other = new Club(database)) {
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                for (int round = 0; round < 10; round++) {
                    BookView wanted = other.book("第" + round + "本");
                    CyclicBarrier together = new CyclicBarrier(4);
                    Callable<UUID> start = () -> {
                        together.await();
                        return other.start(other.reader, wanted).id();
                    };
                    List<Future<UUID>> starts = threads.invokeAll(List.of(start, start, start, start));
                    UUID first = starts.get(0).get();
                    for (Future<UUID> one : starts) {
                        assertThat(one.get()).isEqualTo(first);
                    }
                    assertThat(other.readers.list(other.call(other.second), wanted.id(), all()).total()).isEqualTo(1);
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @BothDatabases
    void theDatabaseKeepsOneRowForAPersonAndABook(Database database) {
        try (Club other = new Club(database)) {
            BookView wanted = other.book("乡土中国");
            ReadingView reading = other.start(other.reader, wanted);
            ReadingStore store = other.portal.get(ReadingStore.class);
            Reading again = new Reading(Ids.next(), 0, wanted.id(), other.reader.person(), LocalDate.of(2026, 3, 2), null, null);
            assertThatThrownBy(() -> store.add(again)).isInstanceOf(javax.persistence.PersistenceException.class);
            assertThat(other.readers.list(other.call(other.reader), wanted.id(), all()).items()).extracting(ReadingView::id).containsExactly(reading.id());
        }
    }

    @BothDatabases
    void onesBooksAreFoundByTheirStateAndThoseFinishedLastStandFirst(Database database) {
        try (Club other = new Club(database)) {
            BookView first = other.book("第一本");
            BookView second = other.book("第二本");
            other.finish(other.reader, other.start(other.reader, first), other.today.minusDays(1), null);
            other.finish(other.second, other.start(other.second, first), other.today, null);
            other.start(other.organiser, first);
            other.start(other.reader, second);
            assertThat(other.readings.mine(other.call(other.reader), ListQuery.of("本", 1, 20, "-finished"), "finished").items()).extracting(one -> one.book().title()).containsExactly("第一本");
            assertThat(other.readings.mine(other.call(other.reader), all(), "reading").items()).extracting(one -> one.book().title()).containsExactly("第二本");
            assertThat(other.readings.mine(other.call(other.reader), ListQuery.of(null, 1, 20, "book.title"), null).total()).isEqualTo(2);
            assertThat(other.readers.list(other.call(other.reader), first.id(), all()).items()).extracting(ReadingView::personName).containsExactly("张敏", "李娜", "组织者");
        }
    }
}
