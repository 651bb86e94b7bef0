package org.shuyuan.attendance.internal.jpa;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;

/** Wrong tries at stations. Thread-safe. */
@Component(service = WrongStore.class)
public final class WrongStore {

    private static final Duration KEPT = Duration.ofDays(1);

    /** How often it failed, last when, and until when nobody may try. */
    public record Count(int failures, Instant lastAt, Instant pausedUntil) {}

    private final Jpa jpa;

    @Activate
    public WrongStore(@Reference(target = "(shuyuan.module=attendance)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** Changes a row that nobody else changes meanwhile. @throws javax.persistence.PersistenceException two made the same new row */
    public void change(String what, Instant now, UnaryOperator<Count> change) {
        jpa.run(em -> {
            List<Count> found = Sql.list(em, "select failures, last_at, paused_until from attendance_wrong where what = ? for update", List.of(what),
                    r -> new Count(r.getInt(1), Objects.requireNonNull(Sql.instant(r, 2)), Objects.requireNonNull(Sql.instant(r, 3))));
            Count count = change.apply(found.isEmpty() ? new Count(0, now, now) : found.get(0));
            Sql.update(em, found.isEmpty() ? "insert into attendance_wrong (failures, last_at, paused_until, what) values (?, ?, ?, ?)"
                    : "update attendance_wrong set failures = ?, last_at = ?, paused_until = ? where what = ?", count.failures(), count.lastAt(), count.pausedUntil(), what);
        });
    }

    public void clear(Collection<String> what) {
        jpa.run(em -> what.forEach(one -> Sql.update(em, "delete from attendance_wrong where what = ?", one)));
    }

    /** What is older than a day. */
    public void purge(Instant now) {
        jpa.run(em -> Sql.update(em, "delete from attendance_wrong where last_at < ?", now.minus(KEPT)));
    }
}
