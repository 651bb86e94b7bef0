package org.shuyuan.api.records;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.osgi.annotation.versioning.ConsumerType;
import org.shuyuan.api.access.Caller;

/**
 * What people have done (hosted, attended, taught, wrote, passed …), for a person's page and whatever gathers records. A module registers
 * one as a service. It is asked on a bounded thread and has 300 milliseconds: one query for all people, not one each. A source that is
 * late or fails is named beside the others' answers. Thread-safe.
 */
@ConsumerType
public interface RecordSource {

    /**
     * What is wanted.
     *
     * @param caller who will see it: what the caller may not see is left out
     * @param people whose records
     * @param from the first moment
     * @param to the first moment no longer
     * @param limit at most so many, the newest first
     */
    record Question(Caller caller, Collection<UUID> people, Instant from, Instant to, int limit) {}

    /**
     * One thing that somebody did.
     *
     * @param person who
     * @param at when
     * @param key of the text of the module that says what it was, e.g. {@code record.hosted}
     * @param values for the text's placeholders
     * @param link path in the portal that opens it
     */
    record Item(UUID person, Instant at, String key, Map<String, String> values, String link) {}

    /**
     * What has changed.
     *
     * @param people whose records may be others now; empty with {@code all}
     * @param all whether the source cannot tell: whoever keeps something has to ask for everything again
     * @param cursor to ask with the next time
     */
    record Changes(Set<UUID> people, boolean all, String cursor) {}

    /**
     * The module whose records these are.
     *
     * @return its id
     */
    String module();

    /**
     * The records of many people in one period.
     *
     * @param question what is wanted
     * @return the newest first
     */
    List<Item> records(Question question);

    /**
     * What to ask for again, for those who keep what they were told.
     *
     * @param cursor as it was answered the last time; empty the first time
     * @return {@code all} unless the source knows better
     */
    default Changes changesSince(String cursor) {
        return new Changes(Set.of(), true, cursor);
    }
}
