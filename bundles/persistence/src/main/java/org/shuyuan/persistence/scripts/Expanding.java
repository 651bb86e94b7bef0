package org.shuyuan.persistence.scripts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a migration only adds. The version before runs on the tables of the version after it, when an update is taken back or another node is not updated
 * yet; a script that takes something away ends that. It reads statements as the house writes them and knows no dialect: what it cannot tell, e.g. whether a
 * type only became wider, it names. Immutable.
 */
public final class Expanding {

    /** What a statement does besides adding. */
    public enum Taking {
        /** A table, view, column or sequence goes. */
        DROP,
        /** Something is called otherwise. */
        RENAME,
        /** A column becomes of another type. */
        TYPE,
        /** What could be left out cannot any more. */
        REQUIRED,
        /** What could be written twice, or otherwise, cannot any more. */
        CONSTRAINT,
        /** Rows go. */
        ROWS
    }

    /**
     * What was found.
     *
     * @param taking what it does
     * @param statement the statement in one line, at most 200 characters
     */
    public record Finding(Taking taking, String statement) {}

    private static final Pattern COMMENT_OR_TEXT = Pattern.compile("--[^\\n]*|/\\*.*?\\*/|'(?:[^']|'')*'", Pattern.DOTALL);
    private static final String TABLE = "table (?:if (?:not )?exists )?(?:only )?\"?([a-z_][a-z0-9_]*)\"?";
    private static final Pattern CREATED = Pattern.compile("^create (?:(?:global|local|temp|temporary|unlogged) )*" + TABLE);
    private static final Pattern ALTERED = Pattern.compile("^alter " + TABLE + " (.*)$");
    private static final Pattern UNIQUE_INDEX = Pattern.compile("^create unique index (?:if not exists )?\\S+ on (?:only )?\"?([a-z_][a-z0-9_]*)\"?");
    private static final Pattern DROPPED = Pattern.compile("^drop (?:table|view|materialized view|sequence|schema)\\b");
    private static final Pattern ROWS = Pattern.compile("^(?:delete from|truncate)\\b(?: table)? ?\"?([a-z_][a-z0-9_]*)?");
    /** Between them the actions of one {@code alter table}. */
    private static final Pattern ACTIONS = Pattern.compile(",(?![^(]*\\))");
    private static final Set<String> NOT_A_COLUMN = Set.of("constraint", "default", "not", "identity", "index", "expression");
    private static final int LONGEST = 200;

    private Expanding() {}

    /**
     * Looks through a script.
     *
     * @param sql the text of a migration
     * @return what it takes away, in its order; empty when it only adds
     */
    public static List<Finding> findings(String sql) {
        List<Finding> found = new ArrayList<>();
        Set<String> made = new HashSet<>();
        for (String statement : statements(sql)) {
            String lower = statement.toLowerCase(Locale.ROOT);
            Matcher created = CREATED.matcher(lower);
            if (created.find()) {
                made.add(created.group(1));
            } else {
                takings(lower, made).forEach(taking -> found.add(new Finding(taking, statement.length() > LONGEST ? statement.substring(0, LONGEST) : statement)));
            }
        }
        return List.copyOf(found);
    }

    /** Each in one line, without comments, and with nothing in its texts. */
    static List<String> statements(String sql) {
        return Arrays.stream(COMMENT_OR_TEXT.matcher(sql).replaceAll(what -> what.group().startsWith("'") ? "''" : " ").split(";"))
                .map(written -> written.strip().replaceAll("\\s+", " ")).toList();
    }

    private static List<Taking> takings(String statement, Set<String> made) {
        Matcher altered = ALTERED.matcher(statement);
        if (altered.find()) {
            // nobody has seen a table yet that the same script makes
            return made.contains(altered.group(1)) ? List.of() : ACTIONS.splitAsStream(altered.group(2)).map(String::strip).flatMap(action -> action(action).stream()).distinct().toList();
        }
        Matcher unique = UNIQUE_INDEX.matcher(statement);
        if (unique.find()) {
            return made.contains(unique.group(1)) ? List.of() : List.of(Taking.CONSTRAINT);
        }
        if (DROPPED.matcher(statement).find()) {
            return List.of(Taking.DROP);
        }
        Matcher rows = ROWS.matcher(statement);
        return rows.find() && !made.contains(String.valueOf(rows.group(1))) ? List.of(Taking.ROWS) : List.of();
    }

    private static List<Taking> action(String action) {
        String[] words = action.split(" ");
        String second = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "rename" -> List.of(Taking.RENAME);
            case "drop" -> NOT_A_COLUMN.contains(second) ? List.of() : List.of(Taking.DROP);
            case "add" -> added(action, second);
            case "alter" -> changed(action);
            default -> List.of();
        };
    }

    private static List<Taking> added(String action, String second) {
        if (Set.of("constraint", "unique", "check", "primary", "foreign").contains(second)) {
            return List.of(Taking.CONSTRAINT);
        }
        // what writes rows without knowing the column must still be able to
        return action.contains(" not null") && !action.contains(" default ") && !action.contains(" generated ") ? List.of(Taking.REQUIRED) : List.of();
    }

    private static List<Taking> changed(String action) {
        if (action.contains(" drop not null") || action.contains(" set null") || action.contains(" default")) {
            return List.of();
        }
        if (action.contains(" set not null") || action.contains(" not null")) {
            return List.of(Taking.REQUIRED);
        }
        if (action.contains(" rename")) {
            return List.of(Taking.RENAME);
        }
        return action.contains(" type ") || action.contains(" set data type ") ? List.of(Taking.TYPE) : List.of();
    }
}
