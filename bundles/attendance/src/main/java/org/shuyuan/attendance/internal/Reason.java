package org.shuyuan.attendance.internal;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;

/**
 * Why somebody is away, late or exempt. It belongs to a unit and holds in its subtree.
 *
 * @param word short name in Latin letters, stable, unique within the unit; a nearer unit's replaces one from above
 * @param state whose reason it is
 * @param name in every language, 1–100 characters
 * @param retired not offered any more
 */
public record Reason(UUID id, int version, UUID unit, String word, State state, Map<Language, String> name, int position, boolean retired) {

    /** States that can have a reason. */
    static final Set<State> STATES = Set.of(State.ON_LEAVE, State.LATE, State.LEFT_EARLY, State.ABSENT, State.EXEMPT);
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,49}");

    public String name(Language language) {
        return name.getOrDefault(language, word);
    }

    /** @throws Problem 422 {@code rest.invalid} that names every wrong field */
    Reason checked() {
        Problem wrong = new Problem(422, "rest.invalid");
        if (!WORD.matcher(word).matches()) {
            wrong.field("word", "attendance.reason-word");
        }
        if (!STATES.contains(state)) {
            wrong.field("state", "attendance.reason-state");
        }
        for (Language language : Language.values()) {
            String text = name.getOrDefault(language, "");
            if (text.isBlank() || text.length() > 100) {
                wrong.field("name." + language.tag(), "attendance.bad-name");
            }
        }
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        return this;
    }
}
