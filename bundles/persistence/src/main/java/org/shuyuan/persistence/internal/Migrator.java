package org.shuyuan.persistence.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one module's tables to the version its scripts describe, or leaves them as they were. PostgreSQL rolls a failed script
 * back by itself; H2 commits each DDL statement, so there the module's tables are written down before and read back after a
 * failure, or at the next start where the process was killed meanwhile ({@link MigrationUndo}). Nobody uses them meanwhile: the
 * module's DataSource is published only afterwards. On PostgreSQL one node migrates at a time (Flyway's advisory lock); H2 has
 * one process.
 */
public final class Migrator {

    private static final Logger LOG = LoggerFactory.getLogger(Migrator.class);

    /** The module's tables are as they were; the message says why. */
    public static final class MigrationFailed extends Exception {
        private static final long serialVersionUID = 1;

        MigrationFailed(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private static final Pattern COMMENT = Pattern.compile("--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    /** What has a name that another module could have given too, or could drop. */
    private static final Pattern NAMED = Pattern.compile("\\b(?:create|alter|drop)\\s+(?:or\\s+replace\\s+)?"
            + "(?:(?:global|local|temp|temporary|unlogged|cached|memory|force|recursive|materialized)\\s+)*"
            + "(?:table|view|sequence|type|domain)\\s+(?:if\\s+(?:not\\s+)?exists\\s+)?(?:only\\s+)?\"?([a-z_][a-z0-9_]*)", Pattern.CASE_INSENSITIVE);

    private final DataSource pool;
    private final String vendor;
    private final MigrationUndo undo;

    /** @param undo folder for what H2 needs to take a migration back, also by another process than the one that began it */
    public Migrator(DataSource pool, String vendor, Path undo) {
        this.pool = pool;
        this.vendor = vendor;
        this.undo = new MigrationUndo(pool, undo);
    }

    /** {@code h2} or {@code postgresql}. */
    public static String vendor(DataSource pool) throws SQLException {
        try (Connection c = pool.getConnection()) {
            return c.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
        }
    }

    /** One module after the other on this node. @return how many scripts ran */
    public synchronized int migrate(String module, Scripts scripts) throws MigrationFailed {
        try {
            if (vendor.equals("h2")) {
                undo.finish(module);
            }
            if (scripts.isEmpty()) {
                return 0;
            }
            Flyway flyway = flyway(module, scripts);
            if (flyway.info().pending().length == 0) {
                flyway.validate();
                return 0;
            }
            refuseForeignNames(module, scripts);
            return vendor.equals("h2") ? migrateWithUndo(module, flyway) : flyway.migrate().migrationsExecuted;
        } catch (MigrationFailed e) {
            throw e;
        } catch (Exception e) {
            throw new MigrationFailed(firstLine(e), e);
        }
    }

    /**
     * Whether the module's history tells of every one of these scripts that it ran whole, and nothing was cut off after them. Says nothing of whether they are the same still: that is what
     * {@link #migrate} asks.
     */
    public boolean ran(String module, Scripts scripts) {
        if (undo.left(module)) {
            return false;
        }
        Set<String> open = scripts.names();
        try (Connection c = pool.getConnection(); Statement s = c.createStatement();
                ResultSet r = s.executeQuery("select \"script\", \"success\" from \"" + module + "_schema_history\"")) {
            while (r.next()) {
                if (!r.getBoolean(2)) {
                    return false;
                }
                open.remove(r.getString(1));
            }
            return open.isEmpty();
        } catch (SQLException noHistoryYet) {
            LOG.debug("History of {}", module, noHistoryYet);
            return false;
        }
    }

    /**
     * Of these scripts those that would run, by name.
     *
     * @param paths as in the module's jar
     */
    public List<String> pending(String module, Collection<String> paths) {
        Map<String, String> open = Scripts.chosen(paths, vendor);
        try (Connection c = pool.getConnection(); Statement s = c.createStatement();
                ResultSet r = s.executeQuery("select \"script\" from \"" + module + "_schema_history\" where \"success\"")) {
            while (r.next()) {
                open.remove(r.getString(1));
            }
        } catch (SQLException noHistoryYet) {
            LOG.debug("History of {}", module, noHistoryYet);
        }
        return List.copyOf(open.values());
    }

    private Flyway flyway(String module, Scripts scripts) {
        return Flyway.configure(getClass().getClassLoader())
                .dataSource(pool)
                .resourceProvider(scripts)
                .javaMigrationClassProvider(List::of)
                .table(module + "_schema_history")
                // other modules' tables make the schema non-empty: this module's history starts at 0
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .validateMigrationNaming(true)
                .load();
    }

    /** Read from the scripts, not found out afterwards: other modules make their tables at the same time. */
    private static void refuseForeignNames(String module, Scripts scripts) throws MigrationFailed {
        Set<String> strangers = new TreeSet<>();
        for (String text : scripts.contents()) {
            Matcher found = NAMED.matcher(COMMENT.matcher(text).replaceAll(" "));
            while (found.find()) {
                String name = found.group(1).toLowerCase(Locale.ROOT);
                if (!name.startsWith(module + "_")) {
                    strangers.add(name);
                }
            }
        }
        if (!strangers.isEmpty()) {
            throw new MigrationFailed("tables, views, sequences and types must be named " + module + "_*, but the scripts name " + strangers, null);
        }
    }

    private int migrateWithUndo(String module, Flyway flyway) throws Exception {
        undo.begin(module, Arrays.stream(flyway.info().pending()).filter(one -> one.getVersion() != null).map(MigrationInfo::getScript).toList());
        int ran;
        try {
            ran = flyway.migrate().migrationsExecuted;
        } catch (Exception e) {
            try {
                undo.takeBack(module);
            } catch (IOException notBack) {
                e.addSuppressed(notBack);
            }
            throw e;
        }
        undo.end(module);
        return ran;
    }

    /** Flyway's messages run over many lines; the administrator needs the one that names script and reason. */
    static String firstLine(Throwable e) {
        String text = String.valueOf(e.getMessage());
        StringBuilder line = new StringBuilder();
        for (String part : text.lines().map(String::strip).filter(s -> !s.isEmpty() && !s.matches("-+")).toList()) {
            if (line.length() + part.length() > 400) {
                break;
            }
            line.append(line.isEmpty() ? "" : " · ").append(part);
        }
        return line.isEmpty() ? text.substring(0, Math.min(400, text.length())) : line.toString();
    }
}
