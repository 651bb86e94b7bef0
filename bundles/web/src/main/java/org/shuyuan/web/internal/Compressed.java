package org.shuyuan.web.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Compressed module files by address, the least used given up when they come to more than a bound. Thread-safe. */
final class Compressed {

    private final long bound;
    private final Map<String, byte[]> kept = new LinkedHashMap<>(64, 0.75f, true);
    private long size;

    /** @param bound bytes, ≥ 0 */
    Compressed(long bound) {
        this.bound = bound;
    }

    byte[] of(String key, byte[] content) {
        synchronized (kept) {
            byte[] known = kept.get(key);
            if (known != null) {
                return known;
            }
        }
        byte[] packed = pack(content);
        synchronized (kept) {
            if (kept.put(key, packed) == null) {
                size += packed.length;
            }
            Iterator<byte[]> oldest = kept.values().iterator();
            while (size > bound && oldest.hasNext()) {
                size -= oldest.next().length;
                oldest.remove();
            }
        }
        return packed;
    }

    long size() {
        synchronized (kept) {
            return size;
        }
    }

    private static byte[] pack(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 3 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
