package org.shuyuan.examples.reading.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.examples.reading.internal.BookResource.BookInput;
import org.shuyuan.examples.reading.internal.MeetingResource.MeetingInput;
import org.shuyuan.examples.reading.internal.ReadingResource.ReadingInput;
import org.shuyuan.examples.reading.internal.Views.BookView;
import org.shuyuan.examples.reading.internal.Views.MeetingView;
import org.shuyuan.examples.reading.internal.Views.ReadingView;
import org.shuyuan.rest.Call;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.ModulePortal;

/** A reading club in a portal of a test: an organiser, two readers, and one who belongs elsewhere. */
final class Club implements AutoCloseable {

    final ModulePortal portal;
    final Caller organiser;
    final Caller reader;
    final Caller second;
    final Caller stranger;
    final BookResource books;
    final ReaderResource readers;
    final ReadingResource readings;
    final MeetingResource meetings;
    /** Where the unit is. */
    final LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));

    Club(Database database) {
        portal = ModulePortal.of("reading", database);
        organiser = member("组织者", "reading.read", "reading.write");
        reader = member("李娜", "reading.read");
        second = member("张敏", "reading.read");
        stranger = member("外单位的人");
        books = portal.get(BookResource.class);
        readers = portal.get(ReaderResource.class);
        readings = portal.get(ReadingResource.class);
        meetings = portal.get(MeetingResource.class);
    }

    private Caller member(String name, String... permissions) {
        Caller caller = portal.person(name, permissions);
        portal.people.add(caller.person(), name, null, portal.unit);
        return caller;
    }

    Call call(Caller who) {
        return Call.of(who, portal.unit.id(), null);
    }

    Call call(Caller who, int version) {
        return Call.of(who, portal.unit.id(), "\"" + version + "\"");
    }

    BookView book(String title) {
        return (BookView) books.add(call(organiser), new BookInput(title, "费孝通", null, "了解社会从了解乡土开始")).getEntity();
    }

    ReadingView start(Caller who, BookView book) {
        return (ReadingView) readers.start(call(who), book.id()).getEntity();
    }

    ReadingView finish(Caller who, ReadingView reading, LocalDate on, @Nullable String thoughts) {
        return (ReadingView) readings.change(call(who, reading.version()), reading.id(), new ReadingInput(on.minusDays(10).toString(), on.toString(), thoughts)).getEntity();
    }

    MeetingView meeting(String title, LocalDate on, @Nullable UUID book, @Nullable UUID lead) {
        return (MeetingView) meetings.add(call(organiser), new MeetingInput(title, on + "T14:30", on + "T16:00", "阅览室", book, lead)).getEntity();
    }

    static void refused(int status, String code, ThrowingCallable what) {
        assertThatThrownBy(what).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(status);
            assertThat(problem.code()).isEqualTo(code);
        });
    }

    static void wrong(ThrowingCallable what, String... fields) {
        assertThatThrownBy(what).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(422);
            assertThat(problem.errors()).extracting(Problem.FieldError::field).containsExactlyInAnyOrder(fields);
        });
    }

    @Override
    public void close() {
        portal.close();
    }
}
