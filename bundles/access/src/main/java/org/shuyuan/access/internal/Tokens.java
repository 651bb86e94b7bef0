package org.shuyuan.access.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.SessionStore;
import org.shuyuan.access.internal.jpa.SessionStore.Token;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;

/** One's own API tokens. Thread-safe. */
@Component(service = Tokens.class)
public class Tokens {

    private static final int MOST_TOKENS = 20;
    /** Set on every token so that a leaked one is recognised by people and scanners. */
    private static final String TOKEN_PREFIX = "shuyuan_";

    private final SessionStore store;
    private final Rights rights;
    private final Revisions revisions;
    private final Transactions transactions;
    private final Audit audit;
    private final Settings settings;
    private final Clock clock;

    @Activate
    public Tokens(@Reference SessionStore store, @Reference Rights rights, @Reference Revisions revisions, @Reference Transactions transactions,
            @Reference Audit audit, @Reference Settings settings) {
        this(store, rights, revisions, transactions, audit, settings, Clock.systemUTC());
    }

    Tokens(SessionStore store, Rights rights, Revisions revisions, Transactions transactions, Audit audit, Settings settings, Clock clock) {
        this.store = store;
        this.rights = rights;
        this.revisions = revisions;
        this.transactions = transactions;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    public List<Token> list(UUID account) {
        return store.tokens(account);
    }

    /** A new token and its secret, which is shown once. */
    public record Made(Token token, String secret) {}

    /**
     * A token never opens more than its owner may, and none makes another.
     *
     * @throws Problem 403 for anybody but a person in a browser, while the password is one
     *     that somebody else gave, and for who is asked for a second factor and has none; 422 for a name not of 1–100 characters or an end that is past
     *     or later than allowed; 409 {@code access.too-many-tokens} beyond 20
     */
    public Made make(Caller caller, @Nullable String name, @Nullable Instant expires) {
        Sessions.browserOnly(caller);
        if (rights.waitsForSecondFactor(caller.account())) {
            throw Problem.forbidden("access.enrol-first");
        }
        String label = Names.display(name, "name");
        Instant now = now();
        Instant end = expires == null ? now.plus(Duration.ofDays(90)) : expires.truncatedTo(ChronoUnit.SECONDS);
        if (!end.isAfter(now) || end.isAfter(now.plus(settings.token()).plus(Duration.ofDays(1)))) {
            throw new Problem(422, "rest.invalid").field("expires", "access.token-expiry", Map.of("days", settings.token().toDays()));
        }
        String secret = TOKEN_PREFIX + Secrets.random();
        Token token = new Token(Ids.next(), caller.account(), label, now, end, null);
        transactions.run(() -> {
            if (store.mustChange(caller.account())) {
                throw Problem.forbidden("access.change-password-first");
            }
            if (store.tokens(caller.account()).size() >= MOST_TOKENS) {
                throw Problem.conflict("access.too-many-tokens").with("most", MOST_TOKENS);
            }
            store.add(token, Secrets.hash(secret));
            audit.write(caller, null, "access.make-token", Sessions.subject(caller), null, Map.of("name", label, "expires", end));
        });
        return new Made(token, secret);
    }

    /** @throws Problem 404 {@code access.no-such-token} */
    public void remove(Caller caller, UUID token) {
        transactions.run(() -> {
            Token found = store.tokens(caller.account()).stream().filter(one -> one.id().equals(token)).findFirst()
                    .orElseThrow(() -> Problem.notFound("access.no-such-token"));
            store.remove(token);
            revisions.changed(Revisions.Kind.SESSIONS);
            audit.write(caller, null, "access.remove-token", Sessions.subject(caller), Map.of("name", found.name()), null);
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
