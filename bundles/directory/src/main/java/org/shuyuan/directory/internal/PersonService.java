package org.shuyuan.directory.internal;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Names;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.directory.internal.PersonRules.Draft;
import org.shuyuan.directory.internal.jpa.PersonStore;
import org.shuyuan.directory.internal.jpa.PersonStore.Listed;
import org.shuyuan.directory.internal.jpa.UnitStore;
import org.shuyuan.directory.internal.search.PeopleIndex;
import org.shuyuan.directory.internal.search.PeopleQuery;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.Versions;

/** People: who may see, add, change and move them. Thread-safe. */
@Component(service = PersonService.class)
public final class PersonService {

    /** One person as a caller may see them. @param memberships the newest first @param personal whether nothing is hidden */
    public record Shown(PersonData person, List<MembershipData> memberships, boolean personal, boolean writable) {

        /** The membership that holds now, else the last one. */
        public @Nullable MembershipData main() {
            return memberships.stream().filter(MembershipData::main).filter(m -> !m.over()).findFirst()
                    .orElseGet(() -> memberships.stream().filter(MembershipData::main).findFirst().orElse(null));
        }
    }

    /** What a list can be sorted by. */
    private static final Map<String, String> SORTS = PeopleQuery.FIELDS.stream().collect(java.util.stream.Collectors.toMap(f -> f, f -> f));
    private static final int EXPORTED = 100_000;
    private static final int HITS = 20;

    private final UnitTree tree;
    private final UnitStore units;
    private final PersonStore store;
    private final PeopleIndex index;
    private final Transactions transactions;
    private final Access access;
    private final Privacy privacy;
    private final Audit audit;
    private final Changed changed;
    private final Glances glances = new Glances();

    @Activate
    public PersonService(@Reference UnitTree tree, @Reference UnitStore units, @Reference PersonStore store, @Reference PeopleIndex index,
            @Reference Transactions transactions, @Reference Access access, @Reference Privacy privacy, @Reference Audit audit,
            @Reference Changed changed) {
        this.tree = tree;
        this.units = units;
        this.store = store;
        this.index = index;
        this.transactions = transactions;
        this.access = access;
        this.privacy = privacy;
        this.audit = audit;
        this.changed = changed;
    }

    /** The people of a unit, by their main membership or another, with its subtree unless {@code sub} is false. What is personal is masked where the caller may not see it. */
    public Page<Listed> list(Caller caller, UUID unit, boolean sub, @Nullable String category, @Nullable String political, boolean left, Names.Order order,
            ListQuery query) {
        Set<UUID> seen = access.within(caller, Permissions.READ, tree.get(unit).id());
        Set<UUID> among = sub ? seen : Set.of(unit);
        List<String> terms = List.of(query.orderBy(SORTS, "name").split(", "));
        int size = query.export() ? EXPORTED : query.size();
        PeopleIndex.Found found = index.find(new PeopleQuery(among, query.q(), category, political, left, new PeopleQuery.Sort(terms, order, false),
                query.export() ? 0 : query.offset(), size));
        return Page.of(shown(caller, found.people(), among), found.total(), query);
    }

    /** At most 20, for pickers: whose name or number it is, then where it begins so, each in the order of names. */
    public List<Listed> search(Caller caller, UUID unit, String q) {
        Set<UUID> among = access.within(caller, Permissions.READ, tree.get(unit).id());
        PeopleQuery.Sort sort = new PeopleQuery.Sort(List.of("name"), Names.Order.of(caller.language()), true);
        return shown(caller, index.find(new PeopleQuery(among, q, null, null, false, sort, 0, HITS)).people(), among);
    }

    /** As they stand in the database now; who was moved away a moment ago is left out. */
    private List<Listed> shown(Caller caller, List<UUID> people, Set<UUID> among) {
        List<Listed> latest = store.latest(people);
        Map<UUID, List<MembershipData>> further = store.further(latest.stream().filter(l -> !among.contains(l.main().unit())).map(l -> l.person().id()).toList());
        return latest.stream().map(l -> new Listed(l.person(), l.main(), further.getOrDefault(l.person().id(), List.of()).stream().filter(m -> among.contains(m.unit())).findFirst()
                .orElse(null))).filter(l -> l.also() != null || among.contains(l.main().unit())).map(l -> masked(caller, l)).toList();
    }

    /** @throws Problem 404 {@code directory.no-such-person}, also for people the caller may not see */
    public Shown get(Caller caller, UUID id) {
        PersonData person = stored(id);
        List<MembershipData> memberships = store.memberships(id);
        boolean self = id.equals(caller.person());
        if (!self && memberships.stream().noneMatch(m -> can(caller, Permissions.READ, m.unit()))) {
            throw Problem.notFound("directory.no-such-person");
        }
        Optional<MembershipData> main = main(memberships);
        boolean personal = privacy.mayRead(caller, id, main.map(MembershipData::unit).orElse(null));
        return new Shown(personal ? person : privacy.masked(person), memberships, personal, main.isPresent() && can(caller, Permissions.WRITE, main.get().unit()));
    }

