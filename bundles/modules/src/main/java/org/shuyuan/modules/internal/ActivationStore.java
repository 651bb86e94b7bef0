package org.shuyuan.modules.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.shuyuan.api.tx.TransactionFailed;

/** Which modules units have chosen to be on or off. Thread-safe. */
final class ActivationStore {

    /** What somebody chose for a unit. */
    record Choice(boolean active, String by, Instant at) {}

    private final DataSource db;

    ActivationStore(DataSource db) {
        this.db = db;
    }

    /** By module and unit; a few rows for each unit that differs from its profile. */
    Map<String, Map<UUID, Choice>> all() {
        try (Connection c = db.getConnection();
                PreparedStatement s = c.prepareStatement("select module, unit, active, changed_by, changed_at from modules_active");
                ResultSet r = s.executeQuery()) {
            Map<String, Map<UUID, Choice>> all = new HashMap<>();
            while (r.next()) {
                all.computeIfAbsent(r.getString(1), module -> new HashMap<>())
                        .put(r.getObject(2, UUID.class), new Choice(r.getBoolean(3), r.getString(4), r.getTimestamp(5).toInstant()));
            }
            return all;
        } catch (SQLException e) {
            throw new TransactionFailed("Choices of units not read", e);
        }
    }

    /** In the current transaction. */
    void put(String module, UUID unit, Choice choice) {
        forget(module, unit);
        try (Connection c = db.getConnection();
                PreparedStatement s = c.prepareStatement("insert into modules_active (module, unit, active, changed_by, changed_at) values (?, ?, ?, ?, ?)")) {
            s.setString(1, module);
            s.setObject(2, unit);
            s.setBoolean(3, choice.active());
            s.setString(4, choice.by());
            s.setTimestamp(5, Timestamp.from(choice.at()));
            s.executeUpdate();
        } catch (SQLException e) {
            throw new TransactionFailed("Choice of a unit not stored", e);
        }
    }

    /** In the current transaction: from now on the unit follows what is above it. */
    void forget(String module, UUID unit) {
        try (Connection c = db.getConnection(); PreparedStatement s = c.prepareStatement("delete from modules_active where module = ? and unit = ?")) {
            s.setString(1, module);
            s.setObject(2, unit);
            s.executeUpdate();
        } catch (SQLException e) {
            throw new TransactionFailed("Choice of a unit not taken back", e);
        }
    }
}
