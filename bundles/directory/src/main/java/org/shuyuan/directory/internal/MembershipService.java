package org.shuyuan.directory.internal;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.directory.internal.PersonService.Shown;
import org.shuyuan.directory.internal.jpa.MembershipStore;
import org.shuyuan.directory.internal.roster.Clean;
import org.shuyuan.directory.internal.roster.Dates;
import org.shuyuan.directory.internal.roster.Field;

/**
 * A person in several units: memberships added, changed and ended; one of those that hold is the main one. Each needs the right to
 * write at the unit it is about; which is the main one also at the unit that was. Versioned with the person. Thread-safe.
 */
@Component(service = MembershipService.class)
public final class MembershipService {

    /** What a form gives. @param from first day; today unless given @param since as precise as somebody knows it, e.g. {@code 2012-03} */
    public record Draft(@Nullable UUID unit, @Nullable String position, @Nullable String since, @Nullable LocalDate from) {}

    /** Most memberships that hold at a time. */
    private static final int MOST = 30;

    private final PersonService persons;
    private final UnitTree tree;
    private final MembershipStore store;
    private final Access access;
    private final Audit audit;

    @Activate
    public MembershipService(@Reference PersonService persons, @Reference UnitTree tree, @Reference MembershipStore store, @Reference Access access, @Reference Audit audit) {
        this.persons = persons;
        this.tree = tree;
        this.store = store;
        this.access = access;
        this.audit = audit;
    }

    /** @throws Problem 409 {@code directory.left-already}, {@code directory.too-many-memberships}; 412; 422 {@code directory.already-member} */
    public Shown add(Caller caller, UUID person, int version, Draft draft) {
        persons.get(caller, person);
        if (draft.unit() == null) {
            throw Problem.invalid("unit", "directory.needed");
        }
        UUID unit = tree.get(draft.unit()).id();
        access.require(caller, Permissions.WRITE, unit);
        return persons.written(() -> {
            PersonData before = current(caller, person, version);
            List<MembershipData> open = open(caller, person);
            if (open.isEmpty()) {
                throw Problem.conflict("directory.left-already");
            }
            if (open.size() >= MOST) {
                throw Problem.conflict("directory.too-many-memberships").with("limit", MOST);
            }
            if (open.stream().anyMatch(m -> m.unit().equals(unit))) {
                throw Problem.invalid("unit", "directory.already-member");
            }
            LocalDate from = UnitRules.day(draft.from(), persons.today(unit), null);
            MembershipData added = new MembershipData(Ids.next(), person, unit, tree.stored(unit).get(0).name(), position(draft), since(draft), from, null, false);
            store.add(added);
            return written(caller, before, "directory.add-membership", null, added);
        });
    }

    /** Position and since when; who goes to another unit gets another membership. @throws Problem 412 */
    public Shown change(Caller caller, UUID person, UUID id, int version, Draft draft) {
        allowed(caller, person, id, version);
        return persons.written(() -> {
            PersonData before = current(caller, person, version);
            MembershipData held = mine(caller, person, id);
            LocalDate from = draft.from() == null ? held.from() : UnitRules.day(draft.from(), persons.today(held.unit()), null);
            if (from != null && held.to() != null && from.isAfter(held.to())) {
                throw Problem.invalid("from", "directory.bad-day");
            }
            MembershipData after = new MembershipData(id, person, held.unit(), held.unitName(), position(draft), since(draft), from, held.to(), held.main());
            store.change(after);
            return written(caller, before, "directory.change-membership", held, after);
        });
    }

    /**
     * It holds no longer.
     *
     * @param on first day no longer; today unless given
     * @throws Problem 409 {@code directory.main-needed} for the main one, {@code directory.membership-over}; 412
     */
    public Shown end(Caller caller, UUID person, UUID id, int version, @Nullable LocalDate on) {
        allowed(caller, person, id, version);
        return persons.written(() -> {
            PersonData before = current(caller, person, version);
            MembershipData held = holding(caller, person, id);
            if (held.main()) {
                throw Problem.conflict("directory.main-needed");
            }
            MembershipData after = MembershipStore.ended(held, UnitRules.day(on, persons.today(held.unit()), held.from()));
            store.change(after);
            return written(caller, before, "directory.end-membership", held, after);
        });
    }

