package org.shuyuan.attendance.internal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.attendance.internal.jpa.MakeUpStore;

/** Make-up study that nobody needs any more, however the mark came about that says so. Asks no permission. Thread-safe. */
@Component(service = NeedlessMakeUps.class)
public final class NeedlessMakeUps {

    private final MakeUpStore store;
    private final RulesService rules;
    private final Watch watch;

    @Activate
    public NeedlessMakeUps(@Reference MakeUpStore store, @Reference RulesService rules, @Reference Watch watch) {
        this.store = store;
        this.rules = rules;
        this.watch = watch;
    }

    /** Those of people whose marks were taken back: nothing was missed yet. Part of the caller's transaction. */
    void dropAll(Caller caller, Gathering gathering, Collection<UUID> people) {
        Map<UUID, MakeUp> all = store.at(gathering.id());
        people.stream().map(all::get).filter(Objects::nonNull).filter(NeedlessMakeUps::waits).forEach(was -> drop(caller, gathering, was));
    }

    private static boolean waits(MakeUp was) {
        return was.status() != MakeUp.Status.ACCEPTED && was.status() != MakeUp.Status.DROPPED;
    }

    private void drop(Caller caller, Gathering gathering, MakeUp was) {
        MakeUpStore.Line after = store.change(was.decided(MakeUp.Status.DROPPED, watch.clock().instant(), caller.name(), null));
        watch.makeUp(caller, gathering, "drop", was.snapshot(), after.makeUp().snapshot());
    }

    /** Where a mark says now that nothing was missed, what waits for the learner or to be checked is dropped. Part of the caller's transaction. */
    void drop(Caller caller, Gathering gathering, Collection<Mark> now) {
        Map<UUID, MakeUp> all = store.at(gathering.id());
        Rules held = all.isEmpty() ? null : rules.at(gathering.unit()).rules();
        for (Mark mark : all.isEmpty() ? List.<Mark>of() : now) {
            MakeUp was = all.get(mark.person());
            if (was != null && mark.state() != null && waits(was) && !Objects.requireNonNull(held).missed(mark.state())) {
                drop(caller, gathering, was);
            }
        }
    }
}
