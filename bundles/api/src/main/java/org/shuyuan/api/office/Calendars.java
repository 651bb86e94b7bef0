package org.shuyuan.api.office;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** iCalendar (RFC 5545) in and out, and its recurrence rules. Thread-safe. */
@ProviderType
public interface Calendars {

    /**
     * One VEVENT, times in {@code zone}'s local time.
     *
     * @param line line of the file where it begins, from 1
     * @param uid what the event is known by across files
     * @param summary its title
     * @param description further text
     * @param location place
     * @param start when it begins
     * @param end exclusive; for an all-day event midnight after its last day
     * @param allDay whether start and end are days
     * @param zone where the times are local
     * @param rule RRULE value without "RRULE:", canonical; UNTIL is a local time of {@code zone} like all times here (or a date,
     *     meaning its whole day) and becomes UTC only in files, as RFC 5545 §3.3.10 wants
     * @param excluded EXDATE as local times
     * @param added RDATE as local times
     * @param recurrenceId set on a changed occurrence of the event with the same uid: its start by the rule, in {@code zone}
     * @param cancelled STATUS:CANCELLED
     * @param sequence SEQUENCE: of two states of one event the higher is the newer; 0 unless told
     * @param changed LAST-MODIFIED; null when not known
     * @param notes what was found odd and how it was read, keys of the office module's texts
     */
    record Item(int line, String uid, String summary, @Nullable String description, @Nullable String location, LocalDateTime start,
            LocalDateTime end, boolean allDay, ZoneId zone, @Nullable String rule, List<LocalDateTime> excluded,
            List<LocalDateTime> added, @Nullable LocalDateTime recurrenceId, boolean cancelled, int sequence,
            @Nullable Instant changed, List<String> notes) {}

    /**
     * What could not be read.
     *
     * @param line line of the file, from 1
     * @param key of the text in the office module
     * @param what the part of the line that is at fault
     */
    record Fault(int line, String key, String what) {}

    /**
     * A calendar file.
     *
     * @param name the calendar's own name, if it has one
     * @param items what could be read
     * @param faults what could not
     */
    record Read(@Nullable String name, List<Item> items, List<Fault> faults) {}

    /**
     * Reads a file.
     *
     * @param content an .ics file, UTF-8 or GB18030
     * @param zone taken for floating times
     * @return everything it holds
     * @throws org.shuyuan.api.problem.Problem 415 {@code office.not-a-calendar}, 422 {@code office.calendar-too-large} (5 MiB, 10,000 items)
     */
    Read read(InputStream content, ZoneId zone);

    /**
     * Writes a file that calendar programs read.
     *
     * @param name the calendar's name
     * @param items what it holds
     * @param out not closed
     */
    void write(String name, List<Item> items, OutputStream out);

    /**
     * Starts of the occurrences that begin in {@code [from, to)}, in order, EXDATE left out and RDATE put in.
     * The start is always the first, even where the rule would not make it. An UNTIL in UTC is taken as a time of Asia/Shanghai.
     *
     * @param start the first occurrence
     * @param rule RRULE value
     * @param excluded EXDATE
     * @param added RDATE
     * @param from first moment wanted
     * @param to first moment not wanted any more
     * @param limit most occurrences made (≤ 10,000); more are cut off
     * @return local times
     * @throws org.shuyuan.api.problem.Problem 422 {@code office.bad-rule}
     */
    List<LocalDateTime> occurrences(LocalDateTime start, String rule, List<LocalDateTime> excluded, List<LocalDateTime> added,
            LocalDateTime from, LocalDateTime to, int limit);

    /**
     * Checks a rule.
     *
     * @param rule RRULE value
     * @return its canonical form, UNTIL in UTC turned into Asia/Shanghai's local time
     * @throws org.shuyuan.api.problem.Problem 422 {@code office.bad-rule}
     */
    String check(String rule);
}
