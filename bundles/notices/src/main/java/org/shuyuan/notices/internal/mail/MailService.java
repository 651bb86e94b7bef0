package org.shuyuan.notices.internal.mail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.mail.Mail;
import org.shuyuan.api.outbox.Outbox;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.notices.internal.mail.MailStore.Row;
import org.shuyuan.notices.internal.mail.MailStore.State;

/** Takes letters, and shows administrators what has become of them. Mail is of the whole portal: its permission is needed at every top unit. Thread-safe. */
@Component(service = {Mail.class, MailService.class})
public class MailService implements Mail {

    /** Topic of the outbox; the payload is the letter's id as a JSON string. */
    static final String TAKEN = "notices.mail";
    public static final String MANAGE = "notices.mail";
    /** What a test is called; it has texts as other letters have. */
    static final String TEST = "mail.test";
    private static final Duration TEST_WORTH = Duration.ofMinutes(10);
    private static final Duration KEPT = Duration.ofDays(90);
    private static final int LONGEST_VALUES = 8_000;
    private static final int LONGEST_NAME = 100;

    /**
     * How it stands.
     *
     * @param wrong what is wrong with the settings, as a sentence; null when nothing is
     * @param waiting letters that are not sent yet
     * @param sent letters sent of those that were written in the last seven days
     * @param own where a test goes unless another address is given, masked; null when the caller has none in the directory
     */
    public record Status(boolean ready, @Nullable String wrong, @Nullable String host, int port, @Nullable String tls, boolean signsIn, @Nullable String from, @Nullable String fromName,
            @Nullable String portal, long waiting, long sent, @Nullable String own) {}

    /**
     * A letter that did not go out at once.
     *
     * @param to the address, masked
     * @param why as a sentence
     * @param next when it is tried again; null when it is not
     */
    public record Trouble(UUID id, String subject, String name, String to, State state, int attempts, Instant at, @Nullable Instant next, @Nullable String why) {}

    private final MailStore store;
    private final MailSetup setup;
    private final Access access;
    private final Units units;
    private final People people;
    private final Texts texts;
    private final Audit audit;
    private final Outbox outbox;
    private final Transactions transactions;
    private final Clock clock;

    @Activate
    public MailService(@Reference MailStore store, @Reference MailSetup setup, @Reference Access access, @Reference Units units, @Reference People people, @Reference Texts texts,
            @Reference Audit audit, @Reference Outbox outbox, @Reference Transactions transactions) {
        this(store, setup, access, units, people, texts, audit, outbox, transactions, Clock.systemUTC());
    }

