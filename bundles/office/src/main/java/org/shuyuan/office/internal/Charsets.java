package org.shuyuan.office.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds out in which of the encodings that offices use a text was saved. */
final class Charsets {

    private static final Charset GB18030 = Charset.forName("GB18030");

    /** @param charset its usual name */
    record Decoded(String text, String charset) {}

    private Charsets() {}

    /** The text without its byte order mark; empty when it is in none of UTF-8, UTF-16 and GB18030 (which holds GBK). */
    static Optional<Decoded> decode(byte[] bytes) {
        if (at(bytes, 0) == 0xEF && at(bytes, 1) == 0xBB && at(bytes, 2) == 0xBF) {
            return strict(bytes, 3, StandardCharsets.UTF_8);
        }
        if (at(bytes, 0) == 0xFF && at(bytes, 1) == 0xFE) {
            return strict(bytes, 2, StandardCharsets.UTF_16LE);
        }
        if (at(bytes, 0) == 0xFE && at(bytes, 1) == 0xFF) {
            return strict(bytes, 2, StandardCharsets.UTF_16BE);
        }
        int even = 0;
        int odd = 0;
        for (int i = 0; i < Math.min(bytes.length, 4096); i++) {
            if (bytes[i] == 0) {
                if (i % 2 == 0) {
                    even++;
                } else {
                    odd++;
                }
            }
        }
        // A separator or a line's end has a zero byte in UTF-16; no other encoding has any. (A few characters, like 一, have one on the other side.)
        if (even + odd > 0) {
            if (Math.max(even, odd) < 4 * Math.min(even, odd)) {
                return Optional.empty();
            }
            return strict(bytes, 0, even > odd ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE);
        }
        return strict(bytes, 0, StandardCharsets.UTF_8).or(() -> strict(bytes, 0, GB18030));
    }

    private static int at(byte[] bytes, int i) {
        return i < bytes.length ? bytes[i] & 0xFF : -1;
    }

    private static Optional<Decoded> strict(byte[] bytes, int from, Charset charset) {
        try {
            String text = charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, from, bytes.length - from)).toString();
            return Optional.of(new Decoded(text, charset.name()));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
