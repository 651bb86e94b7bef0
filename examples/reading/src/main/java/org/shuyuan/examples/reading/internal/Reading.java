package org.shuyuan.examples.reading.internal;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Audit;

/**
 * Somebody reads a book, or has read it. There is one of a person and a book; it belongs to the person.
 *
 * @param version goes up with every change
 * @param started the first day
 * @param finished the last day; null while the book is being read
 * @param thoughts what the person wrote about the book, at most 2,000 characters
 */
record Reading(UUID id, int version, UUID book, UUID person, LocalDate started, @Nullable LocalDate finished, @Nullable String thoughts) {

    /** With the book it is of. */
    record Of(Reading reading, Book book) {}

    /** What the trail keeps of it: not the words, which their writer may take back for good, but whether there were any. */
    Map<String, @Nullable Object> snapshot() {
        Map<String, @Nullable Object> all = new HashMap<>();
        all.put("started", started.toString());
        all.put("finished", finished == null ? null : finished.toString());
        all.put("thoughts", thoughts != null);
        return all;
    }

    Audit.Subject subject(Book of) {
        return new Audit.Subject("reading.reading", id.toString(), of.title());
    }
}
