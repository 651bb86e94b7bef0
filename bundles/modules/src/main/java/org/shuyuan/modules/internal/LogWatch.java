package org.shuyuan.modules.internal;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

/**
 * Counts the lines that each bundle sends to the log. What is more than the log takes of one bundle is dropped there (etc/org.ops4j.pax.logging.cfg); here it is found
 * out who it is, so that the page names the module. Remembers what parts of modules failed of, too: of one that another part asks for the container tells that nowhere
 * else. Writes nothing itself. Thread-safe.
 */
@Component(service = LogWatch.class)
public class LogWatch implements LogListener {

    private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();
    /** Lines in ten seconds; a whole start of the portal has some dozens. */
    private static final int FLOOD = 1_500;
    /** Whoever floods in bursts stays named in between. */
    private static final long NAMED_FOR_NANOS = Duration.ofMinutes(5).toNanos();
    private static final int MOST_FAILURES = 100;

    /** Lines of a window; another takes its place when time has passed. */
    private record Window(long number, AtomicInteger lines) {}

    /**
     * An error that was logged with what caused it.
     *
     * @param at milliseconds since 1970
     * @param reason the innermost cause in one line; empty where it says nothing
     * @param chain every cause
     */
    record Failure(long at, String reason, String chain) {}

    private final LongSupplier nanos;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();
    private final Map<String, Long> floods = new ConcurrentHashMap<>();
    private final Map<String, Failure> failures = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failure> eldest) {
            return size() > MOST_FAILURES;
        }
    });

    @Activate
    public LogWatch() {
        this(System::nanoTime);
    }

    /** @param nanos a clock as {@link System#nanoTime()} */
    LogWatch(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Optional only because the bundle that logs does not say that it offers this. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setLog(LogReaderService log) {
        log.addLogListener(this);
    }

    void unsetLog(LogReaderService log) {
        log.removeLogListener(this);
    }

    @Override
    public void logged(LogEntry entry) {
        Bundle bundle = entry.getBundle();
        if (bundle != null && bundle.getSymbolicName() != null) {
            line(bundle.getSymbolicName());
        }
        if (entry.getLogLevel() == LogLevel.ERROR && entry.getException() != null && entry.getLoggerName() != null) {
            failures.put(entry.getLoggerName(), new Failure(entry.getTime(), Reasons.reason(entry.getException()), Reasons.chain(entry.getException())));
        }
    }

    /** @param logger a part's name or class @param since milliseconds since 1970 */
    Optional<Failure> failure(String logger, long since) {
        return Optional.ofNullable(failures.get(logger)).filter(failure -> failure.at() >= since);
    }

    void line(String bundle) {
        long now = nanos.getAsLong();
        long number = Math.floorDiv(now, WINDOW_NANOS);
        Window window = windows.compute(bundle, (name, known) -> known == null || known.number() != number ? new Window(number, new AtomicInteger()) : known);
        if (window.lines().incrementAndGet() == FLOOD) {
            floods.put(bundle, now);
        }
    }

    /** The symbolic names of bundles that have flooded the log within the last five minutes. */
    Set<String> flooding() {
        long now = nanos.getAsLong();
        return floods.entrySet().stream().filter(flood -> now - flood.getValue() < NAMED_FOR_NANOS).map(Map.Entry::getKey).collect(Collectors.toSet());
    }
}
