package org.shuyuan.persistence.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.XADataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.Version;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.coordinator.Coordinator;
import org.osgi.service.jdbc.DataSourceFactory;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.persistence.internal.backup.Backups;

/** The whole component on a framework that only keeps services. */
class PersistenceTest {

    @TempDir
    Path data;

    private final Map<String, Object> services = new ConcurrentHashMap<>();
    private final BlockingQueue<String> registered = new LinkedBlockingQueue<>();
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicBoolean bootFinished = new AtomicBoolean(true);
    private final AtomicBoolean lastIsActive = new AtomicBoolean(true);
    private final String url = "jdbc:h2:mem:whole" + System.nanoTime() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1";
    private Persistence persistence;
    private String before;

    @BeforeEach
    void folder() {
        before = System.getProperty("shuyuan.data");
        System.setProperty("shuyuan.data", data.toString());
    }

    @AfterEach
    void end() throws InterruptedException {
        persistence.close();
        if (before == null) {
            System.clearProperty("shuyuan.data");
        } else {
            System.setProperty("shuyuan.data", before);
        }
    }

    private void start() {
        start(Map.of());
    }

    private void start(Map<String, Object> properties) {
        Coordinator coordinator = proxy(Coordinator.class, Map.of());
        persistence = new Persistence(context(), new Settings(), properties, new Factory(), coordinator);
    }

    private void awaitRegistered(Class<?> type) throws InterruptedException {
        for (String name = ""; !type.getName().equals(name);) {
            name = registered.poll(20, TimeUnit.SECONDS);
            assertThat(name).as("nobody registered " + type).isNotNull();
        }
    }

    @Test
    void aDatabaseThatIsNotThereYetIsWaitedFor() throws InterruptedException {
        away.set(true);
        start();
        assertThat(persistence.reason()).contains("persistence.database-unavailable");
        assertThat(services).doesNotContainKey(Transactions.class.getName());
        assertThatThrownBy(() -> persistence.alone(() -> {})).isInstanceOf(Problem.class).hasMessage("persistence.database-unavailable");

        away.set(false);
        awaitRegistered(Backups.class);

        assertThat(persistence.reason()).isEmpty();
        assertThat(services).containsKeys(Transactions.class.getName(), Backups.class.getName());
    }

    @Test
    void whatLivesOnTheDatabaseIsPublishedOnlyOnceTheContainerItselfHasStarted() throws Exception {
        bootFinished.set(false);
        lastIsActive.set(false);
        start();
        awaitMigrated();
        assertThat(registered.poll(300, TimeUnit.MILLISECONDS)).as("published while features are installed").isNull();
        bootFinished.set(true);
        assertThat(registered.poll(300, TimeUnit.MILLISECONDS)).as("published while the last bundles start").isNull();

        lastIsActive.set(true);
        awaitRegistered(Backups.class);

        assertThat(services).containsKeys(Transactions.class.getName(), Backups.class.getName());
    }

    private void awaitMigrated() throws Exception {
        Path password = data.resolve("keys/database.password");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        boolean migrated = false;
        while (!migrated && System.nanoTime() < end) {
            Thread.sleep(20);
            if (java.nio.file.Files.exists(password)) {
                try (Connection c = java.sql.DriverManager.getConnection(url, "shuyuan", java.nio.file.Files.readString(password).strip());
                        var found = c.getMetaData().getTables(null, null, "persistence_schema_history", null)) {
                    migrated = found.next();
                }
            }
        }
        assertThat(migrated).as("tables are made while the container starts").isTrue();
    }

    @Test
    void closedWhileTheContainerStillStartsNothingIsPublished() throws InterruptedException {
        lastIsActive.set(false);
        start();

        persistence.close();

        assertThat(services).isEmpty();
    }

