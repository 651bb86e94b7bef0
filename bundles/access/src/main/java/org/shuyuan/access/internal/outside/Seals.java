package org.shuyuan.access.internal.outside;

import java.util.List;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.access.internal.jpa.OutsideStore;
import org.shuyuan.access.internal.jpa.OutsideStore.Link;

/** Which accounts are entered through their sources only. Thread-safe. */
@Component(service = Seals.class)
public class Seals {

    private final OutsideStore outside;
    private final AccountStore accounts;

    @Activate
    public Seals(@Reference OutsideStore outside, @Reference AccountStore accounts) {
        this.outside = outside;
        this.accounts = accounts;
    }

    /** Has the account no password of the portal that anybody could know? */
    public boolean sealed(UUID account) {
        List<Link> links = outside.links(account);
        String hash = links.isEmpty() ? "" : accounts.withPassword(account).map(AccountStore.WithPassword::password).orElse("");
        return links.stream().anyMatch(one -> hash.equals(one.sealed()));
    }
}
