package org.shuyuan.office.internal;

import java.io.BufferedInputStream;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.shuyuan.api.problem.Problem;

/**
 * XML in UTF-8 or UTF-16, refused as soon as a single text, tag, comment or section of it is longer than {@link #MOST}
 * characters: a parser holds each of them whole, so that two megabytes of a file could fill the memory. A document type, which
 * declares entities, is refused as well.
 */
final class XmlPieces extends FilterReader {

    /** Far beyond the longest text of a cell (32,767). */
    static final int MOST = 1 << 20;

    private enum Piece { TEXT, TAG, COMMENT, SECTION, INSTRUCTION }

    private Piece piece = Piece.TEXT;
    private int length;
    private char before;
    private char last;

    XmlPieces(InputStream in) throws IOException {
        super(decoded(new BufferedInputStream(in)));
    }

    private static Reader decoded(InputStream in) throws IOException {
        in.mark(4);
        byte[] head = in.readNBytes(3);
        in.reset();
        int first = head.length < 3 ? 0 : (head[0] & 0xFF) << 8 | head[1] & 0xFF;
        Charset charset = switch (first) {
            case 0xFEFF, 0xFFFE -> StandardCharsets.UTF_16;
            case 0x003C -> StandardCharsets.UTF_16BE;
            case 0x3C00 -> StandardCharsets.UTF_16LE;
            default -> StandardCharsets.UTF_8;
        };
        if (first == 0xEFBB) {
            in.skipNBytes(3);
        }
        return new InputStreamReader(in, charset);
    }

    @Override
    public int read() throws IOException {
        int c = super.read();
        if (c >= 0) {
            follow((char) c);
        }
        return c;
    }

    @Override
    public int read(char[] buffer, int offset, int most) throws IOException {
        int n = super.read(buffer, offset, most);
        for (int i = offset; i < offset + n; i++) {
            follow(buffer[i]);
        }
        return n;
    }

    private void follow(char c) {
        if (++length > MOST) {
            throw OfficeWorkbooks.tooLarge(OfficeWorkbooks.Bound.CONTENT, MOST);
        }
        switch (piece) {
            case TEXT -> {
                if (c == '<') {
                    begin(Piece.TAG, 1);
                }
            }
            case TAG -> tag(c);
            case COMMENT -> endAt(c, length > 6 && before == '-' && last == '-');
            case SECTION -> endAt(c, before == ']' && last == ']');
            case INSTRUCTION -> endAt(c, last == '?');
            default -> throw new IllegalStateException(piece.name());
        }
        before = last;
        last = c;
    }

    private void tag(char c) {
        if (length == 2 && c == '?') {
            begin(Piece.INSTRUCTION, 2);
        } else if (length == 3 && last == '!') {
            if (c != '-' && c != '[') {
                throw new Problem(422, "office.workbook-damaged");
            }
            begin(c == '-' ? Piece.COMMENT : Piece.SECTION, 3);
        } else {
            endAt(c, true);
        }
    }

    private void endAt(char c, boolean marked) {
        if (c == '>' && marked) {
            begin(Piece.TEXT, 0);
        }
    }

    private void begin(Piece next, int already) {
        piece = next;
        length = already;
    }
}
