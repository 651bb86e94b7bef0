package org.shuyuan.attendance.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.attendance.internal.jpa.StationStore;

/**
 * The organiser's side of stations: opening one gives a secret that the PC's browser keeps instead of a sign-in, stopping one makes it worthless at once. It ends by itself with the
 * gathering, or with the day. Thread-safe.
 */
@Component(service = Stations.class)
public final class Stations {

    static final int NAME = 60;

    /**
     * A station to open.
     *
     * @param gathering for this one only; null: for all of today at the unit and below
     * @param grace minutes after the start during which one is on time, 0–120
     */
    public record Wish(@Nullable UUID gathering, @Nullable String name, int grace) {}

    /** @param secret said this once */
    public record Opened(Station station, String secret) {}

    private final StationStore store;
    private final GatheringService gatherings;
    private final Access access;
    private final Audit audit;
    private final Units units;
    private final Watch watch;
    private final Transactions transactions;

    @Activate
    public Stations(@Reference StationStore store, @Reference GatheringService gatherings, @Reference Access access, @Reference Audit audit, @Reference Units units, @Reference Watch watch,
            @Reference Transactions transactions) {
        this.store = store;
        this.gatherings = gatherings;
        this.access = access;
        this.audit = audit;
        this.units = units;
        this.watch = watch;
        this.transactions = transactions;
    }

    /** Those that are open at the unit and below. */
    public StationStore.Page list(Caller caller, UUID unit, int offset, int size) {
        return store.open(access.within(caller, Permissions.TAKE, unit), watch.clock().instant(), offset, size);
    }

    /**
     * Opens one.
     *
     * @param unit where, unless for one gathering: that says itself where
     * @throws Problem 403, 404; 409 {@code attendance.not-yet}, {@code attendance.closed}, {@code attendance.cancelled}, {@code attendance.over}; 422
     */
    public Opened open(Caller caller, UUID unit, Wish wish) {
        Instant now = watch.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        @Nullable Gathering gathering = wish.gathering() == null ? null : gatherings.open(caller, wish.gathering());
        UUID where = gathering == null ? unit : gathering.unit();
        access.require(caller, Permissions.TAKE, where);
        String name = wish.name() == null ? "" : wish.name().strip();
        if (name.isEmpty() || name.length() > NAME) {
            throw Problem.invalid("name", "attendance.station-name");
        }
        if (wish.grace() < 0 || wish.grace() > Doors.LONGEST_GRACE) {
            throw Problem.invalid("grace", "attendance.bad-grace");
        }
        Instant ends = gathering == null ? endOfDay(where, now) : gathering.draft().end().plus(Doors.AFTER_END);
        if (gathering != null && now.isBefore(gathering.draft().start().minus(RollService.EARLY))) {
            throw Problem.conflict("attendance.not-yet");
        }
        if (!now.isBefore(ends)) {
            throw Problem.conflict("attendance.over");
        }
        String secret = Secrets.random();
        Station station = new Station(Ids.next(), where, wish.gathering(), name, Secrets.hash(secret), wish.grace(), now, caller.name(), ends, null, null);
        return transactions.call(() -> {
            store.add(station);
            written(caller, station, "open-station", null, snapshot(station));
            return new Opened(station, secret);
        });
    }

    private Instant endOfDay(UUID unit, Instant now) {
        ZoneId zone = units.get(unit).zone();
        return LocalDate.ofInstant(now, zone).plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** Nobody signs in there any more; closed twice is closed. @throws Problem 404 {@code attendance.no-such-station}; 403 */
    public void close(Caller caller, UUID id) {
        Station station = store.find(id).orElseThrow(() -> Problem.notFound("attendance.no-such-station"));
        access.require(caller, Permissions.TAKE, station.unit());
        transactions.run(() -> {
            if (store.close(station.closed(watch.clock().instant(), caller.name()))) {
                written(caller, station, "close-station", snapshot(station), null);
            }
        });
    }

    private void written(Caller caller, Station station, String action, @Nullable Map<String, ?> before, @Nullable Map<String, ?> after) {
        audit.write(caller, station.unit(), "attendance." + action, new Audit.Subject("attendance.station", station.id().toString(), station.name()), before, after);
        watch.changed("station", station.id(), station.unit());
    }

    private static Map<String, Object> snapshot(Station station) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", station.name());
        all.put("gathering", station.gathering() == null ? "" : station.gathering().toString());
        all.put("grace", station.grace());
        all.put("ends", station.ends().toString());
        return all;
    }
}
