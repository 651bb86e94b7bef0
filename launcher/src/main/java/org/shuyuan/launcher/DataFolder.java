package org.shuyuan.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything that changes, in one folder. */
record DataFolder(Path root) {

    Path etc() {
        return root.resolve("etc");
    }

    Path log() {
        return root.resolve("log");
    }

    Path keys() {
        return root.resolve("keys");
    }

    Path karaf() {
        return root.resolve("karaf");
    }

    Path run(String name) {
        return root.resolve("run").resolve(name);
    }

    /** Makes the folders; what holds secrets is closed to other users where the file system knows of users. */
    void create() throws IOException {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new NotDirectoryException(root.toString());
        }
        for (String name : new String[] {"etc", "deploy", "karaf/tmp", "db", "files", "modules", "backups", "log", "keys", "run"}) {
            Files.createDirectories(root.resolve(name));
        }
        // etc may hold the password of a database server; Karaf keeps a copy of it. log holds names and addresses.
        for (String name : new String[] {"etc", "karaf", "db", "files", "backups", "log", "keys", "run"}) {
            restrict(root.resolve(name), "rwx------");
        }
    }

    /** True while a server holds the folder. The lock ends with its process, however that ended. */
    boolean inUse() throws IOException {
        Path file = run("lock");
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE); FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    /** The first on which a portal runs. Says which folders it looked at when none does. */
    static DataFolder running(List<DataFolder> folders) throws IOException {
        for (DataFolder folder : folders) {
            if (folder.inUse()) {
                return folder;
            }
        }
        throw new Failure(Failure.NOT_RUNNING, "not-running", String.join(", ", folders.stream().map(folder -> folder.root().toString()).toList()));
    }

    /** The process of the running server, as far as its pid file is to be believed. */
    Optional<ProcessHandle> process() throws IOException {
        String pid = read("portal.pid");
        return pid == null || !pid.matches("\\d+") ? Optional.empty() : ProcessHandle.of(Long.parseLong(pid));
    }

    @Nullable String read(String name) throws IOException {
        Path file = run(name);
        return Files.exists(file) ? Files.readString(file).strip() : null;
    }

    static void writeSecret(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file);
        restrict(file, "rw-------");
        Files.writeString(file, text);
    }

    static void restrict(Path file, String permissions) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }
    }
}
