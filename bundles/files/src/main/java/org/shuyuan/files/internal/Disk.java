package org.shuyuan.files.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What the store asks of a file system; tests let it fail. Thread-safe. */
class Disk {

    OutputStream create(Path file) throws IOException {
        return Channels.newOutputStream(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /** Returns when the bytes would survive a power failure. */
    void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Puts the file's name on the disk. */
    void syncDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no directories; there the move itself is journalled.
            return;
        }
    }

    void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    long free(Path directory) throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    long total(Path directory) throws IOException {
        return Files.getFileStore(directory).getTotalSpace();
    }
}
