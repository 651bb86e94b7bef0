package org.shuyuan.directory.internal;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.directory.internal.roster.Choices;

/**
 * A roster that was handed over, and how far it is.
 *
 * @param fileId in {@code Files}: kept as evidence
 * @param status {@code open}, {@code confirmed}, {@code dropped}
 * @param result counters, once confirmed
 */
public record ImportData(UUID id, UUID unit, String fileId, String fileName, String status, Choices choices, @Nullable Map<String, Long> result, Instant createdAt,
        String createdBy, @Nullable Instant confirmedAt, @Nullable String confirmedBy, int version) {

    public boolean open() {
        return status.equals("open");
    }

    public ImportData with(Choices newChoices) {
        return new ImportData(id, unit, fileId, fileName, status, newChoices, result, createdAt, createdBy, confirmedAt, confirmedBy, version);
    }

    public ImportData ended(String newStatus, @Nullable Map<String, Long> newResult, Instant at, String by) {
        return new ImportData(id, unit, fileId, fileName, newStatus, choices, newResult, createdAt, createdBy, at, by, version);
    }
}
