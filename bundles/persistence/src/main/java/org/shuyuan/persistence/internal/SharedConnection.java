package org.shuyuan.persistence.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.tx.TransactionFailed;

/**
 * The connection of one outermost call. Modules get handles on it whose commit and close do nothing, and whose rollback only
 * notes that this transaction has failed. Confined to its thread.
 */
final class SharedConnection {

    private final Connection connection;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private @Nullable Throwable failure;

    private SharedConnection(Connection connection) {
        this.connection = connection;
    }

    static SharedConnection open(DataSource pool) {
        try {
            Connection c = pool.getConnection();
            try {
                c.setAutoCommit(false);
            } catch (SQLException e) {
                c.close();
                throw e;
            }
            return new SharedConnection(c);
        } catch (SQLException e) {
            throw new TransactionFailed("No transaction could be begun", e);
        }
    }

    Connection handle() {
        return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class}, new Handle());
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }

    void addAfterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** What a part that was undone wanted done afterwards is undone with it. */
    void forgetAfterCommit(int from) {
        afterCommit.subList(from, afterCommit.size()).clear();
    }

    /** Only a rollback is possible from now on. */
    void fail(Throwable cause) {
        if (failure == null || failure instanceof RolledBack) {
            failure = cause;
        }
    }

    private void refuseFailed() {
        if (failure != null) {
            throw new TransactionFailed("Rolled back, because a part of the transaction failed: " + failure.getMessage(), failure);
        }
    }

    void commit() {
        refuseFailed();
        try {
            connection.commit();
        } catch (SQLException e) {
            throw new TransactionFailed("Commit failed", e);
        }
    }

    /** The pool rolls back what is not committed and restores auto-commit. */
    void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new TransactionFailed("The connection could not be given back", e);
        }
    }

    Savepoint savepoint() {
        refuseFailed();
        try {
            return connection.setSavepoint();
        } catch (SQLException e) {
            throw new TransactionFailed("No savepoint", e);
        }
    }

    void release(Savepoint savepoint) {
        refuseFailed();
        try {
            connection.releaseSavepoint(savepoint);
        } catch (SQLException e) {
            throw new TransactionFailed("Savepoint not released", e);
        }
    }

    /** Undoes a part; if that does not work, the whole has failed. */
    void rollbackTo(Savepoint savepoint, Throwable cause) {
        try {
            connection.rollback(savepoint);
            failure = null;
        } catch (SQLException e) {
            cause.addSuppressed(e);
            fail(cause);
        }
    }

    /** Stands for the real failure, which comes a moment later if it passes through a call. */
    private static final class RolledBack extends SQLException {
        private static final long serialVersionUID = 1;

        RolledBack() {
            super("a module rolled back its connection");
        }
    }

    private final class Handle implements InvocationHandler {
        private boolean autoCommit = true;
        private boolean closed;

        @Override
        public @Nullable Object invoke(Object self, Method method, Object @Nullable [] args) throws Throwable {
            switch (method.getName()) {
                case "close":
                    closed = true;
                    return null;
                case "isClosed":
                    return closed || connection.isClosed();
                case "equals":
                    return args != null && self == args[0];
                case "hashCode":
                    return System.identityHashCode(self);
                default:
            }
            if (closed) {
                throw new SQLException("Connection is closed");
            }
            switch (method.getName()) {
                case "setAutoCommit":
                    autoCommit = args != null && (boolean) args[0];
                    return null;
                case "getAutoCommit":
                    return autoCommit;
                case "commit":
                    return null;
                case "rollback":
                    if (args == null) {
                        fail(new RolledBack());
                        return null;
                    }
                    break;
                default:
            }
            try {
                return method.invoke(connection, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
