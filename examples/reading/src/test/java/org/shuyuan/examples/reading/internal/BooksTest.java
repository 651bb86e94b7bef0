package org.shuyuan.examples.reading.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import javax.ws.rs.core.StreamingOutput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.examples.reading.internal.BookResource.BookInput;
import org.shuyuan.examples.reading.internal.Views.BookView;
import org.shuyuan.office.internal.OfficeWorkbooks;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** The shelf of a unit. */
class BooksTest {

    private Club club;

    @BeforeEach
    void open() {
        club = new Club(Database.H2);
    }

    @AfterEach
    void close() {
        club.close();
    }

    private Page<?> list(Caller who, ListQuery query) {
        return (Page<?>) club.books.list(club.call(who), query).getEntity();
    }

    @Test
    void whatAnOrganiserPutsOnTheShelfAReaderSeesAndMayNotChange() {
        BookView book = club.book("乡土中国");
        assertThat(club.portal.audit.actions()).containsExactly("reading.add-book");

        assertThat(list(club.reader, ListQuery.of("乡土", 1, 20, "title")).items()).singleElement().satisfies(row -> {
            assertThat(((BookView) row).mayChange()).isFalse();
            assertThat(((BookView) row).mayStart()).isTrue();
        });
        BookInput input = new BookInput("改", "某人", null, null);
        Club.refused(403, "access.forbidden", () -> club.books.change(club.call(club.reader, book.version()), book.id(), input));
        Club.refused(403, "access.forbidden", () -> club.books.remove(club.call(club.reader, book.version()), book.id()));
        Club.refused(403, "access.forbidden", () -> club.books.add(club.call(club.reader), input));
        assertThat(((BookView) club.books.change(club.call(club.organiser, book.version()), book.id(), input).getEntity()).title()).isEqualTo("改");
    }

    @Test
    void whoMayNotSeeTheShelfIsNotToldThatTheBookExists() {
        BookView book = club.book("乡土中国");
        Club.refused(404, "reading.no-such-book", () -> club.books.find(club.call(club.stranger), book.id()));
        Club.refused(404, "reading.no-such-book", () -> club.readers.list(club.call(club.stranger), book.id(), ListQuery.of(null, 1, 20, null)));
        Club.refused(403, "access.forbidden", () -> list(club.stranger, ListQuery.of(null, 1, 20, null)));
    }

    @Test
    void anOfficeSeesTheShelfOfItsBranchIfItMay() {
        club.book("乡土中国");
        Caller here = club.portal.person("办公室的人");
        club.portal.access.grantHere(here, "reading.read", club.portal.below.id());
        Call office = Call.of(here, club.portal.below.id(), null);
        assertThat(((Page<?>) club.books.list(office, ListQuery.of(null, 1, 20, null)).getEntity()).total()).isZero();
        club.portal.access.grantHere(here, "reading.read", club.portal.unit.id());
        assertThat(((Page<?>) club.books.list(office, ListQuery.of(null, 1, 20, null)).getEntity()).total()).isEqualTo(1);
    }

    @Test
    void everyWrongFieldIsNamed() {
        Club.wrong(() -> club.books.add(club.call(club.organiser), new BookInput(" ", "长".repeat(101), "长".repeat(101), "长".repeat(501))), "title", "author", "publisher", "why");
    }

    @Test
    void theSecondOfTwoEditorsIsToldWhatItIsNow() {
        BookView book = club.book("乡土中国");
        club.books.change(club.call(club.organiser, book.version()), book.id(), new BookInput("改过的", "费孝通", null, null));
        Club.refused(412, "rest.changed-meanwhile", () -> club.books.change(club.call(club.organiser, book.version()), book.id(), new BookInput("后改", "费孝通", null, null)));
        Club.refused(412, "rest.changed-meanwhile", () -> club.books.remove(club.call(club.organiser, book.version()), book.id()));
    }

    @Test
    void aBookThatSomebodyReadsStays() {
        BookView read = club.book("乡土中国");
        club.start(club.reader, read);
        Club.refused(409, "reading.book-in-use", () -> club.books.remove(club.call(club.organiser, read.version()), read.id()));
        BookView met = club.book("江村经济");
        club.meeting("交流", club.today, met.id(), null);
        Club.refused(409, "reading.book-in-use", () -> club.books.remove(club.call(club.organiser, met.version()), met.id()));
        BookView unread = club.book("没人读的书");
        club.books.remove(club.call(club.organiser, unread.version()), unread.id());
        Club.refused(404, "reading.no-such-book", () -> club.books.find(club.call(club.organiser), unread.id()));
    }

    @Test
    void theListGoesOutAsAWorkbookWithTheColumnsThatThePageShows() throws Exception {
        club.book("乡土中国");
        ListQuery export = ListQuery.of(null, 1, 20, null);
        export.setFormat("xlsx");
        export.setColumns("title,readers");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ((StreamingOutput) club.books.list(club.call(club.reader), export).getEntity()).write(out);
        Workbooks.Workbook written = new OfficeWorkbooks().read(new ByteArrayInputStream(out.toByteArray()), "books.xlsx", Workbooks.Limits.DEFAULT);
        assertThat(written.toString()).contains("乡土中国", "阅读人数").doesNotContain("费孝通");
    }

    @BothDatabases
    void theListIsSearchedSortedAndCountedOnBothDatabases(Database database) {
        try (Club other = new Club(database)) {
            BookView first = other.book("乡土中国");
            other.book("江村经济");
            other.finish(other.reader, other.start(other.reader, first), other.today, null);
            other.start(other.second, first);
            Page<?> all = (Page<?>) other.books.list(other.call(other.reader), ListQuery.of(null, 1, 20, "-title")).getEntity();
            assertThat(all.total()).isEqualTo(2);
            Page<?> found = (Page<?>) other.books.list(other.call(other.reader), ListQuery.of("乡土", 1, 20, "author")).getEntity();
            assertThat(found.items()).singleElement().satisfies(row -> {
                BookView book = (BookView) row;
                assertThat(book.readers()).isEqualTo(2);
                assertThat(book.finished()).isEqualTo(1);
                assertThat(book.state()).isEqualTo("finished");
                assertThat(book.mayStart()).isFalse();
            });
        }
    }
}
