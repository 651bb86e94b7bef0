package org.shuyuan.attendance.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.module.Modules;
import org.shuyuan.api.tx.Repeated;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.attendance.internal.jpa.GatheringStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who take a unit's rolls of a gathering that is over and whose roll nobody took: it counts nowhere until somebody does. Once, by day, in the portal and by mail; noted in the
 * same transaction, so nobody hears it twice, whatever node looks. One thread, ended with the component.
 */
@Component(service = UntakenReminders.class, immediate = true)
public final class UntakenReminders {

    /** So long after its end whoever took it on paper may still be typing. */
    private static final Duration AFTER = Duration.ofHours(2);
    /** What lies farther back nobody remembers; it stands in the list. */
    private static final Duration BACK = Duration.ofDays(14);
    private static final int AT_ONCE = 500;
    private static final Logger LOG = LoggerFactory.getLogger(UntakenReminders.class);
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final GatheringStore store;
    private final Units units;
    private final Accounts accounts;
    private final Letters letters;
    private final Modules modules;
    private final Watch watch;
    private final Transactions transactions;
    private final Repeated job;

    @Activate
    public UntakenReminders(@Reference GatheringStore store, @Reference Units units, @Reference Accounts accounts, @Reference Letters letters, @Reference Modules modules,
            @Reference Watch watch, @Reference Transactions transactions) {
        this.store = store;
        this.units = units;
        this.accounts = accounts;
        this.letters = letters;
        this.modules = modules;
        this.watch = watch;
        this.transactions = transactions;
        this.job = Repeated.every("attendance-untaken", Duration.ofMinutes(4), Duration.ofMinutes(15), this::run);
    }

    @Deactivate
    public void stop() throws InterruptedException {
        job.stop();
    }

    /** @return of how many gatherings it told */
    int run() {
        Instant now = watch.clock().instant();
        Map<UUID, Boolean> hear = new HashMap<>();
        int told = 0;
        List<Gathering> some = List.of();
        // page by page: where the module is off, or nobody takes rolls, some stay untold
        for (UUID after = null; after == null || some.size() == AT_ONCE; after = some.get(some.size() - 1).id()) {
            some = store.untaken(now.minus(BACK), now.minus(AFTER), after, AT_ONCE);
            for (Gathering gathering : some) {
                if (hear.computeIfAbsent(gathering.unit(), unit -> modules.active("attendance", unit) && Daytime.is(now.atZone(zone(unit)))) && told(gathering, now)) {
                    told++;
                }
            }
            if (some.isEmpty() || Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        return told;
    }

    private ZoneId zone(UUID unit) {
        return units.find(unit).map(u -> u.zone()).orElse(ZoneId.of("Asia/Shanghai"));
    }

    /** One that fails must not keep the others from being told; it is tried again at the next look. */
    private boolean told(Gathering gathering, Instant now) {
        try {
            return told(gathering, zone(gathering.unit()), now);
        } catch (RuntimeException e) {
            LOG.warn("Nobody was told yet that the roll of {} was not taken: {}", gathering.id(), e.toString());
            return false;
        }
    }

    private boolean told(Gathering gathering, ZoneId zone, Instant now) {
        List<UUID> takers = accounts.holding(Permissions.TAKE, gathering.unit());
        // where nobody takes rolls, whoever comes to do so hears of it then
        return !takers.isEmpty() && transactions.call(() -> {
            if (!store.toldUntaken(gathering.id(), now)) {
                return false;
            }
            letters.tell(takers, accounts.people(takers), "untaken", gathering.id().toString(),
                    Map.of("title", gathering.draft().title(), "when", WHEN.format(gathering.draft().start().atZone(zone))),
                    "/attendance/gatherings/" + gathering.id() + "?unit=" + gathering.unit());
            return true;
        });
    }
}
