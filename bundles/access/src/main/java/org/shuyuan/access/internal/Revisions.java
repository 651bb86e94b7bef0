package org.shuyuan.access.internal;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.RoleStore;
import org.shuyuan.api.tx.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when what is remembered about rights or sessions is old: at once after a commit on this node, within half a second
 * after one on another. Thread-safe.
 */
@Component(service = Revisions.class)
public class Revisions {

    private static final Logger LOG = LoggerFactory.getLogger(Revisions.class);
    private static final int POLL_MILLISECONDS = 500;

    /** What is remembered and may grow old. */
    public enum Kind {
        RIGHTS("rights"),
        SESSIONS("sessions");

        private final String row;

        Kind(String row) {
            this.row = row;
        }
    }

    private final RoleStore store;
    private final Transactions transactions;
    private final AtomicLong[] generations = {new AtomicLong(1), new AtomicLong(1)};
    private final long[] stored = {-1, -1};
    private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "access-revisions");
        thread.setDaemon(true);
        return thread;
    });

    @Activate
    public Revisions(@Reference RoleStore store, @Reference Transactions transactions) {
        this.store = store;
        this.transactions = transactions;
        poller.scheduleWithFixedDelay(this::poll, POLL_MILLISECONDS, POLL_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    @Deactivate
    public void stop() {
        poller.shutdownNow();
    }

    /** Another number than before when what was remembered under the old one may be wrong. */
    public long generation(Kind kind) {
        return generations[kind.ordinal()].get();
    }

    /** To be called inside the transaction that changes something; it also keeps out others who change the same kind. */
    public void changed(Kind kind) {
        store.raise(kind.row);
        transactions.afterCommit(generations[kind.ordinal()]::incrementAndGet);
    }

    /** Reads what other nodes have changed. A database that is away makes everything old. */
    void poll() {
        for (Kind kind : Kind.values()) {
            int i = kind.ordinal();
            try {
                long now = store.revision(kind.row);
                if (now != stored[i]) {
                    stored[i] = now;
                    generations[i].incrementAndGet();
                }
            } catch (RuntimeException away) {
                generations[i].incrementAndGet();
                LOG.debug("Cannot read the revision of {}", kind.row, away);
            }
        }
    }
}
