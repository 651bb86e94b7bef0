package org.shuyuan.attendance.internal;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.attendance.GatheringDraft;
import org.shuyuan.api.directory.Called;
import org.shuyuan.api.directory.Groups;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;

/** Who is expected by an audience: those who belong there on the gathering's day, by the unit tree and the groups of that day. Thread-safe. */
@Component(service = Expected.class)
public final class Expected {

    private final Units units;
    private final People people;
    private final Groups groups;

    @Activate
    public Expected(@Reference Units units, @Reference People people, @Reference Groups groups) {
        this.units = units;
        this.people = people;
        this.groups = groups;
    }

    /** @return people with the unit they belong to that day; of the owning unit and below when the audience names nobody */
    Map<UUID, @Nullable UUID> by(GatheringDraft draft) {
        return new Called(draft.unit(), draft.units(), draft.people(), draft.groups()).on(day(draft), units, people, groups);
    }

    /** Where some people belong on the gathering's day; who belongs nowhere then is left out. */
    Map<UUID, Person> belonging(GatheringDraft draft, Collection<UUID> some) {
        return people.membersAmong(some, day(draft));
    }

    private LocalDate day(GatheringDraft draft) {
        return draft.start().atZone(zone(draft.unit())).toLocalDate();
    }

    /** Where the unit's days begin. */
    ZoneId zone(UUID unit) {
        return units.find(unit).map(Unit::zone).orElse(ZoneId.of("Asia/Shanghai"));
    }
}
