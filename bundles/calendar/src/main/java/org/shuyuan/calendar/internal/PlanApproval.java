package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import javax.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.notices.Notices;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.PlanStore;

/**
 * How a plan comes into force: it is submitted by who writes it, and approved or sent back by whoever the unit lets approve. What is approved does not change any more: a new
 * edition is written beside it and takes its place once it is approved too. Thread-safe.
 */
@Component(service = PlanApproval.class)
public final class PlanApproval {

    private static final int REASON = 500;

    /**
     * What an edition has otherwise than another.
     *
     * @param was null for what is new
     * @param now null for what was left out
     * @param fields of {@link PlanItem#snapshot()} that differ
     */
    public record Change(@Nullable PlanItem was, @Nullable PlanItem now, List<String> fields) {}

    private final PlanStore store;
    private final PlanService plans;
    private final PlanTrail trail;
    private final Accounts accounts;
    private final Notices notices;
    private final Transactions transactions;
    private final Settings settings;

    @Activate
    public PlanApproval(@Reference PlanStore store, @Reference PlanService plans, @Reference PlanTrail trail, @Reference Accounts accounts, @Reference Notices notices,
            @Reference Transactions transactions, @Reference Settings settings) {
        this.store = store;
        this.plans = plans;
        this.trail = trail;
        this.accounts = accounts;
        this.notices = notices;
        this.transactions = transactions;
        this.settings = settings;
    }

    /**
     * Whoever approves is told.
     *
     * @throws Problem 409 {@code calendar.plan-not-open}, {@code calendar.plan-empty}
     * @throws OptimisticLockException another version is stored
     */
    public Plan submit(Caller caller, UUID id, int version) {
        Plan before = plans.forWriting(caller, id, version);
        if (before.items().isEmpty()) {
            throw Problem.conflict("calendar.plan-empty");
        }
        return transactions.call(() -> {
            Plan after = store.change(before.with(Plan.State.SUBMITTED, before.trace().submitted(caller, now())));
            trail.written(caller, after, "submit-plan", before.snapshot(), after.snapshot());
            tell("notice.plan-submitted", after, Map.of("title", after.title(), "who", caller.name()), others(caller, after.unit()));
            return after;
        });
    }

    /** Back to a draft before anybody decided. @throws OptimisticLockException another version is stored */
    public Plan withdraw(Caller caller, UUID id, int version) {
        Plan before = plans.forChange(caller, id, version, Permissions.WRITE);
        submitted(before);
        return transactions.call(() -> {
            Plan after = store.change(before.with(Plan.State.DRAFT, before.trace().changed(caller, now())));
            trail.written(caller, after, "withdraw-plan", before.snapshot(), after.snapshot());
            return after;
        });
    }

    /**
     * It is in force, and the edition before it no more. Nobody approves what they submitted themselves, unless nobody else can: then the trail says so.
     *
     * @throws Problem 403 {@code calendar.own-plan}; 409 {@code calendar.plan-not-submitted}
     * @throws OptimisticLockException another version is stored
     */
    public Plan approve(Caller caller, UUID id, int version) {
        Plan before = plans.forChange(caller, id, version, Permissions.APPROVE);
        submitted(before);
        boolean own = caller.account().equals(before.trace().submitter());
        if (own && !others(caller, before.unit()).isEmpty()) {
            throw new Problem(403, "calendar.own-plan");
        }
        return transactions.call(() -> {
            for (Plan old : store.editions(before.origin())) {
                if (old.state() == Plan.State.APPROVED) {
                    store.change(old.with(Plan.State.REPLACED, old.trace()));
                }
            }
            Plan after = store.change(before.with(Plan.State.APPROVED, before.trace().decided(caller, now(), null)));
            Map<String, @Nullable Object> said = new LinkedHashMap<>(after.snapshot());
            if (own) {
                said.put("onlyApprover", true);
            }
            trail.written(caller, after, "approve-plan", before.snapshot(), said);
            tell("notice.plan-approved", after, Map.of("title", after.title(), "who", caller.name()), submitter(caller, after));
            return after;
        });
    }

