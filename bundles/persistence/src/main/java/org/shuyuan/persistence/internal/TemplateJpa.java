package org.shuyuan.persistence.internal;

import java.util.function.Function;
import javax.persistence.EntityManager;
import javax.persistence.OptimisticLockException;
import org.apache.aries.jpa.template.JpaTemplate;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Transactions;

/** The only place that touches {@link JpaTemplate}: every write is wrapped in a transaction. */
final class TemplateJpa implements Jpa {

    private final JpaTemplate template;
    private final Transactions transactions;

    TemplateJpa(JpaTemplate template, Transactions transactions) {
        this.template = template;
        this.transactions = transactions;
    }

    @Override
    public <T extends @Nullable Object> T read(Function<EntityManager, T> work) {
        // resource-local templates know REQUIRED only, so a read has its own short transaction too
        return template.txExpr(work::apply);
    }

    @Override
    public <T extends @Nullable Object> T write(Function<EntityManager, T> work) {
        return transactions.call(() -> {
            try {
                return template.txExpr(work::apply);
            } catch (RuntimeException e) {
                throw lockFailure(e);
            }
        });
    }

    /** The flush at the template's end wraps it in a RollbackException. */
    private static RuntimeException lockFailure(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof OptimisticLockException stale) {
                return stale;
            }
        }
        return e;
    }
}
