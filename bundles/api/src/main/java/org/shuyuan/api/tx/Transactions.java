package org.shuyuan.api.tx;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One database transaction for everything that modules and platform write on this thread. The outermost call takes one
 * pooled connection; every module's {@code DataSource} hands out that connection until the call ends.
 *
 * <p>Begin it around {@link Jpa#read} and {@link Jpa#write}, never inside them, and do not wait for other threads in it:
 * they do not join. Thread-safe.
 */
@ProviderType
public interface Transactions {

    /**
     * Work with a result.
     *
     * @param <T> type of the result
     * @param <E> what it may throw
     */
    @FunctionalInterface
    interface Work<T extends @Nullable Object, E extends Exception> {
        /**
         * Does the work.
         *
         * @return its result
         * @throws E as it likes
         */
        T call() throws E;
    }

    /**
     * Work without a result.
     *
     * @param <E> what it may throw
     */
    @FunctionalInterface
    interface Action<E extends Exception> {
        /**
         * Does the work.
         *
         * @throws E as it likes
         */
        void run() throws E;
    }

    /**
     * Outermost: commits when the work returns, rolls back and rethrows the same exception when it throws. Within another
     * call: joins it; if the work throws, the whole can only be rolled back, even when the caller catches the exception.
     *
     * @param <T> type of the result
     * @param <E> what the work may throw
     * @param work what stands or falls together
     * @return what the work returns
     * @throws E what the work threw
     * @throws TransactionFailed the work returned, but nothing of it is stored
     */
    <T extends @Nullable Object, E extends Exception> T call(Work<T, E> work) throws E;

    /**
     * A part that may fail by itself: if the work throws, only its own writes are undone (savepoint) and the surrounding
     * transaction goes on. Outermost it is the same as {@link #call}.
     *
     * @param <T> type of the result
     * @param <E> what the work may throw
     * @param work the part
     * @return what the work returns
     * @throws E what the work threw
     */
    <T extends @Nullable Object, E extends Exception> T attempt(Work<T, E> work) throws E;

    /**
     * {@link #call} without a result.
     *
     * @param <E> what the action may throw
     * @param action what stands or falls together
     * @throws E what the action threw
     */
    default <E extends Exception> void run(Action<E> action) throws E {
        this.<@Nullable Void, E>call(() -> {
            action.run();
            return null;
        });
    }

    /**
     * Runs once after the current transaction has committed, on the committing thread, outside the transaction; at once when
     * there is none. Not run after a rollback or a killed process: what must not be lost belongs in the outbox.
     *
     * @param action must not throw
     */
    void afterCommit(Runnable action);
}
