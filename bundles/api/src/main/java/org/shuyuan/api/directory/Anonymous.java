package org.shuyuan.api.directory;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shuyuan.api.text.Language;

/**
 * What stands in the place of the name of somebody who was anonymised: a word and a short number, so that two of them are told apart.
 * Stored names are in Chinese; whoever shows a name that a reader may have in another language lets it go through {@link #shown}.
 */
public final class Anonymous {

    private static final String WORD = "已匿名人员";
    private static final Pattern STORED = Pattern.compile(WORD + " (\\d{1,9})");

    private Anonymous() {}

    /**
     * The name to store.
     *
     * @param number the short number of the person
     * @return the name in simplified Chinese
     */
    public static String stored(int number) {
        return WORD + " " + number;
    }

    /**
     * The short number.
     *
     * @param name a name as it is stored
     * @return empty for a name of somebody who was not anonymised
     */
    public static OptionalInt number(String name) {
        if (!name.startsWith(WORD)) {
            return OptionalInt.empty();
        }
        Matcher stored = STORED.matcher(name);
        return stored.matches() ? OptionalInt.of(Integer.parseInt(stored.group(1))) : OptionalInt.empty();
    }

    /**
     * A name as a reader is shown it.
     *
     * @param name a name as it is stored
     * @param language the reader's
     * @return the same unless it is one of these
     */
    public static String shown(String name, Language language) {
        OptionalInt number = number(name);
        if (number.isEmpty() || language == Language.ZH_CN) {
            return name;
        }
        return (language == Language.EN ? "Anonymised person " : "已匿名人員 ") + number.getAsInt();
    }
}
