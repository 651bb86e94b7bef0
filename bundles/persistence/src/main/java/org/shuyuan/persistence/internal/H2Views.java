package org.shuyuan.persistence.internal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be done for H2's views after a script of H2's own. {@code SCRIPT} writes objects in the order of their numbers, and a table that was altered has
 * got a new one: a view may stand before its table or before the view it reads. It is then made all the same, but every query of it is refused until it is
 * compiled again (h2database issues 2390 and 3942, open in 2.3.232).
 */
public final class H2Views {

    private H2Views() {}

    /**
     * Compiles views of the connection's schema, each after those it reads.
     *
     * @param prefix of their names
     * @throws SQLException one reads what is not there
     */
    public static void compile(Connection connection, String prefix) throws SQLException {
        List<String> open = new ArrayList<>();
        try (Statement s = connection.createStatement();
                ResultSet r = s.executeQuery("select table_name from information_schema.views where table_schema = current_schema")) {
            while (r.next()) {
                if (r.getString(1).startsWith(prefix)) {
                    open.add(r.getString(1));
                }
            }
        }
        while (!open.isEmpty()) {
            List<String> refused = new ArrayList<>();
            SQLException why = null;
            for (String view : open) {
                try (Statement s = connection.createStatement()) {
                    s.execute("alter view \"" + view + "\" recompile");
                } catch (SQLException e) {
                    refused.add(view);
                    why = e;
                }
            }
            if (why != null && refused.size() == open.size()) {
                throw why;
            }
            open = refused;
        }
    }
}
