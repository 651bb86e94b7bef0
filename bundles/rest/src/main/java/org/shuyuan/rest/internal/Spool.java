package org.shuyuan.rest.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A body that is made whole before its first byte leaves: small ones in memory, others in a file of their own. Confined to a request. */
final class Spool extends OutputStream {

    private static final int IN_MEMORY = 256 * 1024;

    private final byte @Nullable [] counted;
    private ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable OutputStream rest;
    private long bytes;
    private long found;
    private int matched;

    /** @param each what stands once in each thing of such a body, null when nothing can be told; begins with a letter that does not recur in it */
    Spool(@Nullable String each) {
        counted = each == null ? null : each.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        bytes += length;
        count(buffer, offset, length);
        if (rest == null && memory.size() + length > IN_MEMORY) {
            file = Files.createTempFile("export-", ".part");
            rest = Files.newOutputStream(file);
            memory.writeTo(rest);
            memory = new ByteArrayOutputStream();
        }
        OutputStream to = rest;
        if (to == null) {
            memory.write(buffer, offset, length);
        } else {
            to.write(buffer, offset, length);
        }
    }

    private void count(byte[] buffer, int offset, int length) {
        byte[] sought = counted;
        if (sought == null) {
            return;
        }
        for (int i = offset; i < offset + length; i++) {
            matched = buffer[i] == sought[matched] ? matched + 1 : buffer[i] == sought[0] ? 1 : 0;
            if (matched == sought.length) {
                found++;
                matched = 0;
            }
        }
    }

    long bytes() {
        return bytes;
    }

    long found() {
        return found;
    }

    @Override
    public void close() throws IOException {
        if (rest != null) {
            rest.close();
        }
    }

    /** Sends what is there and forgets it. */
    void sendTo(OutputStream out) throws IOException {
        Path kept = file;
        if (kept == null) {
            memory.writeTo(out);
            return;
        }
        try (InputStream in = Files.newInputStream(kept)) {
            in.transferTo(out);
        } finally {
            discard();
        }
    }

    void discard() throws IOException {
        close();
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
