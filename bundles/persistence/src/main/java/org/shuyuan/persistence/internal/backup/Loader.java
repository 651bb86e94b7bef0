package org.shuyuan.persistence.internal.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.shuyuan.api.problem.Problem;

/**
 * Puts an archive's rows in the place of all rows there are, in one database transaction: until its commit the old rows stand,
 * also after a failure or a killed process. Rows of an older version go into the newer tables, because migrations only expand.
 */
final class Loader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(512 << 20).build()).build();
    private static final int BATCH = 500;

    private final DataSource pool;
    private final String vendor;

    Loader(DataSource pool, String vendor) {
        this.pool = pool;
        this.vendor = vendor;
    }

    void load(Archive archive) throws SQLException, IOException {
        try (Connection c = pool.getConnection()) {
            List<Shape> shapes = Shape.all(c);
            Map<String, Manifest.Table> carried = archive.manifest().tables().stream()
                    .collect(Collectors.toMap(Manifest.Table::name, t -> t, (a, b) -> a, LinkedHashMap::new));
            refuseUnknown(shapes, carried, archive);
            countOn(c, shapes, carried);
            c.setAutoCommit(false);
            try {
                for (int i = shapes.size() - 1; i >= 0; i--) {
                    empty(c, shapes.get(i));
                }
                for (Shape shape : shapes) {
                    Manifest.Table table = carried.get(shape.name());
                    if (table != null) {
                        fill(c, shape, table, archive);
                    }
                }
                c.commit();
            } finally {
                c.rollback();
                c.setAutoCommit(true);
            }
        }
    }

    private static void refuseUnknown(List<Shape> shapes, Map<String, Manifest.Table> carried, Archive archive) throws IOException {
        Map<String, Shape> known = shapes.stream().collect(Collectors.toMap(Shape::name, s -> s));
        for (String table : carried.keySet()) {
            Shape shape = known.get(table);
            if (shape == null) {
                throw tooNew(table);
            }
            try (JsonParser in = JSON.createParser(archive.open(Manifest.entry(table)))) {
                for (String column : header(in, table)) {
                    if (shape.column(column).isEmpty()) {
                        throw tooNew(table + "." + column);
                    }
                }
            }
        }
    }

    private static Problem tooNew(String what) {
        return new Problem(422, "persistence.archive-of-newer-module").with("what", what);
    }

    /**
     * Numbers given from now on are higher than every number in the archive. Before the transaction, because H2 commits at such a
     * statement; a gap in the numbers is all that a failure leaves.
     */
    private static void countOn(Connection c, List<Shape> shapes, Map<String, Manifest.Table> carried) throws SQLException {
        for (Shape shape : shapes) {
            Manifest.Table table = carried.get(shape.name());
            if (shape.identity().isEmpty() || table == null || table.highest() == null) {
                continue;
            }
            String column = Shape.quoted(shape.identity().get().name());
            try (Statement s = c.createStatement()) {
                long here = 0;
                try (ResultSet r = s.executeQuery("select coalesce(max(" + column + "), 0) from " + Shape.quoted(shape.name()))) {
                    r.next();
                    here = r.getLong(1);
                }
                s.execute("alter table " + Shape.quoted(shape.name()) + " alter column " + column + " restart with "
                        + (Math.max(here, table.highest()) + 1));
            }
        }
    }

    private static void empty(Connection c, Shape shape) throws SQLException {
        try (Statement s = c.createStatement()) {
            for (String column : shape.selfReferences()) {
                if (!shape.key().contains(column)) {
                    s.executeUpdate("update " + Shape.quoted(shape.name()) + " set " + Shape.quoted(column) + " = null");
                }
            }
            s.executeUpdate("delete from " + Shape.quoted(shape.name()));
        }
    }

    private void fill(Connection c, Shape shape, Manifest.Table table, Archive archive) throws SQLException, IOException {
        try (JsonParser in = JSON.createParser(archive.open(Manifest.entry(table.name())))) {
            List<Shape.Column> columns = columns(shape, header(in, table.name()));
            // rows may come before the row they refer to: such columns are filled when all rows are there
            List<Shape.Column> late = columns.stream().filter(x -> shape.selfReferences().contains(x.name()) && !shape.key().contains(x.name())).toList();
            long rows = insert(c, shape, columns, late, in);
            if (rows != table.rows()) {
                throw Archive.damaged(Manifest.entry(table.name()));
            }
            if (!late.isEmpty()) {
                try (JsonParser again = JSON.createParser(archive.open(Manifest.entry(table.name())))) {
                    header(again, table.name());
                    refer(c, shape, columns, late, again);
                }
            }
        }
    }

    private long insert(Connection c, Shape shape, List<Shape.Column> columns, List<Shape.Column> late, JsonParser in)
            throws SQLException, IOException {
        List<Shape.Column> now = columns.stream().filter(x -> !late.contains(x)).toList();
        String sql = "insert into " + Shape.quoted(shape.name()) + " ("
                + now.stream().map(x -> Shape.quoted(x.name())).collect(Collectors.joining(", ")) + ")"
                + (shape.identity().isPresent() ? " overriding system value" : "") + " values ("
                + now.stream().map(x -> x.kind().placeholder(vendor)).collect(Collectors.joining(", ")) + ")";
        long rows = 0;
        try (PreparedStatement s = c.prepareStatement(sql)) {
            while (in.nextToken() != null) {
                int index = 1;
                for (Shape.Column column : columns) {
                    next(in, shape.name());
                    if (!late.contains(column)) {
                        column.kind().read(in, s, index++);
                    }
                }
                end(in, shape.name());
                s.addBatch();
                if (++rows % BATCH == 0) {
                    s.executeBatch();
                }
            }
            s.executeBatch();
        }
        return rows;
    }

    private void refer(Connection c, Shape shape, List<Shape.Column> columns, List<Shape.Column> late, JsonParser in)
            throws SQLException, IOException {
        String sql = "update " + Shape.quoted(shape.name()) + " set "
                + late.stream().map(x -> Shape.quoted(x.name()) + " = " + x.kind().placeholder(vendor)).collect(Collectors.joining(", "))
                + " where " + shape.key().stream().map(x -> Shape.quoted(x) + " = ?").collect(Collectors.joining(" and "));
        try (PreparedStatement s = c.prepareStatement(sql)) {
            long rows = 0;
            while (in.nextToken() != null) {
                for (Shape.Column column : columns) {
                    next(in, shape.name());
                    int set = late.indexOf(column);
                    int key = shape.key().indexOf(column.name());
                    if (set >= 0) {
                        column.kind().read(in, s, set + 1);
                    } else if (key >= 0) {
                        column.kind().read(in, s, late.size() + key + 1);
                    }
                }
                end(in, shape.name());
                s.addBatch();
                if (++rows % BATCH == 0) {
                    s.executeBatch();
                }
            }
            s.executeBatch();
        }
    }

    private static List<Shape.Column> columns(Shape shape, List<String> names) {
        return names.stream().map(n -> shape.column(n).orElseThrow(() -> tooNew(shape.name() + "." + n))).toList();
    }

    /** The first line: the names of the columns. */
    private static List<String> header(JsonParser in, String table) throws IOException {
        List<String> names = new ArrayList<>();
        if (in.nextToken() != JsonToken.START_ARRAY) {
            throw Archive.damaged(Manifest.entry(table));
        }
        while (in.nextToken() == JsonToken.VALUE_STRING) {
            names.add(in.getText());
        }
        if (in.currentToken() != JsonToken.END_ARRAY) {
            throw Archive.damaged(Manifest.entry(table));
        }
        return names;
    }

    private static void next(JsonParser in, String table) throws IOException {
        JsonToken token = in.nextToken();
        if (token == null || !token.isScalarValue()) {
            throw Archive.damaged(Manifest.entry(table));
        }
    }

    private static void end(JsonParser in, String table) throws IOException {
        if (in.nextToken() != JsonToken.END_ARRAY) {
            throw Archive.damaged(Manifest.entry(table));
        }
    }
}
