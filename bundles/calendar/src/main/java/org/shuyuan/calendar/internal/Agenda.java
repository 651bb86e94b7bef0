package org.shuyuan.calendar.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Groups;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.Reach.Target;
import org.shuyuan.calendar.internal.jpa.OccurrenceStore;

/** What stands in a calendar in a period: a unit's, or what concerns one person. Thread-safe. */
@Component(service = Agenda.class)
public final class Agenda {

    static final Duration LONGEST = Duration.ofDays(400);
    static final int MOST = 5_000;
    private static final long KEPT_NANOS = 30_000_000_000L;
    private static final int PEOPLE_KEPT = 5_000;

    /** @param unit whose calendar it is; also where {@code calendar.read} is needed
     *  @param whose a person's is what concerns the person: named, member of a unit it is for, or in a group it is for, as of today
     *  @param kind id or word of a kind */
    public record Question(UUID unit, Instant from, Instant to, Whose whose, @Nullable String kind) {}

    private record Memberships(Set<UUID> units, Set<UUID> groups, long readAt) {}

    private final OccurrenceStore store;
    private final Kinds kinds;
    private final Units units;
    private final People people;
    private final Groups groups;
    private final Access access;
    private final Map<UUID, Memberships> memberships = new ConcurrentHashMap<>();

    @Activate
    public Agenda(@Reference OccurrenceStore store, @Reference Kinds kinds, @Reference Units units, @Reference People people,
            @Reference Groups groups, @Reference Access access) {
        this.store = store;
        this.kinds = kinds;
        this.units = units;
        this.people = people;
        this.groups = groups;
        this.access = access;
    }

    /** By start, at most {@link #MOST}. @throws Problem 422 {@code rest.invalid} for a period of none or over 400 days */
    public List<Occurrence> answer(Caller caller, Question question) {
        Optional<Asked> asked = ask(caller, question);
        return asked.map(a -> store.within(a.targets(), a.from(), a.to(), a.kind(), a.known(), MOST)).orElse(List.of());
    }

    /** Whom the question is about, null for a unit or a group. @throws Problem 403, or 404 {@code calendar.no-such-person} about somebody the caller may not ask for */
    @Nullable UUID person(Caller caller, Question question) {
        access.require(caller, Permissions.READ, question.unit());
        UUID id = question.whose().id();
        return question.whose().kind() == Whose.Kind.MINE ? caller.person() : question.whose().kind() == Whose.Kind.PERSON && id != null ? allowed(caller, id) : null;
    }

    /** What is searched for in title, place and the host's name; {@code like} is the same for SQL, lower case with {@code !} as escape. */
    public record Search(String text, String like) {}

    /** One page of the same. @param search null for everything; @param order SQL over {@code o}, the occurrence */
    public OccurrenceStore.Page list(Caller caller, Question question, @Nullable Search search, String order, int offset, int size) {
        Asked asked = ask(caller, question).orElse(null);
        if (asked == null) {
            return new OccurrenceStore.Page(List.of(), 0);
        }
        List<UUID> hosts = List.of();
        if (search != null) {
            Set<UUID> all = store.hosts(asked.targets(), asked.from(), asked.to());
            hosts = people.get(all).values().stream().filter(p -> p.name().contains(search.text())).map(Person::id).toList();
        }
        return store.list(asked.targets(), asked.from(), asked.to(), asked.kind(), asked.known(), new OccurrenceStore.Narrowing(search == null ? null : search.like(), hosts, order, offset, size));
    }

    private record Asked(Collection<Target> targets, long from, long to, @Nullable UUID kind, OccurrenceStore.@Nullable Known known) {}

    /** Empty for a kind that nobody knows. */
    private Optional<Asked> ask(Caller caller, Question question) {
        access.require(caller, Permissions.READ, question.unit());
        if (!question.to().isAfter(question.from())) {
            throw Problem.invalid("to", "calendar.end-before-start");
        }
        if (Duration.between(question.from(), question.to()).compareTo(LONGEST) > 0) {
            throw Problem.invalid("to", "calendar.period-too-long");
        }
        UUID kind = null;
        if (question.kind() != null) {
            String wanted = question.kind();
            kind = kinds.at(question.unit()).stream().filter(k -> k.word().equals(wanted) || k.id().toString().equals(wanted)).map(Kind::id)
                    .findFirst().orElse(null);
            if (kind == null) {
                return Optional.empty();
            }
        }
        Unit unit = units.get(question.unit());
        return Optional.of(new Asked(targets(caller, unit, question.whose()), question.from().getEpochSecond(), question.to().getEpochSecond(), kind, known(caller, unit, question.whose())));
    }

