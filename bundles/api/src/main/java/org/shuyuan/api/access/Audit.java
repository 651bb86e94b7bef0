package org.shuyuan.api.access;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** The trail of what was written: who, when, from where, before and after. Thread-safe. */
@ProviderType
public interface Audit {

    /** What was done to what. {@code kind} and {@code id} name the thing: {@code calendar.event}, its id. */
    record Subject(String kind, String id, String label) {}

    /** One line of the trail; {@code before} and {@code after} are JSON. */
    record Entry(UUID id, Instant at, String who, @Nullable UUID account, String address, @Nullable UUID unit, String action,
            Subject subject, @Nullable String before, @Nullable String after) {}

    /**
     * Written in the caller's transaction: stands or falls with the change itself.
     *
     * @param action {@code <module>.<verb>}, e.g. {@code calendar.change}
     * @param before a record or map that Jackson can write; null when the thing is new. Never give a secret.
     * @param after likewise; null when the thing is gone
     */
    void write(Caller caller, @Nullable UUID unit, String action, Subject subject, @Nullable Object before, @Nullable Object after);

    /** The newest entries about one thing, newest first, at most {@code limit} (≤ 200). */
    List<Entry> about(String kind, String id, int limit);
}
