package org.shuyuan.access.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.access.internal.jpa.LeaverStore;
import org.shuyuan.access.internal.jpa.LeaverStore.Row;
import org.shuyuan.access.internal.password.Passwords;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.records.Anonymiser;

/**
 * Closes the accounts of somebody who is anonymised: of an account its id stays, since the trail and others' grants name it, and nothing of
 * whose it was. The trail itself is emptied by whoever anonymises ({@code Audit.redact}). Thread-safe.
 */
@Component(service = Anonymiser.class)
public final class AnonymousAccount implements Anonymiser {

    private final LeaverStore store;
    private final AccountStore accounts;
    private final Roles roles;
    private final Revisions revisions;
    private final Passwords passwords;

    @Activate
    public AnonymousAccount(@Reference LeaverStore store, @Reference AccountStore accounts, @Reference Roles roles, @Reference Revisions revisions, @Reference Passwords passwords) {
        this.store = store;
        this.accounts = accounts;
        this.roles = roles;
        this.revisions = revisions;
        this.passwords = passwords;
    }

    @Override
    public String module() {
        return "access";
    }

    /** @throws Problem 403 {@code access.more-than-own} for an account that may what the caller may not */
    @Override
    public List<Holding> holdings(Caller caller, Leaver who) {
        manageable(caller, who);
        List<Holding> held = new ArrayList<>();
        held.add(new Holding("anonymise.account", who.accounts().size(), Fate.NAMELESS, "anonymise.account.why"));
        held.add(goes("anonymise.sessions", who, Row.SESSIONS));
        held.add(goes("anonymise.sign-ins", who, Row.SIGN_INS));
        held.add(goes("anonymise.devices", who, Row.DEVICES));
        held.add(goes("anonymise.tokens", who, Row.TOKENS));
        held.add(goes("anonymise.second-factor", who, Row.FACTORS));
        held.add(goes("anonymise.links", who, Row.LINKS));
        held.add(goes("anonymise.roles", who, Row.GRANTS));
        held.add(new Holding("anonymise.trail", store.trail(who.person(), who.accounts()), Fate.NAMELESS, "anonymise.trail.why"));
        held.add(new Holding("anonymise.signed", store.signed(who.signedAs()), Fate.NAMELESS, "anonymise.signed.why"));
        return Anonymiser.held(held);
    }

    private Holding goes(String key, Leaver who, Row row) {
        return new Holding(key, store.count(row, who.accounts()), Fate.GOES, null);
    }

    @Override
    public void anonymise(Caller caller, Leaver who) {
        store.sign(who.signedAs(), who.label());
        if (who.accounts().isEmpty()) {
            return;
        }
        revisions.changed(Revisions.Kind.RIGHTS);
        manageable(caller, who);
        for (Row row : Row.values()) {
            store.delete(row, who.accounts());
        }
        for (UUID account : who.accounts()) {
            store.close(account, free("anonymous-" + who.number(), account), who.label(), passwords.hashGenerated(passwords.generate()));
        }
        roles.keepAnAdministrator();
        revisions.changed(Revisions.Kind.SESSIONS);
    }

    /** The old name is free for others; the new one is nobody's. */
    private String free(String name, UUID account) {
        List<String> taken = accounts.taken(List.of(Names.key(name)));
        boolean own = accounts.find(account).filter(a -> Names.key(a.name()).equals(Names.key(name))).isPresent();
        return taken.isEmpty() || own ? name : "anonymous-" + account;
    }

    private void manageable(Caller caller, Leaver who) {
        if (caller.kind() != Caller.Kind.SYSTEM && who.accounts().stream().anyMatch(account -> !roles.outranks(caller, account))) {
            throw Problem.forbidden("access.more-than-own");
        }
    }
}
