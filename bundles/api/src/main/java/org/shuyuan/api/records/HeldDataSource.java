package org.shuyuan.api.records;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.shuyuan.api.access.Caller;

/**
 * What a module holds about a person: the page "data about me" gathers it from every module that keeps something and tells it to that
 * person only; what others may know of it ({@link #about}) stands on the person's page. A module registers one as a service. Secrets (passwords, tokens, digests) are never told. Thread-safe.
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

    /**
     * What is held about a person and may be told to somebody else, for the person's page.
     *
     * @param reader who asks; what the reader may not see is left out
     * @param person id of a person whom the reader may see
     * @return tables; empty unless the module has something for others
     */
    default List<Held> about(Caller reader, UUID person) {
        return List.of();
    }
}
