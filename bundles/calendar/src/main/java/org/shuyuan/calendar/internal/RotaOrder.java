package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Whose turn it is. Next comes who has had the fewest turns, held or fixed ahead; among those whose last is longest ago, then the list's order. Who could not take a turn comes before all
 * others after it, until they had one. The same facts always give the same order.
 */
public final class RotaOrder {

    /** In the list's order. @param level the turns that count beside those taken: where somebody stood who joined later */
    public record Member(UUID id, int level) {}

    /** A turn that a member had, or that is fixed for them. */
    public record Taken(UUID member, Instant at) {}

    /** A turn that a member could not take. */
    public record Missed(UUID member, Instant at) {}

    /** A turn to be given. @param cannot who said that they cannot */
    public record Slot(UUID id, Instant at, Set<UUID> cannot) {}

    private final List<Member> members;
    private final List<Missed> missed;
    private final Map<UUID, Integer> counts = new HashMap<>();
    private final Map<UUID, Instant> last = new HashMap<>();

    private RotaOrder(List<Member> members, List<Taken> taken, List<Missed> missed) {
        this.members = members;
        this.missed = missed;
        members.forEach(m -> counts.put(m.id(), m.level()));
        taken.forEach(this::take);
    }

    /** Who takes each slot; empty where nobody of the list can. */
    public static Map<UUID, Optional<UUID>> fill(List<Member> members, List<Taken> taken, List<Missed> missed, List<Slot> slots) {
        RotaOrder order = new RotaOrder(members, taken, missed);
        List<Slot> sorted = new ArrayList<>(slots);
        sorted.sort(Comparator.comparing(Slot::at).thenComparing(Slot::id));
        Map<UUID, Optional<UUID>> given = new LinkedHashMap<>();
        for (Slot slot : sorted) {
            Optional<UUID> next = order.next(slot);
            next.ifPresent(member -> order.take(new Taken(member, slot.at())));
            given.put(slot.id(), next);
        }
        return given;
    }

    /** At which level somebody joins: that of the least of the others, of which the turns they had themselves count. Nobody has to catch up on what was before them. */
    public static int levelOf(UUID joining, List<Member> others, List<Taken> taken) {
        int own = (int) taken.stream().filter(t -> t.member().equals(joining)).count();
        int least = others.stream().filter(m -> !m.id().equals(joining)).mapToInt(m -> m.level() + (int) taken.stream().filter(t -> t.member().equals(m.id())).count()).min().orElse(own);
        return Math.max(0, least - own);
    }

    private void take(Taken one) {
        counts.merge(one.member(), 1, Integer::sum);
        last.merge(one.member(), one.at(), (a, b) -> a.isAfter(b) ? a : b);
    }

    private Optional<UUID> next(Slot slot) {
        List<UUID> can = members.stream().map(Member::id).filter(m -> !slot.cannot().contains(m)).toList();
        Comparator<UUID> owed = Comparator.comparing(m -> debt(m, slot.at()).orElseThrow());
        Optional<UUID> debtor = can.stream().filter(m -> debt(m, slot.at()).isPresent()).min(owed);
        // min keeps the first of equals: the list's order
        return debtor.isPresent() ? debtor : can.stream().min(Comparator.comparingInt((UUID m) -> counts.getOrDefault(m, 0)).thenComparing(m -> last.getOrDefault(m, Instant.MIN)));
    }

    /** Since when a member owes a turn: the first they could not take after the last they had. */
    private Optional<Instant> debt(UUID member, Instant before) {
        Instant had = last.getOrDefault(member, Instant.MIN);
        return missed.stream().filter(m -> m.member().equals(member) && m.at().isBefore(before) && m.at().isAfter(had)).map(Missed::at).min(Comparator.naturalOrder());
    }
}
