package org.shuyuan.calendar.internal;

import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.PlanLinkStore;

/** Items of a plan in force become events: new ones, or ones that are there. An event is of one item; of a repeating event each date may be of another. Thread-safe. */
@Component(service = PlanEvents.class)
public final class PlanEvents {

    private final PlanService plans;
    private final PlanLinkStore links;
    private final PlanTrail trail;
    private final EventService events;
    private final OccurrenceService dates;
    private final Transactions transactions;

    @Activate
    public PlanEvents(@Reference PlanService plans, @Reference PlanLinkStore links, @Reference PlanTrail trail, @Reference EventService events, @Reference OccurrenceService dates,
            @Reference Transactions transactions) {
        this.plans = plans;
        this.links = links;
        this.trail = trail;
        this.events = events;
        this.dates = dates;
        this.transactions = transactions;
    }

    /**
     * A new event out of an item.
     *
     * @throws Problem 409 {@code calendar.plan-not-approved}, {@code calendar.plan-item-scheduled}; those of {@link EventService#add}
     * @throws OptimisticLockException another version of the plan is stored
     */
    public Event make(Caller caller, UUID plan, int version, UUID item, EventDraft draft) {
        Plan in = inForce(caller, plan, version);
        return transactions.call(() -> {
            PlanItem of = claimed(in, item);
            Event event = events.add(caller, draft);
            links.put(of.line(), event.id(), null);
            trail.written(caller, in, "link-plan-event", null, said(of, event, null));
            return event;
        });
    }

    /**
     * An event that is there is the item's.
     *
     * @param recurrence which date of a repeating event; null otherwise
     * @throws Problem 404 for an event or date that is none; 409 as {@link #make}, {@code calendar.plan-event-taken}: it is another item's; not of one that stands only in
     *     editions that were replaced
     * @throws OptimisticLockException another version of the plan is stored
     */
    public void link(Caller caller, UUID plan, int version, UUID item, UUID event, @Nullable LocalDateTime recurrence) {
        Plan in = inForce(caller, plan, version);
        PlanItem of = PlanService.item(in, item);
        Event chosen = events.find(caller, event);
        if (chosen.schedule().repeats()) {
            if (recurrence == null) {
                throw Problem.invalid("recurrence", "calendar.no-such-date");
            }
            dates.find(caller, event, recurrence);
            if (chosen.schedule().excluded().contains(recurrence)) {
                throw Problem.notFound("calendar.no-such-date");
            }
        }
        LocalDateTime date = chosen.schedule().repeats() ? recurrence : null;
        transactions.run(() -> {
            claimed(in, item);
            links.claim(event);
            if (links.ofEvent(event).stream().anyMatch(l -> !l.line().equals(of.line()) && Objects.equals(l.recurrence(), date) && plans.holds(l.line()))) {
                throw Problem.conflict("calendar.plan-event-taken");
            }
            links.put(of.line(), event, date);
            trail.written(caller, in, "link-plan-event", null, said(of, chosen, date));
        });
    }

    /** The item is open again; the event stays. @throws Problem 404 {@code calendar.plan-item-open} @throws OptimisticLockException another version of the plan is stored */
    public void unlink(Caller caller, UUID plan, int version, UUID item) {
        Plan in = inForce(caller, plan, version);
        PlanItem of = PlanService.item(in, item);
        PlanLink link = links.of(List.of(of.line())).get(of.line());
        if (link == null) {
            throw Problem.conflict("calendar.plan-item-open");
        }
        transactions.run(() -> {
            links.remove(List.of(of.line()));
            Map<String, @Nullable Object> was = new LinkedHashMap<>();
            was.put("item", of.topic());
            was.put("event", link.event().toString());
            trail.written(caller, in, "unlink-plan-event", was, null);
        });
    }

    /** @throws Problem 403, 404, 409 {@code calendar.plan-not-approved} @throws OptimisticLockException another version is stored */
    private Plan inForce(Caller caller, UUID id, int version) {
        Plan plan = plans.forChange(caller, id, version, Permissions.WRITE);
        if (plan.state() != Plan.State.APPROVED) {
            throw Problem.conflict("calendar.plan-not-approved");
        }
        return plan;
    }

    /** Of two who schedule it at once the second finds it scheduled. */
    private PlanItem claimed(Plan plan, UUID item) {
        links.claimPlan(plan.id());
        PlanItem of = PlanService.item(plan, item);
        PlanLink link = links.of(List.of(of.line())).get(of.line());
        if (link != null && link.held() != null) {
            throw Problem.conflict("calendar.plan-item-scheduled");
        }
        return of;
    }

    private static Map<String, @Nullable Object> said(PlanItem item, Event event, @Nullable LocalDateTime recurrence) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("item", item.topic());
        values.put("event", event.id().toString());
        values.put("title", event.details().title());
        values.put("start", recurrence == null ? event.schedule().start().toString() : recurrence.toString());
        return values;
    }
}
