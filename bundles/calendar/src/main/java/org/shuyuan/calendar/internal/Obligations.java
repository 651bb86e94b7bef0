package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Group;
import org.shuyuan.api.directory.Groups;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.notices.Live;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.ObligationStore;

/**
 * The obligations of units. Who looks after a unit's kinds of event writes them; who may read its calendar, or that of a unit below, sees them, and a speaker sees those about the speaker.
 * Thread-safe.
 */
@Component(service = Obligations.class)
public final class Obligations {

    /** Most that one unit has in force; a page of more nobody reads. */
    static final int MOST = 100;

    private final ObligationStore store;
    private final Kinds kinds;
    private final Units units;
    private final People people;
    private final Groups groups;
    private final Access access;
    private final Audit audit;
    private final Transactions transactions;
    private final Live live;
    private final Settings settings;

    @Activate
    public Obligations(@Reference ObligationStore store, @Reference Kinds kinds, @Reference Units units, @Reference People people, @Reference Groups groups, @Reference Access access,
            @Reference Audit audit, @Reference Transactions transactions, @Reference Live live, @Reference Settings settings) {
        this.store = store;
        this.kinds = kinds;
        this.units = units;
        this.people = people;
        this.groups = groups;
        this.access = access;
        this.audit = audit;
        this.transactions = transactions;
        this.live = live;
        this.settings = settings;
    }

    /**
     * The unit's own first, then those of the units above it, then those below it as far as the caller reads.
     *
     * @param retired false: those in force; true: those that were given up; null: all
     * @throws Problem 403
     */
    public List<Obligation> list(Caller caller, UUID unit, @Nullable Boolean retired) {
        Set<UUID> readable = access.within(caller, Permissions.READ, unit);
        // a unit whose profile brings some has them from the first look on
        kinds.at(unit);
        List<UUID> order = new ArrayList<>(units.get(unit).path());
        Collections.reverse(order);
        units.subtree(unit).stream().map(Unit::id).filter(u -> readable.contains(u) && !order.contains(u)).forEach(order::add);
        return sorted(store.of(order), order).stream().filter(o -> retired == null || retired == (o.retired() != null)).toList();
    }

    private List<Obligation> sorted(Collection<Obligation> some, List<UUID> order) {
        return some.stream().sorted(Comparator.comparingInt((Obligation o) -> order.indexOf(o.unit())).thenComparing(o -> kinds.find(o.kind()).map(Kind::position).orElse(0))
                .thenComparing(Obligation::every).thenComparing(Obligation::id)).toList();
    }

    /** @throws Problem 404 {@code calendar.no-such-obligation}, also where the caller may not know of it */
    public Obligation find(Caller caller, UUID id) {
        return store.find(id).filter(o -> visible(caller, o)).orElseThrow(() -> Problem.notFound("calendar.no-such-obligation"));
    }

    private boolean visible(Caller caller, Obligation o) {
        return access.can(caller, Permissions.READ, o.unit()) || speaks(caller, o)
                || access.unitsWith(caller, Permissions.READ).stream().map(held -> units.find(held.unit())).flatMap(Optional::stream).anyMatch(held -> held.within(o.unit()));
    }

    private boolean speaks(Caller caller, Obligation o) {
        UUID person = caller.person();
        if (person == null || o.over() != Obligation.Over.PEOPLE && o.over() != Obligation.Over.MEMBERS) {
            return false;
        }
        return o.targets().contains(person) || o.over() == Obligation.Over.MEMBERS
                && groups.of(Set.of(person), today(o.unit())).getOrDefault(person, Set.of()).stream().anyMatch(o.targets()::contains);
    }

    /** Whether the caller may know how it stands with one who owes it. A reader of a department sees it of the department and its people, not of those beside it. */
    boolean shows(Caller caller, Obligation o, Whom whom) {
        boolean all = access.can(caller, Permissions.READ, o.unit());
        return switch (whom.what()) {
            // of one that is closed the calendar is read where it was obliged
            case UNIT -> access.can(caller, Permissions.READ, whom.id()) || all && units.find(whom.id()).isEmpty();
            case GROUP -> all;
            case PERSON -> all || whom.id().equals(caller.person()) || access.can(caller, Permissions.READ, whom.unit());
        };
    }

    /** Where the caller may plan an event for whoever owes it; empty: nowhere. */
    Optional<UUID> plannedAt(Caller caller, Obligation o, Whom whom) {
        Stream<UUID> where = switch (whom.what()) {
            case UNIT -> Stream.of(whom.id());
            case GROUP -> Stream.of(o.unit());
            case PERSON -> Stream.of(o.unit(), whom.unit());
        };
        return where.filter(unit -> access.can(caller, Permissions.WRITE, unit)).findFirst();
    }

    public boolean mayChange(Caller caller, Obligation o) {
        return access.can(caller, Permissions.KINDS, o.unit());
    }

    /** Whether something was owed by it already, so that what it says of past periods stays as it was. */
    public boolean history(Obligation o) {
        return o.history(today(o.unit()));
    }

    /** @throws Problem 403, 409 {@code calendar.obligations-too-many}, 422 {@code rest.invalid} */
    public Obligation add(Caller caller, Obligation wanted) {
        access.require(caller, Permissions.KINDS, wanted.unit());
        Obligation o = with(wanted.checked(), trace(caller));
        if (store.of(List.of(o.unit())).stream().filter(known -> known.retired() == null).count() >= MOST) {
            throw new Problem(409, "calendar.obligations-too-many").with("max", MOST);
        }
        offered(o);
        named(o, Set.of());
        return transactions.call(() -> {
            store.add(List.of(o));
            return written(caller, o, "add-obligation", null, store.find(o.id()).orElseThrow());
        });
    }

