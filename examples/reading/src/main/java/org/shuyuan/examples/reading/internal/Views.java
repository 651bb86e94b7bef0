package org.shuyuan.examples.reading.internal;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.attendance.Gatherings.Attended;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.rest.Times;

/** What the pages are told: names instead of ids, asked for once for a whole list. Thread-safe. */
@Component(service = Views.class)
public final class Views {

    /** @param id of a unit */
    public record UnitName(UUID id, String name) {}

    /**
     * A book.
     *
     * @param readers how many read it or have read it
     * @param finished how many of them have
     * @param mine id of the caller's own reading of it
     * @param state of the caller's own reading: reading or finished
     * @param mayStart whether the caller may say that he or she reads it
     */
    public record BookView(UUID id, int version, String title, String author, @Nullable String publisher, @Nullable String why, UnitName unit, long readers, long finished,
            @Nullable UUID mine, @Nullable String state, boolean mayStart, boolean mayChange) {}

    /** @param id of a book */
    public record BookName(UUID id, String title, String author) {}

    /**
     * Somebody's reading of a book.
     *
     * @param title of the book, beside it too: questions and messages of a page fill in what a record has at its top
     * @param state reading or finished
     * @param own whether it is the caller's, who alone may change it
     */
    public record ReadingView(UUID id, int version, String title, BookName book, @Nullable String personName, LocalDate started, @Nullable LocalDate finished, @Nullable String thoughts, String state,
            boolean own) {}

    /**
     * A meeting.
     *
     * @param start with the offset of the unit's zone
     * @param begins the same as a form edits it, in the unit's zone
     * @param book id of the book
     * @param lead id of the person who leads it
     * @param roll page of its roll, where somebody wanted one
     * @param rate how it was attended, in percent, for those who may know
     */
    public record MeetingView(UUID id, int version, String title, String start, String end, LocalDateTime begins, LocalDateTime ends, @Nullable String place, @Nullable UUID book,
            @Nullable String bookTitle, @Nullable UUID lead, @Nullable String leadName, UnitName unit, boolean mayChange, @Nullable String roll, @Nullable Double rate) {}

    private final BookStore books;
    private final ReadingStore readings;
    private final BookService shelf;
    private final MeetingService meetings;
    private final MeetingGatherings gatherings;
    private final Units units;
    private final People people;

    @Activate
    public Views(@Reference BookStore books, @Reference ReadingStore readings, @Reference BookService shelf, @Reference MeetingService meetings, @Reference MeetingGatherings gatherings,
            @Reference Units units, @Reference People people) {
        this.books = books;
        this.readings = readings;
        this.shelf = shelf;
        this.meetings = meetings;
        this.gatherings = gatherings;
        this.units = units;
        this.people = people;
    }

    List<BookView> books(Caller caller, List<Book> all) {
        List<UUID> ids = all.stream().map(Book::id).toList();
        Map<UUID, ReadingStore.Readers> readers = readings.readers(ids);
        Map<UUID, Reading> own = readings.of(ids, caller.person());
        Map<UUID, UnitName> names = units(all.stream().map(Book::unit));
        return all.stream().map(book -> {
            Reading mine = own.get(book.id());
            ReadingStore.Readers count = readers.getOrDefault(book.id(), ReadingStore.Readers.NOBODY);
            return new BookView(book.id(), book.version(), book.title(), book.author(), book.publisher(), book.why(), Objects.requireNonNull(names.get(book.unit())), count.all(), count.finished(),
                    mine == null ? null : mine.id(), mine == null ? null : state(mine), mine == null && caller.person() != null, shelf.mayChange(caller, book));
        }).toList();
    }

    List<ReadingView> readings(Caller caller, List<Reading.Of> all) {
        Map<UUID, String> names = people(caller, all.stream().map(one -> one.reading().person()));
        return all.stream().map(one -> {
            Reading reading = one.reading();
            return new ReadingView(reading.id(), reading.version(), one.book().title(), new BookName(one.book().id(), one.book().title(), one.book().author()), names.get(reading.person()),
                    reading.started(), reading.finished(), reading.thoughts(), state(reading), ReadingService.isOwn(caller, reading));
        }).toList();
    }

    List<MeetingView> meetings(Caller caller, List<Meeting> all) {
        Map<UUID, Book> about = books.get(all.stream().map(Meeting::book).filter(Objects::nonNull).distinct().toList());
        Map<UUID, String> leads = people(caller, all.stream().map(Meeting::lead));
        Map<UUID, UnitName> names = units(all.stream().map(Meeting::unit));
        Map<UUID, UUID> rolls = gatherings.of(all);
        Map<UUID, Attended> attended = gatherings.attended(caller, rolls.values());
        return all.stream().map(meeting -> {
            ZoneId zone = zone(meeting.unit());
            UUID gathering = rolls.get(meeting.id());
            Attended roll = gathering == null ? null : attended.get(gathering);
            Book book = meeting.book() == null ? null : about.get(meeting.book());
            return new MeetingView(meeting.id(), meeting.version(), meeting.title(), Times.text(meeting.start(), zone), Times.text(meeting.end(), zone), local(meeting.start(), zone),
                    local(meeting.end(), zone), meeting.place(), meeting.book(), book == null ? null : book.title(), meeting.lead(), meeting.lead() == null ? null : leads.get(meeting.lead()),
                    Objects.requireNonNull(names.get(meeting.unit())), meetings.mayChange(caller, meeting), gathering == null ? null : roll(gathering, meeting.unit()),
                    roll == null ? null : roll.rate());
        }).toList();
    }

    static String roll(UUID gathering, UUID unit) {
        return "/attendance/gatherings/" + gathering + "?unit=" + unit;
    }

    ZoneId zone(UUID unit) {
        return units.find(unit).map(Unit::zone).orElse(ZoneId.of("Asia/Shanghai"));
    }

    private static LocalDateTime local(java.time.Instant at, ZoneId zone) {
        return LocalDateTime.ofInstant(at, zone);
    }

    private static String state(Reading reading) {
        return reading.finished() == null ? "reading" : "finished";
    }

    /** Of closed units too: what is kept does not lose its meaning. */
    private Map<UUID, UnitName> units(Stream<UUID> ids) {
        Collection<UUID> wanted = ids.distinct().toList();
        var records = units.records(wanted);
        return wanted.stream().collect(Collectors.toMap(Function.identity(), id -> new UnitName(id, records.containsKey(id) ? records.get(id).name() : "")));
    }

    /** By the person; of somebody who left and was made anonymous, the word that stands for it in the reader's language. */
    private Map<UUID, String> people(Caller caller, Stream<@Nullable UUID> ids) {
        return people.get(ids.filter(Objects::nonNull).distinct().toList()).values().stream()
                .collect(Collectors.toMap(person -> person.id(), person -> Anonymous.shown(person.name(), caller.language())));
    }
}
