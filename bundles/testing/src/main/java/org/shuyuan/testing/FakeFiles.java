package org.shuyuan.testing;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.shuyuan.api.files.Files;
import org.shuyuan.api.problem.Problem;

/** Files in memory; can play a full disk. */
public final class FakeFiles implements Files {

    private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
    private volatile boolean full;

    public void fill() {
        full = true;
    }

    public int count() {
        return kept.size();
    }

    @Override
    public StoredFile put(InputStream content, long limit) {
        try {
            byte[] bytes = content.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, limit + 1));
            if (bytes.length > limit) {
                throw new Problem(413, "files.too-large");
            }
            if (full) {
                throw new Problem(507, "files.no-space");
            }
            String id = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            kept.put(id, bytes);
            return new StoredFile(id, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<StoredFile> find(String id) {
        return Optional.ofNullable(kept.get(id)).map(b -> new StoredFile(id, b.length));
    }

    @Override
    public InputStream open(String id) throws IOException {
        byte[] bytes = kept.get(id);
        if (bytes == null) {
            throw new FileNotFoundException(id);
        }
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public void remove(String id) {
        kept.remove(id);
    }
}