    /**
     * Once something was owed by it, kind, number, period, first day and for whom it is in principle stay: else past figures would become others. Name, list, last day and lead may change, and it may
     * be retired. It is taken up again only within the period in which it was retired, or where nothing was owed by it yet: else what nobody owed would be missed.
     *
     * @param retired whether it is given up
     * @throws Problem 409 {@code calendar.obligation-retired}, 422 {@code rest.invalid} @throws OptimisticLockException another version is stored
     */
    public Obligation change(Caller caller, Obligation wanted, boolean retired) {
        Obligation before = own(caller, wanted.id(), wanted.version());
        LocalDate today = today(before.unit());
        LocalDate given = !retired ? null : before.retired() != null ? before.retired() : today;
        boolean resumed = before.retired() != null && !retired;
        if (resumed && history(before) && !Period.holding(before.every(), today).holds(before.retired())) {
            throw Problem.conflict("calendar.obligation-retired");
        }
        LocalDate from = resumed && !history(before) && wanted.from().isBefore(today) ? today : wanted.from();
        Obligation o = with(new Obligation(before.id(), before.version(), before.unit(), wanted.title(), wanted.kind(), wanted.count(), wanted.every(), wanted.over(), wanted.targets(),
                from, wanted.until(), wanted.lead(), given, before.trace()).checked(), trace(caller));
        if (history(before)) {
            fixed(before, o);
        }
        if (!o.kind().equals(before.kind())) {
            offered(o);
        }
        named(o, before.over() == o.over() ? new HashSet<>(before.targets()) : Set.of());
        return transactions.call(() -> {
            store.change(o);
            Obligation after = store.find(o.id()).orElseThrow();
            String action = (before.retired() == null) == (after.retired() == null) ? "change-obligation" : after.retired() == null ? "resume-obligation" : "retire-obligation";
            return written(caller, after, action, before, after);
        });
    }

    private static void fixed(Obligation before, Obligation after) {
        Problem wrong = new Problem(422, "rest.invalid");
        String code = "calendar.obligation-fixed";
        if (!after.kind().equals(before.kind())) {
            wrong.field("kind", code);
        }
        if (after.count() != before.count()) {
            wrong.field("count", code);
        }
        if (after.every() != before.every()) {
            wrong.field("every", code);
        }
        if (after.over() != before.over()) {
            wrong.field("over", code);
        }
        if (!after.from().equals(before.from())) {
            wrong.field("from", code);
        }
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
    }

    /** One by which nothing was owed yet; else it is retired. @throws Problem 409 {@code calendar.obligation-history} @throws OptimisticLockException another version is stored */
    public void remove(Caller caller, UUID id, int version) {
        Obligation o = own(caller, id, version);
        if (history(o)) {
            throw Problem.conflict("calendar.obligation-history");
        }
        transactions.run(() -> {
            store.remove(o);
            written(caller, o, "remove-obligation", o, null);
        });
    }

    private Obligation own(Caller caller, UUID id, int version) {
        Obligation o = find(caller, id);
        access.require(caller, Permissions.KINDS, o.unit());
        if (o.version() != version) {
            throw new OptimisticLockException("obligation " + id);
        }
        return o;
    }

    private void offered(Obligation o) {
        if (kinds.at(o.unit()).stream().noneMatch(k -> k.id().equals(o.kind()) && !k.retired())) {
            throw Problem.invalid("kind", "calendar.kind-not-here");
        }
    }

    /** Whoever comes onto the list is there; whoever was on it may stay. */
    private void named(Obligation o, Set<UUID> known) {
        List<UUID> added = o.targets().stream().filter(t -> !known.contains(t)).toList();
        String wrong = switch (o.over()) {
            case UNITS -> added.stream().allMatch(u -> units.find(u).filter(found -> found.within(o.unit())).isPresent()) ? null : "calendar.obligation-unit";
            case GROUPS, MEMBERS -> groups.at(o.unit()).stream().map(Group::id).collect(Collectors.toSet()).containsAll(added) ? null : "calendar.group-not-here";
            case PEOPLE -> people.get(added).keySet().containsAll(added) ? null : "calendar.no-such-person";
            case UNIT, BELOW -> null;
        };
        if (wrong != null) {
            throw Problem.invalid("targets", wrong);
        }
    }

    private Obligation written(Caller caller, Obligation o, String action, @Nullable Obligation before, @Nullable Obligation after) {
        audit.write(caller, o.unit(), "calendar." + action, subject(o, kinds.find(o.kind()).orElse(null)), before == null ? null : before.snapshot(), after == null ? null : after.snapshot());
        transactions.afterCommit(() -> live.publish("changed", "{\"module\":\"calendar\",\"type\":\"obligation\",\"id\":\"" + o.id() + "\",\"unit\":\"" + o.unit() + "\"}"));
        return Objects.requireNonNullElse(after, o);
    }

    static Audit.Subject subject(Obligation o, @Nullable Kind kind) {
        return new Audit.Subject("calendar.obligation", o.id().toString(), o.title() != null ? o.title() : kind == null ? "" : kind.name(Language.ZH_CN));
    }

    private LocalDate today(UUID unit) {
        return LocalDate.ofInstant(settings.clock().instant(), units.get(unit).zone());
    }

    private Obligation.Trace trace(Caller caller) {
        return new Obligation.Trace(caller.name(), Instant.ofEpochMilli(settings.clock().millis()));
    }

    private static Obligation with(Obligation o, Obligation.Trace by) {
        return new Obligation(o.id(), o.version(), o.unit(), o.title(), o.kind(), o.count(), o.every(), o.over(), o.targets(), o.from(), o.until(), o.lead(), o.retired(), by);
    }
}
