package org.shuyuan.calendar.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.ReminderStore;

/** When a unit reminds: as it says itself, else as the nearest unit above, else {@link Reminding#USUAL}. Thread-safe. */
@Component(service = RemindingService.class)
public final class RemindingService {

    /** @param from whose it is; null: nobody's, it is the usual one @param version 0 where the unit has none of its own */
    public record Held(Reminding reminding, @Nullable Unit from, int version) {}

    private final ReminderStore store;
    private final Units units;
    private final Access access;
    private final Audit audit;
    private final Transactions transactions;

    @Activate
    public RemindingService(@Reference ReminderStore store, @Reference Units units, @Reference Access access, @Reference Audit audit, @Reference Transactions transactions) {
        this.store = store;
        this.units = units;
        this.access = access;
        this.audit = audit;
        this.transactions = transactions;
    }

    /** What holds at the unit; asks no permission. */
    Held at(UUID unit) {
        List<UUID> path = units.get(unit).path();
        Map<UUID, ReminderStore.Own> own = store.of(path);
        for (int i = path.size() - 1; i >= 0; i--) {
            ReminderStore.@Nullable Own found = own.get(path.get(i));
            if (found != null) {
                return new Held(found.reminding(), units.get(path.get(i)), path.get(i).equals(unit) ? found.version() : 0);
            }
        }
        return new Held(Reminding.USUAL, null, 0);
    }

    public Held get(Caller caller, UUID unit) {
        access.require(caller, Permissions.READ, unit);
        return at(unit);
    }

    /** @param wanted null: as the unit above does @throws OptimisticLockException another version is stored */
    public Held set(Caller caller, UUID unit, int version, @Nullable Reminding wanted) {
        access.require(caller, Permissions.KINDS, unit);
        Reminding checked = wanted == null ? null : wanted.checked();
        return transactions.call(() -> {
            Held before = at(unit);
            if (before.version() != version) {
                throw new OptimisticLockException("reminding " + unit);
            }
            store.put(unit, version, checked);
            Held after = at(unit);
            audit.write(caller, unit, "calendar.set-reminders", new Audit.Subject("calendar.reminders", unit.toString(), units.get(unit).name()), snapshot(before.reminding()),
                    snapshot(after.reminding()));
            return after;
        });
    }

    private static Map<String, Object> snapshot(Reminding r) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("audienceHours", r.audienceHours());
        all.put("hostHours", r.hostHours());
        all.put("byMail", r.byMail());
        return all;
    }
}
