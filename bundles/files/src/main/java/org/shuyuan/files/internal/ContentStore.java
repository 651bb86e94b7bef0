package org.shuyuan.files.internal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.files.Files.StoredFile;
import org.shuyuan.api.problem.Problem;

/**
 * {@code <root>/ab/cd/<sha256>}, filled through {@code <root>/.incoming}, which is on the same file system so that a file
 * appears whole or not at all. Thread-safe; several nodes may share the root.
 */
final class ContentStore implements org.shuyuan.api.files.Files {

    /** The disk failed, unlike the sender. */
    private static final class DiskFailed extends Exception {
        private static final long serialVersionUID = 1;

        DiskFailed(IOException cause) {
            super(cause);
        }

        IOException io() {
            return (IOException) getCause();
        }
    }

    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
    private static final int BUFFER = 64 << 10;
    private static final long RESERVE = 1L << 20;

    private final Path root;
    private final Path incoming;
    private final Disk disk;

    ContentStore(Path root, Disk disk) {
        this.root = root;
        this.incoming = root.resolve(".incoming");
        this.disk = disk;
    }

    /** Removes what a process that ended left half-written. @return how many files that were */
    int start() throws IOException {
        Files.createDirectories(incoming);
        int cleared = 0;
        try (Stream<Path> left = Files.list(incoming)) {
            for (Path file : (Iterable<Path>) left::iterator) {
                // Another node on the same share may be writing right now.
                if (Files.getLastModifiedTime(file).toMillis() < System.currentTimeMillis() - 3_600_000 || ours(file)) {
                    cleared += Files.deleteIfExists(file) ? 1 : 0;
                }
            }
        }
        return cleared;
    }

    /** Names begin with this data folder's host, so that what this machine left goes at once. */
    private static boolean ours(Path file) {
        return file.getFileName().toString().startsWith(host());
    }

    private static String host() {
        String name = System.getenv().getOrDefault("HOSTNAME", System.getenv().getOrDefault("COMPUTERNAME", "node"));
        return name.replaceAll("[^A-Za-z0-9]", "") + "-";
    }

    @Override
    public StoredFile put(InputStream content, long limit) {
        Path part = incoming.resolve(host() + UUID.randomUUID());
        try {
            MessageDigest digest = sha256();
            long size = receive(content, limit, part, digest);
            String id = HexFormat.of().formatHex(digest.digest());
            keep(part, id, size);
            return new StoredFile(id, size);
        } catch (DiskFailed e) {
            throw full(e.io()) ? new Problem(507, "files.no-space") : new UncheckedIOException(e.io());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            part.toFile().delete();
        }
    }

    private long receive(InputStream content, long limit, Path part, MessageDigest digest) throws IOException, DiskFailed {
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        OutputStream out = create(part);
        try {
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                size += n;
                if (size > limit) {
                    throw new Problem(413, "files.too-large").with("limit", Math.max(1, limit >> 20));
                }
                digest.update(buffer, 0, n);
                write(out, buffer, n);
            }
        } finally {
            close(out);
        }
        return size;
    }

    private OutputStream create(Path part) throws DiskFailed {
        try {
            return disk.create(part);
        } catch (IOException e) {
            throw new DiskFailed(e);
        }
    }

    private static void write(OutputStream out, byte[] buffer, int n) throws DiskFailed {
        try {
            out.write(buffer, 0, n);
        } catch (IOException e) {
            throw new DiskFailed(e);
        }
    }

    private static void close(OutputStream out) throws DiskFailed {
        try {
            out.close();
        } catch (IOException e) {
            throw new DiskFailed(e);
        }
    }

    private void keep(Path part, String id, long size) throws DiskFailed {
        Path target = path(id);
        try {
            if (Files.isRegularFile(target) && Files.size(target) == size) {
                return;
            }
            disk.sync(part);
            // A share that lies about what it took is found out here, not when somebody needs the file.
            if (Files.size(part) != size) {
                throw new IOException(part + " holds " + Files.size(part) + " bytes instead of " + size);
            }
            Files.createDirectories(target.getParent());
            disk.move(part, target);
            disk.syncDirectory(target.getParent());
            disk.syncDirectory(target.getParent().getParent());
            disk.syncDirectory(root);
        } catch (IOException e) {
            throw new DiskFailed(e);
        }
    }

    private boolean full(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("no space") || message.contains("not enough space") || message.contains("quota") || message.contains("磁盘空间不足")) {
            return true;
        }
        try {
            return disk.free(root) < RESERVE;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Optional<StoredFile> find(String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        try {
            Path file = path(id);
            return Files.isRegularFile(file) ? Optional.of(new StoredFile(id, Files.size(file))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public InputStream open(String id) throws IOException {
        if (!ID.matcher(id).matches()) {
            throw new FileNotFoundException("not an id of a file");
        }
        return new Checked(Files.newInputStream(path(id)), sha256(), id);
    }

    @Override
    public void remove(String id) throws IOException {
        if (ID.matcher(id).matches()) {
            Files.deleteIfExists(path(id));
        }
    }

    private Path path(String id) {
        return root.resolve(id.substring(0, 2)).resolve(id.substring(2, 4)).resolve(id);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fails at the end when what was read is not what was kept; skipping is left to reading, so that nothing goes unseen. */
    private static final class Checked extends InputStream {
        private final InputStream in;
        private @Nullable MessageDigest digest;
        private final String id;

        Checked(InputStream in, MessageDigest digest, String id) {
            this.in = in;
            this.digest = digest;
            this.id = id;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = in.read(buffer, offset, length);
            MessageDigest sum = digest;
            if (sum == null) {
                return n;
            }
            if (n > 0) {
                sum.update(buffer, offset, n);
            } else if (n < 0) {
                digest = null;
                if (!HexFormat.of().formatHex(sum.digest()).equals(id)) {
                    throw new IOException("File " + id + " is damaged: its content is no longer what was stored. Restore it from a backup.");
                }
            }
            return n;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
