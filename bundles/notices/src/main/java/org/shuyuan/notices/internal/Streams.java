package org.shuyuan.notices.internal;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.shuyuan.api.access.Authenticator.Credentials;
import org.shuyuan.api.access.Authenticator;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.notices.Live;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
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
    /** What a page that was away for a moment is told afterwards, less than BEHIND; away for longer, it reads everything again. */
    static final int KEPT = 50;
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    /** The way to one page. Methods return at once; the stage ends when the bytes have left or failed. */
    public interface Outlet {
        CompletionStage<?> event(String id, String name, String json);

        CompletionStage<?> comment(String text);

        boolean closed();

        void close();
    }

    /** One event, with whom it concerns and what each of them is told. */
    private record Sent(long number, String name, Predicate<Caller> to, Function<Caller, String> json) {}

    private static final class Listener {
        /** The last event it was told; of the sending thread. */
        long told;
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
    /** Numbers begin anew with each start, and so does their name. Both are the sending thread's. */
    private final String start = Long.toString(System.currentTimeMillis(), 36);
    private final Deque<Sent> recent = new ArrayDeque<>();
    private long last;
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
     * Tells a page how much is unread, then what it has missed since the event it names; {@code missed} when that is not known any more.
     *
     * @param credentials asked again at every heartbeat, so the stream ends with the session
     * @param after id of the last event the page was told, null for a new page
     * @throws Problem 429 {@code notices.too-many-streams}
     */
    public void open(Caller caller, Credentials credentials, Outlet outlet, long unread, @Nullable String after) {
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
            long from = number(after);
            listener.told = from < 0 ? last : from;
            send(listener, outlet.comment("open"));
            send(listener, outlet.event(id(listener.told), "unread", "{\"count\":" + unread + "}"));
            if (after != null && from < 0) {
                send(listener, outlet.event(id(last), "missed", "{}"));
            }
            recent.forEach(sent -> event(listener, sent));
        });
    }

    private String id(long number) {
        return start + "-" + number;
    }

    /** The event's number; -1 when it is of another start, or what came after it is not kept any more. */
    private long number(@Nullable String id) {
        if (id == null || !id.matches(start + "-\\d{1,18}")) {
            return -1;
        }
        long number = Long.parseLong(id.substring(start.length() + 1));
        long oldest = recent.isEmpty() ? last : recent.peekFirst().number() - 1;
        return number > last || number < oldest ? -1 : number;
    }

    @Override
    public void publish(String event, String json) {
        tell(event, any -> true, any -> json);
    }

    /** To the open pages of one account. */
    public void publishTo(UUID account, String event, String json) {
        tell(event, caller -> caller.account().equals(account), any -> json);
    }

    /** To the open pages of these accounts, made once for each language. */
    void publishTo(Collection<UUID> accounts, String event, Function<Caller, String> json) {
        Set<UUID> those = Set.copyOf(accounts);
        Map<Language, String> made = new EnumMap<>(Language.class);
        tell(event, caller -> those.contains(caller.account()), caller -> made.computeIfAbsent(caller.language(), any -> json.apply(caller)));
    }

    private void tell(String event, Predicate<Caller> to, Function<Caller, String> json) {
        sender.execute(() -> {
            Sent sent = new Sent(++last, event, to, json);
            recent.addLast(sent);
            if (recent.size() > KEPT) {
                recent.removeFirst();
            }
            listeners.forEach(listener -> event(listener, sent));
        });
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
            return now == null || now.stillSignedIn(listener.credentials).filter(c -> c.account().equals(listener.caller.account())).isPresent();
        } catch (RuntimeException databaseAway) {
            return true;
        }
    }

    private void event(Listener listener, Sent sent) {
        if (sent.number() <= listener.told || !sent.to().test(listener.caller)) {
            return;
        }
        listener.told = sent.number();
        if (listener.outlet.closed()) {
            listeners.remove(listener);
        } else if (listener.underway.get() >= BEHIND) {
            drop(listener);
        } else {
            try {
                send(listener, listener.outlet.event(id(sent.number()), sent.name(), sent.json().apply(listener.caller)));
            } catch (RuntimeException withdrawnMeanwhile) {
                LOG.debug("An event could not be told", withdrawnMeanwhile);
            }
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
