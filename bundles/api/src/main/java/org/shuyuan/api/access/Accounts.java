package org.shuyuan.api.access;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;
import org.shuyuan.api.text.Language;

/** Accounts of people, for those who address people: notices, modules that write to somebody. Thread-safe. */
@ProviderType
public interface Accounts {

    /**
     * The accounts of these people.
     *
     * @param people ids of persons
     * @return enabled accounts; people without one are left out
     */
    List<UUID> ofPeople(Collection<UUID> people);

    /**
     * Who may something somewhere.
     *
     * @param permission {@code <module>.<name>}
     * @param unit where
     * @return enabled accounts that hold it there, directly or from above
     */
    List<UUID> holding(String permission, UUID unit);

    /**
     * Whose these accounts are.
     *
     * @param accounts ids of accounts
     * @return ids of persons, each once; accounts that are nobody's in the directory are left out
     */
    default List<UUID> people(Collection<UUID> accounts) {
        return List.of();
    }

    /**
     * In which language people want to be written to.
     *
     * @param people ids of persons
     * @return of those with an enabled account, by person
     */
    default Map<UUID, Language> languages(Collection<UUID> people) {
        return Map.of();
    }

    /**
     * An account that is, or was, a person's.
     *
     * @param account its id
     * @param names under which it signed what it wrote, as far as the trail goes back
     */
    record Past(UUID account, Set<String> names) {}

    /**
     * All accounts of a person, closed ones too.
     *
     * @param person id of a person
     * @return empty when there is none
     */
    default List<Past> everOf(UUID person) {
        return ofPeople(List.of(person)).stream().map(account -> new Past(account, Set.of())).toList();
    }
}
