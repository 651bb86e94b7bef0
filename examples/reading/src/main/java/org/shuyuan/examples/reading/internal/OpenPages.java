package org.shuyuan.examples.reading.internal;

import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.notices.Live;
import org.shuyuan.api.tx.Transactions;

/** Tells pages that are open that they show what is no longer so: they read again. Thread-safe. */
@Component(service = OpenPages.class)
public final class OpenPages {

    private final Live live;
    private final Transactions transactions;

    @Activate
    public OpenPages(@Reference Live live, @Reference Transactions transactions) {
        this.live = live;
        this.transactions = transactions;
    }

    /** Once the transaction is committed: a page that reads before would read what was. No word of what changed leaves here, since everybody hears it. */
    void changed(String type, UUID id, UUID unit) {
        transactions.afterCommit(() -> live.publish("changed", "{\"module\":\"reading\",\"type\":\"" + type + "\",\"id\":\"" + id + "\",\"unit\":\"" + unit + "\"}"));
    }
}
