package org.shuyuan.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.shuyuan.persistence.internal.H2Views;
import org.shuyuan.persistence.internal.Migrator;

/** The databases that every store runs on. PostgreSQL is the real server, its binaries come from Maven Central. */
public enum Database {
    H2 {
        @Override
        DataSource fresh() {
            return source("test" + COUNT.incrementAndGet());
        }

        @Override
        DataSource copy(DataSource original) {
            JdbcDataSource copy = (JdbcDataSource) fresh();
            execute(copy, "runscript from '" + ((JdbcDataSource) original).getDescription() + "'");
            try (Connection c = copy.getConnection()) {
                H2Views.compile(c, "");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return copy;
        }

        /** What a copy is made of is the script that the database writes of itself: it is held in a file of the memory. */
        @Override
        void seal(DataSource original) {
            JdbcDataSource source = (JdbcDataSource) original;
            source.setDescription("memFS:copy" + COUNT.incrementAndGet() + ".sql");
            execute(source, "script to '" + source.getDescription() + "'");
            drop(source);
        }

        @Override
        void drop(DataSource source) {
            execute(source, "shutdown immediately");
        }

        private JdbcDataSource source(String name) {
            JdbcDataSource source = new JdbcDataSource();
            source.setURL("jdbc:h2:mem:" + name
                    + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1;OPTIMIZE_REUSE_RESULTS=FALSE");
            source.setUser("sa");
            return source;
        }
    },
    POSTGRESQL {
        @Override
        DataSource fresh() {
            return made("");
        }

        @Override
        DataSource copy(DataSource original) {
            return made(" template " + ((PGSimpleDataSource) original).getDatabaseName() + " strategy file_copy");
        }

        @Override
        void seal(DataSource original) {
            // a template is copied while nobody is connected to it, and whoever filled it has closed its pool
        }

        @Override
        void drop(DataSource source) {
            execute(server().getPostgresDatabase(), "drop database " + ((PGSimpleDataSource) source).getDatabaseName() + " with (force)");
        }

        private DataSource made(String how) {
            String name = "test" + COUNT.incrementAndGet();
            EmbeddedPostgres server = server();
            execute(server.getPostgresDatabase(), "create database " + name + how);
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setPortNumbers(new int[] {server.getPort()});
            source.setDatabaseName(name);
            source.setUser("postgres");
            return source;
        }
    };

    /** Linux keeps files in memory here: a database is three hundred files, and a disk takes up to half a second to make them. */
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long MEMORY_NEEDED = 2L << 30;
    /** Below those that systems hand out by themselves. */
    private static final int FIRST_PORT = 15_000;
    private static final int PORTS = 10_000;
    /** Processes that begin together have numbers closer to each other than this. */
    private static final int PORTS_APART = 1_000;
    /**
     * Not what the environment names: the server refuses a language that the PC does not have, and texts would come in another order on each. This one knows all letters; where
     * there is none, {@code C} is everywhere.
     */
    private static final String LOCALE = "C.UTF-8";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;

    private static @Nullable Path undo;

    private final Map<String, DataSource> originals = new HashMap<>();

    /** An empty database. */
    abstract DataSource fresh();

    /** A database of its own with everything that the original holds. */
    abstract DataSource copy(DataSource original);

    /** The original is filled, nobody is connected to it any more, and from now on it is only copied. */
    abstract void seal(DataSource original);

    /** What it holds is gone, and whoever is connected is cut off. */
    abstract void drop(DataSource source);

    /**
     * A database that holds what {@code fill} makes. It is made once in the process and then copied: that takes a tenth of the time of
     * a module's migrations.
     *
     * @param name what is made, so that the same is not made twice
     */
    DataSource holding(String name, Consumer<DataSource> fill) {
        DataSource original;
        synchronized (originals) {
            original = originals.get(name);
            if (original == null) {
                original = fresh();
                fill.accept(original);
                seal(original);
                originals.put(name, original);
            }
        }
        return copy(original);
    }

    /** Brings modules' tables to their newest version. */
    static Migrator migrator(DataSource source) throws SQLException {
        return new Migrator(source, Migrator.vendor(source), undo());
    }

    /** Of this process: others migrate modules of the same name at the same time. */
    private static synchronized Path undo() {
        if (undo == null) {
            try {
                undo = Files.createTempDirectory("shuyuan-undo");
                undo.toFile().deleteOnExit();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return undo;
    }

    private static void execute(DataSource source, String sql) {
        try (Connection c = source.getConnection(); Statement s = c.createStatement()) {
            s.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A port for this process alone. Whoever asks the system for a free one gives it back before the server takes it, a second later: two processes that began together got
     * the same, and shared a server of which each believed that it was its own.
     */
    private static int port() throws IOException {
        int offset = (int) (ProcessHandle.current().pid() % PORTS);
        for (int i = 0; i < PORTS; i += PORTS_APART) {
            int port = FIRST_PORT + (offset + i) % PORTS;
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException taken) {
                // by something else: the next
            }
        }
        throw new IOException("no port is free");
    }

    /** One server for all tests of the process; its shutdown hook ends it. */
    public static synchronized EmbeddedPostgres server() {
        if (server == null) {
            try {
                server = started(LOCALE);
            } catch (IllegalStateException systemHasNone) {
                server = started("C");
            }
        }
        return server;
    }

    private static EmbeddedPostgres started(String locale) {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setPort(port()).setLocaleConfig("locale", locale)
                    .setServerConfig("fsync", "off").setServerConfig("max_connections", "200");
            if (Files.isDirectory(MEMORY) && MEMORY.toFile().getUsableSpace() > MEMORY_NEEDED) {
                builder.setDataDirectory(Files.createTempDirectory(MEMORY, "databases"));
            }
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