    /**
     * It can be written again.
     *
     * @param reason 2–500 characters
     * @throws Problem 409 {@code calendar.plan-not-submitted}; 422 {@code rest.invalid}
     * @throws OptimisticLockException another version is stored
     */
    public Plan sendBack(Caller caller, UUID id, int version, @Nullable String reason) {
        Plan before = plans.forChange(caller, id, version, Permissions.APPROVE);
        submitted(before);
        String why = Text.orNull(reason);
        if (why == null || why.length() < 2 || why.length() > REASON) {
            throw Problem.invalid("reason", "calendar.plan-reason");
        }
        return transactions.call(() -> {
            Plan after = store.change(before.with(Plan.State.RETURNED, before.trace().decided(caller, now(), why)));
            trail.written(caller, after, "send-back-plan", before.snapshot(), after.snapshot());
            tell("notice.plan-returned", after, Map.of("title", after.title(), "reason", why), submitter(caller, after));
            return after;
        });
    }

    /**
     * A new edition of what is in force, to be changed.
     *
     * @throws Problem 409 {@code calendar.plan-not-approved}, {@code calendar.plan-open-edition}: one is being written
     * @throws OptimisticLockException another version is stored
     */
    public Plan revise(Caller caller, UUID id, int version) {
        Plan before = plans.forChange(caller, id, version, Permissions.WRITE);
        if (before.state() != Plan.State.APPROVED) {
            throw Problem.conflict("calendar.plan-not-approved");
        }
        int last = store.editions(before.origin()).get(0).edition();
        if (last != before.edition()) {
            throw Problem.conflict("calendar.plan-open-edition");
        }
        Plan draft = new Plan(Ids.next(), 0, before.origin(), last + 1, before.unit(), before.title(), before.span(), Plan.State.DRAFT, Plan.Trace.of(caller, now()),
                before.items().stream().map(item -> item.as(Ids.next(), item.line())).toList());
        try {
            return transactions.call(() -> {
                Plan added = store.add(draft);
                trail.written(caller, added, "revise-plan", null, added.snapshot());
                return added;
            });
        } catch (OptimisticLockException stale) {
            throw stale;
        } catch (PersistenceException twice) {
            if (store.editions(before.origin()).get(0).edition() != last) {
                throw Problem.conflict("calendar.plan-open-edition");
            }
            throw twice;
        }
    }

    /** What an edition has otherwise than the one before it; empty for the first. */
    public List<Change> changes(Caller caller, UUID id) {
        Plan plan = plans.find(caller, id);
        Optional<Plan> previous = plans.editions(caller, plan).stream().filter(p -> p.edition() < plan.edition()).findFirst();
        return previous.map(before -> changes(before, plan)).orElse(List.of());
    }

    static List<Change> changes(Plan before, Plan after) {
        Map<UUID, PlanItem> was = new LinkedHashMap<>();
        before.items().forEach(item -> was.put(item.line(), item));
        List<Change> changes = new ArrayList<>();
        for (PlanItem now : after.items()) {
            PlanItem old = was.remove(now.line());
            if (old == null) {
                changes.add(new Change(null, now, List.of()));
                continue;
            }
            Map<String, @Nullable Object> values = old.snapshot();
            List<String> fields = now.snapshot().entrySet().stream().filter(e -> !Objects.equals(e.getValue(), values.get(e.getKey()))).map(Map.Entry::getKey).toList();
            if (!fields.isEmpty()) {
                changes.add(new Change(old, now, fields));
            }
        }
        was.values().forEach(gone -> changes.add(new Change(gone, null, List.of())));
        return changes;
    }

    private static void submitted(Plan plan) {
        if (plan.state() != Plan.State.SUBMITTED) {
            throw Problem.conflict("calendar.plan-not-submitted");
        }
    }

    private List<UUID> others(Caller caller, UUID unit) {
        return accounts.holding(Permissions.APPROVE, unit).stream().filter(account -> !account.equals(caller.account())).toList();
    }

    private static List<UUID> submitter(Caller caller, Plan plan) {
        UUID who = plan.trace().submitter();
        return who == null || who.equals(caller.account()) ? List.of() : List.of(who);
    }

    private void tell(String key, Plan plan, Map<String, String> values, List<UUID> readers) {
        if (!readers.isEmpty()) {
            notices.send(new Notices.Notice("calendar", key, values, "/calendar/plans/" + plan.id() + "?unit=" + plan.unit()), readers);
        }
    }

    private Instant now() {
        return settings.clock().instant();
    }
}
