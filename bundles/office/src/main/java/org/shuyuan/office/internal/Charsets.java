package org.shuyuan.office.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/** Finds out in which of the encodings that offices use a text was saved, and reads it, line by line where they are mixed. */
final class Charsets {

    private static final String UTF8 = "UTF-8";
    private static final String GB18030 = "GB18030";
    private static final String BIG5 = "Big5";
    /** By the names of {@link org.shuyuan.api.office.Workbooks#CHARSETS}; what people call Big5 is what Windows wrote. */
    private static final Map<String, Charset> KNOWN = known();

    /**
     * A text without its byte order mark.
     *
     * @param charset its usual name
     * @param foreign lines that are in another encoding than the rest
     */
    record Decoded(String text, String charset, List<Foreign> foreign) {}

    /** From where to where in the text. @param charset in which it was read; empty: in none, unreadable characters are replaced */
    record Foreign(int from, int to, String charset) {}

    private Charsets() {}

    private static Map<String, Charset> known() {
        Map<String, Charset> known = new LinkedHashMap<>();
        known.put(UTF8, StandardCharsets.UTF_8);
        known.put(GB18030, Charset.forName(GB18030));
        known.put(BIG5, Charset.forName(Charset.isSupported("x-windows-950") ? "x-windows-950" : BIG5));
        known.put("UTF-16LE", StandardCharsets.UTF_16LE);
        known.put("UTF-16BE", StandardCharsets.UTF_16BE);
        return known;
    }

    /** In the encoding that is found out. */
    static Optional<Decoded> decode(byte[] bytes) {
        return decode(bytes, null);
    }

    /**
     * The text; empty when it is in none of the known encodings.
     *
     * @param wanted the encoding that somebody chose; null: found out
     * @throws Problem 422 {@code office.unknown-charset}
     */
    static Optional<Decoded> decode(byte[] bytes, @Nullable String wanted) {
        if (wanted != null && !KNOWN.containsKey(wanted)) {
            throw Problem.invalid("charset", "office.unknown-charset");
        }
        if (wanted != null && wanted.startsWith("UTF-16")) {
            int mark = at(bytes, 0) + at(bytes, 1) == 0xFE + 0xFF ? 2 : 0;
            return Optional.of(new Decoded(new String(bytes, mark, bytes.length - mark, charset(wanted)), wanted, List.of()));
        }
        int start = at(bytes, 0) == 0xEF && at(bytes, 1) == 0xBB && at(bytes, 2) == 0xBF ? 3 : 0;
        if (wanted != null) {
            return Optional.of(lines(bytes, start, wanted).decoded());
        }
        Optional<String> wide = wide(bytes);
        if (wide.isPresent()) {
            int mark = at(bytes, 0) >= 0xFE ? 2 : 0;
            return strict(bytes, mark, bytes.length, wide.get()).map(text -> new Decoded(text, wide.get(), List.of()));
        }
        for (int i = 0; i < Math.min(bytes.length, 4096); i++) {
            if (bytes[i] == 0) {
                return Optional.empty();
            }
        }
        if (start == 0) {
            Optional<String> plain = strict(bytes, 0, bytes.length, UTF8);
            if (plain.isPresent()) {
                return Optional.of(new Decoded(plain.get(), UTF8, List.of()));
            }
        }
        Lines lines = lines(bytes, start, start > 0 ? UTF8 : most(bytes));
        return lines.unreadable * 2 > lines.special ? Optional.empty() : Optional.of(lines.decoded());
    }

    /** UTF-16, by its mark, or by its zeros: a separator or a line's end has one; no other encoding has any. */
    private static Optional<String> wide(byte[] bytes) {
        if (at(bytes, 0) == 0xFF && at(bytes, 1) == 0xFE) {
            return Optional.of("UTF-16LE");
        }
        if (at(bytes, 0) == 0xFE && at(bytes, 1) == 0xFF) {
            return Optional.of("UTF-16BE");
        }
        int even = 0;
        int odd = 0;
        for (int i = 0; i < Math.min(bytes.length, 4096); i++) {
            if (bytes[i] == 0) {
                even += i % 2 == 0 ? 1 : 0;
                odd += i % 2;
            }
        }
        // a few characters, like 一, have a zero on the other side
        boolean clear = even + odd > 0 && Math.max(even, odd) >= 4 * Math.min(even, odd);
        return clear ? Optional.of(even > odd ? "UTF-16BE" : "UTF-16LE") : Optional.empty();
    }

