package org.shuyuan.office.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/** Content lines of an iCalendar file (RFC 5545 §3.1), unfolded as bytes, since makers fold in the middle of a character. */
final class IcsLines {

    /** @param line first line in the file, from 1; @param name upper case; @param parameters names upper case, values unquoted */
    record Line(int line, String name, Map<String, String> parameters, String value) {
        @Nullable String parameter(String key) {
            return parameters.get(key);
        }
    }

    private static final Pattern START = Pattern.compile("^[A-Za-z0-9-]+[;:].*", Pattern.DOTALL);

    private IcsLines() {}

    /** @throws Problem 415 {@code office.not-a-calendar} when it is text in no encoding we know */
    static List<Line> of(byte[] bytes) {
        byte[] utf8 = bytes;
        if (bytes.length > 1 && ((bytes[0] & 0xFE) == 0xFE || bytes[0] == 0 || bytes[1] == 0)) {
            utf8 = Charsets.decode(bytes).orElseThrow(IcsLines::notACalendar).text().getBytes(StandardCharsets.UTF_8);
        }
        List<Integer> numbers = new ArrayList<>();
        String text = Charsets.decode(unfold(utf8, numbers)).orElseThrow(IcsLines::notACalendar).text();
        List<Line> lines = new ArrayList<>();
        String[] raw = text.split("\n", -1);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i].isBlank()) {
                continue;
            }
            int number = numbers.get(Math.min(i, numbers.size() - 1));
            if (START.matcher(raw[i]).matches()) {
                lines.add(parse(number, raw[i]));
            } else if (!lines.isEmpty() && !lines.get(lines.size() - 1).name().equals("BEGIN")) {
                // A maker that forgot to escape a line's end in a text: it belongs to what stands before.
                Line last = lines.remove(lines.size() - 1);
                lines.add(new Line(last.line(), last.name(), last.parameters(), last.value() + "\\n" + raw[i]));
            }
        }
        return lines;
    }

    static Problem notACalendar() {
        return new Problem(415, "office.not-a-calendar");
    }

    private static byte[] unfold(byte[] bytes, List<Integer> numbers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        int number = 1;
        numbers.add(1);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\r' && bytes[i] != '\n') {
                out.write(bytes[i]);
                continue;
            }
            if (bytes[i] == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n') {
                i++;
            }
            number++;
            if (i + 1 < bytes.length && (bytes[i + 1] == ' ' || bytes[i + 1] == '\t')) {
                i++;
            } else {
                out.write('\n');
                numbers.add(number);
            }
        }
        return out.toByteArray();
    }

    private static Line parse(int number, String text) {
        int colon = -1;
        boolean quoted = false;
        List<Integer> cuts = new ArrayList<>();
        for (int i = 0; i < text.length() && colon < 0; i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                cuts.add(i);
            } else if (c == ':' && !quoted) {
                colon = i;
            }
        }
        if (colon < 0) {
            return new Line(number, "", Map.of(), text);
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < cuts.size(); i++) {
            String part = text.substring(cuts.get(i) + 1, i + 1 < cuts.size() ? cuts.get(i + 1) : colon);
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.put(part.substring(0, equals).strip().toUpperCase(Locale.ROOT), unquote(part.substring(equals + 1)));
            }
        }
        String name = text.substring(0, cuts.isEmpty() ? colon : cuts.get(0)).strip().toUpperCase(Locale.ROOT);
        return new Line(number, name, parameters, text.substring(colon + 1));
    }

    /** Quotes away and RFC 6868's carets resolved. */
    private static String unquote(String value) {
        return value.strip().replace("\"", "").replace("^n", "\n").replace("^'", "\"").replace("^^", "^");
    }

    /** A TEXT value (§3.3.11). */
    static String text(String value) {
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                char next = value.charAt(++i);
                text.append(next == 'n' || next == 'N' ? '\n' : next);
            } else if (c >= ' ' || c == '\t') {
                text.append(c);
            }
        }
        return text.toString();
    }
}