    /** It becomes the main one; the one that was stays as a further one. @throws Problem 409 {@code directory.membership-over}; 412 */
    public Shown makeMain(Caller caller, UUID person, UUID id, int version) {
        allowed(caller, person, id, version);
        return persons.written(() -> {
            PersonData before = current(caller, person, version);
            MembershipData next = holding(caller, person, id);
            for (MembershipData m : open(caller, person)) {
                if (m.main() && !m.id().equals(id)) {
                    access.require(caller, Permissions.WRITE, m.unit());
                    store.main(m.id(), false);
                }
            }
            store.main(id, true);
            return written(caller, before, "directory.main-membership", next,
                    new MembershipData(id, person, next.unit(), next.unitName(), next.position(), next.since(), next.from(), next.to(), true));
        });
    }

    private Shown written(Caller caller, PersonData person, String action, @Nullable MembershipData before, MembershipData after) {
        // a membership has no version of its own: who edits the person meanwhile is told
        persons.change(person);
        audit.write(caller, after.unit(), action, PersonService.subject(person), before == null ? null : snapshot(before), snapshot(after));
        return persons.get(caller, person.id());
    }

    private PersonData current(Caller caller, UUID person, int version) {
        PersonData now = persons.stored(person);
        persons.current(caller, now, version);
        return now;
    }

    /** Where it is about a membership that is none, the person's main unit decides; whether it is there is told only to who may. */
    private void allowed(Caller caller, UUID person, UUID id, int version) {
        Shown seen = persons.get(caller, person);
        @Nullable MembershipData main = seen.main();
        seen.memberships().stream().filter(m -> m.id().equals(id)).findFirst().or(() -> Optional.ofNullable(main))
                .ifPresent(m -> access.require(caller, Permissions.WRITE, m.unit()));
        persons.current(caller, seen.person(), version);
        mine(caller, person, id);
    }

    private List<MembershipData> open(Caller caller, UUID person) {
        return persons.get(caller, person).memberships().stream().filter(m -> !m.over()).toList();
    }

    private MembershipData mine(Caller caller, UUID person, UUID id) {
        return persons.get(caller, person).memberships().stream().filter(m -> m.id().equals(id)).findFirst()
                .orElseThrow(() -> Problem.notFound("directory.no-such-membership"));
    }

    private MembershipData holding(Caller caller, UUID person, UUID id) {
        MembershipData held = mine(caller, person, id);
        if (held.over()) {
            throw Problem.conflict("directory.membership-over");
        }
        return held;
    }

    private static @Nullable String position(Draft draft) {
        String clean = draft.position() == null ? "" : Clean.line(draft.position());
        if (clean.length() > Field.POSITION.limit()) {
            throw new Problem(422, "rest.invalid").field("position", "directory.too-long", Map.of("limit", Field.POSITION.limit()));
        }
        return clean.isEmpty() ? null : clean;
    }

    private static @Nullable String since(Draft draft) {
        String clean = draft.since() == null ? "" : Clean.line(draft.since());
        return clean.isEmpty() ? null : Dates.of(clean).orElseThrow(() -> Problem.invalid("since", "directory.bad-date"));
    }

    private static Map<String, @Nullable Object> snapshot(MembershipData m) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("unit", m.unitName());
        map.put("position", m.position());
        map.put("since", m.since());
        map.put("from", m.from() == null ? null : m.from().toString());
        map.put("to", m.to() == null ? null : m.to().toString());
        map.put("main", m.main());
        map.values().removeIf(Objects::isNull);
        return map;
    }
}