    MailService(MailStore store, MailSetup setup, Access access, Units units, People people, Texts texts, Audit audit, Outbox outbox, Transactions transactions, Clock clock) {
        this.store = store;
        this.setup = setup;
        this.access = access;
        this.units = units;
        this.people = people;
        this.texts = texts;
        this.audit = audit;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public Optional<String> portal() {
        return Optional.ofNullable(setup.settings()).map(MailSettings::portal);
    }

    @Override
    public boolean send(Letter letter) {
        return take(Ids.next(), letter);
    }

    private boolean take(UUID id, Letter letter) {
        MailSettings settings = setup.settings();
        if (settings == null) {
            return false;
        }
        String once = letter.once();
        String reference = letter.reference();
        if (MailStore.write(letter.values()).length() > LONGEST_VALUES || once != null && (once.isEmpty() || once.length() > 200) || reference != null && reference.length() > 100) {
            throw new IllegalArgumentException("A letter has at most " + LONGEST_VALUES + " characters of values: " + letter.module() + " " + letter.key());
        }
        boolean valid = Addresses.valid(letter.to());
        Letter clean = new Letter(letter.module(), letter.key(), letter.values(), letter.language(), valid ? letter.to() : Addresses.cut(Addresses.line(letter.to()), 200),
                Addresses.cut(Addresses.line(letter.name()), LONGEST_NAME), letter.person(), once, reference, letter.worth());
        Instant now = now();
        Duration worth = letter.worth() == null ? settings.retry() : letter.worth();
        return transactions.call(() -> {
            if (!store.add(id, clean, now, now.plus(worth), valid ? null : "no-address")) {
                return false;
            }
            outbox.add(TAKEN, "\"" + id + "\"");
            return true;
        });
    }

    /** @throws Problem 403 */
    public Status status(Caller caller) {
        require(caller);
        MailSettings s = setup.settings();
        Instant week = now().minus(Duration.ofDays(7));
        String own = own(caller);
        return new Status(s != null, setup.wrong(), s == null ? null : s.host(), s == null ? 0 : s.port(), s == null ? null : s.tls().word(), s != null && !s.user().isEmpty(),
                s == null ? null : s.from(), s == null ? null : s.fromName(), s == null ? null : s.portal(), store.count(State.WAITING, Instant.EPOCH), store.count(State.SENT, week),
                own == null ? null : Addresses.masked(own));
    }

    private @Nullable String own(Caller caller) {
        UUID person = caller.person();
        return person == null ? null : people.mailbox(person).map(People.Mailbox::address).orElse(null);
    }

    /** What did not go out at once, the newest first. @throws Problem 403 */
    public List<Trouble> troubles(Caller caller, int offset, int size) {
        require(caller);
        return store.trouble(offset, size).stream().map(row -> trouble(row, caller.language())).toList();
    }

    /** How many there are. */
    public long troubles() {
        return store.troubles();
    }

    /** One letter, of which only the end is told. @throws Problem 403; 409 {@code notices.no-such-mail} */
    public Trouble one(Caller caller, UUID id) {
        require(caller);
        return trouble(found(id), caller.language());
    }

    private Trouble trouble(Row row, Language language) {
        String subject = texts.text(language, row.module(), row.key(), row.values());
        boolean waits = row.state() == State.WAITING;
        String why = row.reason() == null ? null : texts.text(language, "notices", "mail.why." + row.reason(), Map.of("detail", told(row)));
        return new Trouble(row.id(), subject, row.name(), Addresses.masked(row.to()), row.state(), row.attempts(), row.at(), waits ? row.next() : null, why);
    }

    /** Servers repeat the address, which is personal. */
    private static String told(Row row) {
        return row.to().isEmpty() ? row.detail() : row.detail().replace(row.to(), Addresses.masked(row.to()));
    }

    /**
     * Writes a test, as any other letter is sent.
     *
     * @param to another address than the caller's own
     * @return its id, for {@link #one}
     * @throws Problem 403; 409 {@code notices.mail-not-set-up}; 422 on {@code to}
     */
    public UUID test(Caller caller, @Nullable String to) {
        require(caller);
        if (setup.settings() == null) {
            throw Problem.conflict("notices.mail-not-set-up");
        }
        String own = own(caller);
        String address = to == null || to.isBlank() ? own : to.strip();
        if (address == null) {
            throw Problem.invalid("to", "notices.mail-address-needed");
        }
        if (!Addresses.valid(address)) {
            throw Problem.invalid("to", "notices.mail-no-address");
        }
        UUID id = Ids.next();
        transactions.run(() -> {
            take(id, new Letter("notices", TEST, Map.of(), caller.language(), address, "", caller.person(), null, null, TEST_WORTH));
            audit.write(caller, null, "notices.test-mail", subject(id, address), null, Map.of("to", Addresses.masked(address)));
        });
        return id;
    }

    /** Sends one once more that failed. @throws Problem 403; 409 {@code notices.no-such-mail}, {@code notices.mail-not-failed} */
    public void again(Caller caller, UUID id) {
        require(caller);
        MailSettings settings = setup.settings();
        if (settings == null) {
            throw Problem.conflict("notices.mail-not-set-up");
        }
        Row row = found(id);
        transactions.run(() -> {
            if (!store.again(id, now(), now().plus(settings.retry()))) {
                throw Problem.conflict("notices.mail-not-failed");
            }
            outbox.add(TAKEN, "\"" + id + "\"");
            audit.write(caller, null, "notices.repeat-mail", subject(id, row.to()), null, Map.of("to", Addresses.masked(row.to())));
        });
    }

    private Row found(UUID id) {
        return store.find(id).orElseThrow(() -> Problem.conflict("notices.no-such-mail"));
    }

    private static Audit.Subject subject(UUID id, String to) {
        return new Audit.Subject("notices.mail", id.toString(), Addresses.masked(to));
    }

    private void require(Caller caller) {
        units.roots().forEach(root -> access.require(caller, MANAGE, root.id()));
    }

    void purge() {
        store.purge(now().minus(KEPT));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
