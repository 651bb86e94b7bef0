package org.shuyuan.api.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.SecureRandom;
import java.util.Set;
import java.util.stream.Collectors;
import org.shuyuan.api.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of which each belongs to one thing alone: kept with a random head, so that the same bytes of two are two files, nobody learns from {@link Files} that somebody else has them, and
 * each can be taken away for good. What a file is its content says. Thread-safe.
 */
public final class OwnFiles {

    private static final Logger LOG = LoggerFactory.getLogger(OwnFiles.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int HEAD = 16;

    private final Files files;

    /**
     * What was kept.
     *
     * @param id under which it is kept
     * @param size in bytes, without the head
     * @param type what it is
     */
    public record Kept(String id, long size, FileType type) {}

    /**
     * Over a store.
     *
     * @param files where they are kept
     */
    public OwnFiles(Files files) {
        this.files = files;
    }

    /**
     * Keeps a file on disk before it returns; in little memory, however large it is.
     *
     * @param content read to its end, not closed
     * @param name as somebody called it
     * @param limit most bytes taken
     * @param allowed what it may be
     * @return what was kept
     * @throws Problem 413 {@code files.too-large}; 415 {@code files.type}, nothing is kept then; 507 {@code files.no-space}
     */
    public Kept put(InputStream content, String name, long limit, Set<FileType> allowed) {
        byte[] head = new byte[HEAD];
        RANDOM.nextBytes(head);
        TypeReader told = new TypeReader(content);
        Files.StoredFile stored = files.put(new SequenceInputStream(new ByteArrayInputStream(head), told), limit + HEAD);
        return told.type(name).filter(allowed::contains).map(type -> new Kept(stored.id(), stored.size() - HEAD, type)).orElseThrow(() -> {
            remove(stored.id());
            return new Problem(415, "files.type").with("types", allowed.stream().sorted().map(FileType::word).collect(Collectors.joining(", ")));
        });
    }

    /**
     * Reads one.
     *
     * @param id as {@link Kept#id}
     * @return its bytes; the caller closes it
     * @throws IOException gone or unreadable
     */
    public InputStream open(String id) throws IOException {
        InputStream in = files.open(id);
        in.skipNBytes(HEAD);
        return in;
    }

    /**
     * Takes one away for good; where that fails the log says so, since what named it is gone already.
     *
     * @param id as {@link Kept#id}; nothing happens when it is not kept
     */
    public void remove(String id) {
        try {
            files.remove(id);
        } catch (IOException stays) {
            LOG.warn("The file {}, which nothing names any more, could not be taken away: {}", id, stays.toString());
        }
    }
}
