package org.shuyuan.api.access;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Somebody for whom a source outside has vouched. Immutable.
 *
 * @param subject what never changes and is never given to somebody else, 1–500 characters: an entry's UUID, issuer and {@code sub}
 * @param name what the person signs in with there; shown to administrators only
 * @param attributes what the source says of the person, by name in any case
 * @param groups as the source names them
 * @param enabled false for somebody whom the source knows and has locked out
 * @param session the source's name for its own session, by which it may end ours; null when it has none
 */
public record OutsideIdentity(String subject, String name, Map<String, List<String>> attributes, Set<String> groups, boolean enabled,
        @Nullable String session) {

    private static final int LONGEST = 500;

    /**
     * Copies what it is given.
     *
     * @param subject what never changes
     * @param name what the person signs in with there
     * @param attributes by name in any case
     * @param groups as the source names them
     * @param enabled false for somebody who is locked out
     * @param session the source's own
     */
    public OutsideIdentity {
        if (subject.isBlank() || subject.length() > LONGEST) {
            throw new IllegalArgumentException("A subject has 1 to " + LONGEST + " characters");
        }
        TreeMap<String, List<String>> inAnyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        attributes.forEach((key, values) -> inAnyCase.put(key, List.copyOf(values)));
        attributes = Collections.unmodifiableMap(inAnyCase);
        groups = Set.copyOf(groups);
    }

    /**
     * What the source says of one attribute.
     *
     * @param attribute its name, in any case
     * @return empty when it says nothing
     */
    public List<String> values(String attribute) {
        return attributes.getOrDefault(attribute, List.of());
    }
}
