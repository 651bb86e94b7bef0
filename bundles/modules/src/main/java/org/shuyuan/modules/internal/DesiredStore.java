package org.shuyuan.modules.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.tx.TransactionFailed;

/** Which modules the portal shall run; every node follows it. Thread-safe. */
final class DesiredStore {

    /**
     * @param installed false: somebody withdrew it
     * @param sha of the jar's bytes
     * @param file its name under {@code <data>/modules}
     * @param origin {@code catalogue}, {@code share}, {@code upload}, {@code console}, {@code deploy:<file name>}
     */
    record Desired(String id, boolean installed, @Nullable String version, @Nullable String sha, @Nullable String file, @Nullable String origin,
            String changedBy) {

        /** Whether this already is the choice to run that jar from there. */
        boolean says(ModuleJar jar, String from) {
            return installed && jar.sha().equals(sha) && from.equals(origin);
        }
    }

    private final DataSource db;

    DesiredStore(DataSource db) {
        this.db = db;
    }

    Map<String, Desired> all() {
        try (Connection c = db.getConnection();
                PreparedStatement s = c.prepareStatement("select id, state, version, sha, file, origin, changed_by from modules_desired order by id");
                ResultSet r = s.executeQuery()) {
            Map<String, Desired> all = new LinkedHashMap<>();
            while (r.next()) {
                all.put(r.getString(1), new Desired(r.getString(1), r.getString(2).equals("installed"), r.getString(3), r.getString(4),
                        r.getString(5), r.getString(6), r.getString(7)));
            }
            return all;
        } catch (SQLException e) {
            throw new TransactionFailed("Modules not read", e);
        }
    }

    Optional<Desired> find(String id) {
        return Optional.ofNullable(all().get(id));
    }

    /** When somebody last changed what is wanted of the module. */
    Optional<Instant> changedAt(String id) {
        try (Connection c = db.getConnection(); PreparedStatement s = c.prepareStatement("select changed_at from modules_desired where id = ?")) {
            s.setString(1, id);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? Optional.of(r.getTimestamp(1).toInstant()) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new TransactionFailed("Modules not read", e);
        }
    }

    /** In the current transaction. */
    void put(Desired desired) {
        String state = desired.installed() ? "installed" : "withdrawn";
        try (Connection c = db.getConnection()) {
            int updated = run(c, "update modules_desired set state = ?, version = ?, sha = ?, file = ?, origin = ?, changed_by = ?, changed_at = ?"
                    + " where id = ?", state, desired);
            if (updated == 0) {
                run(c, "insert into modules_desired (state, version, sha, file, origin, changed_by, changed_at, id) values (?, ?, ?, ?, ?, ?, ?, ?)",
                        state, desired);
            }
        } catch (SQLException e) {
            throw new TransactionFailed("Choice of modules not stored", e);
        }
    }

    private static int run(Connection c, String sql, String state, Desired desired) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(sql)) {
            s.setString(1, state);
            s.setString(2, desired.version());
            s.setString(3, desired.sha());
            s.setString(4, desired.file());
            s.setString(5, desired.origin());
            s.setString(6, desired.changedBy());
            s.setTimestamp(7, Timestamp.from(Instant.now()));
            s.setString(8, desired.id());
            return s.executeUpdate();
        }
    }
}
