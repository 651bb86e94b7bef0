package org.shuyuan.directory.internal.roster;

import java.util.Locale;

/** Turns what stands in a cell into plain text. */
public final class Clean {

    private Clean() {}

    /**
     * One line: control, invisible and direction characters gone, every kind of blank (U+3000, no-break, tab, line end) one
     * plain blank, none at the ends.
     */
    public static String line(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), 512));
        boolean blank = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int type = Character.getType(c);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                blank = true;
            } else if (type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE || type == Character.UNASSIGNED && !ideographic(c)) {
                continue;
            } else {
                if (blank && out.length() > 0) {
                    out.append(' ');
                }
                blank = false;
                out.appendCodePoint(c);
            }
        }
        return out.toString();
    }

    /** The planes of rare Chinese characters, of which newer standards fill more than this Java knows. */
    private static boolean ideographic(int c) {
        return c >= 0x20000 && c <= 0x3FFFD;
    }

    /** Full-width letters, digits and signs in their usual width: {@code ｙｘ１０７６} → {@code yx1076}. */
    public static String narrow(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.chars().forEach(c -> out.append(c >= 0xFF01 && c <= 0xFF5E ? (char) (c - 0xFEE0) : c == 0x3000 ? ' ' : (char) c));
        return out.toString();
    }

    /** A person's name: blanks put between Chinese characters for alignment are gone, those of Latin names stay. */
    public static String name(String text) {
        return line(text).replaceAll("(?<=\\p{IsHan}) (?=\\p{IsHan})", "");
    }

    /** A staff number: usual width, no blanks, capital letters. */
    public static String number(String text) {
        return narrow(line(text)).replace(" ", "").toUpperCase(Locale.ROOT);
    }

    /** Under which names of units count as the same. */
    public static String key(String text) {
        return narrow(line(text)).replace(" ", "").toLowerCase(Locale.ROOT);
    }

    /** At most {@code limit} characters, never half a surrogate pair. */
    public static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit);
    }
}
