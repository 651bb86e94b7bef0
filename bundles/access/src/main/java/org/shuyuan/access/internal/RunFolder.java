package org.shuyuan.access.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A folder of the data folder whose files are for the portal's own user only: {@code run}, which the machine's console reads, and {@code keys}. */
final class RunFolder {

    private final Path folder;

    RunFolder(Path data) {
        this(data, "run");
    }

    RunFolder(Path data, String name) {
        this.folder = data.resolve(name);
    }

    /** The folder named by {@code shuyuan.data}, or {@code data} in the working folder. */
    static RunFolder ofSystem() {
        return new RunFolder(Path.of(System.getProperty("shuyuan.data", "data")));
    }

    static RunFolder keysOfSystem() {
        return new RunFolder(Path.of(System.getProperty("shuyuan.data", "data")), "keys");
    }

    /** What the file holds, null when there is none. */
    @Nullable String read(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Files.readString(file, StandardCharsets.US_ASCII) : null;
    }

    /** Writes the file whole or not at all, readable by its owner only from the first byte. */
    Path write(String name, String content) throws IOException {
        Files.createDirectories(folder);
        Path part = folder.resolve(name + ".part");
        Files.deleteIfExists(part);
        if (posix()) {
            Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(part);
            ownerOnly(part);
        }
        Files.writeString(part, content, StandardCharsets.US_ASCII);
        Path file = folder.resolve(name);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return file;
    }

    void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    private boolean posix() throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix");
    }

    /** Windows: the list of who may is only the owner. */
    private static void ownerOnly(Path file) throws IOException {
        AclFileAttributeView view = Files.getFileAttributeView(file, AclFileAttributeView.class);
        if (view != null) {
            view.setAcl(List.of(AclEntry.newBuilder().setType(AclEntryType.ALLOW).setPrincipal(view.getOwner())
                    .setPermissions(EnumSet.allOf(AclEntryPermission.class)).build()));
        }
    }
}
