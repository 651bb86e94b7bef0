package org.shuyuan.api.access;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** The trail of what was written: who, when, from where, before and after. Thread-safe. */
@ProviderType
public interface Audit {

    /**
     * What was done to what.
     *
     * @param kind {@code <module>.<thing>}, e.g. {@code calendar.event}
     * @param id its id
     * @param label what people call it, as it was then
     */
    record Subject(String kind, String id, String label) {}

    /**
     * One line of the trail.
     *
     * @param id id of the line
     * @param at when
     * @param who the name shown
     * @param account the account, null for the portal itself
     * @param address from where, empty when there is none
     * @param unit the unit it was about, if any
     * @param action {@code <module>.<verb>}
     * @param subject what it was done to
     * @param before JSON, null when the thing is new
     * @param after JSON, null when the thing is gone
     */
    record Entry(UUID id, Instant at, String who, @Nullable UUID account, String address, @Nullable UUID unit, String action,
            Subject subject, @Nullable String before, @Nullable String after) {}

    /**
     * Written in the caller's transaction: stands or falls with the change itself.
     *
     * @param caller who does it
     * @param unit the unit it is about; null when it concerns the whole portal
     * @param action {@code <module>.<verb>}, e.g. {@code calendar.change}
     * @param subject what it is done to
     * @param before a record or map that Jackson can write; null when the thing is new. Never give a secret.
     * @param after likewise; null when the thing is gone
     */
    void write(Caller caller, @Nullable UUID unit, String action, Subject subject, @Nullable Object before, @Nullable Object after);

    /**
     * The trail of one thing.
     *
     * @param kind {@code <module>.<thing>}
     * @param id its id
     * @param limit at most so many (≤ 200)
     * @return the newest first
     */
    List<Entry> about(String kind, String id, int limit);
}
