package org.shuyuan.calendar.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Group;
import org.shuyuan.api.directory.Groups;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.PlanLinkStore;
import org.shuyuan.calendar.internal.jpa.PlanStore;

/**
 * What units plan to study. Who plans a unit's events writes its plans, as long as they are drafts. Who may read the unit's calendar, or one below, may read what is approved; what
 * is being written is for those who write or approve. Thread-safe.
 */
@Component(service = PlanService.class)
public final class PlanService {

    private final PlanStore store;
    private final PlanLinkStore links;
    private final PlanTrail trail;
    private final Kinds kinds;
    private final Units units;
    private final People people;
    private final Groups groups;
    private final Access access;
    private final Transactions transactions;
    private final Settings settings;

    @Activate
    public PlanService(@Reference PlanStore store, @Reference PlanLinkStore links, @Reference PlanTrail trail, @Reference Kinds kinds, @Reference Units units, @Reference People people,
            @Reference Groups groups, @Reference Access access, @Reference Transactions transactions, @Reference Settings settings) {
        this.store = store;
        this.links = links;
        this.trail = trail;
        this.kinds = kinds;
        this.units = units;
        this.people = people;
        this.groups = groups;
        this.access = access;
        this.transactions = transactions;
        this.settings = settings;
    }

    /** The plans of the unit and below, and those in force above: what is being written is listed where the caller writes or approves. */
    public PlanStore.Page list(Caller caller, UUID unit, @Nullable Integer year, Plan.@Nullable Period period, Plan.@Nullable State state, @Nullable String like, String order, int offset, int size) {
        Set<UUID> readable = access.within(caller, Permissions.READ, unit);
        Set<UUID> shown = new HashSet<>(readable);
        shown.addAll(units.get(unit).path());
        Set<UUID> writable = readable.stream().filter(u -> sees(caller, u)).collect(Collectors.toSet());
        return store.list(new PlanStore.Query(shown, writable, year, period, state, like, order, offset, size));
    }

    /** @throws Problem 404 {@code calendar.no-such-plan}, also where the caller may not know of it */
    public Plan find(Caller caller, UUID id) {
        return store.find(id).filter(plan -> visible(caller, plan)).orElseThrow(() -> Problem.notFound("calendar.no-such-plan"));
    }

    /** What is being written is for those who write or approve, by its address as in lists; what came into force for all who read the calendar there or below. */
    private boolean visible(Caller caller, Plan plan) {
        boolean inForce = plan.state() == Plan.State.APPROVED || plan.state() == Plan.State.REPLACED;
        return sees(caller, plan.unit()) || inForce && (access.can(caller, Permissions.READ, plan.unit())
                || access.unitsWith(caller, Permissions.READ).stream().map(held -> units.find(held.unit())).flatMap(Optional::stream).anyMatch(held -> held.within(plan.unit())));
    }

    private boolean sees(Caller caller, UUID unit) {
        return mayWrite(caller, unit) || mayApprove(caller, unit);
    }

    public boolean mayWrite(Caller caller, UUID unit) {
        return access.can(caller, Permissions.WRITE, unit);
    }

    public boolean mayApprove(Caller caller, UUID unit) {
        return access.can(caller, Permissions.APPROVE, unit);
    }

    /** The editions of the same plan that the caller may see, the newest first. */
    public List<Plan> editions(Caller caller, Plan plan) {
        return store.editions(plan.origin()).stream().filter(p -> visible(caller, p)).toList();
    }

    /** The plans in force whose items became this event. */
    public List<Plan> ofEvent(Caller caller, Event event) {
        return links.ofEvent(event.id()).stream().flatMap(link -> store.having(link.line()).stream()).filter(p -> p.state() == Plan.State.APPROVED && visible(caller, p)).distinct().toList();
    }

    /** Whether an item with this line stands in an edition that is in force or being written. */
    boolean holds(UUID line) {
        return store.having(line).stream().anyMatch(p -> p.state() != Plan.State.REPLACED);
    }

