package org.shuyuan.testing;

import java.util.function.Function;
import java.util.function.Supplier;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Transactions;

/** {@link Jpa} without a container: one EntityManager for the outermost read or write of a thread, as the container's template has. */
final class SeJpa implements Jpa {

    private final Supplier<EntityManagerFactory> factory;
    private final ThreadLocal<@Nullable EntityManager> current = new ThreadLocal<>();
    private @Nullable Transactions transactions;

    SeJpa(Supplier<EntityManagerFactory> factory) {
        this.factory = factory;
    }

    void use(Transactions used) {
        transactions = used;
    }

    boolean inside() {
        return current.get() != null;
    }

    @Override
    public <T extends @Nullable Object> T read(Function<EntityManager, T> work) {
        return template(work);
    }

    @Override
    public <T extends @Nullable Object> T write(Function<EntityManager, T> work) {
        if (transactions == null) {
            throw new IllegalStateException("No transactions");
        }
        return transactions.call(() -> template(work));
    }

    private <T extends @Nullable Object> T template(Function<EntityManager, T> work) {
        EntityManager outer = current.get();
        if (outer != null) {
            return work.apply(outer);
        }
        EntityManager em = factory.get().createEntityManager();
        current.set(em);
        try {
            em.getTransaction().begin();
            T result = work.apply(em);
            em.getTransaction().commit();
            return result;
        } catch (RuntimeException e) {
            if (em.getTransaction().isActive()) {
                em.getTransaction().rollback();
            }
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof OptimisticLockException stale) {
                    throw stale;
                }
            }
            throw e;
        } finally {
            current.remove();
            em.close();
        }
    }
}
