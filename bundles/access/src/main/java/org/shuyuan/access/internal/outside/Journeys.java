package org.shuyuan.access.internal.outside;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.Account;
import org.shuyuan.access.internal.Revisions;
import org.shuyuan.access.internal.SignIn;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.access.internal.jpa.OutsideStore;
import org.shuyuan.access.internal.jpa.SessionStore;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.access.OutsideIdentity;
import org.shuyuan.api.access.OutsideSource;
import org.shuyuan.api.access.RedirectSource;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Transactions;

/**
 * The way to a sign-in page outside and back. What belongs to one journey is kept here, not in the browser, which holds a random secret in a
 * cookie: a state that another browser began, that has been used or that is older than ten minutes opens nothing. Thread-safe.
 */
@Component(service = Journeys.class)
public class Journeys {

    /** Where to go, and the secret of the browser for its cookie. */
    public record Begun(URI address, String browser) {}

    /**
     * Who came back, and to which page of the portal.
     *
     * @param opened null while a code of the second factor is wanted
     * @param second by which {@link #second} goes on
     */
    public record Arrived(SignIn.@Nullable Opened opened, String back, @Nullable String second) {}

    static final Duration LONGEST = Duration.ofMinutes(10);
    /** An office shares one address; journeys that ended do not count. */
    static final int MOST_FROM_ONE_NETWORK = 1000;
    private static final int LONGEST_KEPT = 4000;
    private static final int LONGEST_PARAMETER = 8000;
    private static final Pattern RANDOM = Pattern.compile("[A-Za-z0-9_-]{43}");
    /** A page of ours: never another host's, however the browser reads slashes. */
    private static final Pattern BACK = Pattern.compile("/(?![/\\\\])[^\\\\\\p{Cntrl}]{0,499}");
    /** Kept of somebody who is verified and still owes a code; no source's own name begins so. */
    private static final String SECOND = "=subject";
    private static final String THEIRS = "=session";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final OutsideSources sources;
    private final OutsideSignIn signIn;
    private final OutsideStore store;
    private final SessionStore sessions;
    private final AccountStore accounts;
    private final Revisions revisions;
    private final Audit audit;
    private final Transactions transactions;
    private final Clock clock;

    @Activate
    public Journeys(@Reference OutsideSources sources, @Reference OutsideSignIn signIn, @Reference OutsideStore store, @Reference SessionStore sessions,
            @Reference AccountStore accounts, @Reference Revisions revisions, @Reference Audit audit, @Reference Transactions transactions) {
        this(sources, signIn, store, sessions, accounts, revisions, audit, transactions, Clock.systemUTC());
    }

