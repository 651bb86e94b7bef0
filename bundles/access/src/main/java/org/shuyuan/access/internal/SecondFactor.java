package org.shuyuan.access.internal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.access.internal.jpa.FactorStore;
import org.shuyuan.access.internal.jpa.FactorStore.Factor;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;

/**
 * The second factor: a code that changes every thirty seconds, and ten recovery codes for a lost telephone. Each code opens once. The
 * secret is shown once and stored encrypted. Thread-safe.
 */
@Component(service = SecondFactor.class)
public class SecondFactor {

    private static final int SECRET_BYTES = 20;
    private static final int RECOVERY_CODES = 10;
    private static final int RECOVERY_LETTERS = 16;
    private static final String ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** How it stands with one's own. {@code required}: a unit asks for it. */
    public record State(boolean enrolled, boolean required, @Nullable Instant since, long recoveryLeft) {}

    /** To be read by an app, as text and as address; shown once. */
    public record Started(String secret, String uri) {}

    private final FactorStore store;
    private final AccountStore accounts;
    private final Vault vault;
    private final Throttle throttle;
    private final OwnPassword password;
    private final Sessions sessions;
    private final Rights rights;
    private final Revisions revisions;
    private final Audit audit;
    private final Transactions transactions;
    private final Clock clock;

    @Activate
    public SecondFactor(@Reference FactorStore store, @Reference AccountStore accounts, @Reference Vault vault, @Reference Throttle throttle,
            @Reference OwnPassword password, @Reference Sessions sessions, @Reference Rights rights, @Reference Revisions revisions,
            @Reference Audit audit, @Reference Transactions transactions) {
        this(store, accounts, vault, throttle, password, sessions, rights, revisions, audit, transactions, Clock.systemUTC());
    }

