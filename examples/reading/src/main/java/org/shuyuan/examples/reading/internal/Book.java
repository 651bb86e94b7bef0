package org.shuyuan.examples.reading.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Audit;

/**
 * A book on a unit's shelf.
 *
 * @param version goes up with every change
 * @param unit whose shelf it stands on
 * @param title 1–200 characters
 * @param author 1–100 characters
 * @param publisher at most 100 characters
 * @param why it is recommended, at most 500 characters
 */
record Book(UUID id, int version, UUID unit, String title, String author, @Nullable String publisher, @Nullable String why) {

    /** What the trail keeps of it. */
    Map<String, @Nullable Object> snapshot() {
        Map<String, @Nullable Object> all = new HashMap<>();
        all.put("title", title);
        all.put("author", author);
        all.put("publisher", publisher);
        all.put("why", why);
        return all;
    }

    Audit.Subject subject() {
        return new Audit.Subject("reading.book", id.toString(), title);
    }

    /** The page that shows it, from anywhere in the portal. */
    String link() {
        return "/reading/books/" + id + "?unit=" + unit;
    }
}
