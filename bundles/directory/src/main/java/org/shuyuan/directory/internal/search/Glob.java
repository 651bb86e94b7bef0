package org.shuyuan.directory.internal.search;

import java.util.Arrays;
import java.util.Comparator;

/** A text with {@code *} for anything and {@code ?} for one character. Takes time by length of text times length of pattern at most, whatever is asked. */
final class Glob {

    private final int[] pattern;

    Glob(String pattern) {
        this.pattern = pattern.codePoints().toArray();
    }

    static boolean isOne(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    /** The longest part without wildcards, may be empty: what does not hold it does not match. */
    String literal() {
        return Arrays.stream(new String(pattern, 0, pattern.length).split("[*?]")).max(Comparator.comparingInt(String::length)).orElse("");
    }

    boolean matches(String text) {
        int[] t = text.codePoints().toArray();
        int at = 0;
        int p = 0;
        int star = -1;
        int resume = 0;
        while (at < t.length) {
            if (p < pattern.length && pattern[p] == '*') {
                star = p++;
                resume = at;
            } else if (p < pattern.length && (pattern[p] == '?' || pattern[p] == t[at])) {
                p++;
                at++;
            } else if (star >= 0) {
                p = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }
}
