import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.shuyuan.persistence.internal.Migrator;
import org.shuyuan.persistence.internal.Scripts;
import org.shuyuan.persistence.internal.backup.ScriptShelf;

/**
 * Makes the empty database with which a new portal begins: runs the migrations of every module in the distribution, by the code and with the database options
 * that the portal itself uses. A module whose scripts fail fails the build.
 *
 * Arguments: the assembly's folder, the file to write (its name ends with .mv.db).
 */
public class TemplateDatabase {

    public static void main(String[] args) throws Exception {
        Path assembly = Path.of(args[0]);
        Path target = Path.of(args[1]).toAbsolutePath();
        Files.createDirectories(target.getParent());
        Files.deleteIfExists(target);

        JdbcDataSource pool = new JdbcDataSource();
        pool.setURL("jdbc:h2:file:" + target.toString().replaceFirst("\\.mv\\.db$", "") + options(assembly));
        pool.setUser("shuyuan");
        pool.setPassword("");
        Path undo = Files.createTempDirectory("shuyuan-undo");
        Migrator migrator = new Migrator(pool, "h2", undo);
        ScriptShelf shelf = new ScriptShelf(pool);
        // one connection keeps it open meanwhile: H2 would write DB_CLOSE_DELAY down in the database
        try (Connection c = pool.getConnection(); Statement s = c.createStatement()) {
            for (Map.Entry<String, Path> module : modules(assembly).entrySet()) {
                try (FileSystem jar = FileSystems.newFileSystem(module.getValue())) {
                    migrator.migrate(module.getKey(), Scripts.of(jar.getPath("/"), "h2"));
                    shelf.keep(module.getKey(), Scripts.texts(jar.getPath("/")));
                }
            }
            s.execute("shutdown compact");
        }
        Files.delete(undo);
    }

    /** The portal's, as its configuration file has them, without the path. */
    private static String options(Path assembly) throws IOException {
        Properties config = new Properties();
        try (var in = Files.newBufferedReader(assembly.resolve("etc/org.shuyuan.persistence.cfg"))) {
            config.load(in);
        }
        String url = config.getProperty("url");
        return url.substring(url.indexOf(';'));
    }

    /** Modules with migrations: that of the tables of all first. */
    private static Map<String, Path> modules(Path assembly) throws IOException {
        Map<String, Path> found = new TreeMap<>((a, b) -> a.equals(b) ? 0 : a.equals("persistence") ? -1 : b.equals("persistence") ? 1 : a.compareTo(b));
        List<Path> jars;
        try (Stream<Path> all = Files.walk(assembly.resolve("system/org/shuyuan"))) {
            jars = all.filter(f -> f.toString().endsWith(".jar")).toList();
        }
        for (Path file : jars) {
            try (JarFile jar = new JarFile(file.toFile())) {
                Attributes main = jar.getManifest() == null ? new Attributes() : jar.getManifest().getMainAttributes();
                String id = main.getValue("Shuyuan-Module");
                if (id != null && jar.stream().anyMatch(e -> e.getName().matches("db/migration[^/]*/.*\\.sql"))) {
                    found.put(id, file);
                }
            }
        }
        return found;
    }
}
