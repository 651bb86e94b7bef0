package org.shuyuan.calendar.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.records.HeldDataSource;
import org.shuyuan.calendar.internal.jpa.RotaTurnStore;
import org.shuyuan.calendar.internal.jpa.SubscriptionStore;

/** The caller's subscriptions, never their addresses, and their turns of rotas, for "data about me". Thread-safe. */
@Component(service = HeldDataSource.class)
public final class OwnSubscriptions implements HeldDataSource {

    private static final int TURNS = 500;

    private final SubscriptionStore store;
    private final RotaTurnStore turns;

    @Activate
    public OwnSubscriptions(@Reference SubscriptionStore store, @Reference RotaTurnStore turns) {
        this.store = store;
        this.turns = turns;
    }

    @Override
    public String module() {
        return "calendar";
    }

    @Override
    public List<Held> held(Caller self) {
        List<Held> held = new ArrayList<>();
        List<Subscription> all = store.of(self.account());
        if (!all.isEmpty()) {
            held.add(new Held("subscription.page", List.of("subscription.name", "subscription.created", "subscription.read"),
                    all.stream().map(one -> Arrays.<Object>asList(one.name(), one.createdAt(), one.readAt())).toList()));
        }
        UUID person = self.person();
        if (person != null) {
            List<RotaTurn> mine = turns.naming(person, TURNS);
            if (!mine.isEmpty()) {
                held.add(new Held("nav.rotas", List.of("rotas.turn-title", "rotas.topic", "rotas.when"),
                        mine.stream().map(t -> Arrays.<Object>asList(t.date().title(), t.topic(), t.date().starts())).toList()));
            }
            List<RotaTurnStore.Decline> declined = turns.declinesOf(person);
            if (!declined.isEmpty()) {
                held.add(new Held("rotas.declined-by-me", List.of("rotas.reason", "rotas.when-said"), declined.stream().map(d -> Arrays.<Object>asList(d.reason(), d.at())).toList()));
            }
        }
        return held;
    }
}
