package org.shuyuan.directory.internal;

import java.lang.ref.SoftReference;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.office.Workbooks.Workbook;
import org.shuyuan.directory.internal.jpa.PersonStore;
import org.shuyuan.directory.internal.jpa.PersonStore.Listed;
import org.shuyuan.directory.internal.jpa.UnitStore;
import org.shuyuan.directory.internal.roster.Choices;
import org.shuyuan.directory.internal.roster.Comparison;
import org.shuyuan.directory.internal.roster.Comparison.Line;
import org.shuyuan.directory.internal.roster.Comparison.State;
import org.shuyuan.directory.internal.roster.Entry;
import org.shuyuan.directory.internal.roster.Field;
import org.shuyuan.directory.internal.roster.Known;
import org.shuyuan.directory.internal.roster.Preview;
import org.shuyuan.directory.internal.roster.RosterReader;
import org.shuyuan.directory.internal.roster.UnitNames;
import org.shuyuan.directory.internal.roster.UnitNames.Target;

/** Compares a roster with the directory, and writes what it brings. Asks no permission: {@link ImportService} does. Thread-safe. */
@Component(service = RosterImport.class)
public final class RosterImport {

    private final UnitStore units;
    private final PersonStore people;
    private final Audit audit;

    @Activate
    public RosterImport(@Reference UnitStore units, @Reference PersonStore people, @Reference Audit audit) {
        this.units = units;
        this.people = people;
        this.audit = audit;
    }

    private record Kept(UUID id, int version, long writes, Preview preview) {}

    private volatile SoftReference<@Nullable Kept> last = new SoftReference<>(null);

    /** The one computed last is kept while memory allows and nothing was written, so that paging through it costs nothing. Not inside a writing transaction. */
    Preview recent(ImportData data, Workbook book, List<Unit> subtree) {
        long writes = units.writes();
        @Nullable Kept kept = last.get();
        if (kept != null && kept.id().equals(data.id()) && kept.version() == data.version() && kept.writes() == writes) {
            return kept.preview();
        }
        Preview preview = fresh(book, data.choices(), subtree);
        last = new SoftReference<>(new Kept(data.id(), data.version(), writes, preview));
        return preview;
    }

    /** @param subtree the unit imported into and all below it */
    Preview fresh(Workbook book, Choices choices, List<Unit> subtree) {
        RosterReader.Read read = Preview.read(book, choices);
        List<Target> targets = subtree.stream().sorted(Comparator.comparingInt(u -> u.path().size())).map(u -> new Target(u.id(), u.name())).toList();
        return Preview.of(read, new Comparison(targets.get(0), new UnitNames(targets, choices.units()), known(read.entries(), subtree)));
    }

    private List<Known> known(List<Entry> entries, List<Unit> subtree) {
        Set<UUID> within = subtree.stream().map(Unit::id).collect(Collectors.toSet());
        Map<UUID, Known> known = new LinkedHashMap<>();
        Set<String> numbers = of(entries, Field.NUMBER);
        List<Listed> numbered = people.byNumbers(numbers);
        numbered.forEach(l -> known.put(l.person().id(), known(l, within)));
        Set<String> found = numbered.stream().map(l -> l.person().number()).collect(Collectors.toSet());
        // only who is not known by number can be known by name
        people.byNames(of(entries.stream().filter(e -> !found.contains(e.get(Field.NUMBER))).toList(), Field.NAME)).stream()
                .filter(l -> within.contains(l.main().unit())).forEach(l -> known.putIfAbsent(l.person().id(), known(l, within)));
        people.leftByNumbers(numbers).forEach(p -> known.putIfAbsent(p.id(), new Known(p.id(), values(p, null), null, null, false)));
        return List.copyOf(known.values());
    }

