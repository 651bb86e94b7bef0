package org.shuyuan.persistence.internal.backup;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One table as the database describes it.
 *
 * @param key columns of the primary key
 * @param references other tables its foreign keys need
 * @param selfReferences its columns that refer to rows of the same table
 */
record Shape(String name, List<Column> columns, List<String> key, Set<String> references, Set<String> selfReferences) {

    static final String HISTORY = "_schema_history";

    /** @param identity numbered by the database itself */
    record Column(String name, Kind kind, boolean identity) {}

    Optional<Column> column(String wanted) {
        return columns.stream().filter(c -> c.name().equals(wanted)).findFirst();
    }

    Optional<Column> identity() {
        return columns.stream().filter(Column::identity).findFirst();
    }

    /** {@code "name"}: reserved words and all. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The ids of all modules that ever had tables here. */
    static Set<String> modules(Connection c) throws SQLException {
        Set<String> modules = new TreeSet<>();
        try (ResultSet r = c.getMetaData().getTables(null, c.getSchema(), "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (r.next()) {
                String table = r.getString("TABLE_NAME");
                if (table.endsWith(HISTORY)) {
                    modules.add(table.substring(0, table.length() - HISTORY.length()));
                }
            }
        }
        return modules;
    }

    /** The tables of all modules without their histories, those that are referred to before those that refer. */
    static List<Shape> all(Connection c) throws SQLException {
        Set<String> modules = modules(c);
        DatabaseMetaData data = c.getMetaData();
        Map<String, List<Column>> columns = new TreeMap<>();
        try (ResultSet r = data.getTables(null, c.getSchema(), "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (r.next()) {
                String table = r.getString("TABLE_NAME");
                if (!table.endsWith(HISTORY) && modules.stream().anyMatch(m -> table.startsWith(m + "_"))) {
                    columns.put(table, new ArrayList<>());
                }
            }
        }
        try (ResultSet r = data.getColumns(null, c.getSchema(), "%", "%")) {
            while (r.next()) {
                List<Column> own = columns.get(r.getString("TABLE_NAME"));
                // what the database computes itself is neither carried nor written
                if (own != null && !"YES".equals(r.getString("IS_GENERATEDCOLUMN"))) {
                    String name = r.getString("COLUMN_NAME");
                    own.add(new Column(name, Kind.of(r.getString("TABLE_NAME") + "." + name, r.getInt("DATA_TYPE"), r.getString("TYPE_NAME")),
                            "YES".equals(r.getString("IS_AUTOINCREMENT"))));
                }
            }
        }
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (Map.Entry<String, List<Column>> table : columns.entrySet()) {
            shapes.put(table.getKey(), shape(c, table.getKey(), table.getValue()));
        }
        return ordered(shapes);
    }

    private static Shape shape(Connection c, String table, List<Column> columns) throws SQLException {
        Map<Integer, String> key = new TreeMap<>();
        try (ResultSet r = c.getMetaData().getPrimaryKeys(null, c.getSchema(), table)) {
            while (r.next()) {
                key.put(r.getInt("KEY_SEQ"), r.getString("COLUMN_NAME"));
            }
        }
        Set<String> references = new TreeSet<>();
        Set<String> self = new TreeSet<>();
        try (ResultSet r = c.getMetaData().getImportedKeys(null, c.getSchema(), table)) {
            while (r.next()) {
                if (r.getString("PKTABLE_NAME").equals(table)) {
                    self.add(r.getString("FKCOLUMN_NAME"));
                } else {
                    references.add(r.getString("PKTABLE_NAME"));
                }
            }
        }
        return new Shape(table, List.copyOf(columns), List.copyOf(key.values()), references, self);
    }

    private static List<Shape> ordered(Map<String, Shape> shapes) {
        Set<Shape> ordered = new LinkedHashSet<>();
        Set<String> open = new LinkedHashSet<>();
        shapes.values().forEach(s -> visit(s, shapes, open, ordered));
        return List.copyOf(ordered);
    }

    private static void visit(Shape shape, Map<String, Shape> shapes, Collection<String> open, Set<Shape> ordered) {
        // tables that refer to each other in a circle come in any order; a module has none unless its constraint is deferrable
        if (ordered.contains(shape) || !open.add(shape.name())) {
            return;
        }
        shape.references().stream().map(shapes::get).filter(s -> s != null).forEach(s -> visit(s, shapes, open, ordered));
        ordered.add(shape);
    }
}
