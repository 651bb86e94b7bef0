package org.shuyuan.attendance.internal;

import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.notices.Live;
import org.shuyuan.api.outbox.Outbox;
import org.shuyuan.api.tx.Transactions;

/** What every write at a gathering leaves behind: a line in the trail, a word to other modules and one to open pages. Thread-safe. */
@Component(service = Watch.class)
public final class Watch {

    private final Audit audit;
    private final Outbox outbox;
    private final Live live;
    private final Transactions transactions;
    private final Clock clock;

    @Activate
    public Watch(@Reference Audit audit, @Reference Outbox outbox, @Reference Live live, @Reference Transactions transactions) {
        this(audit, outbox, live, transactions, Clock.systemUTC());
    }

    Watch(Audit audit, Outbox outbox, Live live, Transactions transactions, Clock clock) {
        this.audit = audit;
        this.outbox = outbox;
        this.live = live;
        this.transactions = transactions;
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    /** Part of the transaction that wrote. */
    void written(Caller caller, Gathering gathering, String action, @Nullable Map<String, ?> before, @Nullable Map<String, ?> after) {
        UUID unit = gathering.unit();
        audit.write(caller, unit, "attendance." + action, new Audit.Subject("attendance.gathering", gathering.id().toString(), gathering.draft().title()), before, after);
        String ids = "\"id\":\"" + gathering.id() + "\",\"unit\":\"" + unit + "\"";
        outbox.add("attendance.gathering-changed", "{" + ids + "}");
        transactions.afterCommit(() -> live.publish("changed", "{\"module\":\"attendance\",\"type\":\"gathering\"," + ids + "}"));
    }

    /** The same of make-up study at a gathering. Part of the transaction that wrote. @param what was done with it, e.g. {@code accept} */
    void makeUp(Caller caller, Gathering gathering, String what, @Nullable Map<String, ?> before, Map<String, ?> after) {
        written(caller, gathering, what + "-make-up", before, after);
        changed("make-up", gathering.id(), gathering.unit());
    }

    /** To open pages; what it says of whom they read themselves. Part of the transaction that wrote. */
    void changed(Leave leave) {
        changed("leave", leave.id(), leave.unit());
    }

    /** The same of anything else that is none of a gathering. */
    void changed(String type, UUID id, UUID unit) {
        transactions.afterCommit(() -> live.publish("changed", "{\"module\":\"attendance\",\"type\":\"" + type + "\",\"id\":\"" + id + "\",\"unit\":\"" + unit + "\"}"));
    }
}
