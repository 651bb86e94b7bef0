package org.shuyuan.calendar.internal;

import java.util.List;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.records.Anonymiser;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.LeaverStore;
import org.shuyuan.calendar.internal.jpa.RotaStore;
import org.shuyuan.calendar.internal.jpa.SubscriptionStore;

/** Events and turns name people by id and need nothing done but that who is gone takes no turns; who made or changed them stands there by name. The addresses of the calendar end. Thread-safe. */
@Component(service = Anonymiser.class)
public final class AnonymousEvents implements Anonymiser {

    private final LeaverStore store;
    private final SubscriptionStore subscriptions;
    private final RotaStore rotas;
    private final RotaPlanner planner;
    private final Names names;
    private final Transactions transactions;

    @Activate
    public AnonymousEvents(@Reference LeaverStore store, @Reference SubscriptionStore subscriptions, @Reference RotaStore rotas, @Reference RotaPlanner planner, @Reference Names names,
            @Reference Transactions transactions) {
        this.store = store;
        this.subscriptions = subscriptions;
        this.rotas = rotas;
        this.planner = planner;
        this.names = names;
        this.transactions = transactions;
    }

    @Override
    public String module() {
        return "calendar";
    }

    @Override
    public List<Holding> holdings(Caller caller, Leaver who) {
        return Anonymiser.held(List.of(new Holding("anonymise.named", store.named(who.person()), Fate.NAMELESS, "anonymise.named.why"),
                new Holding("anonymise.rotas", store.inRotas(who.person()), Fate.NAMELESS, "anonymise.rotas.why"),
                new Holding("anonymise.obligations", store.owing(who.person()), Fate.GOES, "anonymise.obligations.why"),
                new Holding("anonymise.signed", store.signed(who.signedAs()), Fate.NAMELESS, "anonymise.signed.why"),
                new Holding("anonymise.subscriptions", subscriptions.countOf(who.person()), Fate.GOES, null)));
    }

    @Override
    public void anonymise(Caller caller, Leaver who) {
        store.sign(who.signedAs(), who.label());
        subscriptions.removeOf(who.person());
        List<UUID> listed = rotas.having(who.person());
        store.leaveRotas(who.person());
        store.releaseFromObligations(who.person());
        // what is to come goes to others
        listed.forEach(planner::refresh);
        transactions.afterCommit(() -> names.forget(who.person()));
    }
}