    /** A draft without items. @throws Problem 422 {@code rest.invalid} */
    public Plan add(Caller caller, UUID unit, String title, Plan.Span span) {
        access.require(caller, Permissions.WRITE, unit);
        UUID id = Ids.next();
        Plan wanted = new Plan(id, 0, id, 1, unit, title, span, Plan.State.DRAFT, Plan.Trace.of(caller, settings.clock().instant()), List.of()).checked();
        return transactions.call(() -> {
            Plan added = store.add(wanted);
            trail.written(caller, added, "add-plan", null, added.snapshot());
            return added;
        });
    }

    /** Another title or period. @throws OptimisticLockException another version is stored */
    public Plan change(Caller caller, UUID id, int version, String title, Plan.Span span) {
        Plan before = forWriting(caller, id, version);
        Plan wanted = new Plan(id, version, before.origin(), before.edition(), before.unit(), title, span, before.state(), trace(caller, before), before.items()).checked();
        return transactions.call(() -> {
            Plan after = store.change(wanted);
            trail.written(caller, after, "change-plan", before.snapshot(), after.snapshot());
            return after;
        });
    }

    /** A draft; what is approved stays. Events that items became stay too. @throws OptimisticLockException another version is stored */
    public void remove(Caller caller, UUID id, int version) {
        Plan plan = forWriting(caller, id, version);
        transactions.run(() -> {
            store.remove(plan);
            trail.written(caller, plan, "remove-plan", plan.snapshot(), null);
        });
    }

    /** At the end of its month. @throws OptimisticLockException another version of the plan is stored */
    public Plan addItem(Caller caller, UUID id, int version, PlanItem wanted) {
        Plan before = forWriting(caller, id, version);
        PlanItem item = checked(before, wanted.as(Ids.next(), Ids.next()), Optional.empty());
        List<PlanItem> items = new ArrayList<>(before.items());
        items.add(item);
        return transactions.call(() -> {
            Plan after = store.change(before.with(sorted(items), trace(caller, before)).checked());
            trail.written(caller, after, "add-plan-item", null, item.snapshot());
            return after;
        });
    }

    /** @throws Problem 404 {@code calendar.no-such-plan-item} @throws OptimisticLockException another version of the plan is stored */
    public Plan changeItem(Caller caller, UUID id, int version, UUID item, PlanItem wanted) {
        Plan before = forWriting(caller, id, version);
        PlanItem was = item(before, item);
        PlanItem now = checked(before, wanted.as(was.id(), was.line()), Optional.of(was));
        List<PlanItem> items = sorted(before.items().stream().map(i -> i.id().equals(item) ? now : i).toList());
        return transactions.call(() -> {
            Plan after = store.change(before.with(items, trace(caller, before)));
            trail.written(caller, after, "change-plan-item", was.snapshot(), now.snapshot());
            return after;
        });
    }

    /** The event that it became stays. @throws OptimisticLockException another version of the plan is stored */
    public Plan removeItem(Caller caller, UUID id, int version, UUID item) {
        Plan before = forWriting(caller, id, version);
        PlanItem was = item(before, item);
        return transactions.call(() -> {
            Plan after = store.change(before.with(before.items().stream().filter(i -> !i.id().equals(item)).toList(), trace(caller, before)));
            trail.written(caller, after, "remove-plan-item", was.snapshot(), null);
            return after;
        });
    }

    /**
     * Items of a month in another order; months stay in theirs.
     *
     * @param order ids of all items
     * @throws Problem 422 {@code calendar.plan-order}: not all of them once
     * @throws OptimisticLockException another version of the plan is stored
     */
    public Plan order(Caller caller, UUID id, int version, List<UUID> order) {
        Plan before = forWriting(caller, id, version);
        if (order.size() != before.items().size() || !new HashSet<>(order).equals(before.items().stream().map(PlanItem::id).collect(Collectors.toSet()))) {
            throw Problem.invalid("items", "calendar.plan-order");
        }
        List<PlanItem> items = sorted(order.stream().map(one -> item(before, one)).toList());
        return transactions.call(() -> {
            Plan after = store.change(before.with(items, trace(caller, before)));
            trail.written(caller, after, "order-plan", before.items().stream().map(PlanItem::topic).toList(), after.items().stream().map(PlanItem::topic).toList());
            return after;
        });
    }

