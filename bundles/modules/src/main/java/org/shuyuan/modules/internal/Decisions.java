package org.shuyuan.modules.internal;

import java.util.Map;
import java.util.Optional;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.tx.Transactions;

/** Writes down what somebody wants of a module, with its history and the trail, or nothing of it. */
final class Decisions {

    private final DesiredStore store;
    private final HistoryStore history;
    private final Transactions transactions;
    private final Audit audit;

    Decisions(DesiredStore store, HistoryStore history, Transactions transactions, Audit audit) {
        this.store = store;
        this.history = history;
        this.transactions = transactions;
        this.audit = audit;
    }

    void put(DesiredStore.Desired desired, HistoryStore.Action action, Optional<DesiredStore.Desired> before, Caller caller) {
        String previous = before.map(DesiredStore.Desired::version).orElse(null);
        transactions.run(() -> {
            store.put(desired);
            history.add(desired, action, previous, caller);
            audit.write(caller, null, action == HistoryStore.Action.WITHDRAW ? "modules.withdraw" : "modules.install",
                    new Audit.Subject("modules.module", desired.id(), desired.id()), previous == null ? null : Map.of("version", previous),
                    Map.of("version", String.valueOf(desired.version()), "origin", String.valueOf(desired.origin())));
        });
    }
}
