package org.shuyuan.resources.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.problem.Problem;

/**
 * A room or a piece of equipment.
 *
 * @param unit whose it is
 * @param name 1–100 characters, once in a unit among those in use
 * @param kind one of {@link #KINDS}
 * @param place where it is, at most 200 characters
 * @param seats how many it seats, 1–100,000
 * @param note at most 1,000 characters
 * @param bookable whether it can be booked at all; one that is not is merely listed
 * @param shared units below may see and book it
 * @param retired not in use any more; its bookings stay
 */
public record Resource(UUID id, int version, UUID unit, String name, String kind, @Nullable String place, @Nullable Integer seats,
        @Nullable String note, boolean bookable, boolean shared, boolean retired) {

    /** Room, distance-learning station 远程教育站点, equipment, anything else. */
    public static final Set<String> KINDS = Set.of("room", "station", "equipment", "other");
    static final int MOST_SEATS = 100_000;

    /** @throws Problem 422 {@code rest.invalid} that names every wrong field */
    Resource checked() {
        Problem wrong = new Problem(422, "rest.invalid");
        if (name.isBlank()) {
            wrong.field("name", "resources.name-missing");
        }
        Text.atMost(wrong, "name", name, 100);
        if (!KINDS.contains(kind)) {
            wrong.field("kind", "resources.bad-kind");
        }
        Text.atMost(wrong, "place", place, 200);
        if (seats != null && (seats < 1 || seats > MOST_SEATS)) {
            wrong.field("seats", "resources.bad-seats", Map.of("max", MOST_SEATS));
        }
        Text.atMost(wrong, "note", note, 1000);
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        return this;
    }

    Audit.Subject subject() {
        return new Audit.Subject("resources.resource", id.toString(), name);
    }

    /** What the trail keeps. */
    Map<String, @Nullable Object> snapshot() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("name", name);
        all.put("kind", kind);
        all.put("place", place);
        all.put("seats", seats);
        all.put("note", note);
        all.put("bookable", bookable);
        all.put("shared", shared);
        all.put("retired", retired);
        all.values().removeIf(Objects::isNull);
        return all;
    }
}
