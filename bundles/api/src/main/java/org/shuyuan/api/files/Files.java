package org.shuyuan.api.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Content-addressed store: the same bytes are kept once, whole or not at all. Thread-safe. */
@ProviderType
public interface Files {

    /** @param id SHA-256 of the content, 64 hexadecimal digits */
    record StoredFile(String id, long size) {}

    /**
     * Keeps the bytes on disk (synced) before it returns.
     *
     * @param limit most bytes taken
     * @throws org.shuyuan.api.problem.Problem 413 {@code files.too-large}; 507 {@code files.no-space} when the disk is full;
     *     nothing is kept then
     */
    StoredFile put(InputStream content, long limit);

    Optional<StoredFile> find(String id);

    /** @throws IOException gone or unreadable */
    InputStream open(String id) throws IOException;
}
