package org.shuyuan.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.UUID;
import org.shuyuan.persistence.internal.Migrator;
import org.shuyuan.persistence.internal.Scripts;

/** A module's scripts on tables as each earlier version left them, with a row in every table that takes one. */
final class EarlierVersions {

    /** The same in every row, so that what refers to another table finds it there. */
    private static final UUID ID = new UUID(0, 1);
    private static final OffsetDateTime MOMENT = OffsetDateTime.of(2026, 1, 5, 1, 0, 0, 0, ZoneOffset.UTC);

    private EarlierVersions() {}

    /** What goes wrong, by the version that was there before; rows that are gone afterwards, too. */
    static List<String> broken(String module, Path resources, Database database) {
        List<String> broken = new ArrayList<>();
        HikariConfig config = new HikariConfig();
        config.setMaximumPoolSize(2);
        config.setDataSource(database.fresh());
        SortedSet<Integer> versions;
        try (HikariDataSource pool = new HikariDataSource(config)) {
            versions = Scripts.of(resources, Migrator.vendor(pool)).versions();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        if (!versions.isEmpty()) {
            versions.headSet(versions.last()).forEach(version -> goOn(module, resources, database, version, broken));
        }
        return broken;
    }

    private static void goOn(String module, Path resources, Database database, int from, List<String> broken) {
        HikariConfig config = new HikariConfig();
        config.setMaximumPoolSize(2);
        config.setDataSource(database.fresh());
        try (HikariDataSource pool = new HikariDataSource(config)) {
            Scripts all = Scripts.of(resources, Migrator.vendor(pool));
            Migrator migrator = Database.migrator(pool);
            migrator.migrate(module, all.upTo(from));
            Map<String, Long> rows = fill(pool, module);
            migrator.migrate(module, all);
            rows.forEach((table, count) -> {
                if (count(pool, table) < count) {
                    broken.add("from version " + from + ": rows of " + table + " are gone");
                }
            });
        } catch (SQLException | Migrator.MigrationFailed e) {
            broken.add("from version " + from + ": " + e.getMessage());
        }
    }

    /** Rounds, since a table that refers to another takes its row only after that one has; what takes none for its own rules stays empty. */
    private static Map<String, Long> fill(HikariDataSource pool, String module) throws SQLException {
        Map<String, Long> filled = new LinkedHashMap<>();
        try (Connection c = pool.getConnection()) {
            List<String> left = tables(c, module);
            int before;
            do {
                before = left.size();
                left.removeIf(table -> insert(c, table, filled));
            } while (left.size() < before);
        }
        return filled;
    }

    private static List<String> tables(Connection c, String module) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet r = c.getMetaData().getTables(null, c.getSchema(), module + "\\_%", new String[] {"TABLE", "BASE TABLE"})) {
            while (r.next()) {
                if (!r.getString("TABLE_NAME").endsWith("_schema_history")) {
                    tables.add(r.getString("TABLE_NAME"));
                }
            }
        }
        return tables;
    }

    private static boolean insert(Connection c, String table, Map<String, Long> filled) {
        Map<String, Object> row = new LinkedHashMap<>();
        try {
            DatabaseMetaData data = c.getMetaData();
            try (ResultSet r = data.getColumns(null, c.getSchema(), table, null)) {
                while (r.next()) {
                    if (r.getInt("NULLABLE") == DatabaseMetaData.columnNoNulls && r.getString("COLUMN_DEF") == null && !"YES".equals(r.getString("IS_AUTOINCREMENT"))) {
                        row.put(r.getString("COLUMN_NAME"), value(r.getInt("DATA_TYPE"), r.getString("TYPE_NAME"), r.getInt("COLUMN_SIZE"), row.size()));
                    }
                }
            }
            String names = String.join(", ", row.keySet().stream().map(name -> '"' + name + '"').toList());
            String marks = String.join(", ", row.keySet().stream().map(name -> "?").toList());
            try (PreparedStatement s = c.prepareStatement("insert into \"" + table + "\" (" + names + ") values (" + marks + ")")) {
                int at = 1;
                for (Object value : row.values()) {
                    s.setObject(at++, value);
                }
                s.executeUpdate();
            }
            filled.put(table, 1L);
            return true;
        } catch (SQLException takesNone) {
            return false;
        }
    }

    /** @param before how many columns stand before it: what ends comes after what begins */
    private static Object value(int type, String name, int size, int before) {
        if (name.equalsIgnoreCase("uuid")) {
            return ID;
        }
        return switch (type) {
            case Types.INTEGER, Types.SMALLINT, Types.TINYINT -> 1;
            case Types.BIGINT -> 1L;
            case Types.NUMERIC, Types.DECIMAL -> java.math.BigDecimal.ONE;
            case Types.DOUBLE, Types.FLOAT, Types.REAL -> 1.0;
            case Types.BOOLEAN, Types.BIT -> true;
            case Types.DATE -> MOMENT.toLocalDate().plusDays(before);
            case Types.TIME -> MOMENT.toLocalTime().plusMinutes(before);
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> MOMENT.plusMinutes(before);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> new byte[] {1};
            default -> size > 0 && size < 3 ? "x" : "one";
        };
    }

    private static long count(HikariDataSource pool, String table) {
        try (Connection c = pool.getConnection(); PreparedStatement s = c.prepareStatement("select count(*) from \"" + table + '"'); ResultSet r = s.executeQuery()) {
            r.next();
            return r.getLong(1);
        } catch (SQLException gone) {
            return 0;
        }
    }
}
