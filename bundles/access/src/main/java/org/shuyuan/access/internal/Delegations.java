package org.shuyuan.access.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.access.internal.jpa.RoleStore;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;

/**
 * Standing in: who is away lets another hold the own roles for some days. It ends by itself on its last day, when it is taken back, when
 * the role it comes from is taken away, and when its giver's account is disabled. What is delegated cannot be delegated on. Thread-safe.
 */
@Component(service = Delegations.class)
public class Delegations {

    private static final int MOST_DAYS = 366;
    private static final int MOST = 50;
    private static final int LONGEST_REASON = 200;

    /**
     * What is wanted.
     *
     * @param grants which of the own roles
     * @param person who stands in
     * @param since first day, null: today
     */
    public record Wanted(@Nullable List<UUID> grants, @Nullable UUID person, @Nullable LocalDate since, @Nullable LocalDate until,
            @Nullable String reason) {}

    private final RoleStore store;
    private final AccountStore accounts;
    private final Rights rights;
    private final Revisions revisions;
    private final Audit audit;
    private final Transactions transactions;
    private final Clock clock;

    @Activate
    public Delegations(@Reference RoleStore store, @Reference AccountStore accounts, @Reference Rights rights, @Reference Revisions revisions,
            @Reference Audit audit, @Reference Transactions transactions) {
        this(store, accounts, rights, revisions, audit, transactions, Clock.systemUTC());
    }

    Delegations(RoleStore store, AccountStore accounts, Rights rights, Revisions revisions, Audit audit,
            Transactions transactions, Clock clock) {
        this.store = store;
        this.accounts = accounts;
        this.rights = rights;
        this.revisions = revisions;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The own roles that the caller can delegate. A system administrator's is not one of them: it could make itself permanent. */
    public List<Grant> delegable(Caller caller) {
        return rights.grants(caller.account()).stream().filter(grant -> grant.own() && grant.unit() != null && !grant.over(rights.today(grant.unit()))).toList();
    }

    /** What the caller has delegated and what is delegated to the caller, so far as it is not over. */
    public List<Grant> given(Caller caller) {
        return store.delegatedBy(caller.account()).stream().filter(grant -> !grant.over(rights.today(grant.unit()))).toList();
    }

    public List<Grant> received(Caller caller) {
        return store.grants(List.of(caller.account())).stream().filter(grant -> !grant.own() && !grant.over(rights.today(grant.unit()))).toList();
    }

    /**
     * Lets another hold some of the caller's roles.
     *
     * @throws Problem 403 {@code access.browser-only}, {@code access.not-delegable} for a role that is not the caller's own; 409
     *     {@code access.held-already}, {@code access.too-many-delegations}; 422
     */
    public List<Grant> delegate(Caller caller, Wanted wanted) {
        Sessions.browserOnly(caller);
        String reason = Names.reason(wanted.reason(), LONGEST_REASON);
        Set<UUID> chosen = new LinkedHashSet<>(wanted.grants() == null ? List.of() : wanted.grants());
        if (chosen.isEmpty() || chosen.size() > MOST) {
            throw Problem.invalid("grants", "access.choose-roles");
        }
        Account standIn = standIn(caller, wanted.person());
        return transactions.call(() -> {
            revisions.changed(Revisions.Kind.RIGHTS);
            List<Grant> mine = delegable(caller);
            List<Grant> before = given(caller);
            if (before.size() + chosen.size() > MOST) {
                throw Problem.conflict("access.too-many-delegations").with("most", MOST);
            }
            List<Grant> made = new ArrayList<>();
            for (UUID id : chosen) {
                Grant source = mine.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow(() -> Problem.forbidden("access.not-delegable"));
                Grant part = part(caller, source, standIn, wanted, reason);
                if (before.stream().anyMatch(one -> one.account().equals(standIn.id()) && overlaps(one, part))) {
                    throw Problem.conflict("access.held-already");
                }
                store.add(part);
                audit.write(caller, part.unit(), "access.delegate-role", SignIn.subject(standIn), null, Roles.shown(part));
                made.add(part);
            }
            return made;
        });
    }

    private Account standIn(Caller caller, @Nullable UUID person) {
        UUID account = person == null ? null : accounts.byPeople(List.of(person), true).get(person);
        Account found = account == null ? null : accounts.find(account).orElse(null);
        if (found == null) {
            throw Problem.invalid("person", "access.person-without-account");
        }
        if (found.id().equals(caller.account())) {
            throw Problem.invalid("person", "access.not-to-oneself");
        }
        return found;
    }

    /** Within the days of the role itself, not back into the past, at most a year. */
    private Grant part(Caller caller, Grant source, Account standIn, Wanted wanted, String reason) {
        LocalDate today = rights.today(source.unit());
        LocalDate since = wanted.since() == null ? today : wanted.since();
        LocalDate until = wanted.until();
        if (since.isBefore(today)) {
            throw Problem.invalid("since", "access.bad-dates");
        }
        boolean within = until != null && !until.isBefore(since) && !until.isAfter(since.plusDays(MOST_DAYS))
                && (source.until() == null || !until.isAfter(source.until())) && (source.since() == null || !since.isBefore(source.since()));
        if (until == null || !within) {
            throw Problem.invalid("until", "access.bad-delegation-dates");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new Grant(Ids.next(), standIn.id(), source.role(), source.unit(), source.subtree(), since, until, Names.cut(caller.name(), 100), now,
                new Grant.Delegated(source.id(), caller.account(), reason));
    }

    private static boolean overlaps(Grant one, Grant other) {
        Grant.Delegated from = one.delegated();
        Grant.Delegated to = other.delegated();
        return from != null && to != null && from.source().equals(to.source()) && one.since() != null && one.until() != null
                && other.since() != null && other.until() != null && !one.until().isBefore(other.since()) && !other.until().isBefore(one.since());
    }

    /** Ends it before its time: who delegated it takes it back, who holds it gives it back. @throws Problem 404 {@code access.no-such-grant} */
    public void end(Caller caller, UUID id) {
        Sessions.browserOnly(caller);
        transactions.run(() -> {
            revisions.changed(Revisions.Kind.RIGHTS);
            Grant part = store.grant(id).orElseThrow(() -> Problem.notFound("access.no-such-grant"));
            Grant.Delegated delegated = part.delegated();
            if (delegated == null || !delegated.by().equals(caller.account()) && !part.account().equals(caller.account())) {
                throw Problem.notFound("access.no-such-grant");
            }
            Account holder = accounts.find(part.account()).orElseThrow(() -> Problem.notFound("access.no-such-account"));
            store.removeGrant(id);
            audit.write(caller, part.unit(), "access.end-delegation", SignIn.subject(holder), Roles.shown(part), null);
        });
    }
}
