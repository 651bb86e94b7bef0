package org.shuyuan.notices.internal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.shuyuan.api.access.Authenticator;
import org.shuyuan.api.access.Authenticator.Credentials;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.notices.Live;
import org.shuyuan.api.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event streams of open pages. Everything is sent from one thread and nothing waits for a listener: who does not take
 * their events is dropped and reconnects. Depends on nobody who might be updated, so streams outlive other modules. Thread-safe.
 */
@Component(service = {Live.class, Streams.class})
public class Streams implements Live {

    static final int PER_ACCOUNT = 12;
    static final int ALTOGETHER = 5_000;
    /** Events on their way to one listener; a page that is this far behind reads everything again anyway. */
    static final int BEHIND = 64;
    private static final int HEARTBEAT_SECONDS = 20;
    private static final int LARGEST_BACKLOG = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    /** The way to one page. Methods return at once; the stage ends when the bytes have left or failed. */
    public interface Outlet {
        CompletionStage<?> event(String name, String json);

        CompletionStage<?> comment(String text);

        boolean closed();

        void close();
    }

    private static final class Listener {
        final Caller caller;
        final Credentials credentials;
        final Outlet outlet;
        final AtomicInteger underway = new AtomicInteger();

        Listener(Caller caller, Credentials credentials, Outlet outlet) {
            this.caller = caller;
            this.credentials = credentials;
            this.outlet = outlet;
        }
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Authenticator authenticator;

    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final @Nullable ScheduledThreadPoolExecutor thread;
    private final Executor sender;

    @Activate
    public Streams() {
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(1, work -> {
            Thread t = new Thread(work, "shuyuan-live");
            t.setDaemon(true);
            return t;
        });
        one.setRemoveOnCancelPolicy(true);
        one.scheduleWithFixedDelay(this::heartbeat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        thread = one;
        // events may be lost, memory may not
        sender = work -> {
            if (one.getQueue().size() < LARGEST_BACKLOG && !one.isShutdown()) {
                one.execute(work);
            }
        };
    }

    /** For tests: sends on the calling thread, heartbeats by hand. */
    Streams(@Nullable Authenticator authenticator) {
        this.authenticator = authenticator;
        thread = null;
        sender = Runnable::run;
    }

    @Deactivate
    void stop() {
        if (thread != null) {
            thread.shutdownNow();
        }
        listeners.forEach(this::drop);
    }

    /**
     * @param credentials asked again at every heartbeat, so the stream ends with the session
     * @throws Problem 429 {@code notices.too-many-streams}
     */
    public void open(Caller caller, Credentials credentials, Outlet outlet, long unread) {
        listeners.removeIf(l -> l.outlet.closed());
        List<Listener> own = listeners.stream().filter(l -> l.caller.account().equals(caller.account())).toList();
        if (own.size() >= PER_ACCOUNT || listeners.size() >= ALTOGETHER) {
            // a page that was closed is found out by writing to it only: the next attempt has room
            sender.execute(() -> own.forEach(l -> send(l, l.outlet.comment("there"))));
            throw new Problem(429, "notices.too-many-streams").extra("retryAfter", 60);
        }
        Listener listener = new Listener(caller, credentials, outlet);
        listeners.add(listener);
        sender.execute(() -> {
            send(listener, outlet.comment("open"));
            send(listener, outlet.event("unread", "{\"count\":" + unread + "}"));
        });
    }

    @Override
    public void publish(String event, String json) {
        if (!listeners.isEmpty()) {
            sender.execute(() -> listeners.forEach(l -> event(l, event, json)));
        }
    }

    /** To the open pages of one account. */
    public void publishTo(UUID account, String event, String json) {
        sender.execute(() -> listeners.stream().filter(l -> l.caller.account().equals(account)).forEach(l -> event(l, event, json)));
    }

    /** To the open pages of these accounts, made for each caller's language. */
    void publishTo(Collection<UUID> accounts, String event, Function<Caller, String> json) {
        List<Listener> those = listeners.stream().filter(l -> accounts.contains(l.caller.account())).toList();
        Map<Object, String> made = new ConcurrentHashMap<>();
        for (Listener listener : those) {
            String text = made.computeIfAbsent(listener.caller.language(), any -> json.apply(listener.caller));
            sender.execute(() -> event(listener, event, text));
        }
    }

    boolean anyOpen() {
        return !listeners.isEmpty();
    }

    int size() {
        return listeners.size();
    }

    /** Keeps proxies from closing quiet streams, and ends those whose session is over. */
    void heartbeat() {
        for (Listener listener : listeners) {
            try {
                if (stillSignedIn(listener)) {
                    send(listener, listener.outlet.comment("heartbeat"));
                } else {
                    drop(listener);
                }
            } catch (RuntimeException e) {
                LOG.warn("A heartbeat failed: {}", e.toString());
            }
        }
    }

    private boolean stillSignedIn(Listener listener) {
        Authenticator now = authenticator;
        try {
            // away while it is updated: nobody is signed out by that
            return now == null || now.authenticate(listener.credentials).filter(c -> c.account().equals(listener.caller.account())).isPresent();
        } catch (RuntimeException databaseAway) {
            return true;
        }
    }

    private void event(Listener listener, String name, String json) {
        if (listener.outlet.closed()) {
            listeners.remove(listener);
        } else if (listener.underway.get() >= BEHIND) {
            drop(listener);
        } else {
            send(listener, listener.outlet.event(name, json));
        }
    }

    private void send(Listener listener, CompletionStage<?> sent) {
        listener.underway.incrementAndGet();
        sent.whenComplete((ok, failed) -> {
            listener.underway.decrementAndGet();
            if (failed != null) {
                drop(listener);
            }
        });
    }

    private void drop(Listener listener) {
        listeners.remove(listener);
        try {
            listener.outlet.close();
        } catch (RuntimeException alreadyGone) {
            LOG.debug("A stream was gone before it was closed", alreadyGone);
        }
    }
}
