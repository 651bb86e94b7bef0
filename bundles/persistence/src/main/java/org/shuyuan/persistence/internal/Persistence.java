package org.shuyuan.persistence.internal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Hashtable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.coordinator.Coordinator;
import org.osgi.service.jdbc.DataSourceFactory;
import org.shuyuan.api.module.Maintenance;
import org.shuyuan.api.outbox.OutboxConsumer;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.settings.UnknownKeys;
import org.shuyuan.api.tx.TransactionListener;
import org.shuyuan.persistence.internal.backup.Backups;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the one connection pool. While the database cannot be reached, at the start or later, it keeps trying and says so through {@link Maintenance};
 * once it answers, {@link ModuleSchemas} publishes what modules live on.
 */
@Component(service = Maintenance.class, configurationPid = "org.shuyuan.persistence", configurationPolicy = ConfigurationPolicy.REQUIRE, immediate = true)
public class Persistence implements Maintenance, Backups.House {

    /** {@code etc/org.shuyuan.persistence.cfg}; the file explains each key. */
    @interface Config {
        String url();

        String user() default "shuyuan";

        /** {@code generated}: made at first start and kept in the data folder. */
        String password() default "generated";

        int maximumPoolSize() default 10;

        /** Milliseconds a request waits for a connection before it is told that the database is away. */
        long connectionTimeout() default 5_000;

        /** Milliseconds after which a connection still out is reported with the stack that took it; 0 = never. */
        long leakDetectionThreshold() default 0;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Persistence.class);
    private static final Duration STARTED_WITHIN = Duration.ofSeconds(30);
    private static final int WATCHED_EVERY_SECONDS = 2;
    private static final int ANSWERS_WITHIN_SECONDS = 2;

    private final BundleContext context;
    private final ContainerStart containerStart;
    private final Config config;
    private final DataSourceFactory driver;
    private final Coordinator coordinator;
    private final List<TransactionListener> listeners = new CopyOnWriteArrayList<>();
    private final List<OutboxConsumer> consumers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService connector = Executors.newSingleThreadScheduledExecutor(r -> new Thread(r, "shuyuan-database"));
    private volatile @Nullable HikariDataSource pool;
    private volatile @Nullable ModuleSchemas schemas;
    private final AtomicBoolean restoring = new AtomicBoolean();
    /** The database was open and does not answer now. */
    private volatile boolean away;
    private volatile @Nullable SharedTransactions transactions;
    private @Nullable ServiceRegistration<Backups> backups;
    private boolean told;
    private volatile long sizeWhenOpened;

    /** The driver is chosen by configuration: {@code driver.target=(osgi.jdbc.driver.class=...)}. */
    @Activate
    public Persistence(BundleContext context, Config config, Map<String, Object> properties, @Reference(name = "driver") DataSourceFactory driver,
            @Reference Coordinator coordinator) {
        this.context = context;
        this.containerStart = new ContainerStart(context, STARTED_WITHIN);
        this.config = config;
        this.driver = driver;
        this.coordinator = coordinator;
        Set<String> unknown = UnknownKeys.of(properties, Config.class);
        if (unknown.isEmpty()) {
            connector.execute(this::connect);
        } else {
            LOG.error("etc/org.shuyuan.persistence.cfg has settings that do not exist: {}. The database stays closed until the file is right;"
                    + " the portal then goes on without a restart.", String.join(", ", unknown));
        }
    }

    private void connect() {
        if (connector.isShutdown()) {
            return;
        }
        HikariDataSource candidate = null;
        try {
            if (FirstDatabase.lay(home(), config.url(), config.user(), password(), driver)) {
                LOG.info("The database begins with the tables that came with the distribution");
            }
            candidate = new HikariDataSource(settings());
            String vendor = Migrator.vendor(candidate);
            SharedTransactions transactions =
                    new SharedTransactions(candidate, () -> coordinator.peek() != null, () -> listeners);
            ModuleSchemas opened = new ModuleSchemas(context, candidate, vendor, transactions, data());
            try {
                containerStart.await(opened::prepare);
                opened.open();
            } catch (Exception e) {
                opened.close();
                throw e;
            }
            pool = candidate;
            this.transactions = transactions;
            schemas = opened;
            consumers.forEach(opened.dispatcher()::add);
            Backups archives = new Backups(candidate, vendor, context.getBundle().getVersion().toString(), data(), this);
            if (!restoring.get()) {
                archives.tidy();
            }
            backups = context.registerService(Backups.class, archives, null);
            told = false;
            away = false;
            sizeWhenOpened = Compaction.size(config.url());
            connector.schedule(() -> watch(opened), WATCHED_EVERY_SECONDS, TimeUnit.SECONDS);
            LOG.info("Database open: {}", config.url());
        } catch (InterruptedException closed) {
            // by close(), which lets nothing be opened any more
            if (candidate != null) {
                candidate.close();
            }
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            if (candidate != null) {
                candidate.close();
            }
            if (!told) {
                LOG.error("The database {} cannot be used: {}. Check etc/org.shuyuan.persistence.cfg and that the database runs;"
                        + " the portal tries again every 3 seconds and needs no restart.", config.url(), Migrator.firstLine(e));
                told = true;
            }
            connector.schedule(this::connect, 3, TimeUnit.SECONDS);
        }
    }

