package org.shuyuan.persistence.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.shuyuan.api.module.ModuleData;

/** What a module keeps, by the prefix of its tables, and how it goes for good. On PostgreSQL all or nothing. Thread-safe. */
public final class ModuleEraser implements ModuleData {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final String HISTORY = "_schema_history";

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final DataSource pool;
    private final Predicate<String> here;

    /** @param here whether a bundle of the module of that id is in the container */
    public ModuleEraser(DataSource pool, Predicate<String> here) {
        this.pool = pool;
        this.here = here;
    }

    @Override
    public Optional<Instant> lastBackup() {
        try (Connection c = pool.getConnection(); Statement s = c.createStatement(); ResultSet r = s.executeQuery("select max(taken_at) from persistence_backup_taken")) {
            Optional<Instant> last = r.next() ? Optional.ofNullable(r.getTimestamp(1)).map(Timestamp::toInstant) : Optional.empty();
            // one of the future was written while the clock was wrong: nobody knows when
            return last.filter(at -> at.isBefore(Instant.now().plus(CLOCKS_DIFFER)));
        } catch (SQLException e) {
            throw new IllegalStateException("The last backup is not known", e);
        }
    }

    @Override
    public Map<String, Long> rows(String module) {
        Map<String, Long> rows = new TreeMap<>();
        try (Connection c = pool.getConnection()) {
            for (String table : named(c, module, "TABLE", "BASE TABLE")) {
                if (!table.equals(module + HISTORY)) {
                    try (Statement s = c.createStatement(); ResultSet r = s.executeQuery("select count(*) from \"" + table + '"')) {
                        r.next();
                        rows.put(table, r.getLong(1));
                    }
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException("Tables of " + module + " not read", e);
        }
    }

    @Override
    public void erase(String module) {
        if (here.test(module)) {
            throw new IllegalStateException("Module " + module + " is here");
        }
        try (Connection c = pool.getConnection()) {
            c.setAutoCommit(false);
            try {
                drop(c, module);
                c.commit();
            } finally {
                c.rollback();
                c.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Data of " + module + " not dropped: " + Migrator.firstLine(e), e);
        }
    }

    private static void drop(Connection c, String module) throws SQLException {
        try (Statement s = c.createStatement()) {
            for (String view : named(c, module, "VIEW")) {
                s.execute("drop view if exists \"" + view + "\" cascade");
            }
            Set<String> tables = named(c, module, "TABLE", "BASE TABLE");
            // the history last: while it is there, what is left of the rest is known to be a module's
            tables.remove(module + HISTORY);
            if (!tables.isEmpty()) {
                // at once and restricted: they refer to one another, and nobody else's may refer to them
                s.execute("drop table " + tables.stream().map(table -> '"' + table + '"').collect(Collectors.joining(", ")) + " restrict");
            }
            for (String sequence : sequences(c, module)) {
                s.execute("drop sequence if exists \"" + sequence + '"');
            }
            s.execute("drop table if exists \"" + module + HISTORY + '"');
        }
        try (PreparedStatement scripts = c.prepareStatement("delete from persistence_script where module = ?")) {
            scripts.setString(1, module);
            scripts.executeUpdate();
        }
    }

    /** Those of identity columns have gone with their tables. */
    private static Set<String> sequences(Connection c, String module) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (PreparedStatement s = c.prepareStatement("select sequence_name from information_schema.sequences where sequence_schema = ?")) {
            s.setString(1, c.getSchema());
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    if (r.getString(1).startsWith(module + "_")) {
                        names.add(r.getString(1));
                    }
                }
            }
        }
        return names;
    }

    /** A module's word has no underscore, so that no other module's tables begin like its own. */
    private static Set<String> named(Connection c, String module, String... types) throws SQLException {
        if (!ID.matcher(module).matches()) {
            throw new IllegalArgumentException(module);
        }
        Set<String> names = new TreeSet<>();
        try (ResultSet r = c.getMetaData().getTables(null, c.getSchema(), "%", types)) {
            while (r.next()) {
                if (r.getString("TABLE_NAME").startsWith(module + "_")) {
                    names.add(r.getString("TABLE_NAME"));
                }
            }
        }
        return names;
    }
}
