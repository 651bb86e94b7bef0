package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.files.FileType;

/**
 * What is read and shown at an event: a file or an address.
 *
 * @param recurrence the date of a series it is for; null for the whole event
 * @param title a file's name with the ending of its type, or what an address is called; 1–200 characters
 * @param address where it is on the intranet; null for a file
 * @param file null for an address
 * @param account who added it, by whom it may be taken away again; null: before that was kept
 */
public record Material(UUID id, UUID event, @Nullable LocalDateTime recurrence, String title, @Nullable String address, @Nullable Kept file, String addedBy, @Nullable UUID account,
        Instant addedAt) {

    /**
     * A file.
     *
     * @param id under which it is kept
     * @param size in bytes
     */
    public record Kept(String id, FileType type, long size) {}
}
