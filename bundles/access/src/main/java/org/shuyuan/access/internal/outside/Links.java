package org.shuyuan.access.internal.outside;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.Account;
import org.shuyuan.access.internal.AccountService;
import org.shuyuan.access.internal.Sessions;
import org.shuyuan.access.internal.SignIn;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.access.internal.jpa.OutsideStore;
import org.shuyuan.access.internal.jpa.OutsideStore.Link;
import org.shuyuan.access.internal.password.Passwords;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;

/** What administrators see and do about an account's links to sources outside. Who may administer the account may do this. Thread-safe. */
@Component(service = Links.class)
public class Links {

    /** @param subject the source's own name for the person, which never changes */
    public record Shown(UUID id, String source, String name, String subject, Instant createdAt, Instant usedAt) {}

    /** @param password whether the account has a password of the portal beside them */
    public record OfAccount(List<Shown> links, boolean password) {}

    private final OutsideStore outside;
    private final AccountStore store;
    private final AccountService accounts;
    private final GroupRoles groups;
    private final Seals seals;
    private final Sessions sessions;
    private final Passwords passwords;
    private final Audit audit;
    private final Transactions transactions;

    @Activate
    public Links(@Reference OutsideStore outside, @Reference AccountStore store, @Reference AccountService accounts, @Reference GroupRoles groups,
            @Reference Seals seals, @Reference Sessions sessions, @Reference Passwords passwords, @Reference Audit audit, @Reference Transactions transactions) {
        this.outside = outside;
        this.store = store;
        this.accounts = accounts;
        this.groups = groups;
        this.seals = seals;
        this.sessions = sessions;
        this.passwords = passwords;
        this.audit = audit;
        this.transactions = transactions;
    }

    /** @throws Problem 404 {@code access.no-such-account} also for one that is not the caller's to administer */
    public OfAccount of(Caller caller, UUID account) {
        accounts.get(caller, account);
        List<Link> links = outside.links(account);
        return new OfAccount(links.stream().map(one -> new Shown(one.id(), one.source(), one.name(), one.subject(), one.createdAt(), one.usedAt())).toList(),
                !seals.sealed(account));
    }

    /**
     * Takes a link away, with the roles that came through it; the sessions end. The next sign-in is matched by the rule again.
     *
     * @throws Problem 403 {@code access.more-than-own}; 409 {@code access.no-such-link}
     */
    public void remove(Caller caller, UUID account, UUID link) {
        Account known = accounts.administered(caller, account);
        transactions.run(() -> {
            Link found = link(account, link);
            groups.forget(found.source(), known, caller);
            outside.remove(link);
            sessions.endAll(account, null);
            audit.write(caller, known.unit(), "access.unlink-account", SignIn.subject(known),
                    Map.of("source", found.source(), "subject", found.subject(), "name", found.name()), null);
        });
    }

    /**
     * From now on the account is entered through its sources only; its sessions end.
     *
     * @throws Problem 403 {@code access.more-than-own}; 409 {@code access.no-such-link} for an account that has none
     */
    public void seal(Caller caller, UUID account) {
        Account known = accounts.administered(caller, account);
        String hash = passwords.hashGenerated(Secrets.random());
        transactions.run(() -> {
            Link first = outside.links(account).stream().findFirst().orElseThrow(() -> Problem.conflict("access.no-such-link"));
            store.password(account, hash, false, Instant.now().truncatedTo(ChronoUnit.MICROS), null);
            outside.sealed(first.id(), hash);
            sessions.endAll(account, null);
            audit.write(caller, known.unit(), "access.remove-password", SignIn.subject(known), null, null);
        });
    }

    private Link link(UUID account, UUID link) {
        return outside.links(account).stream().filter(one -> one.id().equals(link)).findFirst().orElseThrow(() -> Problem.conflict("access.no-such-link"));
    }
}