    public Journeys(OutsideSources sources, OutsideSignIn signIn, OutsideStore store, SessionStore sessions, AccountStore accounts, Revisions revisions,
            Audit audit, Transactions transactions, Clock clock) {
        this.sources = sources;
        this.signIn = signIn;
        this.store = store;
        this.sessions = sessions;
        this.accounts = accounts;
        this.revisions = revisions;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * @param browser the secret that the browser has from a journey before, if any
     * @param back the page to come back to; anything but a page of the portal counts as the first one
     * @throws Problem 404 {@code access.no-such-source}; 429 {@code access.too-many-attempts}; 503 when the other side does not answer
     */
    public Begun begin(String source, @Nullable String browser, @Nullable String back, SignIn.From from) {
        RedirectSource there = sources.redirect(source);
        String state = Secrets.random();
        RedirectSource.Start start = there.start(state, from.language());
        String secret = browser != null && RANDOM.matcher(browser).matches() ? browser : Secrets.random();
        String page = back != null && BACK.matcher(back).matches() ? back : "/";
        String network = Secrets.hash(from.address());
        transactions.run(() -> {
            store.purge(now().minus(LONGEST), now().minus(Duration.ofDays(100)));
            if (store.starts(network) >= MOST_FROM_ONE_NETWORK) {
                throw new Problem(429, "access.too-many-attempts").with("seconds", 60).with("retryAfter", 60).extra("retryAfter", 60);
            }
            store.addStart(Secrets.hash(state), new OutsideStore.Start(Secrets.hash(secret), source, json(start.kept()), page, now()), network);
        });
        return new Begun(start.address(), secret);
    }

    /**
     * @throws Problem 400 {@code access.outside-journey} for a state that is not this browser's, used or too old; what the source and
     *     {@link OutsideSignIn#open} say
     */
    public Arrived end(String source, Map<String, String> parameters, @Nullable String browser, SignIn.From from) {
        RedirectSource there = sources.redirect(source);
        String state = parameters.getOrDefault("state", "");
        if (!RANDOM.matcher(state).matches() || browser == null || !RANDOM.matcher(browser).matches()
                || parameters.values().stream().anyMatch(one -> one.length() > LONGEST_PARAMETER)) {
            throw Problem.badRequest("access.outside-journey");
        }
        OutsideStore.Start start = transactions.call(() -> store.takeStart(Secrets.hash(state)))
                .filter(one -> ours(one, source, browser)).orElseThrow(() -> Problem.badRequest("access.outside-journey"));
        Map<String, String> kept = texts(start.kept());
        if (kept.containsKey(SECOND)) {
            throw Problem.badRequest("access.outside-journey");
        }
        OutsideIdentity identity = there.finish(parameters, state, kept);
        try {
            return new Arrived(signIn.open(there, identity, null, from), start.back(), null);
        } catch (Problem refused) {
            if (!refused.code().equals("access.second-factor-needed")) {
                throw refused;
            }
            String second = Secrets.random();
            Map<String, String> who = new TreeMap<>(Map.of(SECOND, identity.subject()));
            if (identity.session() != null) {
                who.put(THEIRS, identity.session());
            }
            transactions.run(() -> store.addStart(Secrets.hash(second), new OutsideStore.Start(start.browserHash(), source, json(who), start.back(), now()), Secrets.hash(from.address())));
            return new Arrived(null, start.back(), second);
        }
    }

    /**
     * The last step of a journey that wants a code of the second factor. A wrong one may be followed by another.
     *
     * @throws Problem 400 {@code access.outside-journey}; 401 {@code access.wrong-code}; 429
     */
    public Arrived second(String source, @Nullable String second, @Nullable String code, @Nullable String browser, SignIn.From from) {
        String hash = Secrets.hash(second == null ? "" : second);
        OutsideStore.Start start = store.start(hash).filter(one -> ours(one, source, browser)).orElseThrow(() -> Problem.badRequest("access.outside-journey"));
        Map<String, String> who = texts(start.kept());
        String subject = who.get(SECOND);
        if (subject == null) {
            throw Problem.badRequest("access.outside-journey");
        }
        SignIn.Opened opened = signIn.second(source, subject, who.get(THEIRS), code == null || code.isBlank() ? "-" : code, from);
        transactions.run(() -> store.takeStart(hash));
        return new Arrived(opened, start.back(), null);
    }

    private boolean ours(OutsideStore.Start start, String source, @Nullable String browser) {
        return start.source().equals(source) && start.createdAt().plus(LONGEST).isAfter(now()) && browser != null && Secrets.same(start.browserHash(), Secrets.hash(browser));
    }

    /**
     * The other side says that a session has ended: ours that it opened end at once, on every node.
     *
     * @return how many ended
     * @throws Problem 400 for what is not proved to be the other side's
     */
    public int notice(String source, Map<String, String> form) {
        Optional<RedirectSource.Ended> ended = sources.redirect(source).notice(form);
        return ended.isEmpty() ? 0 : transactions.call(() -> {
            String theirs = ended.get().session();
            List<OutsideStore.Session> all = store.sessions(source, ended.get().subject(), theirs == null ? null : Secrets.hash(theirs.length() > 200 ? theirs.substring(0, 200) : theirs));
            int count = 0;
            for (OutsideStore.Session one : all) {
                store.removeSession(one.session());
                if (sessions.end(one.account(), one.session())) {
                    count++;
                    Account account = accounts.find(one.account()).orElse(null);
                    audit.write(Caller.system("sign-out " + source), null, "access.end-session", account == null ? new Audit.Subject("access.account", "", "?")
                            : SignIn.subject(account), null, Map.of("session", one.session(), "source", source));
                }
            }
            if (count > 0) {
                revisions.changed(Revisions.Kind.SESSIONS);
            }
            return count;
        });
    }

    /** Where the browser goes that ends this session, when its source wants to be left too. */
    public Optional<URI> leave(UUID session) {
        return store.session(session).flatMap(one -> sources.all().stream().filter(there -> there.id().equals(one.source())).findFirst())
                .flatMap(there -> there instanceof RedirectSource page ? page.leave() : Optional.empty());
    }

    /** What may be said of the sources, in the reader's language. */
    public List<Offered> offered(Language language) {
        return sources.all().stream().map(one -> new Offered(one.id(), one instanceof RedirectSource ? "redirect" : "password", label(one, language))).toList();
    }

    /** A source as the sign-in page shows it; {@code kind} is {@code password} or {@code redirect}. */
    public record Offered(String id, String kind, String label) {}

    private static String label(OutsideSource source, Language language) {
        String label = source.rules().label(language);
        return label.isEmpty() ? source.id() : label;
    }

    private static String json(Map<String, String> kept) {
        try {
            String json = JSON.writeValueAsString(kept);
            if (json.length() > LONGEST_KEPT) {
                throw new IllegalStateException("A source keeps more than " + LONGEST_KEPT + " characters");
            }
            return json;
        } catch (JsonProcessingException never) {
            throw new IllegalStateException(never);
        }
    }

    private static Map<String, String> texts(String json) {
        try {
            return JSON.readValue(json, TEXTS);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("What was kept of a journey cannot be read", damaged);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
