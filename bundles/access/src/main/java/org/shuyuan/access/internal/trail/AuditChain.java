package org.shuyuan.access.internal.trail;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.AuditChainStore;
import org.shuyuan.access.internal.jpa.AuditChainStore.Head;
import org.shuyuan.api.tx.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chains entries within about a second of their commit. Those who write wait for nobody: each entry is written in its own
 * transaction without a number; numbers are given here, by one node at a time, in the order in which commits become visible.
 * Thread-safe.
 */
@Component(service = AuditChain.class, immediate = true)
public class AuditChain {

    private static final Logger LOG = LoggerFactory.getLogger(AuditChain.class);
    private static final int BATCH = 500;

    private final AuditChainStore store;
    private final Transactions transactions;
    private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "access-audit-chain");
        thread.setDaemon(true);
        return thread;
    });
    private boolean told;

    @Activate
    public AuditChain(@Reference AuditChainStore store, @Reference Transactions transactions) {
        this(store, transactions, true);
    }

    /** @param byItself false for tests that say when */
    public AuditChain(AuditChainStore store, Transactions transactions, boolean byItself) {
        this.store = store;
        this.transactions = transactions;
        if (byItself) {
            poller.scheduleWithFixedDelay(this::poll, 2, 1, TimeUnit.SECONDS);
        }
    }

    @Deactivate
    public void stop() {
        poller.shutdownNow();
    }

    private void poll() {
        try {
            chain();
            told = false;
        } catch (RuntimeException e) {
            if (!told) {
                LOG.warn("The audit trail could not be chained, tried again every second: {}", e.getMessage());
            }
            told = true;
        }
    }

    /** Chains what is there, also what the caller's own transaction has written. @return how many entries */
    public int chain() {
        int all = 0;
        int some;
        do {
            // nothing waits: no lock is taken
            some = store.tail(1).entries() == 0 ? 0 : transactions.call(this::some);
            all += some;
        } while (some == BATCH);
        return all;
    }

    private int some() {
        Head head = store.lockHead();
        List<AuditRow> waiting = store.unchained(BATCH);
        if (waiting.isEmpty()) {
            return 0;
        }
        List<AuditRow> links = new ArrayList<>();
        Set<UUID> fresh = new HashSet<>();
        String previous = head.hash();
        long number = head.number();
        for (AuditRow row : waiting) {
            AuditRow sealed = row;
            if (row.content().digest() == null) {
                sealed = new AuditRow(row.entry(), row.kind(), null, null, Seal.actor(row.entry()), Seal.content(row.entry()));
                fresh.add(row.entry().id());
            }
            previous = Seal.link(previous, ++number, sealed);
            links.add(new AuditRow(sealed.entry(), sealed.kind(), number, previous, sealed.actor(), sealed.content()));
        }
        store.link(links, fresh);
        return links.size();
    }
}
