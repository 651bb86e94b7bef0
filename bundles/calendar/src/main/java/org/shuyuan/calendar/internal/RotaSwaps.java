package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.RotaTurn.State;
import org.shuyuan.calendar.internal.jpa.RotaSwapStore;
import org.shuyuan.calendar.internal.jpa.RotaTurnStore;

/**
 * Members change turns among themselves: one asks, the other decides. Two that touch the same turn cannot both be agreed to: every decision locks the rota, and the first makes the others
 * void. Thread-safe.
 */
@Component(service = RotaSwaps.class)
public final class RotaSwaps {

    /** How many may wait about one turn. */
    private static final int WAITING = 10;

    private final RotaTurns service;
    private final RotaTurnStore turns;
    private final RotaSwapStore store;
    private final RotaTrail trail;
    private final Access access;
    private final Transactions transactions;
    private final Settings settings;

    @Activate
    public RotaSwaps(@Reference RotaTurns service, @Reference RotaTurnStore turns, @Reference RotaSwapStore store, @Reference RotaTrail trail, @Reference Access access,
            @Reference Transactions transactions, @Reference Settings settings) {
        this.service = service;
        this.turns = turns;
        this.store = store;
        this.trail = trail;
        this.access = access;
        this.transactions = transactions;
        this.settings = settings;
    }

    /** Those that wait. */
    public List<RotaSwap> open(List<UUID> rotas) {
        return store.open(rotas).stream().filter(this::stands).toList();
    }

    /** Those that wait for the caller. */
    public List<RotaSwap> asked(Caller caller) {
        return store.asked(service.whose(caller)).stream().filter(this::stands).toList();
    }

    /** Both turns are still theirs, and to come: the list may have changed, and time goes on. */
    private boolean stands(RotaSwap swap) {
        return turns.find(swap.turn()).filter(t -> next(t) && swap.asking().equals(t.due())).isPresent() && turns.find(swap.with()).filter(t -> next(t) && swap.asked().equals(t.due())).isPresent();
    }

    public RotaTurn turn(UUID id) {
        return turns.find(id).orElseThrow(() -> Problem.notFound("calendar.no-such-turn"));
    }

    /**
     * Offers a turn for another.
     *
     * @param with the turn wanted; null: the next of {@code member}
     * @param message at most 200 characters
     * @throws Problem 403 whose turn is not the caller's to give; 409 one is past, cancelled or the same member's; 422
     */
    public RotaSwap ask(Caller caller, UUID rotaId, @Nullable UUID turn, @Nullable UUID with, @Nullable UUID member, @Nullable String message) {
        Problem wrong = new Problem(422, "rest.invalid");
        Text.atMost(wrong, "message", message, 200);
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        return transactions.call(() -> {
            Rota rota = service.locked(caller, rotaId);
            List<RotaTurn> all = turns.of(List.of(rotaId));
            RotaTurn mine = all.stream().filter(t -> t.id().equals(turn)).findFirst().orElse(null);
            if (mine == null || !service.own(caller, rota, mine)) {
                access.require(caller, Permissions.WRITE, rota.unit());
            }
            if (mine == null) {
                throw Problem.invalid("turn", "calendar.no-such-turn");
            }
            RotaTurn other = all.stream().filter(t -> with != null ? t.id().equals(with) : member != null && member.equals(t.due()) && next(t)).findFirst()
                    .orElseThrow(() -> Problem.invalid("with", with == null && member != null ? "calendar.swap-no-turn" : "calendar.no-such-turn"));
            service.ahead(mine);
            service.ahead(other);
            if (mine.due() == null || other.due() == null || mine.due().equals(other.due())) {
                throw Problem.conflict("calendar.swap-same");
            }
            List<RotaSwap> waiting = store.touching(List.of(mine.id()));
            if (waiting.size() >= WAITING || waiting.stream().anyMatch(s -> s.turn().equals(mine.id()) && s.with().equals(other.id()))) {
                throw Problem.conflict("calendar.swap-waits");
            }
            RotaSwap swap = new RotaSwap(Ids.next(), rotaId, mine.id(), other.id(), mine.due(), other.due(), Text.orNull(message), RotaSwap.State.OPEN, settings.clock().instant());
            store.add(swap);
            trail.written(caller, rota, "ask-swap", null, snapshot(swap));
            trail.tell(caller, rota, mine, "notice.rota-swap-asked", mine.due(), Map.of("yours", RotaTrail.when(other)), trail.readers(rota, other.due(), other));
            return swap;
        });
    }

