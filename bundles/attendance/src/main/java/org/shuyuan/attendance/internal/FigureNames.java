package org.shuyuan.attendance.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.directory.Group;
import org.shuyuan.api.directory.Groups;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.UnitRecord;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.attendance.internal.Figures.By;
import org.shuyuan.attendance.internal.Figures.Question;
import org.shuyuan.attendance.internal.Figures.Row;
import org.shuyuan.attendance.internal.jpa.FigureStore;
import org.shuyuan.attendance.internal.jpa.GatheringStore;

/** What the rows of figures are called, all of them by one query. Thread-safe. */
final class FigureNames {

    private final FigureStore store;
    private final GatheringStore gatherings;
    private final People people;
    private final Units units;
    private final Groups groups;
    private final Access access;
    private final Texts texts;

    FigureNames(FigureStore store, GatheringStore gatherings, People people, Units units, Groups groups, Access access, Texts texts) {
        this.store = store;
        this.gatherings = gatherings;
        this.people = people;
        this.units = units;
        this.groups = groups;
        this.access = access;
        this.texts = texts;
    }

    List<Row> rows(Caller caller, Question question, By by, Map<String, Tally> sums) {
        Language language = caller.language();
        List<Row> rows = new ArrayList<>();
        switch (by) {
            case PERSON -> {
                Map<UUID, Person> known = people.get(sums.keySet().stream().map(UUID::fromString).toList());
                sums.forEach((key, tally) -> {
                    Person person = known.get(UUID.fromString(key));
                    rows.add(new Row(key, person == null ? "?" : Anonymous.shown(person.name(), language), person == null ? null : detail(person), tally));
                });
            }
            case UNIT, DEPARTMENT -> {
                Map<UUID, UnitRecord> known = units.records(sums.keySet().stream().filter(k -> !k.equals(Branches.NONE) && !k.equals(Branches.ELSEWHERE)).map(UUID::fromString).toList());
                sums.forEach((key, tally) -> rows.add(key.equals(Branches.NONE) ? new Row(key, text(language, "figures.no-unit", ""), null, tally)
                        : key.equals(Branches.ELSEWHERE) ? new Row(key, text(language, "figures.elsewhere", ""), null, tally) : unit(caller, question.unit(), by, UUID.fromString(key), known, tally)));
            }
            case GROUP -> {
                Map<UUID, Group> known = groups.get(sums.keySet().stream().map(UUID::fromString).toList());
                sums.forEach((key, tally) -> rows.add(new Row(key, known.get(UUID.fromString(key)).name(language), null, tally)));
            }
            case KIND -> {
                // as the unit and those below call it; where only others have held any, as they do
                Map<String, Map<String, String>> known = new HashMap<>(gatherings.kinds(access.within(caller, Permissions.READ, question.unit())));
                gatherings.named(sums.keySet().stream().filter(k -> !known.containsKey(k)).toList()).forEach(known::putIfAbsent);
                sums.forEach((key, tally) -> rows.add(new Row(key, known.getOrDefault(key, new HashMap<>()).getOrDefault(language.tag(), key), null, tally)));
            }
            case GATHERING -> {
                Map<UUID, FigureStore.Held> known = store.held(sums.keySet().stream().map(UUID::fromString).toList()).stream().collect(Collectors.toMap(FigureStore.Held::gathering, h -> h));
                Map<UUID, UnitRecord> where = units.records(known.values().stream().map(FigureStore.Held::unit).distinct().toList());
                sums.forEach((key, tally) -> {
                    FigureStore.Held one = known.get(UUID.fromString(key));
                    UnitRecord unit = where.get(one.unit());
                    String day = one.start().atZone(units.get(question.unit()).zone()).toLocalDate().toString();
                    rows.add(new Row(key, one.title(), unit == null ? day : day + " · " + unit.name(), tally));
                });
            }
            case ALL -> sums.forEach((key, tally) -> rows.add(new Row(key, units.get(question.unit()).name(), null, tally)));
            default -> sums.forEach((key, tally) -> rows.add(new Row(key, key, null, tally)));
        }
        return rows;
    }

    private Row unit(Caller caller, UUID asked, By by, UUID unit, Map<UUID, UnitRecord> known, Tally tally) {
        String name = known.containsKey(unit) ? known.get(unit).name() : "?";
        if (by == By.DEPARTMENT) {
            return new Row(unit.toString(), name, above(asked, unit), tally);
        }
        boolean own = unit.equals(asked);
        By opens = own || units.find(unit).isEmpty() || !access.can(caller, Permissions.READ, unit) ? null : units.subtreeIds(unit).size() > 1 ? By.UNIT : By.PERSON;
        return new Row(unit.toString(), own ? text(caller.language(), "figures.itself", name) : name, null, tally, opens);
    }

    /** The units between the one asked and this one, or all above it when it lies elsewhere; null: there are none. */
    private @Nullable String above(UUID asked, UUID unit) {
        List<UUID> path = units.find(unit).map(Unit::path).orElse(List.of(unit));
        String names = path.subList(Math.min(path.indexOf(asked) + 1, path.size() - 1), path.size() - 1).stream().map(units::find).flatMap(Optional::stream).map(Unit::name)
                .collect(Collectors.joining(" / "));
        return names.isEmpty() ? null : names;
    }

    private String text(Language language, String key, String unit) {
        return texts.text(language, "attendance", key, Map.of("unit", unit));
    }

    private static @Nullable String detail(Person person) {
        return person.number() == null ? person.unitName() : person.unitName() == null ? person.number() : person.unitName() + " · " + person.number();
    }
}
