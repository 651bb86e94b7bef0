package org.shuyuan.persistence.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** H2's file only grows while it is written (hundreds of megabytes after seconds of heavy writing): it is packed when closed. */
final class Compaction {

    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);
    private static final String PREFIX = "jdbc:h2:file:";
    /** Below this the little that H2 does by itself is enough. */
    private static final long WORTH_IT = 32L << 20;

    private Compaction() {}

    static void beforeClose(String url, DataSource pool) {
        if (!url.startsWith(PREFIX)) {
            return;
        }
        int end = url.indexOf(';');
        Path file = Path.of(url.substring(PREFIX.length(), end < 0 ? url.length() : end) + ".mv.db");
        try {
            if (Files.exists(file) && Files.size(file) > WORTH_IT) {
                try (Connection c = pool.getConnection(); Statement s = c.createStatement()) {
                    s.execute("shutdown compact");
                }
            }
        } catch (IOException | SQLException e) {
            LOG.debug("Not compacted", e);
        }
    }
}
