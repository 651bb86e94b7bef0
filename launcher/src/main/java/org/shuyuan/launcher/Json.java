package org.shuyuan.launcher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** As much JSON as the launcher needs to talk to the portal. Reads into maps, lists, strings, doubles, booleans and null. */
final class Json {

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** Where a text ceases to be JSON, as editors count: from 1. */
    static final class Wrong extends IllegalArgumentException {

        private static final long serialVersionUID = 1;
        private final int line;
        private final int column;

        private Wrong(String text, int at) {
            super("no JSON at character " + at);
            String before = text.substring(0, Math.min(at, text.length()));
            line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            column = at - before.lastIndexOf('\n');
        }

        int line() {
            return line;
        }

        int column() {
            return column;
        }
    }

    /** Throws {@link Wrong} when it is not JSON. */
    static @Nullable Object read(String text) {
        Json json = new Json(text);
        Object value = json.value(0);
        json.blanks();
        if (json.at < text.length()) {
            throw json.wrong();
        }
        return value;
    }

    /** The object in that text, empty when it is something else or no JSON at all. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String text) {
        try {
            return read(text) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }

    static String write(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(@Nullable Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> map) {
            String comma = "{";
            // sorted, so that a repeated request is the same text
            for (Map.Entry<?, ?> e : new java.util.TreeMap<>(map).entrySet()) {
                out.append(comma);
                write(String.valueOf(e.getKey()), out);
                out.append(':');
                write(e.getValue(), out);
                comma = ",";
            }
            out.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            String comma = "[";
            for (Object o : list) {
                out.append(comma);
                write(o, out);
                comma = ",";
            }
            out.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof String s) {
            out.append('"');
            s.chars().forEach(c -> out.append(c == '"' || c == '\\' ? "\\" + (char) c : c < 32 ? String.format("\\u%04x", c) : String.valueOf((char) c)));
            out.append('"');
        } else {
            out.append(value);
        }
    }

    private @Nullable Object value(int depth) {
        blanks();
        char c = peek();
        if (depth > 100) {
            throw wrong();
        } else if (c == '{') {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            for (boolean more = open('}'); more; more = more('}')) {
                blanks();
                String key = string();
                blanks();
                expect(':');
                map.put(key, value(depth + 1));
            }
            return map;
        } else if (c == '[') {
            List<@Nullable Object> list = new ArrayList<>();
            for (boolean more = open(']'); more; more = more(']')) {
                list.add(value(depth + 1));
            }
            return list;
        } else if (c == '"') {
            return string();
        }
        int start = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        at = start;
        Object read = word(word);
        at += word.length();
        return read;
    }

    private @Nullable Object word(String word) {
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> {
                try {
                    yield Double.valueOf(word);
                } catch (NumberFormatException e) {
                    throw wrong();
                }
            }
        };
    }

    private boolean open(char end) {
        at++;
        blanks();
        if (peek() == end) {
            at++;
            return false;
        }
        return true;
    }

    private boolean more(char end) {
        blanks();
        if (peek() == end) {
            at++;
            return false;
        }
        expect(',');
        return true;
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c == '\\') {
                char e = peek();
                at++;
                if (e == 'u') {
                    if (at + 4 > text.length()) {
                        throw wrong();
                    }
                    if (!text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
                        throw wrong();
                    }
                    out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                    at += 4;
                } else {
                    int i = "bfnrt".indexOf(e);
                    out.append(i < 0 ? e : "\b\f\n\r\t".charAt(i));
                }
            } else {
                out.append(c);
            }
        }
        at++;
        return out.toString();
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong();
        }
        at++;
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong();
        }
        return text.charAt(at);
    }

    private void blanks() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
    }

    private Wrong wrong() {
        return new Wrong(text, at);
    }
}
