package org.shuyuan.api.sources;

import java.util.LinkedHashMap;
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
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all services of a kind at once and waits for all of them only so long. Each has two threads at most: one that hangs costs nobody
 * else anything, and is not asked again while it hangs. Thread-safe.
 *
 * @param <S> the kind of service
 */
public final class Asking<S> {

    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);
    private static final int AT_ONCE = 2;
    private static final int THREADS = 16;

    private final String what;
    private final long deadlineMillis;
    private final Function<S, String> name;
    private final ExecutorService threads;
    private final Map<S, Semaphore> sources = new ConcurrentHashMap<>();

    /**
     * None is known yet.
     *
     * @param what they tell, for the log and the threads
     * @param deadlineMillis how long all of them together are waited for
     * @param name of a service
     */
    public Asking(String what, long deadlineMillis, Function<S, String> name) {
        this.what = what;
        this.deadlineMillis = deadlineMillis;
        this.name = name;
        this.threads = new ThreadPoolExecutor(0, THREADS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "shuyuan-ask-" + what);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * One has come.
     *
     * @param source to be asked from now on
     */
    public void add(S source) {
        sources.put(source, new Semaphore(AT_ONCE));
    }

    /**
     * One has gone.
     *
     * @param source not to be asked any more
     */
    public void remove(S source) {
        sources.remove(source);
    }

    /** Ends the threads. */
    public void close() {
        threads.shutdownNow();
    }

    /**
     * Asks all of them.
     *
     * @param question put to each, on a thread of its own
     * @param <R> what they answer
     * @return the answer of each, null for those that gave none in time
     */
    public <R> Map<S, @Nullable R> ask(Function<S, R> question) {
        return ask(source -> true, question);
    }

    /**
     * Asks some of them.
     *
     * @param which of the services are asked
     * @param question put to each of those, on a thread of its own
     * @param <R> what they answer
     * @return the answer of each that was asked, null for those that gave none in time
     */
    public <R> Map<S, @Nullable R> ask(Predicate<S> which, Function<S, R> question) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(deadlineMillis);
        Map<S, @Nullable Future<R>> asked = new LinkedHashMap<>();
        sources.forEach((source, free) -> {
            if (which.test(source)) {
                asked.put(source, start(source, free, question));
            }
        });
        Map<S, @Nullable R> answers = new LinkedHashMap<>();
        asked.forEach((source, answer) -> answers.put(source, answer == null ? null : answer(source, answer, end)));
        return answers;
    }

    private <R> @Nullable Future<R> start(S source, Semaphore free, Function<S, R> question) {
        if (!free.tryAcquire()) {
            return null;
        }
        try {
            return threads.submit(() -> {
                try {
                    return question.apply(source);
                } finally {
                    free.release();
                }
            });
        } catch (RejectedExecutionException busy) {
            free.release();
            return null;
        }
    }

    private <R> @Nullable R answer(S source, Future<R> answer, long end) {
        try {
            return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            LOG.warn("{} did not tell its {} within {} ms", name.apply(source), what, deadlineMillis);
            return null;
        } catch (ExecutionException failed) {
            LOG.warn("{} could not tell its {}", name.apply(source), what, failed.getCause());
            return null;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