    /**
     * {@link #get} for a person to look at: that somebody has read what is personal of another is written down, once in a while and not
     * with every glance.
     */
    public Shown open(Caller caller, UUID id) {
        Shown shown = get(caller, id);
        Set<String> read = privacy.filled(shown.person());
        if (shown.personal() && !id.equals(caller.person()) && !read.isEmpty() && glances.first(caller, id)) {
            @Nullable MembershipData main = shown.main();
            audit.read(caller, main == null ? null : main.unit(), "directory.read-personal", subject(shown.person()), Map.of("fields", read));
        }
        return shown;
    }

    /** Writes down that a list with personal values leaves the portal. @param shown what leaves */
    public void exported(Caller caller, UUID unit, List<Listed> shown, Set<String> fields) {
        Set<String> read = new java.util.TreeSet<>(privacy.fields());
        read.retainAll(fields);
        long people = shown.stream().filter(l -> !l.person().id().equals(caller.person()) && privacy.mayRead(caller, l.person().id(), l.main().unit())).count();
        if (people > 0 && !read.isEmpty()) {
            audit.read(caller, unit, "directory.export-personal", new Audit.Subject("directory.unit", unit.toString(), tree.get(unit).name()), Map.of("fields", read, "people", people));
        }
    }

    /** Names of the fields of a person of that unit that the caller sees masked. */
    public Set<String> hidden(Caller caller, UUID person, @Nullable UUID unit) {
        return privacy.mayRead(caller, person, unit) ? Set.of() : privacy.fields();
    }

    /** Names of the unit and of those above it, the topmost first. */
    public List<String> path(UUID unit) {
        return tree.find(unit).map(u -> u.path().stream().map(p -> tree.get(p).name()).toList()).orElse(List.of());
    }

    public Shown create(Caller caller, Draft draft) {
        UUID unit = PersonRules.unit(draft);
        access.require(caller, Permissions.WRITE, tree.get(unit).id());
        PersonData person = PersonRules.person(Ids.next(), draft, null, 0);
        return written(() -> {
            free(person);
            MembershipData membership = PersonRules.membership(person.id(), tree.stored(unit).get(0), draft, today(unit));
            store.add(List.of(person), List.of(membership));
            audit.write(caller, unit, "directory.create-person", subject(person), null, snapshot(person, membership));
            return get(caller, person.id());
        });
    }

    /** Changes a person; another unit is a move. What the caller may not see stays as it is. @throws Problem 412 */
    public Shown change(Caller caller, UUID id, int version, Draft draft) {
        Shown seen = get(caller, id);
        @Nullable MembershipData last = seen.main();
        if (last == null) {
            throw Problem.notFound("directory.no-such-person");
        }
        access.require(caller, Permissions.WRITE, last.unit());
        UUID to = draft.unit() == null ? last.unit() : draft.unit();
        boolean moves = !to.equals(last.unit()) || last.over();
        if (moves) {
            access.require(caller, Permissions.WRITE, tree.get(to).id());
        }
        return written(() -> {
            PersonData before = stored(id);
            current(caller, before, version);
            PersonData after = PersonRules.person(id, seen.personal() ? draft : privacy.kept(draft, before), before.source(), version);
            free(after);
            MembershipData held = main(store.memberships(id)).orElseThrow();
            MembershipData kept = new MembershipData(held.id(), id, held.unit(), held.unitName(), PersonRules.position(draft), PersonRules.since(draft), held.from(), held.to(), true);
            if (moves) {
                LocalDate day = today(to);
                MembershipData next = PersonRules.membership(id, tree.stored(to).get(0), draft, day);
                // who is to leave on a day that lies ahead leaves from the other unit
                kept = held.over() ? next : next.until(held.to());
                end(held, day);
                store.replaced(held.id());
                store.addMemberships(List.of(kept));
            } else {
                store.change(kept);
            }
            change(after);
            audit.write(caller, to, moves ? "directory.move-person" : "directory.change-person", subject(after), snapshot(before, held), snapshot(after, kept));
            return get(caller, id);
        });
    }

    /**
     * The person belongs nowhere any more from a day on, which may lie ahead; what was stays. Until the day has come another can be set.
     *
     * @param on first day no longer; today unless given
     * @throws Problem 409 {@code directory.left-already}; 412; 422 {@code directory.bad-date}
     */
    public Shown leave(Caller caller, UUID id, int version, @Nullable LocalDate on) {
        @Nullable MembershipData main = get(caller, id).main();
        if (main == null || main.over()) {
            throw Problem.conflict("directory.left-already");
        }
        access.require(caller, Permissions.WRITE, main.unit());
        LocalDate day = on == null ? today(main.unit()) : on;
        if (day.isAfter(LocalDate.now().plusYears(1)) || day.getYear() < 1900) {
            throw Problem.invalid("on", "directory.bad-date");
        }
        return written(() -> {
            PersonData before = stored(id);
            current(caller, before, version);
            store.memberships(id).stream().filter(m -> !m.over()).forEach(m -> end(m, day));
            change(before);
            Map<String, @Nullable Object> after = snapshot(before, main);
            after.put("to", day.toString());
            audit.write(caller, main.unit(), "directory.leave", subject(before), snapshot(before, main), after);
            return get(caller, id);
        });
    }

