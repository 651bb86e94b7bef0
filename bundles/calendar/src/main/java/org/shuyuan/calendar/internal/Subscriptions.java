package org.shuyuan.calendar.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Texts;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.SubscriptionStore;

/**
 * Addresses under which phones and mail clients read what concerns a person, without a sign-in: whoever knows the address reads it, so it
 * holds a secret of its own, is shown once, and ends when its owner says so, when the account is closed, or when it may read no calendar
 * any more. Thread-safe.
 */
@Component(service = Subscriptions.class)
public final class Subscriptions {

    static final int MOST = 10;
    /** Together at most what {@link Agenda} answers at once. */
    private static final Duration BACK = Duration.ofDays(31);
    private static final Duration AHEAD = Duration.ofDays(366);
    /** Clients ask every few minutes; who looks at the list wants to know whether one is still used. */
    private static final Duration NOTED_EVERY = Duration.ofHours(1);

    /** @param secret for the address; kept nowhere */
    public record Made(Subscription subscription, String secret) {}

    private final SubscriptionStore store;
    private final ExportService exports;
    private final People people;
    private final Units units;
    private final Accounts accounts;
    private final Access access;
    private final Audit audit;
    private final Texts texts;
    private final Transactions transactions;
    private final Clock clock;

    @Activate
    public Subscriptions(@Reference SubscriptionStore store, @Reference ExportService exports, @Reference People people, @Reference Units units, @Reference Accounts accounts,
            @Reference Access access, @Reference Audit audit, @Reference Texts texts, @Reference Transactions transactions, @Reference Settings settings) {
        this.store = store;
        this.exports = exports;
        this.people = people;
        this.units = units;
        this.accounts = accounts;
        this.access = access;
        this.audit = audit;
        this.texts = texts;
        this.transactions = transactions;
        this.clock = settings.clock();
    }

    /** The caller's own, the newest first. */
    public List<Subscription> list(Caller caller) {
        return store.of(caller.account());
    }

    /**
     * A new one for the caller.
     *
     * @throws Problem 403 {@code calendar.browser-only}: a stolen token makes no addresses; 409 {@code calendar.subscription-without-person},
     *     {@code calendar.too-many-subscriptions}; 422 without a name
     */
    public Made make(Caller caller, @Nullable String name) {
        if (caller.kind() != Caller.Kind.SESSION) {
            throw Problem.forbidden("calendar.browser-only");
        }
        UUID person = caller.person();
        if (person == null) {
            throw Problem.conflict("calendar.subscription-without-person");
        }
        @Nullable String called = Text.orNull(name);
        Problem wrong = new Problem(422, "rest.invalid");
        if (called == null) {
            wrong.field("name", "calendar.subscription-name-missing");
        }
        Text.atMost(wrong, "name", called, 50);
        if (called == null || !wrong.errors().isEmpty()) {
            throw wrong;
        }
        String secret = Secrets.random();
        Subscription made = new Subscription(Ids.next(), caller.account(), person, called, caller.language(), clock.instant(), null);
        return transactions.call(() -> {
            if (store.of(caller.account()).size() >= MOST) {
                throw new Problem(409, "calendar.too-many-subscriptions").with("max", MOST);
            }
            store.add(made, Secrets.hash(secret));
            audit.write(caller, null, "calendar.subscribe", subject(made), null, Map.of("name", called));
            return new Made(made, secret);
        });
    }

    /** Ends one of the caller's own. @throws Problem 404 {@code calendar.no-such-subscription} */
    public void end(Caller caller, UUID id) {
        transactions.run(() -> {
            Subscription ended = store.of(caller.account()).stream().filter(one -> one.id().equals(id)).findFirst()
                    .orElseThrow(() -> Problem.notFound("calendar.no-such-subscription"));
            store.remove(id);
            audit.write(caller, null, "calendar.unsubscribe", subject(ended), Map.of("name", ended.name()), null);
        });
    }

    /**
     * What concerns the person from a month ago until a year ahead.
     *
     * @param secret of the address
     * @throws Problem 404 {@code calendar.no-such-subscription}: it is wrong, was ended, or its account may read nothing any more
     */
    public ExportService.Export read(String secret) {
        String hash = Secrets.hash(secret);
        Subscription found = store.find(hash).filter(one -> accounts.ofPeople(List.of(one.person())).contains(one.account()))
                .orElseThrow(() -> Problem.notFound("calendar.no-such-subscription"));
        Person person = people.find(found.person()).orElseThrow(() -> Problem.notFound("calendar.no-such-subscription"));
        Caller reader = new Caller(found.account(), found.person(), found.name(), Caller.Kind.TOKEN, found.language(), "");
        Instant now = clock.instant();
        // the main unit says in which zone the person's days begin, and where the person reads; of several others any does
        UUID main = person.unit();
        ZoneId zone = Optional.ofNullable(main).flatMap(units::find).map(Unit::zone).orElse(ZoneId.of("Asia/Shanghai"));
        UUID unit = people.unitsOf(found.person(), LocalDate.ofInstant(now, zone)).stream().sorted(Comparator.comparing((UUID one) -> !one.equals(main)).thenComparing(one -> one))
                .filter(one -> access.can(reader, Permissions.READ, one)).findFirst().orElseThrow(() -> Problem.notFound("calendar.no-such-subscription"));
        ExportService.Export export = exports.feed(reader, new Agenda.Question(unit, now.minus(BACK), now.plus(AHEAD), Whose.MINE, null),
                texts.text(found.language(), "calendar", "subscription.calendar", Map.of("name", person.name())));
        if (found.readAt() == null || found.readAt().plus(NOTED_EVERY).isBefore(now)) {
            store.read(found.id(), now);
        }
        return export;
    }

    private static Audit.Subject subject(Subscription one) {
        return new Audit.Subject("calendar.subscription", one.id().toString(), one.name());
    }
}
