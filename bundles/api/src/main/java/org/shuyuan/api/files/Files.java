package org.shuyuan.api.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Content-addressed store: the same bytes are kept once, whole or not at all. Thread-safe. */
@ProviderType
public interface Files {

    /**
     * What is kept.
     *
     * @param id SHA-256 of the content, 64 hexadecimal digits
     * @param size in bytes
     */
    record StoredFile(String id, long size) {}

    /**
     * Keeps the bytes on disk (synced) before it returns.
     *
     * @param content read to its end, not closed
     * @param limit most bytes taken
     * @return what was kept
     * @throws org.shuyuan.api.problem.Problem 413 {@code files.too-large}; 507 {@code files.no-space} when the disk is full;
     *     nothing is kept then
     */
    StoredFile put(InputStream content, long limit);

    /**
     * Whether something is kept.
     *
     * @param id as {@link StoredFile#id}
     * @return empty when it is not
     */
    Optional<StoredFile> find(String id);

    /**
     * Reads something.
     *
     * @param id as {@link StoredFile#id}
     * @return its bytes; the caller closes it
     * @throws IOException gone or unreadable
     */
    InputStream open(String id) throws IOException;

    /**
     * Takes something away for good. Only for what the caller alone keeps, such as a picture it made itself: the same bytes kept by
     * somebody else go with it.
     *
     * @param id as {@link StoredFile#id}; nothing happens when it is not kept
     * @throws IOException it could not be taken away
     */
    default void remove(String id) throws IOException {
        throw new UnsupportedOperationException("These files stay");
    }
}
