package org.shuyuan.api.indicators;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.shuyuan.api.access.Caller;

/**
 * Measures of people and units over a period (attendance rate, lectures given, credits …), with what each number rests on. A module registers one as a service;
 * whoever assesses knows indicators, never modules. It is asked on a bounded thread: one query for all people or units, not one each. Thread-safe.
 */
@ConsumerType
public interface IndicatorSource {

    /** Whom a value is of. */
    enum Of {
        /** People. */
        PERSON,
        /** Units, each with all below it. */
        UNIT
    }

    /** What a value is. */
    enum Measure {
        /** From 0 to 100. */
        PERCENT,
        /** A number of things. */
        COUNT,
        /** Minutes. */
        MINUTES
    }

    /**
     * Something that is measured. Its name is the module's text {@code indicator.<id>}, what counts the text {@code indicator.<id>.says}.
     *
     * @param id within the module, as a word of an address
     * @param measure what its values are
     * @param of whom it can be asked of
     * @param moreIsBetter false where less is, such as absences
     */
    record Indicator(String id, Measure measure, Set<Of> of, boolean moreIsBetter) {}

    /**
     * What is wanted.
     *
     * @param caller who will see it: what the caller may not see is left out
     * @param indicator its id
     * @param unit whose things are counted, with those below it
     * @param of what the ids are of
     * @param ids people or units
     * @param from the first day
     * @param to the last day
     */
    record Question(Caller caller, String indicator, UUID unit, Of of, Collection<UUID> ids, LocalDate from, LocalDate to) {}

    /**
     * What was measured.
     *
     * @param of the person or unit
     * @param value as its measure says; null where there was nothing to measure, which is no zero
     * @param counted how much of it, e.g. attendances, in the units of {@code outOf}
     * @param outOf of how much; null where there is no whole
     */
    record Value(UUID of, @Nullable Double value, double counted, @Nullable Double outOf) {}

    /**
     * One thing a value rests on.
     *
     * @param at when
     * @param key of the text of the module that says what it was
     * @param values for the text's placeholders
     * @param link path in the portal that opens it
     */
    record Evidence(Instant at, String key, Map<String, String> values, String link) {}

    /**
     * A page of them.
     *
     * @param items the newest first
     * @param total of how many
     */
    record Evidences(List<Evidence> items, long total) {}

    /**
     * The module whose measures these are.
     *
     * @return its id
     */
    String module();

    /**
     * What it measures. The same at every call while the module stays what it is.
     *
     * @return all of them
     */
    List<Indicator> indicators();

    /**
     * Measures many at once.
     *
     * @param question what is wanted
     * @return one for each of which the caller may know and there is anything; in no order
     * @throws org.shuyuan.api.problem.Problem 403 where the caller may not ask about the unit; 404 {@code …no-such-indicator}
     */
    List<Value> values(Question question);

    /**
     * What one value rests on.
     *
     * @param question as it was measured
     * @param of one of its ids
     * @param offset how many to leave out
     * @param size how many, at most 500
     * @return the newest first
     * @throws org.shuyuan.api.problem.Problem as {@link #values}
     */
    Evidences evidence(Question question, UUID of, int offset, int size);
}
