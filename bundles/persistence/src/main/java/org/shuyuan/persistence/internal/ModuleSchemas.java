package org.shuyuan.persistence.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.apache.aries.jpa.template.JpaTemplate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.shuyuan.api.module.ModuleData;
import org.shuyuan.api.module.ModuleHealth;
import org.shuyuan.api.outbox.Outbox;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.persistence.internal.backup.ScriptShelf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For each active bundle with the header {@code Shuyuan-Module: <id>}: runs its migrations and only then registers the
 * DataSource {@code shuyuan.<id>}, which its persistence unit waits for; when the unit is up, registers its {@link Jpa}. A
 * module whose migration fails stays down alone.
 */
final class ModuleSchemas implements BundleTrackerCustomizer<ServiceRegistration<DataSource>>, ModuleHealth, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModuleSchemas.class);

    private final BundleContext context;
    private final DataSource pool;
    private final Migrator migrator;
    private final ScriptShelf shelf;
    private final String vendor;
    private final SharedTransactions transactions;
    private final PoolView view;
    private final OutboxDispatcher dispatcher;
    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
    /** What has been looked at before the opening, by the bundle's number. */
    private final Map<Long, Prepared> prepared = new ConcurrentHashMap<>();
    private boolean ownTables;
    private final List<ServiceRegistration<?>> services = new ArrayList<>();
    private final BundleTracker<ServiceRegistration<DataSource>> modules;
    private final ServiceTracker<JpaTemplate, ServiceRegistration<Jpa>> templates;

    /** @param whole whether the module's tables are as it wants them */
    private record Prepared(long lastModified, boolean whole) {}

    ModuleSchemas(BundleContext context, DataSource pool, String vendor, SharedTransactions transactions, Path data) {
        this.context = context;
        this.pool = pool;
        this.vendor = vendor;
        this.transactions = transactions;
        migrator = new Migrator(pool, vendor, data.resolve("db"));
        shelf = new ScriptShelf(pool);
        view = new PoolView(transactions);
        dispatcher = new OutboxDispatcher(pool);
        // ACTIVE only: a module whose activator fails must not touch the database.
        modules = new BundleTracker<>(context, Bundle.ACTIVE, this);
        templates = new ServiceTracker<>(context, JpaTemplate.class, new Templates());
    }

    /**
     * Runs the migrations of the modules that are active by now and publishes nothing: while the container still starts, there is time for that. To be
     * called again as more become active, and by the thread that opens only.
     */
    void prepare() throws Migrator.MigrationFailed {
        prepareOwn();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getState() == Bundle.ACTIVE && !looked(bundle)) {
                String id = module(bundle);
                prepared.put(bundle.getBundleId(), new Prepared(bundle.getLastModified(), id != null && migrate(id, bundle)));
            }
        }
    }

    private void prepareOwn() throws Migrator.MigrationFailed {
        if (!ownTables) {
            run("persistence", context.getBundle());
            ownTables = true;
        }
    }

    /** What has come anew since has not been looked at. */
    private boolean looked(Bundle bundle) {
        Prepared before = prepared.get(bundle.getBundleId());
        return before != null && before.lastModified() == bundle.getLastModified();
    }

    private static @Nullable String module(Bundle bundle) {
        return bundle.getHeaders("").get("Shuyuan-Module");
    }

    void open() throws Migrator.MigrationFailed {
        prepareOwn();
        services.add(context.registerService(Transactions.class, transactions, null));
        services.add(context.registerService(Outbox.class, new JdbcOutbox(transactions, dispatcher::wake), null));
        dispatcher.start();
        templates.open();
        modules.open();
        services.add(context.registerService(ModuleData.class, new ModuleEraser(pool, this::here), null));
        // last: applications wait for it, so that they come after their resources
        services.add(context.registerService(ModuleHealth.class, this, null));
    }

    private boolean here(String module) {
        return Arrays.stream(context.getBundles()).anyMatch(bundle -> module.equals(module(bundle)));
    }

    OutboxDispatcher dispatcher() {
        return dispatcher;
    }

    @Override
    public Optional<Trouble> trouble(String module) {
        return Optional.ofNullable(troubles.get(module));
    }

    /** A module's word is part of a table's name. */
    @Override
    public List<String> pending(String module, Collection<String> scripts) {
        if (!module.matches("[a-z][a-z0-9-]{0,39}")) {
            throw new IllegalArgumentException(module);
        }
        return migrator.pending(module, scripts);
    }

    @Override
    public @Nullable ServiceRegistration<DataSource> addingBundle(Bundle bundle, @Nullable BundleEvent event) {
        String id = module(bundle);
        if (id == null) {
            return null;
        }
        boolean looked = looked(bundle);
        Prepared before = prepared.remove(bundle.getBundleId());
        boolean whole = looked && before != null ? before.whole() : migrate(id, bundle);
        return !whole ? null : context.registerService(DataSource.class, view, Persistence.named("shuyuan." + id));
    }

    /** @return whether the module can live on its tables; if not, {@link #trouble} says why */
    private boolean migrate(String id, Bundle bundle) {
        try {
            if (bundle != context.getBundle()) {
                run(id, bundle);
            }
            troubles.remove(id);
            return true;
        } catch (Migrator.MigrationFailed e) {
            troubles.put(id, new Trouble(id, bundle.getVersion().toString(), "persistence.migration-failed", e.getMessage()));
            LOG.error("Module {} {} is not available, its tables are as they were: {}", id, bundle.getVersion(), e.getMessage());
            LOG.debug("Migration of {}", id, e);
            return false;
        }
    }

    /** Nothing is to be done where the very scripts are kept by which the tables came about: most starts then need no Flyway at all. */
    private void run(String id, Bundle bundle) throws Migrator.MigrationFailed {
        Scripts scripts = Scripts.of(bundle, vendor);
        if (migrator.ran(id, scripts) && (scripts.isEmpty() || kept(id, bundle))) {
            return;
        }
        int run = migrator.migrate(id, scripts);
        try {
            shelf.keep(id, Scripts.texts(bundle));
        } catch (SQLException | IOException e) {
            LOG.warn("The scripts of module {} were not kept; its data can be restored only where it is installed: {}", id, e.toString());
        }
        if (run > 0) {
            LOG.info("Module {} {}: {} migrations run", id, bundle.getVersion(), run);
        }
    }

    private boolean kept(String id, Bundle bundle) {
        try {
            return shelf.holds(id, Scripts.texts(bundle));
        } catch (SQLException | IOException e) {
            LOG.debug("Scripts of {}", id, e);
            return false;
        }
    }

    @Override
    public void modifiedBundle(Bundle bundle, @Nullable BundleEvent event, ServiceRegistration<DataSource> registration) {
        // only ACTIVE is tracked
    }

    @Override
    public void removedBundle(Bundle bundle, @Nullable BundleEvent event, ServiceRegistration<DataSource> registration) {
        unregister(registration);
    }

    @Override
    public void close() {
        dispatcher.close();
        modules.close();
        templates.close();
        services.forEach(ModuleSchemas::unregister);
    }

    private static void unregister(ServiceRegistration<?> registration) {
        try {
            registration.unregister();
        } catch (IllegalStateException alreadyGone) {
            LOG.debug("Unregistered before", alreadyGone);
        }
    }

    private final class Templates implements ServiceTrackerCustomizer<JpaTemplate, ServiceRegistration<Jpa>> {

        @Override
        public @Nullable ServiceRegistration<Jpa> addingService(ServiceReference<JpaTemplate> reference) {
            Object unit = reference.getProperty("osgi.unit.name");
            JpaTemplate template = context.getService(reference);
            if (unit == null || template == null) {
                return null;
            }
            return context.registerService(Jpa.class, new TemplateJpa(template, transactions),
                    new Hashtable<>(Map.of("shuyuan.module", unit)));
        }

        @Override
        public void modifiedService(ServiceReference<JpaTemplate> reference, ServiceRegistration<Jpa> registration) {
            // the unit's name does not change
        }

        @Override
        public void removedService(ServiceReference<JpaTemplate> reference, ServiceRegistration<Jpa> registration) {
            unregister(registration);
            context.ungetService(reference);
        }
    }
}
