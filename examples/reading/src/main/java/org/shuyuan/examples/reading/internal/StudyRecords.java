package org.shuyuan.examples.reading.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.records.RecordSource;

/** A person's study record: books that were finished, and meetings that the person led. Of units whose shelf the caller may see. Thread-safe. */
@Component(service = RecordSource.class)
public final class StudyRecords implements RecordSource {

    private static final int PEOPLE = 500;
    /** Rows read before what the caller may not see is left out. */
    private static final int ROWS = 1_000;

    private final ReadingStore readings;
    private final MeetingStore meetings;
    private final Views views;
    private final Access access;

    @Activate
    public StudyRecords(@Reference ReadingStore readings, @Reference MeetingStore meetings, @Reference Views views, @Reference Access access) {
        this.readings = readings;
        this.meetings = meetings;
        this.views = views;
        this.access = access;
    }

    @Override
    public String module() {
        return "reading";
    }

    @Override
    public List<Item> records(Question question) {
        Instant now = Instant.now();
        Instant to = question.to().isAfter(now) ? now : question.to();
        if (question.people().isEmpty() || !to.isAfter(question.from())) {
            return List.of();
        }
        List<UUID> people = question.people().stream().limit(PEOPLE).toList();
        return Stream.concat(finished(question, people, to), led(question, people, to)).sorted(Comparator.comparing(Item::at).reversed()).limit(question.limit()).toList();
    }

    /** The database knows days, the question moments: a day more at each end is read, and what lies outside falls out by the zone of the book's unit. */
    private Stream<Item> finished(Question question, List<UUID> people, Instant to) {
        LocalDate first = question.from().atZone(ZoneOffset.UTC).toLocalDate().minusDays(1);
        LocalDate last = to.atZone(ZoneOffset.UTC).toLocalDate().plusDays(1);
        return readings.finished(people, first.isBefore(Given.FIRST) ? Given.FIRST : first, last, ROWS).stream()
                .filter(one -> access.can(question.caller(), BookService.READ, one.book().unit()))
                .map(one -> new Item(one.reading().person(), Objects.requireNonNull(one.reading().finished()).atStartOfDay(views.zone(one.book().unit())).toInstant(), "record.finished",
                        Map.of("title", one.book().title()), one.book().link()))
                .filter(item -> !item.at().isBefore(question.from()) && item.at().isBefore(to));
    }

    private Stream<Item> led(Question question, List<UUID> people, Instant to) {
        return meetings.led(people, question.from(), to, ROWS).stream().filter(meeting -> access.can(question.caller(), BookService.READ, meeting.unit()))
                .map(meeting -> new Item(Objects.requireNonNull(meeting.lead()), meeting.start(), "record.led", Map.of("title", meeting.title()), meeting.link()));
    }
}
