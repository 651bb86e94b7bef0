package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.calendar.internal.jpa.PlanLinkStore;

/** Planned against done. What an item became is read from the calendar, never noted beside it. Thread-safe. */
@Component(service = PlanProgress.class)
public final class PlanProgress {

    /** How far an item is. */
    public enum Status {
        /** Nothing is in the calendar yet, and there is time. */
        PLANNED,
        /** In the calendar, still to come. */
        SCHEDULED,
        /** Its date is past. */
        DONE,
        /** Its day or month is past, and nothing is in the calendar. */
        OVERDUE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param held the date that it became */
    public record Line(PlanItem item, Status status, @Nullable Occurrence held) {}

    private final PlanLinkStore links;
    private final Units units;
    private final Settings settings;

    @Activate
    public PlanProgress(@Reference PlanLinkStore links, @Reference Units units, @Reference Settings settings) {
        this.links = links;
        this.units = units;
        this.settings = settings;
    }

    public List<Line> of(Plan plan) {
        return of(List.of(plan)).getOrDefault(plan.id(), List.of());
    }

    /** By plan; one query for all. */
    public Map<UUID, List<Line>> of(Collection<Plan> plans) {
        Instant now = settings.clock().instant();
        Map<UUID, PlanLink> became = links.of(plans.stream().flatMap(p -> p.items().stream()).map(PlanItem::line).distinct().toList());
        Map<UUID, List<Line>> found = new HashMap<>();
        for (Plan plan : plans) {
            LocalDate today = LocalDate.ofInstant(now, zone(plan));
            found.put(plan.id(), plan.items().stream().map(item -> line(plan, item, became.get(item.line()), now, today)).toList());
        }
        return found;
    }

    private static Line line(Plan plan, PlanItem item, @Nullable PlanLink link, Instant now, LocalDate today) {
        Occurrence held = link == null ? null : link.held();
        if (held != null) {
            return new Line(item, held.held(now) ? Status.DONE : Status.SCHEDULED, held);
        }
        return new Line(item, plan.due(item).isBefore(today) ? Status.OVERDUE : Status.PLANNED, null);
    }

    public static Map<Status, Integer> sums(List<Line> lines) {
        Map<Status, Integer> sums = new EnumMap<>(Status.class);
        for (Status status : Status.values()) {
            sums.put(status, (int) lines.stream().filter(l -> l.status() == status).count());
        }
        return sums;
    }

    private ZoneId zone(Plan plan) {
        return units.find(plan.unit()).map(Unit::zone).orElse(ZoneId.of("Asia/Shanghai"));
    }
}
