package org.shuyuan.access.internal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.access.internal.jpa.LeaverStore;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.text.Language;

/** {@link Accounts} for other rooms. Thread-safe. */
@Component(service = Accounts.class)
public class AccountDirectory implements Accounts {

    private final AccountStore accounts;
    private final Rights rights;
    private final LeaverStore leavers;

    @Activate
    public AccountDirectory(@Reference AccountStore accounts, @Reference Rights rights, @Reference LeaverStore leavers) {
        this.accounts = accounts;
        this.rights = rights;
        this.leavers = leavers;
    }

    @Override
    public List<UUID> ofPeople(Collection<UUID> people) {
        return List.copyOf(accounts.byPeople(people, true).values());
    }

    @Override
    public List<UUID> holding(String permission, UUID unit) {
        return rights.holding(permission, unit);
    }

    @Override
    public List<UUID> people(Collection<UUID> wanted) {
        return accounts.people(wanted);
    }

    @Override
    public Map<UUID, Language> languages(Collection<UUID> people) {
        return accounts.languages(people);
    }

    @Override
    public List<Past> everOf(UUID person) {
        return leavers.accounts(person).stream().map(account -> new Past(account, leavers.names(account))).toList();
    }
}