    /** The encoding of most lines that hold more than ASCII. */
    private static String most(byte[] bytes) {
        int utf8 = 0;
        int other = 0;
        for (int from = 0; from < bytes.length; from = end(bytes, from)) {
            int to = end(bytes, from);
            if (!ascii(bytes, from, to)) {
                boolean valid = strict(bytes, from, to, UTF8).isPresent();
                utf8 += valid ? 1 : 0;
                other += valid ? 0 : 1;
            }
        }
        return utf8 > other ? UTF8 : chinese(bytes, 0, bytes.length);
    }

    /**
     * GB18030 or Big5: nearly every text in the one can be read in the other too, as rare characters. The one counts in which more
     * of the pairs are among its common characters (the first level of both standards) and signs.
     */
    private static String chinese(byte[] bytes, int from, int to) {
        int gb = 0;
        int big5 = 0;
        for (int i = from; i + 1 < to; i++) {
            int lead = bytes[i] & 0xFF;
            int trail = bytes[i + 1] & 0xFF;
            if (lead < 0x81) {
                continue;
            }
            i++;
            gb += trail >= 0xA1 && (lead >= 0xB0 && lead <= 0xD7 || lead >= 0xA1 && lead <= 0xA3) ? 1 : 0;
            big5 += (trail >= 0x40 && trail <= 0x7E || trail >= 0xA1 && trail <= 0xFE) && lead >= 0xA1 && lead <= 0xC6 ? 1 : 0;
        }
        return big5 > gb ? BIG5 : GB18030;
    }

    private static final class Lines {
        private final StringBuilder text;
        private final String main;
        private final List<Foreign> foreign = new ArrayList<>();
        private int special;
        private int unreadable;

        Lines(String main, int size) {
            this.main = main;
            this.text = new StringBuilder(size);
        }

        Decoded decoded() {
            return new Decoded(text.toString(), main, List.copyOf(foreign));
        }
    }

    private static Lines lines(byte[] bytes, int start, String main) {
        Lines lines = new Lines(main, bytes.length);
        // somebody who chose another encoding for a text of UTF-8 sees what comes of it
        boolean mixed = main.equals(UTF8) || !most(bytes).equals(UTF8);
        for (int from = start; from < bytes.length; from = end(bytes, from)) {
            int to = end(bytes, from);
            int at = lines.text.length();
            if (ascii(bytes, from, to)) {
                lines.text.append(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
                continue;
            }
            lines.special++;
            String used = mixed ? used(bytes, from, to, main) : strict(bytes, from, to, main).isPresent() ? main : "";
            lines.text.append(used.isEmpty() ? new String(bytes, from, to - from, charset(main)) : strict(bytes, from, to, used).orElseThrow());
            if (!used.equals(main)) {
                lines.foreign.add(new Foreign(at, lines.text.length(), used));
                lines.unreadable += used.isEmpty() ? 1 : 0;
            }
        }
        return lines;
    }

    /** What is valid UTF-8 with several characters is nothing else, though it can be read as something else. */
    private static String used(byte[] bytes, int from, int to, String main) {
        Optional<String> utf8 = strict(bytes, from, to, UTF8);
        if (utf8.isPresent() && (main.equals(UTF8) || utf8.get().chars().filter(c -> c > 0x7F).count() >= 3)) {
            return UTF8;
        }
        String other = main.equals(UTF8) ? chinese(bytes, from, to) : main;
        for (String candidate : new String[] {other, GB18030, BIG5, UTF8}) {
            if (strict(bytes, from, to, candidate).isPresent()) {
                return candidate;
            }
        }
        return "";
    }

    private static int end(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return bytes.length;
    }

    private static boolean ascii(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static int at(byte[] bytes, int i) {
        return i < bytes.length ? bytes[i] & 0xFF : -1;
    }

    private static Charset charset(String name) {
        return java.util.Objects.requireNonNull(KNOWN.get(name));
    }

    private static Optional<String> strict(byte[] bytes, int from, int to, String charset) {
        try {
            return Optional.of(charset(charset).newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, from, to - from)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
