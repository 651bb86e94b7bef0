package org.shuyuan.calendar.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.records.RecordSource;
import org.shuyuan.calendar.internal.jpa.HostedStore;
import org.shuyuan.calendar.internal.jpa.RotaStore;
import org.shuyuan.calendar.internal.jpa.RotaTurnStore;

/** Events that somebody hosted: those that have begun; and turns of rotas in which somebody spoke, as confirmed. Of units whose calendar the caller may read. Thread-safe. */
@Component(service = RecordSource.class)
public final class HostedRecords implements RecordSource {

    private static final int PEOPLE = 500;
    /** Rows read before what the caller may not see is left out. */
    private static final int ROWS = 1_000;

    private final HostedStore store;
    private final RotaTurnStore turns;
    private final RotaStore rotas;
    private final Access access;
    private final Clock clock;

    @Activate
    public HostedRecords(@Reference HostedStore store, @Reference RotaTurnStore turns, @Reference RotaStore rotas, @Reference Access access, @Reference Settings settings) {
        this.store = store;
        this.turns = turns;
        this.rotas = rotas;
        this.access = access;
        this.clock = settings.clock();
    }

    @Override
    public String module() {
        return "calendar";
    }

    @Override
    public List<Item> records(Question question) {
        Instant to = question.to().isAfter(clock.instant()) ? clock.instant() : question.to();
        if (question.people().isEmpty() || !to.isAfter(question.from())) {
            return List.of();
        }
        List<UUID> people = question.people().stream().limit(PEOPLE).toList();
        List<Item> all = new ArrayList<>(spoken(question, people, to));
        store.hosted(people, question.from(), to, ROWS).stream().filter(h -> access.can(question.caller(), Permissions.READ, h.unit()))
                .map(h -> new Item(h.host(), h.at(), "record.hosted", Map.of("title", h.title()), "/calendar/events/" + h.event() + "?unit=" + h.unit())).forEach(all::add);
        return all.stream().sorted(Comparator.comparing(Item::at).reversed()).limit(question.limit()).toList();
    }

    private List<Item> spoken(Question question, List<UUID> people, Instant to) {
        List<RotaTurn> spoken = turns.spoken(people, question.from(), to, ROWS);
        Map<UUID, Rota> known = rotas.get(spoken.stream().map(RotaTurn::rota).collect(Collectors.toSet())).stream().collect(Collectors.toMap(Rota::id, r -> r));
        List<Item> items = new ArrayList<>();
        for (RotaTurn turn : spoken) {
            Rota rota = known.get(turn.rota());
            UUID who = turn.held() == null ? null : turn.held().who().person();
            if (who != null && rota != null && access.can(question.caller(), Permissions.READ, rota.unit())) {
                items.add(new Item(who, turn.date().starts(), turn.topic() == null ? "record.spoke" : "record.spoke-about", turn.topic() == null ? Map.of("title", turn.date().title())
                        : Map.of("title", turn.date().title(), "topic", turn.topic()), RotaTrail.link(rota)));
            }
        }
        return items;
    }
}