    @Test
    void aDatabaseThatGoesAwayIsSaidToBeAwayUntilItIsBack() throws Exception {
        start();
        awaitRegistered(Backups.class);
        Object transactions = services.get(Transactions.class.getName());

        away.set(true);
        awaitReason(Optional.of("persistence.database-unavailable"));
        away.set(false);
        awaitReason(Optional.empty());

        assertThat(services.get(Transactions.class.getName())).as("nothing was opened anew").isSameAs(transactions);
    }

    private void awaitReason(Optional<String> wanted) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!persistence.reason().equals(wanted)) {
            assertThat(System.nanoTime()).as("still " + persistence.reason()).isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Test
    void aSettingThatDoesNotExistKeepsTheDatabaseClosedUntilTheFileIsRight() throws Exception {
        start(Map.of("url", url, "maximumPoolsize", "20", "service.pid", "org.shuyuan.persistence"));
        assertThat(persistence.reason()).contains("persistence.database-unavailable");
        persistence.close();
        assertThat(services).isEmpty();

        start(Map.of("url", url, "maximumPoolSize", "20", "driver.target", "(x=y)", "felix.fileinstall.filename", "file:x", "component.id", 1));
        awaitRegistered(Backups.class);
        assertThat(persistence.reason()).isEmpty();
    }

    @Test
    void aPasswordNobodyKnowsIsMadeAndStays() throws Exception {
        start();
        awaitRegistered(Backups.class);
        String made = java.nio.file.Files.readString(data.resolve("keys/database.password"));
        assertThat(made).matches("[0-9a-f]{48}");
        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(java.nio.file.Files.getPosixFilePermissions(data.resolve("keys/database.password"))))
                .isEqualTo("rw-------");
        assertThat(GeneratedSecret.in(data.resolve("keys/database.password"))).isEqualTo(made);
    }

    @Test
    void whileABackupIsPutBackThePortalIsInMaintenanceAndThenOpensAnew() throws Exception {
        start();
        awaitRegistered(Backups.class);
        Object first = services.get(Transactions.class.getName());
        Backups backups = (Backups) services.get(Backups.class.getName());
        Path archive = data.resolve("all.zip");
        backups.write(archive);
        List<String> reasons = new ArrayList<>();

        backups.restore(archive, manifest -> {
            reasons.add(persistence.reason().orElse("open"));
            // the trail is written now: transactions are possible, requests are not
            ((Transactions) first).run(() -> reasons.add("written"));
            assertThatThrownBy(() -> persistence.alone(() -> {})).isInstanceOf(Problem.class).hasMessage("persistence.busy");
        });

        assertThat(reasons).containsExactly("persistence.maintenance", "written");
        awaitRegistered(Backups.class);
        assertThat(services.get(Transactions.class.getName())).isNotSameAs(first);
        persistence.close();
        assertThat(services).isEmpty();
    }

    @Test
    void aRestoreThatIsRefusedLeavesThePortalOpen() throws Exception {
        start();
        awaitRegistered(Backups.class);
        assertThatThrownBy(() -> persistence.alone(() -> {
            assertThat(persistence.reason()).contains("persistence.maintenance");
            throw new SQLException("no");
        })).hasMessage("no");
        assertThat(persistence.reason()).isEmpty();
        ((Transactions) services.get(Transactions.class.getName())).run(() -> {});
    }

    private BundleContext context() {
        Bundle bundle = proxy(Bundle.class, Map.of("getVersion", new Version(0, 1, 0), "findEntries", Answer.SCRIPTS,
                "adapt", proxy(BundleStartLevel.class, Map.of("getStartLevel", 80))));
        Bundle last = bundle(90, lastIsActive::get);
        return (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (self, method, args) ->
                switch (method.getName()) {
                    case "getBundle" -> bundle;
                    case "getServiceReference" -> bootFinished.get() ? proxy(ServiceReference.class, Map.of()) : null;
                    case "getBundles" -> new Bundle[] {bundle(80, () -> false), last};
                    case "getAllServiceReferences" -> new ServiceReference<?>[] {proxy(ServiceReference.class, Map.of())};
                    case "createFilter" -> filter((String) args[0]);
                    case "registerService" -> register(args[0] instanceof Class<?> c ? c.getName() : (String) args[0], args[1]);
                    case "getServiceReferences" -> method.getReturnType().isArray() ? new ServiceReference<?>[0] : List.of();
                    default -> null;
                });
    }

    private static Bundle bundle(int level, BooleanSupplier active) {
        return (Bundle) Proxy.newProxyInstance(PersistenceTest.class.getClassLoader(), new Class<?>[] {Bundle.class}, (self, method, args) -> switch (method.getName()) {
            case "adapt" -> proxy(BundleStartLevel.class, Map.of("getStartLevel", level, "isPersistentlyStarted", true));
            case "getState" -> active.getAsBoolean() ? Bundle.ACTIVE : Bundle.RESOLVED;
            case "getHeaders" -> new java.util.Hashtable<>();
            case "getBundleId" -> (long) level;
            case "getLastModified" -> 1L;
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> self == args[0];
            default -> null;
        });
    }

    private static Object filter(String text) throws InvalidSyntaxException {
        return FrameworkUtil.createFilter(text);
    }

    private ServiceRegistration<?> register(String name, Object service) {
        services.put(name, service);
        registered.add(name);
        return (ServiceRegistration<?>) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {ServiceRegistration.class},
                (self, method, args) -> {
                    if (method.getName().equals("unregister")) {
                        services.remove(name, service);
                    }
                    return null;
                });
    }

    private enum Answer {
        SCRIPTS
    }

    private static <T> T proxy(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            Object answer = answers.get(method.getName());
            return answer == Answer.SCRIPTS ? scripts((String) args[0]) : answer;
        }));
    }

    private static Object scripts(String folder) throws java.io.IOException {
        Path dir = Path.of("..", "persistence", "src", "main", "resources").resolve(folder);
        List<java.net.URL> found = new ArrayList<>();
        if (java.nio.file.Files.isDirectory(dir)) {
            try (var files = java.nio.file.Files.list(dir)) {
                for (Path file : files.toList()) {
                    found.add(file.toUri().toURL());
                }
            }
        }
        return java.util.Collections.enumeration(found);
    }

    private final class Factory implements DataSourceFactory {

        @Override
        public DataSource createDataSource(Properties p) {
            JdbcDataSource source = new JdbcDataSource();
            source.setURL(p.getProperty(JDBC_URL));
            source.setUser(p.getProperty(JDBC_USER));
            source.setPassword(p.getProperty(JDBC_PASSWORD));
            return (DataSource) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, args) -> {
                if (!method.getName().equals("getConnection")) {
                    return method.getReturnType() == int.class ? 5 : null;
                }
                if (away.get()) {
                    throw new SQLException("Connection refused", "08001");
                }
                Connection real = source.getConnection();
                return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class}, (me, call, given) -> {
                    if (away.get() && call.getName().equals("isValid")) {
                        return false;
                    }
                    return call.invoke(real, given);
                });
            });
        }

        @Override
        public ConnectionPoolDataSource createConnectionPoolDataSource(Properties p) {
            throw new UnsupportedOperationException();
        }

        @Override
        public XADataSource createXADataSource(Properties p) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Driver createDriver(Properties p) {
            throw new UnsupportedOperationException();
        }
    }

    private final class Settings implements Persistence.Config {

        @Override
        public String url() {
            return url;
        }

        @Override
        public String user() {
            return "shuyuan";
        }

        @Override
        public String password() {
            return "generated";
        }

        @Override
        public int maximumPoolSize() {
            return 4;
        }

        @Override
        public long connectionTimeout() {
            return 2_000;
        }

        @Override
        public long leakDetectionThreshold() {
            return 0;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return Persistence.Config.class;
        }
    }
}
