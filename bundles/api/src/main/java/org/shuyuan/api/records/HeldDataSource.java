package org.shuyuan.api.records;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.shuyuan.api.access.Caller;

/**
 * What a module holds about a person, told to that person only: the page "data about me" gathers it from every module that keeps
 * something. A module registers one as a service. Secrets (passwords, tokens, digests) are never told. Thread-safe.
 */
@ConsumerType
public interface HeldDataSource {

    /**
     * One table of what is held.
     *
     * @param key of the text of the module that names it
     * @param columns keys of texts of the module
     * @param rows values for the columns: String, Number, Boolean, Instant, LocalDate or null
     */
    record Held(String key, List<String> columns, List<List<@Nullable Object>> rows) {}

    /**
     * The module that holds it.
     *
     * @return its id
     */
    String module();

    /**
     * Everything held about the caller: the person and the account.
     *
     * @param self who asks about himself or herself
     * @return tables; empty when there is nothing
     */
    List<Held> held(Caller self);
}
