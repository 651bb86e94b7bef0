package org.shuyuan.calendar.internal;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.directory.Groups;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.text.Language;

/** Names of persons and units for what is shown. Persons are remembered for a minute, 10,000 at most. Thread-safe. */
@Component(service = Names.class)
public final class Names {

    private static final long KEPT_NANOS = 60_000_000_000L;
    private static final int MOST = 10_000;

    private record Known(@Nullable String name, long readAt) {}

    private final People people;
    private final Units units;
    private final Groups groups;
    private final Map<UUID, Known> known = new ConcurrentHashMap<>();

    @Activate
    public Names(@Reference People people, @Reference Units units, @Reference Groups groups) {
        this.people = people;
        this.units = units;
        this.groups = groups;
    }

    /** Reads those that are not remembered, all at once; call it before {@link #person} for many. */
    public void remember(Collection<UUID> ids) {
        long now = System.nanoTime();
        Set<UUID> missing = new HashSet<>();
        for (UUID id : ids) {
            Known one = known.get(id);
            if (one == null || now - one.readAt() > KEPT_NANOS) {
                missing.add(id);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        if (known.size() + missing.size() > MOST) {
            known.clear();
        }
        Map<UUID, Person> found = people.get(missing);
        missing.forEach(id -> known.put(id, new Known(found.containsKey(id) ? found.get(id).name() : null, now)));
    }

    /** In a reader's language where it is nobody's name any more. Null for a person who is gone. */
    public @Nullable String person(UUID id, Language language) {
        Known one = known.get(id);
        if (one == null) {
            remember(Set.of(id));
            one = known.get(id);
        }
        return one == null || one.name() == null ? null : Anonymous.shown(one.name(), language);
    }

    /** Whether it is nobody any more whom one would choose. */
    public boolean anonymous(UUID id) {
        String name = person(id, Language.ZH_CN);
        return name != null && Anonymous.number(name).isPresent();
    }

    /** The person has another name now. */
    public void forget(UUID person) {
        known.remove(person);
    }

    public @Nullable String group(UUID id, Language language) {
        return groups.find(id).map(group -> group.name(language)).orElse(null);
    }

    public @Nullable String unit(UUID id) {
        return units.find(id).map(Unit::name).orElse(null);
    }
}
