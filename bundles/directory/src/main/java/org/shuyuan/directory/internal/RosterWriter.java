package org.shuyuan.directory.internal;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.shuyuan.directory.internal.jpa.PastStore;
import org.shuyuan.directory.internal.jpa.RosterStore;
import org.shuyuan.directory.internal.jpa.RosterStore.Stored;
import org.shuyuan.directory.internal.jpa.RosterStore.Was;
import org.shuyuan.directory.internal.jpa.UnitStore;
import org.shuyuan.directory.internal.roster.Comparison.Line;
import org.shuyuan.directory.internal.roster.Comparison.State;
import org.shuyuan.directory.internal.roster.Decisions;
import org.shuyuan.directory.internal.roster.Entry;
import org.shuyuan.directory.internal.roster.Field;
import org.shuyuan.directory.internal.roster.Known;
import org.shuyuan.directory.internal.roster.Preview;

/** Writes what a roster brings, with an entry of the trail for each person. Asks no permission: {@link ImportService} does. Thread-safe. */
@Component(service = RosterWriter.class)
public final class RosterWriter {

    private static final int CHUNK = 1_000;

    private final UnitStore units;
    private final RosterStore people;
    private final Audit audit;

    @Activate
    public RosterWriter(@Reference UnitStore units, @Reference RosterStore people, @Reference Audit audit) {
        this.units = units;
        this.people = people;
        this.audit = audit;
    }

    /** What one part of the rows writes. */
    private static final class Part {
        private final List<PersonData> newPeople = new ArrayList<>();
        private final List<PersonData> changedPeople = new ArrayList<>();
        private final List<MembershipData> newMemberships = new ArrayList<>();
        private final List<MembershipData> changedMemberships = new ArrayList<>();
        private final List<UUID> replaced = new ArrayList<>();
        private final List<Was> was = new ArrayList<>();
        private final List<Audit.Change> trail = new ArrayList<>();

        void changed(UUID subject, String attribute, @Nullable String before, @Nullable String after) {
            if (!Objects.equals(before, after)) {
                was.add(new Was(subject, attribute, before));
            }
        }
    }

    /** All that it needs to know of the import. */
    private record Context(ImportData data, Unit home, NewUnits units, LocalDate today) {
        String source(Entry entry) {
            return data.fileName() + " · " + entry.row();
        }
    }

    /**
     * Writes the lines that have no error and are clear. Runs inside the caller's transaction, after {@link UnitStore#begin}.
     *
     * @return by row the people who were new though somebody of their name was there: what was decided of them holds for the next time
     */
    Map<String, String> apply(Caller caller, ImportData data, Unit home, Preview preview, Progress progress) {
        progress.phase("writing", preview.lines().size() + preview.left().size());
        Context context = new Context(data, home, new NewUnits(units, audit, caller, home, preview).make(), LocalDate.now(home.zone()));
        Map<String, String> decided = new HashMap<>();
        List<Line> lines = preview.lines();
        for (int i = 0; i < lines.size(); i += CHUNK) {
            List<Line> some = lines.subList(i, Math.min(lines.size(), i + CHUNK));
            write(caller, part(context, some, decided));
            progress.done(i + some.size());
        }
        List<Known> left = preview.missing().stream().filter(k -> preview.left().contains(k.id())).toList();
        for (int i = 0; i < left.size(); i += CHUNK) {
            leave(caller, context, left.subList(i, Math.min(left.size(), i + CHUNK)));
            progress.done(lines.size() + Math.min(left.size(), i + CHUNK));
        }
        return decided;
    }

    private Part part(Context context, List<Line> lines, Map<String, String> decided) {
        Part part = new Part();
        List<UUID> known = lines.stream().filter(l -> l.state() == State.CHANGED).map(l -> Objects.requireNonNull(l.person()).id()).toList();
        Map<UUID, Stored> stored = people.byIds(known).stream().collect(Collectors.toMap(s -> s.person().id(), s -> s));
        Map<UUID, MembershipData> branches = people.branches(known);
        for (Line line : lines) {
            if (line.state() == State.ADDED) {
                UUID id = add(context, part, line);
                if (context.data().choices().decisions().of(line.entry().place()).isPresent()) {
                    decided.put(Decisions.key(line.entry().place()), id.toString());
                }
            } else if (line.state() == State.CHANGED) {
                UUID id = Objects.requireNonNull(line.person()).id();
                change(context, part, line, Objects.requireNonNull(stored.get(id)), branches.get(id));
            }
        }
        return part;
    }

