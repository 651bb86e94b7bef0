package org.shuyuan.persistence.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.osgi.service.jdbc.DataSourceFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The empty H2 database that the build has made by running every module's migrations (docs/adr/0014). A portal that has no database yet begins with a copy
 * instead of running them all again, which took a fifth of its first start. It holds no rows but those that migrations write, and nobody can sign in to it:
 * the copy gets this installation's own password before it is put in its place. Whatever does not fit (another database, another owner, a database that is
 * there, no template in the distribution) is left alone, and the migrations run as ever.
 */
final class FirstDatabase {

    /** In the distribution's folder. */
    static final String TEMPLATE = "template/shuyuan.mv.db";
    /** Owner of the template, with an empty password. */
    static final String OWNER = "shuyuan";

    private static final Logger LOG = LoggerFactory.getLogger(FirstDatabase.class);

    private FirstDatabase() {}

    /**
     * @param home the distribution's folder
     * @param url of the database that is about to be opened
     * @return whether a copy of the template is there now. A crash in the middle leaves no database, never half of one
     */
    static boolean lay(Path home, String url, String user, String password, DataSourceFactory driver) {
        Path template = home.resolve(TEMPLATE);
        Path database = Compaction.file(url);
        if (database == null || !user.equals(OWNER) || Files.exists(database) || !Files.isRegularFile(template)) {
            return false;
        }
        Path part = database.resolveSibling("first.mv.db");
        try {
            Files.createDirectories(database.getParent());
            Files.copy(template, part, StandardCopyOption.REPLACE_EXISTING);
            own(part, url, password, driver);
            Files.move(part, database, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException | SQLException e) {
            LOG.warn("The distribution's empty database could not be used, the tables are made one by one: {}", Migrator.firstLine(e));
            LOG.debug("First database", e);
            return false;
        }
    }

    private static void own(Path part, String url, String password, DataSourceFactory driver) throws SQLException {
        String file = part.toString().replaceFirst("\\.mv\\.db$", "");
        int options = url.indexOf(';');
        Properties jdbc = new Properties();
        jdbc.put(DataSourceFactory.JDBC_URL, Compaction.PREFIX + file + (options < 0 ? "" : url.substring(options)));
        jdbc.put(DataSourceFactory.JDBC_USER, OWNER);
        jdbc.put(DataSourceFactory.JDBC_PASSWORD, "");
        try (Connection c = driver.createDataSource(jdbc).getConnection(); Statement s = c.createStatement()) {
            s.execute("alter user " + OWNER + " set password '" + password.replace("'", "''") + "'");
        }
    }
}
