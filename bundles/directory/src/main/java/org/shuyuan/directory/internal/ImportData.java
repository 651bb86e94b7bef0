package org.shuyuan.directory.internal;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A roster that was handed over, and how far it is.
 *
 * @param fileId in {@code Files}: kept as evidence
 * @param status {@code open}, {@code confirmed}, {@code dropped}
 * @param sheet index from 0
 * @param headerRow from 1, 0 for none
 * @param columns id of the field by column letter
 * @param corrections by row number and column letter
 * @param result counters, once confirmed
 */
public record ImportData(UUID id, UUID unit, String fileId, String fileName, String status, int sheet, int headerRow, Map<String, String> columns,
        Map<Integer, Map<String, String>> corrections, @Nullable Map<String, Long> result, Instant createdAt, String createdBy, @Nullable Instant confirmedAt,
        @Nullable String confirmedBy, int version) {

    public boolean open() {
        return status.equals("open");
    }

    public ImportData with(int newSheet, int newHeaderRow, Map<String, String> newColumns, Map<Integer, Map<String, String>> newCorrections) {
        return new ImportData(id, unit, fileId, fileName, status, newSheet, newHeaderRow, newColumns, newCorrections, result, createdAt, createdBy, confirmedAt,
                confirmedBy, version);
    }

    public ImportData ended(String newStatus, @Nullable Map<String, Long> newResult, Instant at, String by) {
        return new ImportData(id, unit, fileId, fileName, newStatus, sheet, headerRow, columns, corrections, newResult, createdAt, createdBy, at, by, version);
    }
}
