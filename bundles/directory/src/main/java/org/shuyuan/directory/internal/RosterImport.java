package org.shuyuan.directory.internal;

import java.lang.ref.SoftReference;
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
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.office.Workbooks.Workbook;
import org.shuyuan.directory.internal.jpa.RosterStore;
import org.shuyuan.directory.internal.jpa.RosterStore.Member;
import org.shuyuan.directory.internal.jpa.RosterStore.Stored;
import org.shuyuan.directory.internal.jpa.UnitStore;
import org.shuyuan.directory.internal.roster.Choices;
import org.shuyuan.directory.internal.roster.Comparison;
import org.shuyuan.directory.internal.roster.Entry;
import org.shuyuan.directory.internal.roster.Field;
import org.shuyuan.directory.internal.roster.Known;
import org.shuyuan.directory.internal.roster.Preview;
import org.shuyuan.directory.internal.roster.RosterReader;
import org.shuyuan.directory.internal.roster.UnitNames;
import org.shuyuan.directory.internal.roster.UnitNames.Target;

/** Compares a roster with the directory. Asks no permission: {@link ImportService} does. Thread-safe. */
@Component(service = RosterImport.class)
public final class RosterImport {

    /** Of units with more people nobody is told who is missing in a file. */
    static final int MEMBERS = 30_000;

    private final UnitStore units;
    private final RosterStore people;

    @Activate
    public RosterImport(@Reference UnitStore units, @Reference RosterStore people) {
        this.units = units;
        this.people = people;
    }

    private record Kept(UUID id, int version, long writes, Set<UUID> reach, Preview preview) {}

    private volatile SoftReference<@Nullable Kept> last = new SoftReference<>(null);

    /**
     * The one computed last is kept while memory allows and nothing was written, so that paging through it costs nothing. Not inside a writing transaction.
     *
     * @param writes number of the writers' state, read before the subtree: what is written between the two must not pass for seen
     * @param reach as of {@link #fresh}
     */
    Preview recent(ImportData data, Workbook book, long writes, List<Unit> subtree, Set<UUID> reach) {
        @Nullable Preview known = kept(data, writes, reach);
        if (known != null) {
            return known;
        }
        Preview preview = fresh(book, data.choices(), subtree, reach);
        last = new SoftReference<>(new Kept(data.id(), data.version(), writes, reach, preview));
        return preview;
    }

    /** The one computed last when it is of this import, for somebody who reaches as far, and nothing was written since. @param writes number of the writers' state it must be of */
    @Nullable Preview kept(ImportData data, long writes, Set<UUID> reach) {
        @Nullable Kept kept = last.get();
        return kept != null && kept.id().equals(data.id()) && kept.version() == data.version() && kept.writes() == writes && kept.reach().equals(reach) ? kept.preview() : null;
    }

    /**
     * Everything anew.
     *
     * @param subtree the unit imported into and all below it
     * @param reach those of them whose people the caller may bring and change; of others nobody learns from a preview who they are
     */
    Preview fresh(Workbook book, Choices choices, List<Unit> subtree, Set<UUID> reach) {
        RosterReader.Read read = Preview.read(book, choices);
        Map<UUID, @Nullable String> natures = new HashMap<>();
        units.snapshot().units().forEach(u -> natures.put(u.id(), u.nature()));
        List<Unit> near = subtree.stream().sorted(Comparator.comparingInt(u -> u.path().size())).toList();
        List<Target> targets = near.stream().map(u -> new Target(u.id(), u.name(), natures.get(u.id()))).toList();
        List<Target> branches = near.stream().filter(u -> UnitNames.branch(u.kind(), u.name())).map(u -> new Target(u.id(), u.name())).toList();
        Comparison comparison = new Comparison(targets.get(0), new UnitNames(targets, choices.units()), new UnitNames(branches, Map.of()), known(read.entries(), reach), choices);
        return Preview.of(read, comparison, named -> missing(reach, named), choices.decisions().left());
    }

    private List<Known> missing(Set<UUID> reach, Set<UUID> named) {
        List<Member> members = people.members(reach, MEMBERS);
        return members.size() > MEMBERS ? List.of() : members.stream().filter(m -> !named.contains(m.id())).map(RosterImport::known).toList();
    }

    private static Known known(Member m) {
        Map<Field, @Nullable String> values = new EnumMap<>(Field.class);
        values.put(Field.NUMBER, m.number());
        values.put(Field.NAME, m.name());
        values.put(Field.POSITION, m.position());
        values.values().removeIf(Objects::isNull);
        return new Known(m.id(), values, m.unit(), m.unitName(), null, true, false);
    }

    private List<Known> known(List<Entry> entries, Set<UUID> within) {
        Map<UUID, Stored> found = new LinkedHashMap<>();
        people.byNumbers(of(entries, Field.NUMBER)).forEach(s -> found.put(s.person().id(), s));
        Set<String> numbers = found.values().stream().map(s -> s.person().number()).collect(Collectors.toSet());
        // only who is not known by number and name can be known by name
        people.byNames(of(entries.stream().filter(e -> !numbers.contains(e.get(Field.NUMBER))).toList(), Field.NAME)).stream()
                .filter(s -> within.contains(s.main().unit())).forEach(s -> found.putIfAbsent(s.person().id(), s));
        Map<UUID, MembershipData> branches = people.branches(found.keySet());
        return found.values().stream().map(s -> known(s, branches.get(s.person().id()), within)).toList();
    }

    private static Set<String> of(List<Entry> entries, Field field) {
        return entries.stream().map(e -> e.get(field)).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    private static Known known(Stored s, @Nullable MembershipData branch, Set<UUID> within) {
        return new Known(s.person().id(), values(s.person(), s.main(), branch), s.main().unit(), s.main().unitName(), branch == null ? null : branch.unit(),
                within.contains(s.main().unit()), s.main().over());
    }

    private static Map<Field, String> values(PersonData p, MembershipData m, @Nullable MembershipData branch) {
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
        values.put(Field.POSITION, m.position());
        values.put(Field.SINCE, m.since());
        values.put(Field.BRANCH, branch == null ? null : branch.unitName());
        values.values().removeIf(Objects::isNull);
        return values;
    }
}
