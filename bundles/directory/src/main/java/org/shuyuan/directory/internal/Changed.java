package org.shuyuan.directory.internal;

import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.notices.Live;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.directory.internal.search.PeopleIndex;

/** Tells the index and open pages after the commit that something changed; they read again what they may see. Thread-safe. */
@Component(service = Changed.class)
public final class Changed {

    private final Transactions transactions;
    private final Live live;
    private final PeopleIndex index;

    @Activate
    public Changed(@Reference Transactions transactions, @Reference Live live, @Reference PeopleIndex index) {
        this.transactions = transactions;
        this.live = live;
        this.index = index;
    }

    void person(UUID person, UUID unit) {
        publish("person", "\"id\":\"" + person + "\",", unit);
    }

    /** Many people of a unit and below it. */
    void people(UUID unit) {
        publish("person", "", unit);
    }

    void units(UUID unit) {
        publish("unit", "\"id\":\"" + unit + "\",", unit);
    }

    void groups(UUID group) {
        publish("group", group);
    }

    void outside(UUID outside) {
        publish("outside", outside);
    }

    private void publish(String type, UUID id) {
        String json = "{\"module\":\"directory\",\"type\":\"" + type + "\",\"id\":\"" + id + "\"}";
        transactions.afterCommit(() -> live.publish("changed", json));
    }

    private void publish(String type, String id, UUID unit) {
        String json = "{\"module\":\"directory\",\"type\":\"" + type + "\"," + id + "\"unit\":\"" + unit + "\"}";
        transactions.afterCommit(() -> {
            index.follow();
            live.publish("changed", json);
        });
    }
}
