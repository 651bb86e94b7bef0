package org.shuyuan.calendar.internal;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.directory.Groups;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.problem.Problem;

/** The lists of rotas beside the audience groups that they were taken from. Nothing is taken over by itself: who looks after the rota may mean it to differ. Asks no permission. Thread-safe. */
@Component(service = RotaGroups.class)
public final class RotaGroups {

    /**
     * How a list differs from its group today.
     *
     * @param came in the group and not on the list, by number
     * @param left on the list and not in the group, in the list's order
     */
    public record Compared(List<UUID> came, List<UUID> left) {}

    private final Groups groups;
    private final Units units;
    private final Settings settings;

    @Activate
    public RotaGroups(@Reference Groups groups, @Reference Units units, @Reference Settings settings) {
        this.groups = groups;
        this.units = units;
        this.settings = settings;
    }

    /** A group that can be addressed at the rota's unit; the one that it had before may stay. @throws Problem 422 {@code calendar.group-not-here} */
    void check(Rota rota, @Nullable UUID before) {
        UUID group = rota.group();
        if (group != null && !group.equals(before) && groups.at(rota.unit()).stream().noneMatch(g -> g.id().equals(group))) {
            throw Problem.invalid("group", "calendar.group-not-here");
        }
    }

    /** @return empty for a list that was taken from no group, or from one that is no more */
    public Optional<Compared> compared(Rota rota) {
        UUID group = rota.group();
        if (group == null || groups.find(group).isEmpty()) {
            return Optional.empty();
        }
        LocalDate today = LocalDate.ofInstant(settings.clock().instant(), units.get(rota.unit()).zone());
        List<UUID> in = groups.members(Set.of(group), rota.unit(), today).getOrDefault(group, List.of()).stream()
                .sorted(Comparator.comparing(Person::number, Comparator.nullsLast(Comparator.naturalOrder())).thenComparing(Person::name)).map(Person::id).toList();
        return Optional.of(new Compared(in.stream().filter(p -> rota.member(p).isEmpty()).toList(), rota.members().stream().map(Rota.Member::id).filter(m -> !in.contains(m)).toList()));
    }
}
