package org.shuyuan.directory.internal.search;

import java.util.Arrays;
import java.util.Comparator;

/** A text with {@code *} for anything and {@code ?} for one character. Takes time by length of text times length of pattern at most, whatever is asked. */
final class Glob {

    private final String pattern;

    Glob(String pattern) {
        this.pattern = pattern;
    }

    static boolean isOne(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    /** The longest part without wildcards, may be empty: what does not hold it does not match. */
    String literal() {
        return Arrays.stream(pattern.split("[*?]")).max(Comparator.comparingInt(String::length)).orElse("");
    }

    /** Whether what matches begins with the literal. */
    boolean startsWith(String literal) {
        return pattern.startsWith(literal);
    }

    boolean matches(String text) {
        int at = 0;
        int p = 0;
        int star = -1;
        int resume = 0;
        while (at < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                if (p == pattern.length()) {
                    return true;
                }
                resume = at;
            } else if (p < pattern.length() && pattern.charAt(p) == '?') {
                p++;
                at += width(text, at);
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(at)) {
                p++;
                at++;
            } else if (star >= 0) {
                p = star + 1;
                resume += width(text, resume);
                at = resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** A character outside the basic plane is one character. */
    private static int width(String text, int at) {
        return Character.charCount(text.codePointAt(at));
    }
}
