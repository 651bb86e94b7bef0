package org.shuyuan.calendar.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import javax.persistence.PersistenceException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.notices.Live;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.StudyStore;

/** The study days that units have fixed, one for a unit and kind of event. They hold for all below the unit. Thread-safe. */
@Component(service = StudyRules.class)
public final class StudyRules {

    private final StudyStore store;
    private final Kinds kinds;
    private final Units units;
    private final Access access;
    private final Audit audit;
    private final Transactions transactions;
    private final Live live;

    @Activate
    public StudyRules(@Reference StudyStore store, @Reference Kinds kinds, @Reference Units units, @Reference Access access, @Reference Audit audit,
            @Reference Transactions transactions, @Reference Live live) {
        this.store = store;
        this.kinds = kinds;
        this.units = units;
        this.access = access;
        this.audit = audit;
        this.transactions = transactions;
        this.live = live;
    }

    /** The unit's own first, then those of the units above it. */
    public List<StudyRule> list(Caller caller, UUID unit) {
        access.require(caller, Permissions.READ, unit);
        List<UUID> path = units.get(unit).path();
        return store.of(path).stream().sorted(Comparator.comparingInt((StudyRule r) -> -path.indexOf(r.unit())).thenComparing(StudyRule::title).thenComparing(StudyRule::id)).toList();
    }

    /** For who may read the calendar of its unit or of one below. @throws Problem 404 {@code calendar.no-such-study-rule} */
    public StudyRule get(Caller caller, UUID id) {
        return store.find(id).filter(rule -> access.can(caller, Permissions.READ, rule.unit()) || access.unitsWith(caller, Permissions.READ).stream()
                .map(held -> units.find(held.unit())).flatMap(Optional::stream).anyMatch(held -> held.within(rule.unit())))
                .orElseThrow(() -> Problem.notFound("calendar.no-such-study-rule"));
    }

    public boolean may(Caller caller, StudyRule rule, boolean change) {
        return access.can(caller, change ? Permissions.KINDS : Permissions.WRITE, rule.unit());
    }

    /** @throws Problem 404 {@code calendar.no-such-study-rule}, 403 */
    StudyRule own(Caller caller, UUID id, String permission) {
        StudyRule rule = store.find(id).orElseThrow(() -> Problem.notFound("calendar.no-such-study-rule"));
        access.require(caller, permission, rule.unit());
        return rule;
    }

    /** @throws Problem 422 {@code rest.invalid}: wrong fields, or the unit has a study day of that kind */
    public StudyRule add(Caller caller, StudyRule wanted) {
        access.require(caller, Permissions.KINDS, wanted.unit());
        StudyRule rule = checked(wanted, wanted.kind());
        return once(rule, () -> {
            store.add(rule);
            audit.write(caller, rule.unit(), "calendar.add-study-rule", subject(rule), null, rule.snapshot());
            tell(rule);
            return store.find(rule.id()).orElseThrow();
        });
    }

    /** Events that were made for it stay where they are. @throws OptimisticLockException another version is stored */
    public StudyRule change(Caller caller, StudyRule wanted) {
        StudyRule before = own(caller, wanted.id(), Permissions.KINDS);
        StudyRule rule = checked(new StudyRule(before.id(), wanted.version(), before.unit(), wanted.kind(), wanted.title(), wanted.every(), wanted.day(), wanted.start(),
                wanted.minutes(), wanted.place(), wanted.move(), wanted.within(), wanted.from(), wanted.until()), before.kind());
        return once(rule, () -> {
            store.change(rule);
            StudyRule after = store.find(rule.id()).orElseThrow();
            audit.write(caller, rule.unit(), "calendar.change-study-rule", subject(after), before.snapshot(), after.snapshot());
            tell(rule);
            return after;
        });
    }

    /** Events that were made for it stay, as any others. @throws OptimisticLockException another version is stored */
    public void remove(Caller caller, UUID id, int version) {
        StudyRule before = own(caller, id, Permissions.KINDS);
        if (before.version() != version) {
            throw new OptimisticLockException("study rule " + id);
        }
        transactions.run(() -> {
            store.remove(before);
            audit.write(caller, before.unit(), "calendar.remove-study-rule", subject(before), before.snapshot(), null);
            tell(before);
        });
    }

    /** Of two who fix the same study day at once the second is told as if it had come later. */
    private StudyRule once(StudyRule rule, Transactions.Work<StudyRule, RuntimeException> work) {
        try {
            return transactions.call(work);
        } catch (OptimisticLockException stale) {
            throw stale;
        } catch (PersistenceException twice) {
            if (taken(rule)) {
                throw Problem.invalid("kind", "calendar.study-rule-exists");
            }
            throw twice;
        }
    }

    private boolean taken(StudyRule rule) {
        return store.of(List.of(rule.unit())).stream().anyMatch(r -> r.kind().equals(rule.kind()) && !r.id().equals(rule.id()));
    }

    private StudyRule checked(StudyRule rule, UUID known) {
        rule.checked();
        boolean added = rule.version() == 0;
        if ((added || !rule.kind().equals(known)) && !offered(rule)) {
            throw Problem.invalid("kind", "calendar.kind-not-here");
        }
        if (taken(rule)) {
            throw Problem.invalid("kind", "calendar.study-rule-exists");
        }
        return rule;
    }

    /** Whether new events of its kind can be made at its unit. */
    boolean offered(StudyRule rule) {
        return kinds.at(rule.unit()).stream().anyMatch(k -> k.id().equals(rule.kind()) && !k.retired());
    }

    private void tell(StudyRule rule) {
        transactions.afterCommit(() -> live.publish("changed", "{\"module\":\"calendar\",\"type\":\"study-rule\",\"id\":\"" + rule.id() + "\",\"unit\":\"" + rule.unit() + "\"}"));
    }

    static Audit.Subject subject(StudyRule rule) {
        return new Audit.Subject("calendar.study-rule", rule.id().toString(), rule.title());
    }
}
