package org.shuyuan.persistence.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.TransactionFailed;
import org.shuyuan.api.tx.TransactionListener;
import org.shuyuan.api.tx.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binds one pooled connection to the thread for the outermost call; see {@link SharedConnection}. */
public class SharedTransactions implements Transactions {

    private static final Logger LOG = LoggerFactory.getLogger(SharedTransactions.class);

    private final DataSource pool;
    private final BooleanSupplier insideTemplate;
    private final Supplier<List<TransactionListener>> listeners;
    private final ThreadLocal<@Nullable SharedConnection> current = new ThreadLocal<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean closed;

    /** @param insideTemplate whether this thread is inside a JPA template that nobody wrapped in a transaction */
    public SharedTransactions(DataSource pool, BooleanSupplier insideTemplate, Supplier<List<TransactionListener>> listeners) {
        this.pool = pool;
        this.insideTemplate = insideTemplate;
        this.listeners = listeners;
    }

    /** What a module's DataSource gives out: a handle on the thread's connection, or a pooled connection of its own. */
    public Connection connection() throws SQLException {
        SharedConnection shared = current.get();
        return shared == null ? pool.getConnection() : shared.handle();
    }

    /** Whether this thread is inside {@link #call}. */
    public boolean active() {
        return current.get() != null;
    }

    @Override
    public <T extends @Nullable Object, E extends Exception> T call(Work<T, E> work) throws E {
        SharedConnection outer = current.get();
        if (outer != null) {
            try {
                return work.call();
            } catch (Throwable e) {
                outer.fail(e);
                throw e;
            }
        }
        refuseInsideTemplate();
        open.incrementAndGet();
        try {
            if (closed) {
                throw new Problem(503, "persistence.maintenance");
            }
            return outermost(work);
        } finally {
            if (open.decrementAndGet() == 0 && closed) {
                synchronized (open) {
                    open.notifyAll();
                }
            }
        }
    }

    private <T extends @Nullable Object, E extends Exception> T outermost(Work<T, E> work) throws E {
        // Taken now, not on first use: nothing in the work then waits for the pool while it holds some lock.
        SharedConnection shared = SharedConnection.open(pool);
        current.set(shared);
        T result;
        try {
            result = work.call();
            askListeners();
            shared.commit();
        } finally {
            current.remove();
            shared.close();
        }
        shared.afterCommit().forEach(SharedTransactions::runSafely);
        return result;
    }

    /**
     * Begins no transaction from now on (503 {@code persistence.maintenance}) and waits for those under way.
     *
     * @throws Problem 409 {@code persistence.busy} when they do not end in time; new ones are begun again then
     */
    public void closeDoors(long millis) throws InterruptedException {
        closed = true;
        long deadline = System.nanoTime() + millis * 1_000_000;
        synchronized (open) {
            while (open.get() > 0) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    closed = false;
                    throw Problem.conflict("persistence.busy");
                }
                open.wait(left);
            }
        }
    }

    public void openDoors() {
        closed = false;
    }

    private void askListeners() {
        for (TransactionListener listener : listeners.get()) {
            try {
                listener.beforeCommit();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new TransactionFailed("Refused before the commit", e);
            }
        }
    }

    @Override
    public <T extends @Nullable Object, E extends Exception> T attempt(Work<T, E> work) throws E {
        SharedConnection shared = current.get();
        if (shared == null) {
            return call(work);
        }
        refuseInsideTemplate();
        Savepoint before = shared.savepoint();
        int actions = shared.afterCommit().size();
        try {
            T result = work.call();
            shared.release(before);
            return result;
        } catch (Throwable e) {
            shared.rollbackTo(before, e);
            shared.forgetAfterCommit(actions);
            throw e;
        }
    }

    @Override
    public void afterCommit(Runnable action) {
        SharedConnection shared = current.get();
        if (shared == null) {
            runSafely(action);
        } else {
            shared.addAfterCommit(action);
        }
    }

    /** The commit stands, so a failing follow-up is logged and hides nothing from the caller. */
    private static void runSafely(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("Something that follows a commit failed", e);
        }
    }

    /** A template's EntityManager may hold unwritten changes or another connection. */
    private void refuseInsideTemplate() {
        if (insideTemplate.getAsBoolean()) {
            throw new TransactionFailed("A transaction must be begun around Jpa.read or Jpa.write, not inside", null);
        }
    }
}