    /** While the database does not answer, requests are refused at once instead of each waiting for a connection. Ends with what was opened. */
    private void watch(ModuleSchemas opened) {
        HikariDataSource used = pool;
        if (used == null || schemas != opened) {
            return;
        }
        try (Connection connection = used.getConnection()) {
            if (!connection.isValid(ANSWERS_WITHIN_SECONDS)) {
                throw new SQLException("it does not answer");
            }
            if (away) {
                away = false;
                LOG.info("The database {} answers again", config.url());
            }
        } catch (SQLException e) {
            // Without a cause the pool was only busy: the database itself was not asked.
            if (!away && (e.getCause() != null || !(e instanceof SQLTransientConnectionException))) {
                away = true;
                LOG.error("The database {} does not answer: {}. Check that it runs and can be reached; the portal refuses requests meanwhile,"
                        + " asks every {} seconds and needs no restart.", config.url(), Migrator.firstLine(e.getCause() == null ? e : e.getCause()), WATCHED_EVERY_SECONDS);
            }
        }
        if (!connector.isShutdown()) {
            connector.schedule(() -> watch(opened), WATCHED_EVERY_SECONDS, TimeUnit.SECONDS);
        }
    }

    private HikariConfig settings() throws SQLException {
        Properties jdbc = new Properties();
        jdbc.put(DataSourceFactory.JDBC_URL, H2Options.certain(config.url()));
        jdbc.put(DataSourceFactory.JDBC_USER, config.user());
        jdbc.put(DataSourceFactory.JDBC_PASSWORD, password());
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName("shuyuan");
        hikari.setDataSource(driver.createDataSource(jdbc));
        hikari.setMaximumPoolSize(config.maximumPoolSize());
        hikari.setMinimumIdle(1);
        hikari.setConnectionTimeout(config.connectionTimeout());
        hikari.setInitializationFailTimeout(1);
        hikari.setExceptionOverride(new ClosedDatabase());
        hikari.setLeakDetectionThreshold(config.leakDetectionThreshold());
        return hikari;
    }

    private String password() {
        if (!config.password().equals("generated")) {
            return config.password();
        }
        return GeneratedSecret.in(data().resolve("keys").resolve("database.password"));
    }

    private static Path data() {
        return Path.of(System.getProperty("shuyuan.data", System.getProperty("karaf.data", ".")));
    }

    private static Path home() {
        return Path.of(System.getProperty("shuyuan.home", System.getProperty("karaf.home", ".")));
    }

    @Override
    public void alone(Backups.Work work) throws Exception {
        SharedTransactions open = transactions;
        ModuleSchemas opened = schemas;
        if (open == null || opened == null) {
            throw new Problem(503, "persistence.database-unavailable");
        }
        if (!restoring.compareAndSet(false, true)) {
            throw Problem.conflict("persistence.busy");
        }
        boolean done = false;
        try {
            open.closeDoors(30_000);
            try {
                opened.dispatcher().whileStill(work);
            } finally {
                open.openDoors();
            }
            done = true;
        } finally {
            // after a success the portal stays closed until everything has been opened again
            if (!done) {
                restoring.set(false);
            }
        }
    }

    @Override
    public void packIfGrown() throws Exception {
        long size = Compaction.size(config.url());
        if (Compaction.grown(sizeWhenOpened, size)) {
            LOG.info("The database's file has grown from {} to {} MB and is packed; this takes some seconds", sizeWhenOpened >> 20, size >> 20);
            alone(() -> {});
            reopen();
        }
    }

    @Override
    public void reopen() {
        // later, so that the request that asked for it is answered first
        connector.schedule(() -> {
            disconnect();
            connect();
            restoring.set(false);
        }, 1, TimeUnit.SECONDS);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(TransactionListener listener) {
        listeners.add(listener);
    }

    void removeListener(TransactionListener listener) {
        listeners.remove(listener);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addConsumer(OutboxConsumer consumer) {
        consumers.add(consumer);
        ModuleSchemas open = schemas;
        if (open != null) {
            open.dispatcher().add(consumer);
        }
    }

    void removeConsumer(OutboxConsumer consumer) {
        consumers.remove(consumer);
        ModuleSchemas open = schemas;
        if (open != null) {
            open.dispatcher().remove(consumer);
        }
    }

    @Override
    public Optional<String> reason() {
        if (restoring.get()) {
            return Optional.of("persistence.maintenance");
        }
        return schemas == null || away ? Optional.of("persistence.database-unavailable") : Optional.empty();
    }

    @Deactivate
    public void close() throws InterruptedException {
        connector.shutdownNow();
        connector.awaitTermination(10, TimeUnit.SECONDS);
        disconnect();
    }

    private void disconnect() {
        ServiceRegistration<Backups> offered = backups;
        backups = null;
        if (offered != null) {
            offered.unregister();
        }
        ModuleSchemas open = schemas;
        schemas = null;
        transactions = null;
        if (open != null) {
            open.close();
        }
        HikariDataSource used = pool;
        pool = null;
        if (used != null) {
            Compaction.beforeClose(config.url(), used);
            used.close();
        }
    }

    /** Service properties for a DataSource of that name. */
    static Hashtable<String, Object> named(String name) {
        return new Hashtable<>(Map.of("osgi.jndi.service.name", name, "dataSourceName", name));
    }
}
