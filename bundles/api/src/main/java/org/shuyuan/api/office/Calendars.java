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
     * @param end exclusive; for an all-day event midnight after its last day
     * @param rule RRULE value without "RRULE:", canonical; UNTIL is a local time of {@code zone} like all times here (or a date,
     *     meaning its whole day) and becomes UTC only in files, as RFC 5545 §3.3.10 wants
     * @param excluded EXDATE as local times
     * @param recurrenceId set on a changed occurrence of the event with the same uid: its start by the rule, in {@code zone}
     * @param sequence SEQUENCE: of two states of one event the higher is the newer; 0 unless told
     * @param changed LAST-MODIFIED; null when not known
     * @param notes what was found odd and how it was read, keys of the office module's texts
     */
    record Item(int line, String uid, String summary, @Nullable String description, @Nullable String location, LocalDateTime start,
            LocalDateTime end, boolean allDay, ZoneId zone, @Nullable String rule, List<LocalDateTime> excluded,
            List<LocalDateTime> added, @Nullable LocalDateTime recurrenceId, boolean cancelled, int sequence,
            @Nullable Instant changed, List<String> notes) {}

    /** What could not be read, by line, with the key of its text in the office module. */
    record Fault(int line, String key, String what) {}

    record Read(@Nullable String name, List<Item> items, List<Fault> faults) {}

    /**
     * @param zone taken for floating times
     * @throws org.shuyuan.api.problem.Problem 415 {@code office.not-a-calendar}, 422 {@code office.calendar-too-large} (5 MiB, 10,000 items)
     */
    Read read(InputStream content, ZoneId zone);

    void write(String name, List<Item> items, OutputStream out);

    /**
     * Starts of the occurrences that begin in {@code [from, to)}, in order, EXDATE left out and RDATE put in.
     * The start is always the first, even where the rule would not make it. An UNTIL in UTC is taken as a time of Asia/Shanghai.
     *
     * @param limit most occurrences made (≤ 10,000); more are cut off
     * @throws org.shuyuan.api.problem.Problem 422 {@code office.bad-rule}
     */
    List<LocalDateTime> occurrences(LocalDateTime start, String rule, List<LocalDateTime> excluded, List<LocalDateTime> added,
            LocalDateTime from, LocalDateTime to, int limit);

    /** The rule in its canonical form, UNTIL in UTC turned into Asia/Shanghai's local time. @throws org.shuyuan.api.problem.Problem 422 {@code office.bad-rule} */
    String check(String rule);
}
