package org.shuyuan.directory.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.directory.internal.jpa.JobStore;
import org.shuyuan.directory.internal.jpa.JobStore.Job;
import org.shuyuan.rest.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes confirmed imports behind the request, one after the other on this node. How far each is stands in the database, written once a
 * second beside the import's own transaction, so that any page and any node can see it. An import whose node ended has written nothing
 * and counts as failed once it shows no sign of life. Thread-safe.
 */
@Component(service = ImportJobs.class)
public final class ImportJobs {

    private static final Logger LOG = LoggerFactory.getLogger(ImportJobs.class);
    private static final int WAITING = 8;
    private static final int BEAT_MILLIS = 500;
    private static final int END_SECONDS = 30;

    /** A job of this node. */
    private static final class Running implements Progress {
        private volatile String phase = "queued";
        private volatile long total;
        private volatile long done;
        private volatile boolean cancelled;

        @Override
        public void phase(String next, long rows) {
            stop();
            phase = next;
            done = 0;
            total = rows;
        }

        @Override
        public void done(long rows) {
            stop();
            done = rows;
        }

        private void stop() {
            if (cancelled) {
                throw new Cancelled();
            }
        }
    }

    private final ImportService service;
    private final JobStore store;
    private final Map<UUID, Running> running = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), r -> daemon(r, "shuyuan-imports"));
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(r -> daemon(r, "shuyuan-imports-beat"));

    @Activate
    public ImportJobs(@Reference ImportService service, @Reference JobStore store) {
        this.service = service;
        this.store = store;
        heart.scheduleWithFixedDelay(() -> running.forEach(this::beat), BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Lets what is written roll back; no thread is interrupted, since that would close the database's files under it. */
    @Deactivate
    public void close() {
        running.values().forEach(r -> r.cancelled = true);
        worker.shutdown();
        try {
            if (!worker.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("An import did not stop in time; it is rolled back with its connection");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        heart.shutdown();
    }

    /**
     * Begins to write an import.
     *
     * @throws Problem 409 {@code directory.import-running}; 422 as {@link ImportService#confirm}; 503 {@code directory.import-busy}
     */
    public ImportData start(Caller caller, UUID id, int version, @Nullable String digest) {
        ImportData data = service.idle(caller, id, version);
        service.check(caller, id, version, digest);
        if (!store.begin(id, caller.name())) {
            throw Problem.conflict("directory.import-running");
        }
        Running job = new Running();
        running.put(id, job);
        try {
            worker.execute(() -> run(caller, data, digest, job));
        } catch (RejectedExecutionException full) {
            running.remove(id);
            store.end(id, JobStore.FAILED, 0, 0, problem(new Problem(503, "directory.import-busy")));
            throw new Problem(503, "directory.import-busy").extra("retryAfter", 30);
        }
        return data;
    }

    private void run(Caller caller, ImportData data, @Nullable String digest, Running job) {
        String state = JobStore.FAILED;
        @Nullable String problem = null;
        try {
            service.confirm(caller, data.id(), data.version(), digest, job);
            state = JobStore.DONE;
        } catch (Progress.Cancelled cancelled) {
            state = JobStore.CANCELLED;
        } catch (Problem refused) {
            problem = problem(refused);
        } catch (RuntimeException | Error failed) {
            LOG.error("Import {} failed; nothing of it is written", data.id(), failed);
            problem = problem(new Problem(500, "directory.import-failed"));
        } finally {
            running.remove(data.id());
        }
        try {
            store.end(data.id(), state, job.done, job.total, problem);
        } catch (RuntimeException e) {
            LOG.warn("How import {} ended could not be written down: {}", data.id(), e.toString());
        }
    }

    /** Stops it unless it is committed already; nothing of it stays. */
    public void cancel(Caller caller, UUID id) {
        if (service.job(caller, id).filter(Job::running).isEmpty()) {
            throw Problem.conflict("directory.import-not-running");
        }
        store.cancel(id);
        Optional.ofNullable(running.get(id)).ifPresent(r -> r.cancelled = true);
    }

    /** How far it is, as of now when it runs here. */
    public Optional<Job> job(Caller caller, UUID id) {
        @Nullable Running here = running.get(id);
        return service.job(caller, id).map(j -> here == null ? j
                : new Job(id, j.state(), here.phase, here.done, here.total, j.cancelling(), j.problem(), j.startedAt(), j.startedBy(), true));
    }

    private void beat(UUID id, Running job) {
        try {
            if (store.beat(id, job.phase, job.done, job.total)) {
                job.cancelled = true;
            }
        } catch (RuntimeException e) {
            LOG.debug("How far import {} is could not be written down", id, e);
        }
    }

    private static String problem(Problem problem) {
        try {
            return Json.mapper().writeValueAsString(Map.of("code", problem.code(), "values", problem.values()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