    private Collection<Target> targets(Caller caller, Unit unit, Whose whose) {
        UUID id = whose.id();
        if (whose.kind() == Whose.Kind.GROUP && id != null) {
            return ofGroup(caller, unit, id);
        }
        if (whose.kind() == Whose.Kind.PERSON && id != null) {
            return ofPerson(allowed(caller, id));
        }
        if (whose.kind() == Whose.Kind.MINE) {
            UUID person = caller.person();
            // an account without a person has no calendar of its own: it sees what the unit as such is called to
            return person == null ? audience(unit.path()) : ofPerson(person);
        }
        return Reach.ofUnit(unit.path(), access.within(caller, Permissions.READ, unit.id()));
    }

    /** What is planned for a group at the unit, above it, or below as far as the caller reads. */
    private Collection<Target> ofGroup(Caller caller, Unit unit, UUID group) {
        UUID owner = groups.find(group).orElseThrow(() -> Problem.notFound("calendar.no-such-group")).unit();
        if (owner != null && !unit.path().contains(owner)) {
            throw Problem.notFound("calendar.no-such-group");
        }
        Set<UUID> planners = new LinkedHashSet<>(unit.path());
        planners.addAll(access.within(caller, Permissions.READ, unit.id()));
        return audience(planners.stream().map(planner -> Reach.inGroup(group, planner)).toList());
    }

    /** Of another person one sees what whole units and groups are called to; of what names the person only what is planned here or below. */
    private OccurrenceStore.@Nullable Known known(Caller caller, Unit unit, Whose whose) {
        UUID person = whose.id();
        if (whose.kind() != Whose.Kind.PERSON || person == null || person.equals(caller.person())) {
            return null;
        }
        return new OccurrenceStore.Known(access.within(caller, Permissions.READ, unit.id()),
                ofPerson(person).stream().map(Target::id).filter(id -> !id.equals(person)).toList());
    }

    /** Oneself, or somebody for whose unit the caller plans. */
    private UUID allowed(Caller caller, UUID person) {
        if (!person.equals(caller.person()) && memberships(person).units().stream().noneMatch(unit -> access.can(caller, Permissions.WRITE, unit))) {
            throw Problem.notFound("calendar.no-such-person");
        }
        return person;
    }

    private Collection<Target> ofPerson(UUID person) {
        return belonging(person).targets();
    }

    /** Where somebody belongs as of today. @param units with all above them @param targets in whose calendars stands what concerns the person */
    record Belonging(Set<UUID> units, Set<UUID> groups, Collection<Target> targets) {}

    Belonging belonging(UUID person) {
        Memberships now = memberships(person);
        Set<UUID> above = new LinkedHashSet<>();
        now.units().forEach(member -> units.find(member).ifPresent(u -> above.addAll(u.path())));
        Set<UUID> ids = new LinkedHashSet<>(above);
        ids.add(person);
        now.groups().forEach(group -> above.forEach(unit -> ids.add(Reach.inGroup(group, unit))));
        return new Belonging(above, now.groups(), audience(ids));
    }

    private static List<Target> audience(Collection<UUID> ids) {
        return ids.stream().map(id -> new Target(id, Reach.AUDIENCE)).toList();
    }

    private Memberships memberships(UUID person) {
        Memberships known = memberships.get(person);
        long now = System.nanoTime();
        if (known == null || now - known.readAt() > KEPT_NANOS) {
            if (memberships.size() >= PEOPLE_KEPT) {
                memberships.clear();
            }
            LocalDate today = LocalDate.now();
            known = new Memberships(people.unitsOf(person, today), groups.of(Set.of(person), today).getOrDefault(person, Set.of()), now);
            memberships.put(person, known);
        }
        return known;
    }
}
