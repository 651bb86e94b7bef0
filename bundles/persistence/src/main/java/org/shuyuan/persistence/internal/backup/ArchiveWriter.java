package org.shuyuan.persistence.internal.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes everything into one archive: one snapshot of the tables, then the files. Memory does not grow with the data. */
final class ArchiveWriter {

    private static final JsonFactory JSON = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    /** H2's own isolation level that freezes all tables at the first statement; JDBC has no constant for it. */
    private static final int H2_SNAPSHOT = 6;

    private final ZipOutputStream zip;
    private final List<Manifest.Table> tables = new ArrayList<>();
    private final List<Manifest.Entry> entries = new ArrayList<>();

    private ArchiveWriter(OutputStream out) {
        zip = new ZipOutputStream(out);
        zip.setLevel(5);
    }

    /** @param files folder whose content goes along, if it is there */
    static Manifest write(Connection connection, String vendor, String product, @Nullable Path files, OutputStream out)
            throws SQLException, IOException {
        ArchiveWriter writer = new ArchiveWriter(out);
        freeze(connection, vendor);
        try {
            Instant at = Instant.now();
            for (Shape shape : Shape.all(connection)) {
                writer.table(connection, shape);
            }
            Map<String, String> modules = versions(connection);
            // files are never changed, only added: those the snapshot knows are all there
            if (files != null && Files.isDirectory(files)) {
                writer.files(files);
            }
            Manifest manifest = new Manifest(Manifest.FORMAT, product, at.toString(), vendor, modules, writer.tables, writer.entries);
            writer.zip.putNextEntry(new ZipEntry(Manifest.NAME));
            writer.zip.write(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
            writer.zip.closeEntry();
            writer.zip.finish();
            writer.zip.flush();
            return manifest;
        } finally {
            connection.rollback();
        }
    }

    private static void freeze(Connection connection, String vendor) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(vendor.equals("h2") ? H2_SNAPSHOT : Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement s = connection.createStatement()) {
            s.execute("select 1");
        }
    }

    private static Map<String, String> versions(Connection c) throws SQLException {
        Map<String, String> versions = new TreeMap<>();
        for (String module : Shape.modules(c)) {
            try (Statement s = c.createStatement();
                    ResultSet r = s.executeQuery("select \"version\" from " + Shape.quoted(module + Shape.HISTORY)
                            + " where \"success\" and \"version\" is not null order by \"installed_rank\" desc")) {
                versions.put(module, r.next() ? r.getString(1) : "0");
            }
        }
        return versions;
    }

    private void table(Connection c, Shape shape) throws SQLException, IOException {
        String columns = shape.columns().stream().map(x -> Shape.quoted(x.name())).collect(Collectors.joining(", "));
        long rows = 0;
        Long highest = null;
        int identity = shape.identity().map(shape.columns()::indexOf).orElse(-1);
        try (Counted out = new Counted(Manifest.entry(shape.name()));
                PreparedStatement s = c.prepareStatement("select " + columns + " from " + Shape.quoted(shape.name()));
                JsonGenerator json = JSON.createGenerator(out)) {
            s.setFetchSize(500);
            json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
            json.writeStartArray();
            for (Shape.Column column : shape.columns()) {
                json.writeString(column.name());
            }
            json.writeEndArray();
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    json.writeStartArray();
                    for (int i = 0; i < shape.columns().size(); i++) {
                        shape.columns().get(i).kind().write(r, i + 1, json);
                    }
                    json.writeEndArray();
                    if (identity >= 0) {
                        highest = Math.max(highest == null ? Long.MIN_VALUE : highest, r.getLong(identity + 1));
                    }
                    rows++;
                }
            }
        }
        tables.add(new Manifest.Table(shape.name(), rows, highest));
    }

    private void files(Path folder) throws IOException {
        List<Path> found;
        try (Stream<Path> all = Files.walk(folder)) {
            found = all.filter(Files::isRegularFile).filter(f -> Archive.carried(name(folder, f))).sorted().toList();
        }
        for (Path file : found) {
            try (Counted out = new Counted(name(folder, file))) {
                Files.copy(file, out);
            } catch (NoSuchFileException removedMeanwhile) {
                throw new IOException("A file went away while it was copied: " + file.getFileName(), removedMeanwhile);
            }
        }
    }

    private static String name(Path folder, Path file) {
        return "files/" + folder.relativize(file).toString().replace('\\', '/');
    }

    /** One entry; when closed its size and sum are noted. */
    private final class Counted extends FilterOutputStream {
        private final String name;
        private final MessageDigest digest;
        private long size;
        private boolean closed;

        Counted(String name) throws IOException {
            super(zip);
            this.name = name;
            digest = sha256();
            ZipEntry entry = new ZipEntry(name);
            zip.putNextEntry(entry);
            out = new DigestOutputStream(zip, digest);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            size += length;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            size++;
        }

        @Override
        public void flush() {
            // the zip decides
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                zip.closeEntry();
                entries.add(new Manifest.Entry(name, size, HexFormat.of().formatHex(digest.digest())));
            }
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
