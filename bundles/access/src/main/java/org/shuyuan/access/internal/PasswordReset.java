package org.shuyuan.access.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.AccountStore;
import org.shuyuan.access.internal.jpa.AccountStore.WithPassword;
import org.shuyuan.access.internal.jpa.ResetStore;
import org.shuyuan.access.internal.jpa.SessionStore;
import org.shuyuan.access.internal.outside.Seals;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.People.KnownBy;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.api.mail.Mail;
import org.shuyuan.api.mail.MailSecrets;
import org.shuyuan.api.notices.Notices;
import org.shuyuan.api.outbox.Outbox;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Transactions;

/**
 * A new password by a link that is sent to the mailbox of the account's person. Whoever asks hears the same whether there is such an
 * account or not, after the same work: what follows is done later, from the outbox. The link's secret is made when the mail is handed
 * over, so it stands nowhere but there. Thread-safe.
 */
@Component(service = {PasswordReset.class, MailSecrets.class})
public class PasswordReset implements MailSecrets {

    /** Topic of the outbox. */
    static final String ASKED = "access.reset-asked";
    /** The texts of the two letters. */
    static final String LETTER = "mail.reset";
    static final String CHANGED = "mail.password-changed";

    /** What is handed on. @param who what was typed, encrypted: people type passwords into the wrong field */
    record Wish(String who, String language, String address) {}

    /** What the page of the link shows. @param least fewest characters of the new password */
    public record Link(String account, int least) {}

    private static final UUID NOBODY = new UUID(0, 0);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final Duration KEPT = Duration.ofDays(2);

    private final ResetStore store;
    private final AccountStore accounts;
    private final SessionStore secrets;
    private final Sessions sessions;
    private final SignIn signIn;
    private final OwnPassword own;
    private final SecondFactor factor;
    private final Seals seals;
    private final Mailboxes mailboxes;
    private final Vault vault;
    private final Throttle throttle;
    private final Rights rights;
    private final Revisions revisions;
    private final Around around;
    private final Settings settings;
    private final Audit audit;
    private final Outbox outbox;
    private final Transactions transactions;
    private final Clock clock;

    @Activate
    public PasswordReset(@Reference ResetStore store, @Reference AccountStore accounts, @Reference SessionStore secrets, @Reference Sessions sessions, @Reference SignIn signIn,
            @Reference OwnPassword own, @Reference SecondFactor factor, @Reference Seals seals, @Reference Mailboxes mailboxes, @Reference Vault vault, @Reference Throttle throttle,
            @Reference Rights rights, @Reference Revisions revisions, @Reference Around around, @Reference Settings settings, @Reference Audit audit, @Reference Outbox outbox,
            @Reference Transactions transactions) {
        this(store, accounts, secrets, sessions, signIn, own, factor, seals, mailboxes, vault, throttle, rights, revisions, around, settings, audit, outbox, transactions,
                Clock.systemUTC());
    }

