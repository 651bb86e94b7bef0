package org.shuyuan.persistence.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** H2's file only grows while it is written (hundreds of megabytes after seconds of heavy writing): it is packed when closed. */
final class Compaction {

    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);
    static final String PREFIX = "jdbc:h2:file:";
    /** Below this the little that H2 does by itself is enough. */
    private static final long WORTH_IT = 32L << 20;

    private Compaction() {}

    /** Bytes of H2's file; 0 for another database or before there is one. */
    static long size(String url) {
        Path file = file(url);
        try {
            return file != null && Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** H2's file, whether it is there or not; nothing for another database. */
    static @Nullable Path file(String url) {
        int end = url.indexOf(';');
        return url.startsWith(PREFIX) ? Path.of(url.substring(PREFIX.length(), end < 0 ? url.length() : end) + ".mv.db") : null;
    }

    /** Whether closing and opening would win back much: every write leaves 50 to 100 KB behind until then. */
    static boolean grown(long whenOpened, long now) {
        return now > 2 * whenOpened + 4 * WORTH_IT;
    }

    static void beforeClose(String url, DataSource pool) {
        try {
            if (size(url) > WORTH_IT) {
                try (Connection c = pool.getConnection(); Statement s = c.createStatement()) {
                    s.execute("shutdown compact");
                }
            }
        } catch (SQLException e) {
            LOG.debug("Not compacted", e);
        }
    }
}