    private void write(Caller caller, Part part) {
        people.add(part.newPeople);
        if (people.change(part.changedPeople) != part.changedPeople.size()) {
            throw new IllegalStateException("people changed under the lock");
        }
        people.keep(part.was);
        people.changeMemberships(part.changedMemberships);
        people.replaced(part.replaced);
        people.addMemberships(part.newMemberships);
        audit.writeAll(caller, part.trail);
    }

    private static UUID add(Context context, Part part, Line line) {
        Entry entry = line.entry();
        PersonData person = person(Ids.next(), entry, null, context.data().id());
        UUID unit = context.units().id(line.unit());
        MembershipData main = new MembershipData(Ids.next(), person.id(), unit, line.unit().name(), entry.get(Field.POSITION), entry.get(Field.SINCE), null, null, true);
        part.newPeople.add(person);
        part.newMemberships.add(main);
        if (line.branch() != null) {
            part.newMemberships.add(branch(context, person.id(), line, null));
        }
        part.trail.add(new Audit.Change(unit, "directory.create-person", PersonService.subject(person), null,
                snapshot(person, main, line.branch() == null ? null : line.branch().name(), context.source(entry))));
        return person.id();
    }

    private static MembershipData branch(Context context, UUID person, Line line, @Nullable LocalDate from) {
        return new MembershipData(Ids.next(), person, context.units().branchId(Objects.requireNonNull(line.branch())), line.branch().name(), null, null, from, null, false);
    }

    private static void change(Context context, Part part, Line line, Stored before, @Nullable MembershipData branch) {
        Entry entry = line.entry();
        MembershipData held = before.main();
        LocalDate today = context.today();
        String position = Objects.requireNonNullElse(entry.get(Field.POSITION), Objects.requireNonNullElse(held.position(), ""));
        @Nullable String since = entry.get(Field.SINCE) != null ? entry.get(Field.SINCE) : held.since();
        boolean moves = line.moves();
        UUID unit = moves ? context.units().id(line.unit()) : held.unit();
        MembershipData after = new MembershipData(moves ? Ids.next() : held.id(), held.person(), unit, moves ? line.unit().name() : held.unitName(),
                position.isEmpty() ? null : position, since, moves ? today : held.from(), held.over() ? null : held.to(), true);
        if (moves) {
            if (!held.over()) {
                part.changedMemberships.add(ended(held, today));
            }
            part.replaced.add(held.id());
            part.newMemberships.add(after);
        } else {
            part.changedMemberships.add(after);
            part.changed(held.id(), PastStore.POSITION, held.position(), after.position());
        }
        if (line.changesBranch()) {
            if (branch != null) {
                part.changedMemberships.add(ended(branch, today));
            }
            part.newMemberships.add(branch(context, held.person(), line, today));
        }
        PersonData person = person(before.person().id(), entry, before.person(), before.person().source());
        part.changedPeople.add(person);
        part.changed(person.id(), PastStore.POLITICAL, before.person().political(), person.political());
        part.changed(person.id(), PastStore.CATEGORY, before.person().category(), person.category());
        @Nullable String old = branch == null ? null : branch.unitName();
        part.trail.add(new Audit.Change(unit, moves ? "directory.move-person" : "directory.change-person", PersonService.subject(person),
                snapshot(before.person(), held.over() ? null : held, old, null),
                snapshot(person, after, line.branch() == null ? old : line.branch().name(), context.source(entry))));
    }

    private void leave(Caller caller, Context context, List<Known> gone) {
        List<Stored> stored = people.byIds(gone.stream().map(Known::id).toList());
        people.leave(stored.stream().map(s -> s.person().id()).toList(), context.today());
        people.change(stored.stream().map(Stored::person).toList());
        audit.writeAll(caller, stored.stream().map(s -> {
            Map<String, @Nullable Object> after = snapshot(s.person(), s.main(), null, context.data().fileName());
            after.put("to", context.today().toString());
            return new Audit.Change(s.main().unit(), "directory.leave", PersonService.subject(s.person()), PersonService.snapshot(s.person(), s.main()), after);
        }).toList());
    }

    private static MembershipData ended(MembershipData m, LocalDate day) {
        return new MembershipData(m.id(), m.person(), m.unit(), m.unitName(), m.position(), m.since(), m.from(), m.from() != null && m.from().isAfter(day) ? m.from() : day, m.main());
    }

    private static Map<String, @Nullable Object> snapshot(PersonData person, @Nullable MembershipData main, @Nullable String branch, @Nullable String source) {
        Map<String, @Nullable Object> map = PersonService.snapshot(person, main);
        if (branch != null) {
            map.put("branch", branch);
        }
        if (source != null) {
            map.put("roster", source);
        }
        return map;
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
