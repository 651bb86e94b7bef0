package org.shuyuan.api.access;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The trail: who, when, from where, what before and after, of everything that was written, exported, or read although it is
 * confidential. Each entry is sealed into a chain soon after its commit (docs/audit.md). Thread-safe.
 */
@ProviderType
public interface Audit {

    /**
     * Header of an answer that is a file: its entry has been written already, so {@code rest} writes none. It never leaves the portal.
     */
    String WRITTEN = "X-Shuyuan-Audited";

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
     * Somebody has read what is confidential: called before the answer leaves, in whatever transaction there is. It fails when it
     * cannot be written, and then nothing is to be shown.
     *
     * @param caller who reads
     * @param unit the unit it is about, if any
     * @param action {@code <module>.<verb>}, e.g. {@code directory.read-personal}
     * @param subject whose or what was read
     * @param what names of what was shown, never the values; null when the action says all
     */
    default void read(Caller caller, @Nullable UUID unit, String action, Subject subject, @Nullable Object what) {
        write(caller, unit, action, subject, null, what);
    }

    /**
     * What of somebody is to be no longer readable in the trail.
     *
     * @param kind kind of the subject, e.g. {@code directory.person}
     * @param id its id: labels and contents of the entries about it go
     * @param person whose account's name and addresses go as well, as the one who acted and as the one acted on; null for none
     * @param reason why, kept in the trail; no personal data
     */
    record Redaction(String kind, String id, @Nullable UUID person, String reason) {}

    /**
     * Makes what the trail holds of somebody unreadable for good and leaves the chain whole: an entry keeps number, time, action and
     * the digest of what stood in it, and names the entry that says who took it out and why. Joins the caller's transaction; write the
     * entry of the anonymising itself without personal values.
     *
     * @param caller who does it; the caller's right has been checked
     * @param unit the unit it is about, if any
     * @param what what goes
     * @return how many entries lost something
     */
    default int redact(Caller caller, @Nullable UUID unit, Redaction what) {
        throw new UnsupportedOperationException("This trail cannot redact");
    }

    /**
     * One of many writes of one caller.
     *
     * @param unit the unit it is about; null when it concerns the whole portal
     * @param action {@code <module>.<verb>}
     * @param subject what it is done to
     * @param before as for {@link #write}
     * @param after as for {@link #write}
     */
    record Change(@Nullable UUID unit, String action, Subject subject, @Nullable Object before, @Nullable Object after) {}

    /**
     * {@link #write} for many things at once (an import), in their order; each has its own entry.
     *
     * @param caller who does it
     * @param changes what is done
     */
    default void writeAll(Caller caller, List<Change> changes) {
        changes.forEach(c -> write(caller, c.unit(), c.action(), c.subject(), c.before(), c.after()));
    }

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
