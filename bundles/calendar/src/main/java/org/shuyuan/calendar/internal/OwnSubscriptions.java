package org.shuyuan.calendar.internal;

import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.records.HeldDataSource;
import org.shuyuan.calendar.internal.jpa.SubscriptionStore;

/** The caller's subscriptions, for "data about me"; never their addresses. Thread-safe. */
@Component(service = HeldDataSource.class)
public final class OwnSubscriptions implements HeldDataSource {

    private final SubscriptionStore store;

    @Activate
    public OwnSubscriptions(@Reference SubscriptionStore store) {
        this.store = store;
    }

    @Override
    public String module() {
        return "calendar";
    }

    @Override
    public List<Held> held(Caller self) {
        List<Subscription> all = store.of(self.account());
        return all.isEmpty() ? List.of() : List.of(new Held("subscription.page", List.of("subscription.name", "subscription.created", "subscription.read"),
                all.stream().map(one -> Arrays.<Object>asList(one.name(), one.createdAt(), one.readAt())).toList()));
    }
}
