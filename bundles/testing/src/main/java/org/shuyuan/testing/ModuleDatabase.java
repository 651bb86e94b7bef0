package org.shuyuan.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.persistence.EntityManagerFactory;
import javax.persistence.Persistence;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.outbox.Outbox;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.TransactionListener;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.persistence.internal.JdbcOutbox;
import org.shuyuan.persistence.internal.Migrator;
import org.shuyuan.persistence.internal.OutboxDispatcher;
import org.shuyuan.persistence.internal.PoolView;
import org.shuyuan.persistence.internal.Scripts;
import org.shuyuan.persistence.internal.SharedTransactions;

/**
 * A fresh database with a module's tables, made by the same code that runs in the portal, and the services a store needs:
 * {@code try (var db = ModuleDatabase.of("calendar", database)) { var store = new EventStore(db.jpa()); … }}
 */
public final class ModuleDatabase implements AutoCloseable {

    private final Database database;
    private final DataSource source;
    private final HikariDataSource pool;
    private final SharedTransactions transactions;
    private final OutboxDispatcher dispatcher;
    private final Outbox outbox;
    private final PoolView view;
    private final List<TransactionListener> listeners = new CopyOnWriteArrayList<>();
    private final SeJpa jpa;
    private @Nullable EntityManagerFactory factory;
    private final List<EntityManagerFactory> others = new CopyOnWriteArrayList<>();
    private final List<SeJpa> templates = new CopyOnWriteArrayList<>();
    private final String module;

    private ModuleDatabase(String module, Database database, Path resources, int connections) {
        this.module = module;
        this.database = database;
        source = database.holding(module + " " + resources.toAbsolutePath(), fresh -> migrate(fresh, module, resources));
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(30_000);
        pool = new HikariDataSource(config);
        jpa = new SeJpa(this::factory);
        templates.add(jpa);
        transactions = new SharedTransactions(pool, () -> templates.stream().anyMatch(SeJpa::inside), () -> listeners);
        jpa.use(transactions);
        dispatcher = new OutboxDispatcher(pool);
        outbox = new JdbcOutbox(transactions, dispatcher::wake);
        view = new PoolView(transactions);
    }

    /** The module's own migrations out of {@code src/main/resources}. */
    public static ModuleDatabase of(String module, Database database) {
        return of(module, database, Path.of("src", "main", "resources"), 8);
    }

    /** @param connections size of the pool */
    public static ModuleDatabase of(String module, Database database, Path resources, int connections) {
        return new ModuleDatabase(module, database, resources, connections);
    }

    private static void migrate(DataSource fresh, String module, Path resources) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(fresh);
        config.setMaximumPoolSize(2);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            migratePlatform(pool);
            if (!module.equals("persistence")) {
                migrate(pool, module, resources);
            }
        }
    }

    /** The tables of transactions and the outbox, out of the bundle that brings them, wherever it lies. */
    private static void migratePlatform(HikariDataSource pool) {
        try {
            Path place = Path.of(Migrator.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(place)) {
                migrate(pool, "persistence", place);
                return;
            }
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                migrate(pool, "persistence", jar.getPath("/"));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("The platform's own tables could not be made", e);
        }
    }

    private static void migrate(HikariDataSource pool, String id, Path resources) {
        try {
            Database.migrator(pool).migrate(id, Scripts.of(resources, Migrator.vendor(pool)));
        } catch (SQLException | Migrator.MigrationFailed e) {
            throw new IllegalStateException("Migration of " + id + " failed", e);
        }
    }

    private synchronized EntityManagerFactory factory() {
        if (factory == null) {
            factory = factory(module);
        }
        return factory;
    }

    private EntityManagerFactory factory(String unit) {
        return Persistence.createEntityManagerFactory(unit, Map.of(
                "javax.persistence.nonJtaDataSource", view,
                "eclipselink.logging.level", "WARNING",
                "eclipselink.session-name", unit + System.identityHashCode(this)));
    }

    /**
     * The tables of another module in the same database, as in the portal: what both write is one commit.
     *
     * @param other its id; its classes are on the test's path
     * @param resources its {@code src/main/resources}
     */
    public Jpa beside(String other, Path resources) {
        migrate(pool, other, resources);
        EntityManagerFactory made = factory(other);
        others.add(made);
        SeJpa template = new SeJpa(() -> made);
        template.use(transactions);
        templates.add(template);
        return template;
    }

    public Jpa jpa() {
        return jpa;
    }

    public Transactions transactions() {
        return transactions;
    }

    public Outbox outbox() {
        return outbox;
    }

    public OutboxDispatcher dispatcher() {
        return dispatcher;
    }

    /** Hands out the transaction's connection, as a module's DataSource does. */
    public DataSource dataSource() {
        return view;
    }

    /** The pool itself, past any transaction. */
    public DataSource pool() {
        return pool;
    }

    public void add(TransactionListener listener) {
        listeners.add(listener);
    }

    /** Rows committed so far, counted on a connection of its own. */
    public long count(String table) {
        try (Connection c = pool.getConnection();
                PreparedStatement s = c.prepareStatement("select count(*) from " + table);
                ResultSet r = s.executeQuery()) {
            r.next();
            return r.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        dispatcher.close();
        if (factory != null) {
            factory.close();
        }
        others.forEach(EntityManagerFactory::close);
        pool.close();
        database.drop(source);
    }
}
