package org.shuyuan.directory.internal.jpa;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.api.tx.Sql;

/** Imports that are being written, or were last. Thread-safe. */
@Component(service = JobStore.class)
public final class JobStore {

    public static final String RUNNING = "running";
    public static final String DONE = "done";
    public static final String FAILED = "failed";
    public static final String CANCELLED = "cancelled";

    /** Without a sign of life for so long, the node that ran it is gone. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    /**
     * A job.
     *
     * @param problem code of what it failed of, with its values; null otherwise
     * @param alive whether it has shown a sign of life lately
     */
    public record Job(UUID id, String state, String phase, long done, long total, boolean cancelling, @Nullable String problem, Instant startedAt, String startedBy, boolean alive) {
        public boolean running() {
            return state.equals(RUNNING) && alive;
        }
    }

    private final Jpa jpa;

    @Activate
    public JobStore(@Reference(target = "(shuyuan.module=directory)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<Job> find(UUID id) {
        return jpa.read(em -> Sql.list(em, "select state, phase, done, total, cancelling, problem, started_at, started_by, beat_at, current_timestamp from directory_import_job"
                + " where import = ?", List.of(id), r -> new Job(id, r.getString(1), r.getString(2), r.getLong(3), r.getLong(4), r.getBoolean(5), r.getString(6),
                        r.getObject(7, OffsetDateTime.class).toInstant(), r.getString(8),
                        Duration.between(r.getObject(9, OffsetDateTime.class), r.getObject(10, OffsetDateTime.class)).compareTo(SILENCE) < 0)).stream().findFirst());
    }

    /** @return false when it runs already */
    public boolean begin(UUID id, String by) {
        return jpa.write(em -> {
            if (find(id).filter(Job::running).isPresent()) {
                return false;
            }
            Sql.update(em, "delete from directory_import_job where import = ?", id);
            return Sql.update(em, "insert into directory_import_job (import, state, phase, done, total, cancelling, problem, started_at, started_by, beat_at)"
                    + " values (?, 'running', 'queued', 0, 0, false, null, current_timestamp, ?, current_timestamp)", id, by) == 1;
        });
    }

    /** @return whether somebody wants it to stop */
    public boolean beat(UUID id, String phase, long done, long total) {
        return jpa.write(em -> {
            Sql.update(em, "update directory_import_job set phase = ?, done = ?, total = ?, beat_at = current_timestamp where import = ? and state = 'running'", phase, done, total, id);
            return Sql.list(em, "select cancelling from directory_import_job where import = ?", List.of(id), r -> r.getBoolean(1)).stream().anyMatch(Objects::requireNonNull);
        });
    }

    public void end(UUID id, String state, long done, long total, @Nullable String problem) {
        jpa.run(em -> Sql.update(em, "update directory_import_job set state = ?, done = ?, total = ?, problem = ?, beat_at = current_timestamp where import = ?", state, done, total,
                problem, id));
    }

    public void cancel(UUID id) {
        jpa.run(em -> Sql.update(em, "update directory_import_job set cancelling = true where import = ? and state = 'running'", id));
    }
}
