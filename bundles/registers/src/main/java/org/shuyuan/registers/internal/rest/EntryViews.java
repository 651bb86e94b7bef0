package org.shuyuan.registers.internal.rest;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.UnitRecord;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.module.Register;
import org.shuyuan.api.text.Language;
import org.shuyuan.registers.internal.Entry;
import org.shuyuan.registers.internal.EntryService;
import org.shuyuan.rest.Times;

/**
 * Entries as they are shown: their fields by key, beside them {@code id version unit names createdAt createdBy changedAt changedBy mayChange}; {@code names}
 * has the name of each person a field holds. Names are read all at once. Thread-safe.
 */
@Component(service = EntryViews.class)
public final class EntryViews {

    private final EntryService entries;
    private final Units units;
    private final People people;

    @Activate
    public EntryViews(@Reference EntryService entries, @Reference Units units, @Reference People people) {
        this.entries = entries;
        this.units = units;
        this.people = people;
    }

    List<Map<String, @Nullable Object>> of(List<Entry> all, Register register, Caller caller) {
        List<Register.Field> persons = register.fields().stream().filter(field -> field.type() == Register.Type.PERSON).toList();
        Map<UUID, Person> known = people.get(all.stream().flatMap(entry -> Stream.concat(Stream.of(entry.created().person(), entry.changed().person()),
                persons.stream().map(field -> person(entry.shown(field))))).filter(Objects::nonNull).collect(Collectors.toSet()));
        Map<UUID, Boolean> changes = new HashMap<>();
        Map<UUID, String> gone = gone(all);
        return all.stream().map(entry -> {
            Map<String, @Nullable Object> view = new LinkedHashMap<>();
            @Nullable Unit unit = units.find(entry.unit()).orElse(null);
            ZoneId zone = unit == null ? ZoneOffset.UTC : unit.zone();
            view.put("id", entry.id());
            view.put("version", entry.version());
            view.put("unit", Map.of("id", entry.unit(), "name", unit == null ? gone.getOrDefault(entry.unit(), "") : unit.name()));
            register.fields().forEach(field -> view.put(field.key(), entry.shown(field)));
            Map<String, String> names = new LinkedHashMap<>();
            persons.forEach(field -> {
                @Nullable UUID id = person(entry.shown(field));
                @Nullable Person person = id == null ? null : known.get(id);
                if (person != null) {
                    names.put(field.key(), person.name());
                }
            });
            view.put("names", names);
            view.put("createdAt", Times.text(entry.created().at(), zone));
            view.put("createdBy", by(entry.created(), known, caller.language()));
            view.put("changedAt", Times.text(entry.changed().at(), zone));
            view.put("changedBy", by(entry.changed(), known, caller.language()));
            view.put("mayChange", changes.computeIfAbsent(entry.unit(), id -> entries.mayChange(caller, register, id)));
            return view;
        }).toList();
    }

    private Map<UUID, String> gone(List<Entry> all) {
        Set<UUID> unknown = all.stream().map(Entry::unit).filter(id -> units.find(id).isEmpty()).collect(Collectors.toSet());
        return unknown.isEmpty() ? Map.of() : units.records(unknown).values().stream().collect(Collectors.toMap(UnitRecord::id, UnitRecord::name));
    }

    private static String by(Entry.Trace trace, Map<UUID, Person> known, Language language) {
        @Nullable Person person = trace.person() == null ? null : known.get(trace.person());
        return Anonymous.shown(person == null ? trace.name() : person.name(), language);
    }

    private static @Nullable UUID person(@Nullable Object value) {
        return value == null ? null : UUID.fromString(value.toString());
    }
}