    /** The person does not leave on the day that lay ahead. @throws Problem 409 {@code directory.not-leaving}; 412 */
    public Shown stay(Caller caller, UUID id, int version) {
        @Nullable MembershipData main = get(caller, id).main();
        if (main == null) {
            throw Problem.conflict("directory.not-leaving");
        }
        access.require(caller, Permissions.WRITE, main.unit());
        if (main.over() || main.to() == null) {
            throw Problem.conflict("directory.not-leaving");
        }
        return written(() -> {
            PersonData before = stored(id);
            current(caller, before, version);
            store.memberships(id).stream().filter(m -> !m.over() && m.to() != null).forEach(m -> store.change(m.until(null)));
            change(before);
            Map<String, @Nullable Object> was = snapshot(before, main);
            was.put("to", String.valueOf(main.to()));
            audit.write(caller, main.unit(), "directory.stay", subject(before), was, snapshot(before, main));
            return get(caller, id);
        });
    }

    Shown written(Transactions.Work<Shown, RuntimeException> work) {
        return transactions.call(() -> {
            units.begin(false);
            Shown shown = work.call();
            changed.person(shown.person().id(), Objects.requireNonNull(shown.main()).unit());
            return shown;
        });
    }

    private void end(MembershipData m, LocalDate day) {
        LocalDate to = m.from() != null && m.from().isAfter(day) ? m.from() : day;
        store.change(m.until(to));
    }

    void change(PersonData person) {
        if (!store.change(person)) {
            throw Problem.notFound("directory.no-such-person");
        }
    }

    /** What is about to be changed is what the caller saw, and somebody. @throws Problem 409 {@code directory.anonymised}; 412 */
    void current(Caller caller, PersonData now, int version) {
        if (Anonymous.number(now.name()).isPresent()) {
            throw Problem.conflict("directory.anonymised");
        }
        if (now.version() != version) {
            List<Audit.Entry> last = audit.about("directory.person", now.id().toString(), 1);
            throw Versions.changedMeanwhile(PersonView.of(get(caller, now.id()), caller.language()), now.version(), last.isEmpty() ? null : last.get(0).who(),
                    last.isEmpty() ? null : last.get(0).at());
        }
    }

    private void free(PersonData person) {
        if (person.number() != null && store.byNumber(person.number()).filter(p -> !p.id().equals(person.id())).isPresent()) {
            throw Problem.invalid("number", "directory.number-taken");
        }
    }

    private boolean can(Caller caller, String permission, UUID unit) {
        return tree.find(unit).isPresent() && access.can(caller, permission, unit);
    }

    private Listed masked(Caller caller, Listed listed) {
        return privacy.mayRead(caller, listed.person().id(), listed.main().unit()) ? listed : new Listed(privacy.masked(listed.person()), listed.main(), listed.also());
    }

    LocalDate today(UUID unit) {
        return LocalDate.now(zone(unit));
    }

    /** Where the person's day begins. */
    public ZoneId zone(@Nullable UUID unit) {
        return (unit == null ? Optional.<Unit>empty() : tree.find(unit)).map(Unit::zone).orElse(ZoneId.of("Asia/Shanghai"));
    }

    private static Optional<MembershipData> main(List<MembershipData> memberships) {
        return memberships.stream().filter(MembershipData::main).min(java.util.Comparator.comparing(MembershipData::over));
    }

    PersonData stored(UUID id) {
        return store.find(id).orElseThrow(() -> Problem.notFound("directory.no-such-person"));
    }

    static Audit.Subject subject(PersonData person) {
        return new Audit.Subject("directory.person", person.id().toString(), person.name());
    }

    /** What the trail keeps: everything that a form changes. What can be personal is masked there: others read the trail. */
    static Map<String, @Nullable Object> snapshot(PersonData person, @Nullable MembershipData m) {
        PersonData p = Privacy.trail(person);
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("number", p.number());
        map.put("name", p.name());
        map.put("gender", p.gender());
        map.put("birth", p.birth());
        map.put("political", p.political());
        map.put("joined", p.joined());
        map.put("phone", p.phone());
        map.put("mail", p.mail());
        map.put("category", p.category());
        map.put("title", p.title());
        map.put("subject", p.subject());
        map.put("note", p.note());
        map.put("unit", m == null ? null : m.unitName());
        map.put("position", m == null ? null : m.position());
        map.values().removeIf(Objects::isNull);
        return map;
    }
}