    private boolean next(RotaTurn turn) {
        return turn.state() == State.PLANNED && turn.ahead(settings.clock().instant());
    }

    /**
     * The turns are changed. Who looks after the rota may agree in place of who is asked.
     *
     * @throws Problem 403 for whom it does not wait; 409 {@code calendar.swap-over} decided before, or a turn is another's meanwhile
     */
    public RotaSwap accept(Caller caller, UUID rota, UUID id) {
        return decide(caller, rota, id, RotaSwap.State.ACCEPTED);
    }

    /** The other would not. @throws Problem as {@link #accept} */
    public RotaSwap decline(Caller caller, UUID rota, UUID id) {
        return decide(caller, rota, id, RotaSwap.State.DECLINED);
    }

    /** Who asked takes it back. @throws Problem as {@link #accept} */
    public RotaSwap withdraw(Caller caller, UUID rota, UUID id) {
        return decide(caller, rota, id, RotaSwap.State.WITHDRAWN);
    }

    private RotaSwap decide(Caller caller, UUID rotaId, UUID id, RotaSwap.State as) {
        return transactions.call(() -> {
            Rota rota = service.locked(caller, rotaId);
            RotaSwap swap = store.find(id).filter(s -> s.rota().equals(rotaId)).orElse(null);
            RotaTurn mine = swap == null ? null : turns.find(swap.turn()).orElse(null);
            RotaTurn other = swap == null ? null : turns.find(swap.with()).orElse(null);
            boolean asks = as == RotaSwap.State.WITHDRAWN;
            if (swap == null || !service.actsFor(caller, rota, asks ? swap.asking() : swap.asked())) {
                access.require(caller, Permissions.WRITE, rota.unit());
            }
            Instant now = settings.clock().instant();
            if (swap == null || mine == null || other == null || !Objects.equals(mine.due(), swap.asking()) || !Objects.equals(other.due(), swap.asked()) || !store.decide(id, as, now)) {
                throw Problem.conflict("calendar.swap-over");
            }
            // who looks after the rota answers for whoever cannot, and the trail says so
            boolean instead = !service.actsFor(caller, rota, asks ? swap.asking() : swap.asked());
            trail.written(caller, rota, as.word() + "-swap" + (instead ? "-for" : ""), snapshot(swap), null);
            if (as == RotaSwap.State.ACCEPTED) {
                service.exchanged(caller, rota, mine, other);
            } else {
                trail.tell(caller, rota, mine, asks ? "notice.rota-swap-withdrawn" : "notice.rota-swap-declined", asks ? swap.asking() : swap.asked(), Map.of(),
                        asks ? trail.readers(rota, swap.asked(), other) : trail.readers(rota, swap.asking(), mine));
            }
            if (instead) {
                trail.tell(caller, rota, asks ? mine : other, "notice.rota-swap-for", null, Map.of(), asks ? trail.readers(rota, swap.asking(), mine) : trail.readers(rota, swap.asked(), other));
            }
            return store.find(id).orElseThrow();
        });
    }

    private static Map<String, Object> snapshot(RotaSwap swap) {
        return Map.of("turn", swap.turn().toString(), "with", swap.with().toString(), "asking", swap.asking().toString(), "asked", swap.asked().toString());
    }
}
