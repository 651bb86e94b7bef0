package org.shuyuan.directory.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.shuyuan.api.records.RecordSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every module that tells records, all at once. A source has 300 milliseconds and two threads at most: one that hangs costs nobody
 * else anything, and is not asked again while it hangs. Thread-safe.
 */
@Component(service = Records.class)
public final class Records {

    /** @param silent modules that were asked and gave no answer */
    public record Told(List<Said> items, List<String> silent) {}

    /** An item and the module that told it. */
    public record Said(String module, RecordSource.Item item) {}

    private static final Logger LOG = LoggerFactory.getLogger(Records.class);
    private static final long DEADLINE_MILLIS = 300;
    private static final int AT_ONCE = 2;
    private static final int THREADS = 16;

    private final long deadlineMillis;
    private final ExecutorService threads;
    private final Map<RecordSource, Semaphore> sources = new ConcurrentHashMap<>();

    @Activate
    public Records() {
        this(DEADLINE_MILLIS);
    }

    Records(long deadlineMillis) {
        this.deadlineMillis = deadlineMillis;
        this.threads = new ThreadPoolExecutor(0, THREADS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "shuyuan-directory-records");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addSource(RecordSource source) {
        sources.put(source, new Semaphore(AT_ONCE));
    }

    public void removeSource(RecordSource source) {
        sources.remove(source);
    }

    @Deactivate
    public void close() {
        threads.shutdownNow();
    }

    /** The newest first, at most as many as asked for. */
    public Told ask(RecordSource.Question question) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(deadlineMillis);
        Map<RecordSource, @Nullable Future<List<RecordSource.Item>>> asked = new java.util.LinkedHashMap<>();
        sources.forEach((source, free) -> asked.put(source, start(source, free, question)));
        List<Said> said = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        asked.forEach((source, answer) -> {
            @Nullable List<RecordSource.Item> items = answer == null ? null : answer(source, answer, end);
            if (items == null) {
                silent.add(source.module());
            } else {
                items.forEach(item -> said.add(new Said(source.module(), item)));
            }
        });
        Comparator<Said> newest = Comparator.comparing((Said s) -> s.item().at()).reversed().thenComparing(Said::module).thenComparing(s -> s.item().link());
        return new Told(said.stream().filter(s -> question.people().contains(s.item().person())).sorted(newest).limit(question.limit()).toList(),
                silent.stream().distinct().sorted().toList());
    }

    private @Nullable Future<List<RecordSource.Item>> start(RecordSource source, Semaphore free, RecordSource.Question question) {
        if (!free.tryAcquire()) {
            return null;
        }
        try {
            return threads.submit(() -> {
                try {
                    return List.copyOf(source.records(question));
                } finally {
                    free.release();
                }
            });
        } catch (RejectedExecutionException busy) {
            free.release();
            return null;
        }
    }

    private @Nullable List<RecordSource.Item> answer(RecordSource source, Future<List<RecordSource.Item>> answer, long end) {
        try {
            return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            LOG.warn("{} did not tell its records within {} ms", source.module(), deadlineMillis);
            return null;
        } catch (ExecutionException failed) {
            LOG.warn("{} could not tell its records", source.module(), failed.getCause());
            return null;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
