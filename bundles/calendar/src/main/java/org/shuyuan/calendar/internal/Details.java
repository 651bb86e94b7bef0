package org.shuyuan.calendar.internal;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/**
 * What an event is about.
 *
 * @param title 1–200 characters
 * @param description at most 10,000 characters
 * @param place at most 200 characters
 * @param host a person of the directory; then {@code hostName} is null
 * @param hostName somebody who is not in the directory, at most 100 characters
 */
public record Details(UUID kind, String title, @Nullable String description, @Nullable String place, @Nullable UUID host,
        @Nullable String hostName) {

    public Details {
        title = title.strip();
        description = Text.orNull(description);
        place = Text.orNull(place);
        hostName = host == null ? Text.orNull(hostName) : null;
    }

    void check(Problem wrong) {
        if (title.isEmpty()) {
            wrong.field("title", "calendar.title-missing");
        }
        Text.atMost(wrong, "title", title, 200);
        Text.atMost(wrong, "description", description, 10_000);
        Text.atMost(wrong, "place", place, 200);
        Text.atMost(wrong, "hostName", hostName, 100);
    }
}
