package org.shuyuan.modules.internal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.module.KeptForModules;
import org.shuyuan.api.module.ModuleData;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away for good what a withdrawn module kept. Only once there is a backup with all that it held when it was withdrawn, and only for somebody who has typed
 * its name. The trail tells of it before it is done, so that nothing goes without a word. Thread-safe.
 */
@Component(service = Purge.class)
public class Purge {

    /**
     * What there is to lose.
     *
     * @param rows by table
     * @param elsewhere rows in tables of the platform that are kept for it
     * @param withdrawn when it was withdrawn
     * @param backup the moment of the last backup, null when there never was one
     */
    record Stock(Map<String, Long> rows, long elsewhere, Instant withdrawn, @Nullable Instant backup) {

        long sum() {
            return elsewhere + rows.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Purge.class);

    private final ModuleManager manager;
    private final ModuleData data;
    private final Transactions transactions;
    private final Audit audit;

    /** Those that keep something for modules; one that is away just now keeps what it has. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<KeptForModules> keepers = new CopyOnWriteArrayList<>();

    @Activate
    public Purge(@Reference ModuleManager manager, @Reference ModuleData data, @Reference Transactions transactions, @Reference Audit audit) {
        this.manager = manager;
        this.data = data;
        this.transactions = transactions;
        this.audit = audit;
    }

    /** @throws Problem 404 {@code modules.no-such-module}; 422 {@code modules.is-platform}; 409 {@code modules.not-withdrawn} */
    Stock stock(String id) {
        manager.refusePlatform(id);
        DesiredStore.Desired desired = manager.store().find(id).orElseThrow(() -> Problem.notFound("modules.no-such-module").with("module", id));
        if (desired.installed() || manager.bundle(id) != null) {
            throw Problem.conflict("modules.not-withdrawn").with("module", id);
        }
        return new Stock(data.rows(id), keepers.stream().mapToLong(keeper -> keeper.rows(id)).sum(), manager.store().changedAt(id).orElseThrow(), data.lastBackup().orElse(null));
    }

    /** Why it cannot be done yet. */
    Optional<Problem> refusal(String id, Stock stock) {
        Instant backup = stock.backup();
        return backup != null && backup.isAfter(stock.withdrawn()) ? Optional.empty() : Optional.of(Problem.conflict("modules.no-backup").with("module", id));
    }

    /**
     * Does it.
     *
     * @param name of the module, as people call it
     * @param typed what somebody typed: the name, or the id
     * @throws Problem as {@link #stock}; 409 {@code modules.no-backup}, {@code modules.not-purged}; 422 when another name was typed
     */
    void purge(String id, String name, @Nullable String typed, Caller caller) {
        // no other act on modules meanwhile: it must not come back while its tables go
        synchronized (manager) {
            Stock stock = stock(id);
            refusal(id, stock).ifPresent(why -> {
                throw why;
            });
            if (typed == null || !typed.strip().equals(name) && !typed.strip().equals(id)) {
                throw Problem.invalid("name", "modules.other-name");
            }
            DesiredStore.Desired desired = manager.store().find(id).orElseThrow();
            transactions.run(() -> {
                manager.history().add(desired, HistoryStore.Action.PURGE, null, caller);
                audit.write(caller, null, "modules.purge", new Audit.Subject("modules.module", id, name), Map.of("rows", stock.sum(), "tables", stock.rows().size()), null);
                keepers.forEach(keeper -> keeper.erase(id));
            });
            try {
                data.erase(id);
                LOG.info("The data of module {} is gone: {} rows of {} tables", id, stock.sum(), stock.rows().size());
            } catch (IllegalStateException e) {
                Problem why = Problem.conflict("modules.not-purged").with("module", id).with("detail", String.valueOf(e.getMessage()));
                manager.failed(id, String.valueOf(desired.version()), String.valueOf(desired.origin()), why, caller);
                throw why;
            }
        }
    }
}
