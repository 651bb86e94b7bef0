package org.shuyuan.persistence.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A module's tables as they were before its migration, in a file: H2 commits each statement that changes a table, so half a migration stands after a failure, and after a
 * kill or a power cut too. The file is there from before the first statement until after the last; whoever finds one that the history does not tell the end of puts the
 * tables back. Nobody else uses them meanwhile. For one thread at a time.
 */
final class MigrationUndo {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationUndo.class);
    private static final Pattern VIEW = Pattern.compile("CREATE (?:OR REPLACE )?(?:FORCE )?VIEW ");
    /** The first line of the file: a comment for H2, for us the scripts that were to run. */
    private static final String AIM = "-- ";
    private static final String BETWEEN = "\t";

    private final DataSource pool;
    private final Path folder;

    MigrationUndo(DataSource pool, Path folder) {
        this.pool = pool;
        this.folder = folder.toAbsolutePath();
    }

    private Path file(String module) {
        return folder.resolve("undo-" + module + ".sql");
    }

    /**
     * Writes the module's tables down, whole on disk.
     *
     * @param scripts that are to run
     * @throws IOException the disk has no room for it, or none left besides
     */
    void begin(String module, List<String> scripts) throws SQLException, IOException {
        Files.createDirectories(folder);
        Path tables = folder.resolve("undo-" + module + ".part");
        Path whole = folder.resolve("undo-" + module + ".new");
        try {
            save(module, tables);
            try (OutputStream out = Files.newOutputStream(whole)) {
                out.write((AIM + String.join(BETWEEN, scripts) + "\n").getBytes(StandardCharsets.UTF_8));
                Files.copy(tables, out);
                for (String view : views(module)) {
                    out.write((view + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
            if (Files.getFileStore(whole).getUsableSpace() < Files.size(whole)) {
                throw new IOException("the disk has too little room: the migration needs " + (Files.size(whole) >> 20) + " MB more");
            }
            try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(whole, file(module), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(tables);
            Files.deleteIfExists(whole);
        }
    }

    /** The migration is whole. @throws IOException the file stays: nothing may be written to the tables then */
    void end(String module) throws IOException {
        Files.deleteIfExists(file(module));
    }

    /** Whether there is one, of a migration under way or of one that was cut off. */
    boolean left(String module) {
        return Files.exists(file(module));
    }

    /** Comes to the end of what another process did not. @throws IOException as {@link #takeBack} */
    void finish(String module) throws SQLException, IOException {
        if (!left(module)) {
            return;
        }
        if (done(module)) {
            end(module);
            return;
        }
        LOG.warn("A migration of module {} was cut off; its tables are put back as they were before", module);
        takeBack(module);
    }

    /** The file may come back after a power cut although it was deleted: then the scripts have run, and the tables have been written to since. */
    private boolean done(String module) throws SQLException, IOException {
        Set<String> open;
        try (Stream<String> lines = Files.lines(file(module), StandardCharsets.UTF_8)) {
            open = new HashSet<>(List.of(lines.findFirst().orElse(AIM).substring(AIM.length()).split(BETWEEN)));
        }
        if (!tables().contains(module + "_schema_history")) {
            return false;
        }
        try (Connection c = pool.getConnection(); Statement s = c.createStatement();
                ResultSet r = s.executeQuery("select \"script\" from \"" + module + "_schema_history\" where \"success\"")) {
            while (r.next()) {
                open.remove(r.getString(1));
            }
        }
        return open.isEmpty();
    }

    /** The tables are as they were. @throws IOException they are not: the file stays for the next attempt, and until then nobody may use the tables */
    void takeBack(String module) throws IOException {
        try (Connection c = pool.getConnection(); Statement s = c.createStatement()) {
            for (String view : named(c, "VIEW")) {
                if (view.startsWith(module + "_")) {
                    s.execute("drop view if exists \"" + view + "\" cascade");
                }
            }
            for (String table : tables()) {
                if (table.startsWith(module + "_")) {
                    s.execute("drop table if exists \"" + table + "\" cascade");
                }
            }
            try (PreparedStatement run = c.prepareStatement("runscript from ?")) {
                run.setString(1, file(module).toString());
                run.execute();
            }
            H2Views.compile(c, module + "_");
        } catch (SQLException e) {
            LOG.error("Module {}: its tables could not be put back after a failed migration. What they held is in {}: make room on the disk and start again, or restore the last backup",
                    module, file(module), e);
            throw new IOException("its tables could not be put back; what they held is in " + file(module), e);
        }
        end(module);
    }

    private void save(String module, Path file) throws SQLException, IOException {
        List<String> own = tables().stream().filter(t -> t.startsWith(module + "_")).toList();
        if (own.isEmpty()) {
            Files.writeString(file, "");
            return;
        }
        try (Connection c = pool.getConnection(); PreparedStatement s = c.prepareStatement("script to ? table " + String.join(", ", own.stream().map(t -> '"' + t + '"').toList()))) {
            s.setString(1, file.toString());
            s.execute();
        }
    }

    /** The statements that make the module's views: a script of tables leaves them out. In the order in which they were made. */
    private List<String> views(String module) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection c = pool.getConnection(); Statement s = c.createStatement(); ResultSet r = s.executeQuery("script nodata nosettings")) {
            while (r.next()) {
                if (VIEW.matcher(r.getString(1)).lookingAt() && r.getString(1).contains(".\"" + module + "_")) {
                    found.add(r.getString(1));
                }
            }
        }
        return found;
    }

    private Set<String> tables() throws SQLException {
        try (Connection c = pool.getConnection()) {
            return named(c, "TABLE", "BASE TABLE");
        }
    }

    private static Set<String> named(Connection c, String... types) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (ResultSet r = c.getMetaData().getTables(null, c.getSchema(), "%", types)) {
            while (r.next()) {
                names.add(r.getString("TABLE_NAME"));
            }
        }
        return names;
    }
}