    private static Set<String> of(List<Entry> entries, Field field) {
        return entries.stream().map(e -> e.get(field)).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    private static Known known(Listed l, Set<UUID> within) {
        return new Known(l.person().id(), values(l.person(), l.main()), l.main().unit(), l.main().unitName(), within.contains(l.main().unit()));
    }

    private static Map<Field, String> values(PersonData p, @Nullable MembershipData m) {
        Map<Field, @Nullable String> values = new EnumMap<>(Field.class);
        values.put(Field.NUMBER, p.number());
        values.put(Field.NAME, p.name());
        values.put(Field.GENDER, p.gender());
        values.put(Field.BIRTH, p.birth());
        values.put(Field.POLITICAL, p.political());
        values.put(Field.JOINED, p.joined());
        values.put(Field.PHONE, p.phone());
        values.put(Field.MAIL, p.mail());
        values.put(Field.CATEGORY, p.category());
        values.put(Field.TITLE, p.title());
        values.put(Field.SUBJECT, p.subject());
        values.put(Field.NOTE, p.note());
        values.put(Field.POSITION, m == null ? null : m.position());
        values.put(Field.SINCE, m == null ? null : m.since());
        values.values().removeIf(Objects::isNull);
        return values;
    }

    /** Writes the lines that have no error. Runs inside the caller's transaction, after {@link UnitStore#begin}. */
    void apply(Caller caller, ImportData data, Unit home, Preview preview) {
        Map<String, UUID> made = makeUnits(caller, home, preview);
        LocalDate today = LocalDate.now(home.zone());
        List<PersonData> newPeople = new ArrayList<>();
        List<MembershipData> newMemberships = new ArrayList<>();
        Map<UUID, Listed> stored = people.current(preview.lines().stream().filter(l -> l.state() == State.CHANGED).map(l -> Objects.requireNonNull(l.person()).id()).toList())
                .stream().collect(Collectors.toMap(l -> l.person().id(), l -> l));
        for (Line line : preview.lines()) {
            UUID unit = line.unit().id() != null ? line.unit().id() : made.get(line.unit().name());
            if (line.state() == State.ADDED) {
                PersonData person = person(Ids.next(), line.entry(), null, data.id());
                newPeople.add(person);
                newMemberships.add(new MembershipData(Ids.next(), person.id(), Objects.requireNonNull(unit), line.unit().name(), line.entry().get(Field.POSITION),
                        line.entry().get(Field.SINCE), null, null, true));
            } else if (line.state() == State.CHANGED) {
                change(caller, line, Objects.requireNonNull(unit), stored.get(Objects.requireNonNull(line.person()).id()), today);
            }
        }
        people.add(newPeople, newMemberships);
    }

    private Map<String, UUID> makeUnits(Caller caller, Unit home, Preview preview) {
        Map<String, UUID> made = new HashMap<>();
        int order = units.snapshot().units().stream().filter(u -> home.id().equals(u.parent())).mapToInt(UnitData::order).max().orElse(0);
        for (String name : preview.newUnits()) {
            UnitData unit = new UnitData(Ids.next(), home.id(), name, "department", null, null, null, ++order, 0);
            units.add(unit);
            audit.write(caller, home.id(), "directory.create-unit", new Audit.Subject("directory.unit", unit.id().toString(), name), null, unit);
            made.put(name, unit.id());
        }
        return made;
    }

    private void change(Caller caller, Line line, UUID unit, Listed before, LocalDate today) {
        Entry entry = line.entry();
        MembershipData held = before.main();
        boolean moves = line.changes().stream().anyMatch(c -> c.field() == Field.UNIT);
        String position = Objects.requireNonNullElse(entry.get(Field.POSITION), Objects.requireNonNullElse(held.position(), ""));
        @Nullable String since = entry.get(Field.SINCE) != null ? entry.get(Field.SINCE) : held.since();
        MembershipData after = new MembershipData(moves ? Ids.next() : held.id(), held.person(), moves ? unit : held.unit(), moves ? line.unit().name() : held.unitName(),
                position.isEmpty() ? null : position, since, moves ? today : held.from(), null, true);
        if (moves) {
            people.change(new MembershipData(held.id(), held.person(), held.unit(), held.unitName(), held.position(), held.since(), held.from(), today, true));
            people.replaced(held.id());
            people.addMemberships(List.of(after));
        } else {
            people.change(after);
        }
        PersonData person = person(before.person().id(), entry, before.person(), before.person().source());
        if (!people.change(person)) {
            throw new IllegalStateException("person " + person.id() + " changed under the lock");
        }
        audit.write(caller, unit, moves ? "directory.move-person" : "directory.change-person", PersonService.subject(person), PersonService.snapshot(before.person(), held),
                PersonService.snapshot(person, after));
    }

    /** An empty cell, and a month where the day within it is known, leave what is there. */
    private static PersonData person(UUID id, Entry e, @Nullable PersonData old, @Nullable UUID source) {
        return new PersonData(id, pick(e, Field.NUMBER, old == null ? null : old.number()), Objects.requireNonNull(pick(e, Field.NAME, old == null ? null : old.name())),
                pick(e, Field.GENDER, old == null ? null : old.gender()), pick(e, Field.BIRTH, old == null ? null : old.birth()),
                pick(e, Field.POLITICAL, old == null ? null : old.political()), pick(e, Field.JOINED, old == null ? null : old.joined()),
                pick(e, Field.PHONE, old == null ? null : old.phone()), pick(e, Field.MAIL, old == null ? null : old.mail()),
                pick(e, Field.CATEGORY, old == null ? null : old.category()), pick(e, Field.TITLE, old == null ? null : old.title()),
                pick(e, Field.SUBJECT, old == null ? null : old.subject()), pick(e, Field.NOTE, old == null ? null : old.note()), source, old == null ? 0 : old.version());
    }

    private static @Nullable String pick(Entry entry, Field field, @Nullable String old) {
        @Nullable String given = entry.get(field);
        boolean within = old != null && given != null && (field == Field.BIRTH || field == Field.JOINED) && old.startsWith(given);
        return given == null || within ? old : given;
    }
}
