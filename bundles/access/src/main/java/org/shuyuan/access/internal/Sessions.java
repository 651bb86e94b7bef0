package org.shuyuan.access.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.SessionStore;
import org.shuyuan.access.internal.jpa.SessionStore.Session;
import org.shuyuan.access.internal.jpa.SessionStore.SignedIn;
import org.shuyuan.access.internal.jpa.SessionStore.Token;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who comes in by a session or an API token: both live in the database, so a restart ends none; seconds of memory spare the reading. Thread-safe. */
@Component(service = Sessions.class)
public class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final Duration REMEMBERED = Duration.ofSeconds(5);
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);
    private static final int MOST_REMEMBERED = 20_000;
    private static final int CHUNK = 500;

    /** Who came in by what. {@code id} is the session's or the token's. */
    public record Known(UUID id, Account account, Caller.Kind kind) {}

    private record Remembered(Known known, long generation, Instant until) {}

    private final SessionStore store;
    private final Revisions revisions;
    private final Transactions transactions;
    private final Audit audit;
    private final Settings settings;
    private final Clock clock;
    private final Map<String, Remembered> memory = new ConcurrentHashMap<>();
    private final Map<UUID, Instant> noted = new ConcurrentHashMap<>();

    @Activate
    public Sessions(@Reference SessionStore store, @Reference Revisions revisions, @Reference Transactions transactions,
            @Reference Audit audit, @Reference Settings settings) {
        this(store, revisions, transactions, audit, settings, Clock.systemUTC());
    }

    public Sessions(SessionStore store, Revisions revisions, Transactions transactions, Audit audit, Settings settings, Clock clock) {
        this.store = store;
        this.revisions = revisions;
        this.transactions = transactions;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    /** A new session; joins the caller's transaction. @return the secret for the cookie, kept nowhere */
    public String open(UUID account, String address, String agent) {
        String secret = Secrets.random();
        Instant now = now();
        store.add(new Session(Ids.next(), account, now, now, now.plus(settings.session()), Names.cut(address, 45), Names.cut(agent, 200)),
                Secrets.hash(secret));
        return secret;
    }

    /** Who owns the cookie, if it still counts. */
    public Optional<Known> bySession(String secret) {
        return bySession(secret, true);
    }

    /** @param use false for what runs by itself: it does not put off the end for want of use */
    Optional<Known> bySession(String secret, boolean use) {
        return remembered(Secrets.hash(secret), use, hash -> store.session(hash).filter(found -> {
            Session session = found.session();
            Instant now = now();
            boolean alive = now.isBefore(session.expiresAt()) && now.isBefore(session.lastSeenAt().plus(settings.idle()));
            if (use && alive && found.account().enabled() && session.lastSeenAt().plus(SEEN_EVERY).isBefore(now)) {
                note(session.id(), now, store::seen);
            }
            return alive;
        }).map(found -> new Known(found.session().id(), found.account(), Caller.Kind.SESSION)));
    }

    /** Who owns the bearer token, if it still counts. */
    public Optional<Known> byToken(String secret) {
        return byToken(secret, true);
    }

    /** @param use false for what runs by itself: it does not put off the end for want of use */
    Optional<Known> byToken(String secret, boolean use) {
        return remembered(Secrets.hash(secret), use, hash -> store.token(hash).filter(found -> {
            Token token = found.token();
            Instant now = now();
            boolean alive = now.isBefore(token.expiresAt());
            if (use && alive && (token.lastUsedAt() == null || token.lastUsedAt().plus(SEEN_EVERY).isBefore(now))) {
                note(token.id(), now, store::used);
            }
            return alive;
        }).map(found -> new Known(found.token().id(), found.account(), Caller.Kind.TOKEN)));
    }

    /**
     * When something was last used is noted by one of the requests that come at once: the others would only wait for the same row, each with
     * a connection. Nobody's request fails because it could not be noted; it is tried again a minute later.
     */
    private void note(UUID id, Instant now, BiConsumer<UUID, Instant> write) {
        Instant before = noted.get(id);
        if (before != null && before.plus(SEEN_EVERY).isAfter(now) || !(before == null ? noted.putIfAbsent(id, now) == null : noted.replace(id, before, now))) {
            return;
        }
        if (noted.size() >= MOST_REMEMBERED) {
            noted.clear();
        }
        try {
            write.accept(id, now);
        } catch (RuntimeException e) {
            LOG.warn("It could not be noted that {} was used: {}", id, e.getMessage());
        }
    }

    /** What a stolen token must not do. @throws Problem 403 {@code access.browser-only} */
    public static void browserOnly(Caller caller) {
        if (caller.kind() != Caller.Kind.SESSION) {
            throw Problem.forbidden("access.browser-only");
        }
    }

    private Optional<Known> remembered(String hash, boolean use, Function<String, Optional<Known>> read) {
        if (hash.isEmpty()) {
            return Optional.empty();
        }
        long generation = revisions.generation(Revisions.Kind.SESSIONS);
        Instant now = now();
        Remembered held = memory.get(hash);
        if (held != null && held.generation() == generation && now.isBefore(held.until())) {
            return Optional.of(held.known());
        }
        Optional<Known> known = read.apply(hash).filter(found -> found.account().enabled());
        if (known.isEmpty()) {
            memory.remove(hash);
        } else if (use) {
            // what is no use is not remembered, or the next use would go unnoticed
            if (memory.size() >= MOST_REMEMBERED) {
                memory.clear();
            }
            memory.put(hash, new Remembered(known.get(), generation, now.plus(REMEMBERED)));
        }
        return known;
    }

    public List<Session> list(UUID account) {
        return store.sessions(account);
    }

    /** Ends one of the caller's own sessions. @throws Problem 404 {@code access.no-such-session} */
    public void end(Caller caller, UUID session, String action) {
        transactions.run(() -> {
            if (!store.end(caller.account(), session)) {
                throw Problem.notFound("access.no-such-session");
            }
            revisions.changed(Revisions.Kind.SESSIONS);
            audit.write(caller, null, action, subject(caller), null, Map.of("session", session));
        });
    }

    /** Ends all of the caller's own sessions but the one kept. */
    public void endOthers(Caller caller, @Nullable UUID keep) {
        browserOnly(caller);
        transactions.run(() -> audit.write(caller, null, "access.end-session", subject(caller), null, Map.of("endedSessions", endAll(caller.account(), keep))));
    }

    /** Ends all sessions of an account but the one kept; joins the caller's transaction, whose author audits it. */
    public int endAll(UUID account, @Nullable UUID keep) {
        int ended = store.endAll(account, keep);
        revisions.changed(Revisions.Kind.SESSIONS);
        return ended;
    }

    /** Removes what has run out; that a session ended by itself is written down. */
    public void purge() {
        Instant now = now();
        Instant idle = now.minus(settings.idle());
        for (List<SignedIn> some = store.ranOut(now, idle, CHUNK); !some.isEmpty(); some = store.ranOut(now, idle, CHUNK)) {
            List<SignedIn> ended = some;
            transactions.run(() -> audit.writeAll(Caller.system("housekeeping"), ended.stream().filter(one -> store.end(one.account().id(), one.session().id()))
                    .map(one -> new Audit.Change(null, "access.session-ran-out", SignIn.subject(one.account()), null,
                            Map.of("session", one.session().id(), "lastSeenAt", one.session().lastSeenAt().toString()))).toList()));
        }
        store.purge(idle, now.minus(Duration.ofDays(180)));
    }

    static Audit.Subject subject(Caller caller) {
        return new Audit.Subject("access.account", caller.account().toString(), caller.name());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
