package org.shuyuan.persistence.internal.backup;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.shuyuan.persistence.internal.Scripts;
import org.shuyuan.persistence.scripts.Tables;

/**
 * Keeps every module's migration scripts, of all databases, beside its tables, so that they travel with the data: an archive can
 * be read where a module is not installed yet, and the data of a withdrawn module goes along.
 */
public final class ScriptShelf {

    static final String TABLE = "persistence_script";
    private static final Pattern FOLDER = Pattern.compile("db/migration(-[a-z0-9]+)?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,190}\\.sql");

    private final DataSource pool;

    public ScriptShelf(DataSource pool) {
        this.pool = pool;
    }

    /** Whether exactly these are kept of the module, which they are once its tables have come about by them. */
    public boolean holds(String module, Map<Scripts.Place, String> scripts) throws SQLException {
        int same = 0;
        try (Connection c = pool.getConnection();
                PreparedStatement select = c.prepareStatement("select folder, name, content from " + TABLE + " where module = ?")) {
            select.setString(1, module);
            try (ResultSet r = select.executeQuery()) {
                while (r.next()) {
                    if (!r.getString(3).equals(scripts.get(new Scripts.Place(r.getString(1), r.getString(2))))) {
                        return false;
                    }
                    same++;
                }
            }
        }
        return same == scripts.size();
    }

    /** Replaces what was kept of the module. */
    public void keep(String module, Map<Scripts.Place, String> scripts) throws SQLException {
        try (Connection c = pool.getConnection()) {
            c.setAutoCommit(false);
            try (PreparedStatement delete = c.prepareStatement("delete from " + TABLE + " where module = ?");
                    PreparedStatement insert = c.prepareStatement("insert into " + TABLE + " (module, folder, name, content) values (?, ?, ?, ?)")) {
                delete.setString(1, module);
                delete.executeUpdate();
                for (Map.Entry<Scripts.Place, String> script : scripts.entrySet()) {
                    insert.setString(1, module);
                    insert.setString(2, script.getKey().folder());
                    insert.setString(3, script.getKey().name());
                    insert.setString(4, script.getValue());
                    insert.executeUpdate();
                }
                c.commit();
            } finally {
                c.rollback();
                c.setAutoCommit(true);
            }
        }
    }

    /** Lays the scripts that the archive holds of one module into a folder. */
    static void unpack(Archive archive, String module, Path folder) throws IOException {
        if (archive.manifest().tables().stream().noneMatch(t -> t.name().equals(TABLE))) {
            return;
        }
        ObjectMapper mapper = new ObjectMapper();
        try (JsonParser rows = mapper.getFactory().createParser(archive.open(Manifest.entry(TABLE)))) {
            JsonNode header = mapper.readTree(rows);
            int[] at = {index(header, "module"), index(header, "folder"), index(header, "name"), index(header, "content")};
            for (JsonNode row = mapper.readTree(rows); row != null; row = mapper.readTree(rows)) {
                String dir = row.path(at[1]).asText();
                String name = row.path(at[2]).asText();
                if (row.path(at[0]).asText().equals(module)) {
                    if (!FOLDER.matcher(dir).matches() || !NAME.matcher(name).matches()) {
                        throw Archive.damaged(Manifest.entry(TABLE));
                    }
                    String content = row.path(at[3]).asText();
                    Tables.strange(content).ifPresent(statement -> {
                        throw Archive.damaged(Manifest.entry(TABLE));
                    });
                    Files.writeString(Files.createDirectories(folder.resolve(dir)).resolve(name), content);
                }
            }
        }
    }

    private static int index(JsonNode header, String column) {
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).asText().equals(column)) {
                return i;
            }
        }
        throw Archive.damaged(Manifest.entry(TABLE));
    }
}
