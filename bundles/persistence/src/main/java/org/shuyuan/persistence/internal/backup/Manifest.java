package org.shuyuan.persistence.internal.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code manifest.json}, the last entry of an archive.
 *
 * @param format {@link #FORMAT}; a reader refuses what is higher
 * @param product version of the portal that wrote it
 * @param at when the snapshot was taken, ISO 8601
 * @param database where it came from, {@code h2} or {@code postgresql}; for people only
 * @param modules version of each module's tables
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Manifest(int format, String product, String at, String database, Map<String, String> modules, List<Table> tables,
        List<Entry> entries) {

    static final int FORMAT = 1;
    static final String NAME = "manifest.json";

    /** @param highest of the column numbered by the database, null when there is none or no row */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Table(String name, long rows, @Nullable Long highest) {}

    /** @param sha256 of the unpacked bytes, 64 hexadecimal digits */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Entry(String name, long size, String sha256) {}

    static String entry(String table) {
        return "tables/" + table + ".jsonl";
    }
}