    SecondFactor(FactorStore store, AccountStore accounts, Vault vault, Throttle throttle, OwnPassword password, Sessions sessions, Rights rights,
            Revisions revisions, Audit audit, Transactions transactions, Clock clock) {
        this.store = store;
        this.accounts = accounts;
        this.vault = vault;
        this.throttle = throttle;
        this.password = password;
        this.sessions = sessions;
        this.rights = rights;
        this.revisions = revisions;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    public State state(Caller caller) {
        Factor factor = confirmed(caller.account());
        return new State(factor != null, rights.asksSecondFactor(caller.account()), factor == null ? null : factor.confirmedAt(),
                factor == null ? 0 : store.left(caller.account()));
    }

    /** Does signing in to the account need a code? */
    boolean enrolled(UUID account) {
        return confirmed(account) != null;
    }

    private @Nullable Factor confirmed(UUID account) {
        return store.find(account).filter(found -> found.confirmedAt() != null).orElse(null);
    }

    /**
     * Makes a secret for an app. It counts only when {@link #confirm} has seen a code of it.
     *
     * @throws Problem 403 {@code access.browser-only}; 409 {@code access.factor-there}; 422 {@code access.wrong-current}; 429
     */
    public Started start(Caller caller, @Nullable String given, String portal) {
        Sessions.browserOnly(caller);
        if (enrolled(caller.account())) {
            throw Problem.conflict("access.factor-there");
        }
        password.prove(caller, given, "password");
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        String encrypted = vault.encrypt(caller.account(), secret);
        transactions.run(() -> {
            store.put(new Factor(caller.account(), encrypted, now(), null, 0));
            audit.write(caller, null, "access.start-second-factor", Sessions.subject(caller), null, null);
        });
        String text = Totp.base32(secret);
        Function<String, String> escaped = part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
        return new Started(text, "otpauth://totp/" + escaped.apply(portal + ":" + caller.name()) + "?secret=" + text + "&issuer=" + escaped.apply(portal));
    }

    /**
     * The first code shows that the app has the secret. All other sessions end: each that goes on has shown both factors.
     *
     * @param session to keep
     * @return recovery codes, shown once
     * @throws Problem 409 {@code access.factor-there}, {@code access.factor-not-begun}; 422 {@code access.wrong-code}; 429
     */
    public List<String> confirm(Caller caller, @Nullable UUID session, @Nullable String code) {
        Sessions.browserOnly(caller);
        Factor factor = store.find(caller.account()).orElseThrow(() -> Problem.conflict("access.factor-not-begun"));
        if (factor.confirmedAt() != null) {
            throw Problem.conflict("access.factor-there");
        }
        List<Throttle.Key> counted = counted(caller.account());
        throttle.begin(counted);
        byte[] secret = vault.decrypt(caller.account(), factor.secret());
        OptionalLong step = Totp.matches(secret, plain(code), clock.instant());
        if (step.isEmpty()) {
            throw Problem.invalid("code", "access.wrong-code");
        }
        List<String> recovery = recoveryCodes();
        transactions.run(() -> {
            revisions.changed(Revisions.Kind.RIGHTS);
            if (!store.use(caller.account(), step.getAsLong())) {
                throw Problem.invalid("code", "access.wrong-code");
            }
            store.confirm(caller.account(), now());
            store.recovery(caller.account(), sealed(caller.account(), recovery));
            sessions.endAll(caller.account(), session);
            throttle.succeeded(counted);
            audit.write(caller, null, "access.set-second-factor", Sessions.subject(caller), null, null);
        });
        return recovery;
    }

    /**
     * Checks a code at the sign-in and uses it up. Commits by itself what it counts.
     *
     * @param caller whose it is, signed in or about to be
     * @param device what the tries are counted by, for a browser that is known; null: the account
     * @throws Problem 429
     */
    boolean passes(Caller caller, String code, @Nullable String device) {
        UUID account = caller.account();
        List<Throttle.Key> counted = device == null ? counted(account) : List.of(new Throttle.Key(Throttle.Kind.CODE, account + ":" + device));
        throttle.begin(counted);
        Factor factor = confirmed(account);
        if (factor == null) {
            return false;
        }
        String plain = plain(code);
        boolean passes = plain.length() == Totp.DIGITS ? used(account, factor, plain)
                : recovered(caller, plain);
        if (passes) {
            transactions.run(() -> throttle.succeeded(counted));
        }
        return passes;
    }

    /** Written down by itself: who holds the list of codes and not the telephone gets in by one. */
    private boolean recovered(Caller caller, String code) {
        UUID account = caller.account();
        return transactions.call(() -> {
            boolean opens = store.recover(account, vault.seal(account, code), now());
            if (opens) {
                audit.write(caller, null, "access.use-recovery-code", Sessions.subject(caller), null, Map.of("codesLeft", store.left(account)));
            }
            return opens;
        });
    }

    private boolean used(UUID account, Factor factor, String code) {
        OptionalLong step = Totp.matches(vault.decrypt(account, factor.secret()), code, clock.instant());
        return step.isPresent() && transactions.call(() -> store.use(account, step.getAsLong()));
    }

    /** New recovery codes; the old ones open nothing any more. @throws Problem 409 {@code access.factor-not-begun}; 422; 429 */
    public List<String> newRecovery(Caller caller, @Nullable String code) {
        Sessions.browserOnly(caller);
        require(caller, code);
        List<String> recovery = recoveryCodes();
        transactions.run(() -> {
            store.recovery(caller.account(), sealed(caller.account(), recovery));
            audit.write(caller, null, "access.new-recovery-codes", Sessions.subject(caller), null, null);
        });
        return recovery;
    }

    /** Gives up one's own. @throws Problem 409 {@code access.factor-required} where a unit asks for it; 422; 429 */
    public void remove(Caller caller, @Nullable String code) {
        Sessions.browserOnly(caller);
        if (rights.asksSecondFactor(caller.account())) {
            throw Problem.conflict("access.factor-required");
        }
        require(caller, code);
        transactions.run(() -> {
            revisions.changed(Revisions.Kind.RIGHTS);
            store.remove(caller.account());
            audit.write(caller, null, "access.remove-second-factor", Sessions.subject(caller), null, null);
        });
    }

    private void require(Caller caller, @Nullable String code) {
        if (!enrolled(caller.account())) {
            throw Problem.conflict("access.factor-not-begun");
        }
        if (!passes(caller, code == null ? "" : code, null)) {
            throw Problem.invalid("code", "access.wrong-code");
        }
    }

    /**
     * Takes an account's second factor away, for who has lost telephone and recovery codes: the caller must be able to do more than the
     * account. All its sessions end.
     *
     * @throws Problem 403 {@code access.more-than-own}; 404; 409 {@code access.factor-not-begun}, {@code access.not-oneself}
     */
    public void reset(Caller caller, Account account, boolean outranks, @Nullable UUID unit) {
        if (caller.account().equals(account.id())) {
            throw Problem.conflict("access.not-oneself");
        }
        if (!outranks) {
            throw Problem.forbidden("access.more-than-own");
        }
        if (store.find(account.id()).isEmpty()) {
            throw Problem.conflict("access.factor-not-begun");
        }
        transactions.run(() -> {
            revisions.changed(Revisions.Kind.RIGHTS);
            store.remove(account.id());
            sessions.endAll(account.id(), null);
            audit.write(caller, unit, "access.reset-second-factor", SignIn.subject(account), null, Map.of("name", accounts.find(account.id()).map(Account::name).orElse("")));
        });
    }

    private List<String> sealed(UUID account, List<String> codes) {
        return codes.stream().map(code -> vault.seal(account, plain(code))).toList();
    }

    private static List<Throttle.Key> counted(UUID account) {
        return List.of(new Throttle.Key(Throttle.Kind.CODE, account.toString()));
    }

    /** People type blanks and dashes where they read them. */
    private static String plain(@Nullable String code) {
        String given = code == null || code.length() > 60 ? "" : java.text.Normalizer.normalize(code, java.text.Normalizer.Form.NFKC);
        return given.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    }

    /** Sixteen letters each, 79 bits. */
    private static List<String> recoveryCodes() {
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < RECOVERY_CODES; i++) {
            StringBuilder code = new StringBuilder();
            for (int letter = 0; letter < RECOVERY_LETTERS; letter++) {
                if (letter > 0 && letter % 4 == 0) {
                    code.append('-');
                }
                code.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
            }
            codes.add(code.toString());
        }
        return codes;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
