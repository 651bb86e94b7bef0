package org.shuyuan.registers.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.notices.Live;
import org.shuyuan.api.tx.Transactions;

/** Tells the open pages of the module whose register it is, once it is committed. Thread-safe. */
@Component(service = Told.class)
public final class Told {

    private final Live live;
    private final Transactions transactions;

    @Activate
    public Told(@Reference Live live, @Reference Transactions transactions) {
        this.live = live;
        this.transactions = transactions;
    }

    void changed(Entry entry) {
        transactions.afterCommit(() -> live.publish("changed", "{\"module\":\"" + entry.module() + "\",\"type\":\"" + entry.register() + "\",\"id\":\"" + entry.id()
                + "\",\"unit\":\"" + entry.unit() + "\"}"));
    }
}
