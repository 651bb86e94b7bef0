package org.shuyuan.api.tx;

import java.util.function.Consumer;
import java.util.function.Function;
import javax.persistence.EntityManager;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A store's only way to its persistence unit. Published per module with the service property {@code shuyuan.module=<id>}
 * once the module's tables are migrated and its persistence unit is up:
 * {@code @Reference(target = "(shuyuan.module=calendar)") Jpa jpa}.
 *
 * <p>Both forms run inside {@link Transactions}, so a failure that never reached the database still marks the whole, and a
 * store never waits for a second connection. Entities must not leave the work: return records. Thread-safe.
 */
@ProviderType
public interface Jpa {

    /**
     * Reads; joins the current transaction or has a short one of its own.
     *
     * @param <T> type of the result
     * @param work must not let an entity out
     * @return what the work returns
     */
    <T extends @Nullable Object> T read(Function<EntityManager, T> work);

    /**
     * Writes; flushed when the work returns, committed with the outermost transaction.
     *
     * @param <T> type of the result
     * @param work must not let an entity out
     * @return what the work returns
     */
    <T extends @Nullable Object> T write(Function<EntityManager, T> work);

    /**
     * {@link #write(Function)} without a result.
     *
     * @param work must not let an entity out
     */
    default void run(Consumer<EntityManager> work) {
        this.<@Nullable Void>write(em -> {
            work.accept(em);
            return null;
        });
    }
}