    PasswordReset(ResetStore store, AccountStore accounts, SessionStore secrets, Sessions sessions, SignIn signIn, OwnPassword own, SecondFactor factor, Seals seals,
            Mailboxes mailboxes, Vault vault, Throttle throttle, Rights rights, Revisions revisions, Around around, Settings settings, Audit audit, Outbox outbox, Transactions transactions,
            Clock clock) {
        this.store = store;
        this.accounts = accounts;
        this.secrets = secrets;
        this.sessions = sessions;
        this.signIn = signIn;
        this.own = own;
        this.factor = factor;
        this.seals = seals;
        this.mailboxes = mailboxes;
        this.vault = vault;
        this.throttle = throttle;
        this.rights = rights;
        this.revisions = revisions;
        this.around = around;
        this.settings = settings;
        this.audit = audit;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Can a new password be had by mail? */
    public boolean offered() {
        Mail mail = around.mail();
        return mail != null && mail.portal().isPresent();
    }

    /**
     * Asks for a link. Whose it is, is looked up later.
     *
     * @param who an account's name, or a mail address
     * @throws Problem 409 {@code access.reset-not-offered}; 422 on {@code who}; 429 {@code access.too-many-attempts}
     */
    public void ask(@Nullable String who, SignIn.From from) {
        if (!offered()) {
            throw Problem.conflict("access.reset-not-offered");
        }
        String typed = who == null ? "" : who.strip();
        if (typed.isEmpty() || typed.length() > 200) {
            throw Problem.invalid("who", "access.reset-who");
        }
        String key = Names.key(typed);
        UUID account = accounts.byKey(key).map(found -> found.account().id()).orElse(NOBODY);
        throttle.begin(signIn.counted(key, account, from).stream().map(PasswordReset::asked).toList());
        String hidden = vault.encrypt(NOBODY, typed.getBytes(StandardCharsets.UTF_8));
        transactions.run(() -> outbox.add(ASKED, json(new Wish(hidden, from.language().tag(), Names.cut(from.address(), 45)))));
    }

    /** By the account's name, else by the mail address of the one person who has it. */
    private Optional<Account> account(Wish wish) {
        String typed = new String(vault.decrypt(NOBODY, wish.who()), StandardCharsets.UTF_8);
        Optional<Account> named = accounts.byKey(Names.key(typed)).map(WithPassword::account);
        People people = around.people();
        if (named.isPresent() || people == null || !typed.contains("@")) {
            return named;
        }
        List<Person> known = people.knownBy(KnownBy.MAIL, typed);
        // an address that several share is nobody's
        return known.size() != 1 ? Optional.empty() : accounts.byPeople(List.of(known.get(0).id()), true).values().stream().findFirst().flatMap(accounts::find);
    }

    /** Counted as tries to sign in are, and apart from them: neither makes the other wait. */
    private static Throttle.Key asked(Throttle.Key key) {
        return switch (key.kind()) {
            case ADDRESS -> new Throttle.Key(Throttle.Kind.RESET_ADDRESS, key.of());
            case OFFICE -> new Throttle.Key(Throttle.Kind.RESET_OFFICE, key.of());
            default -> new Throttle.Key(Throttle.Kind.RESET, key.kind() + ":" + key.of());
        };
    }

    /** From the outbox: writes the letter, if there is somebody to write to. The same entry may come twice. */
    void write(long entry, Wish wish) {
        Mail mail = around.mail();
        if (mail == null || around.people() == null) {
            // one of them is being updated: the outbox asks again
            throw new Problem(503, "access.not-ready");
        }
        Account account = account(wish).orElse(null);
        String to = account == null ? null : mailbox(account).orElse(null);
        if (account == null || to == null || !inTime(account)) {
            return;
        }
        Language language = account.language() == null ? Language.of(wish.language()) : Language.of(account.language());
        UUID id = Ids.next();
        Mail.Letter letter = new Mail.Letter("access", LETTER, Map.of("name", account.displayName(), "account", account.name(), "address", wish.address(),
                "minutes", Long.toString(settings.reset().toMinutes())), language, to, account.displayName(), account.person(), "access.reset/" + entry, id.toString(), settings.reset());
        transactions.run(() -> {
            if (mail.send(letter)) {
                store.put(new ResetStore.Asked(id, account.id()), now());
                audit.write(new Caller(NOBODY, null, "?", Caller.Kind.SESSION, language, wish.address()), account.unit(), "access.ask-reset", SignIn.subject(account), null, null);
            }
        });
    }

    /** Too many letters to one account are not written, whoever asks from wherever; the one before is still in the mailbox. */
    private boolean inTime(Account account) {
        try {
            throttle.begin(List.of(new Throttle.Key(Throttle.Kind.RESET_LETTER, account.id().toString())));
            return true;
        } catch (Problem tooMany) {
            return false;
        }
    }

    /**
     * Where the account's link may be sent: an active one that has a password here, whose person has a mailbox that can be trusted. Who
     * administers, or is asked for a second factor, must have one: a mailbox alone must not open that much.
     */
    private Optional<String> mailbox(Account account) {
        boolean local = account.enabled() && !seals.sealed(account.id());
        boolean safe = factor.enrolled(account.id()) || !rights.administers(account.id()) && !rights.asksSecondFactor(account.id());
        return local && safe ? mailboxes.trusted(account) : Optional.empty();
    }

    @Override
    public String module() {
        return "access";
    }

    /** The link of a letter that is about to leave; the one of an earlier try is void. */
    @Override
    public Optional<Map<String, String>> values(String key, String reference) {
        Mail mail = around.mail();
        String portal = mail == null ? null : mail.portal().orElse(null);
        if (!key.equals(LETTER) || portal == null) {
            return Optional.empty();
        }
        around.needPeople();
        UUID id = UUID.fromString(reference);
        Account account = store.find(id).flatMap(asked -> accounts.find(asked.account())).filter(found -> mailbox(found).isPresent()).orElse(null);
        String secret = Secrets.random();
        if (account == null || !transactions.call(() -> store.secret(id, Secrets.hash(secret), now().plus(settings.reset())))) {
            return Optional.empty();
        }
        // behind the #: browsers send it to no server, so it stands in no log and no Referer
        return Optional.of(Map.of("link", portal + "/reset#" + secret));
    }

    /** Whose link it is; changes nothing. @throws Problem 404 {@code access.reset-over} */
    public Link link(@Nullable String secret) {
        WithPassword known = account(secret);
        return new Link(known.account().name(), settings.passwordLength(rights.everything(caller(known.account(), "", Language.ZH_CN))));
    }

    private WithPassword account(@Nullable String secret) {
        return store.bySecret(Secrets.hash(secret == null ? "" : secret), now()).flatMap(asked -> accounts.withPassword(asked.account()))
                .filter(found -> found.account().enabled() && !seals.sealed(found.account().id())).orElseThrow(() -> Problem.notFound("access.reset-over"));
    }

    /**
     * Sets the new password. As after a reset by an administrator all sessions, tokens and known browsers of the account end; nobody is
     * signed in by it.
     *
     * @throws Problem 404 {@code access.reset-over}; 422 on {@code new} as for one's own change
     */
    public void set(@Nullable String secret, @Nullable String wanted, SignIn.From from) {
        WithPassword known = account(secret);
        Account account = known.account();
        Caller caller = caller(account, from.address(), from.language());
        own.check(known, rights.everything(caller), wanted);
        String hash = own.unused(known, wanted == null ? "" : wanted);
        transactions.run(() -> {
            Instant now = now();
            if (!store.take(Secrets.hash(secret == null ? "" : secret), now)) {
                throw Problem.notFound("access.reset-over");
            }
            accounts.keepPassword(account.id(), known.password(), now, settings.passwordHistory());
            accounts.password(account.id(), hash, false, now, null);
            int ended = sessions.endAll(account.id(), null);
            secrets.removeTokens(account.id());
            secrets.forgetDevices(account.id());
            revisions.changed(Revisions.Kind.RIGHTS);
            // whoever had forgotten it has tried in vain before
            throttle.succeeded(List.of(new Throttle.Key(Throttle.Kind.ACCOUNT, Names.key(account.name()))));
            audit.write(caller, account.unit(), "access.reset-by-mail", SignIn.subject(account), null, Map.of("endedSessions", ended));
            tell(account, from, now);
        });
    }

    /** The owner hears of it in the portal and by mail, in case it was somebody else. */
    private void tell(Account account, SignIn.From from, Instant now) {
        Map<String, String> values = Map.of("name", account.displayName(), "account", account.name(), "device", Devices.words(from.agent()), "address", Names.cut(from.address(), 45),
                "at", WHEN.format(now.atZone(around.zone(account.unit()))));
        Notices notices = around.notices();
        if (notices != null) {
            notices.send(new Notices.Notice("access", "notice.password-reset", values, "/account?tab=sessions"), List.of(account.id()));
        }
        Mail mail = around.mail();
        if (mail != null) {
            Language language = account.language() == null ? from.language() : Language.of(account.language());
            mailboxes.trusted(account).ifPresent(to -> mail.send(new Mail.Letter("access", CHANGED, values, language, to, account.displayName(), account.person(), null, null, null)));
        }
    }

    /** Removes wishes that nobody followed. */
    public void purge() {
        transactions.run(() -> store.purge(now().minus(KEPT)));
    }

    private static Caller caller(Account account, String address, Language language) {
        return new Caller(account.id(), account.person(), account.name(), Caller.Kind.SESSION, language, address);
    }

    private static String json(Wish wish) {
        try {
            return JSON.writeValueAsString(wish);
        } catch (JsonProcessingException never) {
            throw new IllegalStateException(never);
        }
    }

    static Wish wish(String json) {
        try {
            return JSON.readValue(json, Wish.class);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("A wish for a new password cannot be read", damaged);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