    /** Many at once, from a file. Part of the transaction that takes the file over. */
    Plan take(Caller caller, Plan before, List<PlanItem> items) {
        return store.change(before.with(sorted(items), trace(caller, before)).checked());
    }

    private Plan.Trace trace(Caller caller, Plan before) {
        return before.trace().changed(caller, settings.clock().instant());
    }

    static PlanItem item(Plan plan, UUID item) {
        return plan.items().stream().filter(i -> i.id().equals(item)).findFirst().orElseThrow(() -> Problem.notFound("calendar.no-such-plan-item"));
    }

    /** By month; within one as they are. */
    static List<PlanItem> sorted(List<PlanItem> items) {
        List<PlanItem> sorted = new ArrayList<>(items);
        sorted.sort(Comparator.comparingInt(PlanItem::month));
        return sorted;
    }

    /**
     * For who writes it, as long as it is being written.
     *
     * @throws Problem 403; 404; 409 {@code calendar.plan-not-open}
     * @throws OptimisticLockException another version is stored
     */
    Plan forWriting(Caller caller, UUID id, int version) {
        Plan plan = forChange(caller, id, version, Permissions.WRITE);
        if (!plan.state().open()) {
            throw Problem.conflict("calendar.plan-not-open");
        }
        return plan;
    }

    /** @throws OptimisticLockException another version is stored */
    Plan forChange(Caller caller, UUID id, int version, String permission) {
        Plan plan = find(caller, id);
        access.require(caller, permission, plan.unit());
        if (plan.version() != version) {
            throw new OptimisticLockException("plan " + id);
        }
        return plan;
    }

    /** What an item names must be there; what it named before may stay. */
    private PlanItem checked(Plan plan, PlanItem item, Optional<PlanItem> before) {
        item.checked(plan.span());
        Problem wrong = new Problem(422, "rest.invalid");
        if (item.kind() != null && !Objects.equals(item.kind(), before.map(PlanItem::kind).orElse(null))
                && kinds.at(plan.unit()).stream().noneMatch(k -> k.id().equals(item.kind()) && !k.retired())) {
            wrong.field("kind", "calendar.kind-not-here");
        }
        Set<UUID> named = new HashSet<>(item.audience().people());
        before.ifPresent(b -> named.removeAll(b.audience().people()));
        if (!people.get(named).keySet().containsAll(named)) {
            wrong.field("people", "calendar.no-such-person");
        }
        Set<UUID> called = new HashSet<>(item.audience().groups());
        before.ifPresent(b -> called.removeAll(b.audience().groups()));
        if (!called.isEmpty() && !groups.at(plan.unit()).stream().map(Group::id).collect(Collectors.toSet()).containsAll(called)) {
            wrong.field("groups", "calendar.group-not-here");
        }
        if (item.audience().units().stream().anyMatch(u -> units.find(u).isEmpty())) {
            wrong.field("units", "calendar.unit-not-yours");
        }
        if (nobody(item.host().person(), before.map(b -> b.host().person()))) {
            wrong.field("host", "calendar.no-such-person");
        }
        if (nobody(item.responsible().person(), before.map(b -> b.responsible().person()))) {
            wrong.field("responsible", "calendar.no-such-person");
        }
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        return item;
    }

    private boolean nobody(@Nullable UUID person, Optional<UUID> before) {
        return person != null && !before.filter(person::equals).isPresent() && people.find(person).isEmpty();
    }

    /** The unit's own open draft for the same time under the same title: a file that comes twice goes there twice. */
    Optional<Plan> openAlike(UUID unit, Plan.Span span, String title) {
        return store.alike(unit, span, title).stream().filter(p -> p.state().open()).findFirst();
    }
}
