package org.shuyuan.calendar.internal;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/**
 * Whose calendar is looked at: the unit's, one's own, that of an audience group at the unit, or another person's.
 *
 * @param id of the group or person
 */
public record Whose(Kind kind, @Nullable UUID id) {

    /** What {@link Whose#id} names. */
    public enum Kind { UNIT, MINE, GROUP, PERSON }

    public static final Whose UNIT = new Whose(Kind.UNIT, null);
    public static final Whose MINE = new Whose(Kind.MINE, null);

    /**
     * As an address has it.
     *
     * @param text {@code unit}, {@code mine}, {@code group:} or {@code person:} with an id; the unit's when missing
     * @throws Problem 422 {@code calendar.bad-whose}
     */
    public static Whose of(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return UNIT;
        }
        int colon = text.indexOf(':');
        try {
            Kind kind = Kind.valueOf((colon < 0 ? text : text.substring(0, colon)).toUpperCase(Locale.ROOT));
            boolean named = kind == Kind.GROUP || kind == Kind.PERSON;
            if (named == colon > 0) {
                return new Whose(kind, named ? UUID.fromString(text.substring(colon + 1)) : null);
            }
        } catch (IllegalArgumentException neither) {
            // said below
        }
        throw Problem.invalid("whose", "calendar.bad-whose");
    }
}
