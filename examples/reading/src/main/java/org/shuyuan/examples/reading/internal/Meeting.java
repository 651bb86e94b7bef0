package org.shuyuan.examples.reading.internal;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Audit;

/**
 * People meet to talk about what they read.
 *
 * @param version goes up with every change
 * @param title 1–200 characters
 * @param start the first moment
 * @param end the first moment no longer, after the start
 * @param place at most 200 characters
 * @param book what they talk about; null: about anything
 * @param lead the person who leads it, if that is settled
 */
record Meeting(UUID id, int version, UUID unit, String title, Instant start, Instant end, @Nullable String place, @Nullable UUID book, @Nullable UUID lead) {

    /** What the trail keeps of it. */
    Map<String, @Nullable Object> snapshot() {
        Map<String, @Nullable Object> all = new HashMap<>();
        all.put("title", title);
        all.put("start", start.toString());
        all.put("end", end.toString());
        all.put("place", place);
        all.put("book", book == null ? null : book.toString());
        all.put("lead", lead == null ? null : lead.toString());
        return all;
    }

    Audit.Subject subject() {
        return new Audit.Subject("reading.meeting", id.toString(), title);
    }

    /** The page that shows it, from anywhere in the portal. */
    String link() {
        return "/reading/meetings/" + id + "?unit=" + unit;
    }
}
