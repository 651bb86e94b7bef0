package org.shuyuan.calendar.internal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;

/**
 * A kind of event. It belongs to a unit and holds in its subtree.
 *
 * @param word short name in Latin letters, stable, unique within the unit; a nearer unit's replaces one from above
 * @param name in every language, 1–100 characters
 * @param colour one of {@link #COLOURS}: the page's six that pass contrast
 * @param keywords words in a title that tell the kind when a file is imported, longest match first
 * @param retired not offered for new events any more
 * @param roll attendance is taken: each date has a roll by itself
 */
public record Kind(UUID id, int version, UUID unit, String word, Map<Language, String> name, String colour, List<String> keywords,
        int position, boolean retired, boolean roll) {

    static final Set<String> COLOURS = Set.of("blue", "green", "orange", "red", "purple", "grey");
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,49}");

    public String name(Language language) {
        return name.getOrDefault(language, word);
    }

    /** @throws Problem 422 {@code rest.invalid} that names every wrong field */
    Kind checked() {
        Problem wrong = new Problem(422, "rest.invalid");
        if (!WORD.matcher(word).matches()) {
            wrong.field("word", "calendar.kind-word");
        }
        for (Language language : Language.values()) {
            String text = name.getOrDefault(language, "");
            if (text.isBlank()) {
                wrong.field("name." + language.tag(), "calendar.name-missing");
            }
            Text.atMost(wrong, "name." + language.tag(), text, 100);
        }
        if (!COLOURS.contains(colour)) {
            wrong.field("colour", "calendar.kind-colour");
        }
        Text.atMost(wrong, "keywords", String.join(",", keywords), 1000);
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        return this;
    }

    /** How much of the title speaks for this kind: the length of the longest keyword or name in it; 0 for none. */
    int match(String title) {
        int longest = 0;
        for (String keyword : keywords) {
            if (!keyword.isBlank() && title.contains(keyword)) {
                longest = Math.max(longest, keyword.length());
            }
        }
        for (String own : name.values()) {
            if (title.contains(own)) {
                longest = Math.max(longest, own.length());
            }
        }
        return longest;
    }
}
