package org.shuyuan.calendar.internal;

import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.notices.Live;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.RotaTurn.State;
import org.shuyuan.calendar.internal.jpa.RotaHostStore;

/**
 * Lets the speaker of a turn be the host of its date where the event leaves that open, so that it stands in the speaker's calendar, counts for what the speaker owes and clashes are seen. The event
 * itself stays as its organiser wrote it: the host follows the turn through swaps and substitutes, and what the organiser writes later comes before it. Of several rotas at one date the first says.
 * Asks no permission. Thread-safe.
 */
@Component(service = RotaHosts.class)
public final class RotaHosts {

    private final RotaHostStore store;
    private final Transactions transactions;
    private final Live live;

    private record Key(UUID event, LocalDateTime recurrence) {}

    @Activate
    public RotaHosts(@Reference RotaHostStore store, @Reference Transactions transactions, @Reference Live live) {
        this.store = store;
        this.transactions = transactions;
        this.live = live;
    }

    /** As the turns are now; part of the transaction that changed them. Doing it again changes nothing. */
    void follow(Rota rota, Collection<RotaTurn> turns) {
        Map<Key, PlanItem.Who> speakers = new HashMap<>();
        turns.forEach(t -> speakers.put(new Key(t.date().event(), t.date().recurrence()), speaker(rota, t)));
        boolean changed = false;
        for (RotaHostStore.Hosted date : store.of(rota.id())) {
            PlanItem.Who speaker = speakers.getOrDefault(new Key(date.event(), date.recurrence()), PlanItem.Who.NOBODY);
            if (!speaker.equals(date.host())) {
                store.write(rota.id(), date, speaker);
                changed = true;
            }
        }
        if (changed) {
            transactions.afterCommit(() -> live.publish("changed", "{\"module\":\"calendar\",\"type\":\"event\",\"unit\":\"" + rota.unit() + "\"}"));
        }
    }

    /** The rota goes. Part of the transaction that removes it. */
    void release(Rota rota) {
        follow(rota, List.of());
    }

    /** Who spoke, or is to; a department that has named nobody is no host. */
    private static PlanItem.Who speaker(Rota rota, RotaTurn turn) {
        RotaTurn.@Nullable Held held = turn.held();
        if (turn.state() == State.HELD && held != null) {
            return held.who();
        }
        if (turn.state() != State.PLANNED) {
            return PlanItem.Who.NOBODY;
        }
        return rota.over() == Rota.Over.PEOPLE && turn.due() != null ? new PlanItem.Who(turn.due(), null) : turn.speaker();
    }
}
