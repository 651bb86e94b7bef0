package org.shuyuan.attendance.internal;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.access.ShortCodes;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.attendance.internal.jpa.CardStore;

/**
 * By what people are known at a station: a PIN that only they set, cards that they or the organiser register. A card's number is an identifier that often opens other doors too, and is
 * short enough to be found by trying: only a seal is kept that depends on a key outside the database, and its last two characters. Thread-safe.
 */
@Component(service = Cards.class)
public final class Cards {

    private static final Pattern PIN = Pattern.compile("[0-9]{4,8}");
    private static final Pattern NUMBER = Pattern.compile("[0-9A-Z]{4,40}");
    private static final int SHOWN = 2;
    /** Most cards of one person. */
    static final int MOST = 5;
    /** Most cards that are looked through for a list. */
    private static final int READ = 50_000;

    /** @param pinSince null: there is none */
    public record Own(@Nullable Instant pinSince, List<Card> cards) {}

    /** One page. */
    public record Page(List<Card> items, long total) {}

    private final CardStore store;
    private final ShortCodes codes;
    private final People people;
    private final Units units;
    private final Access access;
    private final Audit audit;
    private final Watch watch;
    private final Transactions transactions;

    @Activate
    public Cards(@Reference CardStore store, @Reference ShortCodes codes, @Reference People people, @Reference Units units, @Reference Access access, @Reference Audit audit,
            @Reference Watch watch, @Reference Transactions transactions) {
        this.store = store;
        this.codes = codes;
        this.people = people;
        this.units = units;
        this.access = access;
        this.audit = audit;
        this.watch = watch;
        this.transactions = transactions;
    }

    /** The caller's. */
    public Own own(Caller caller) {
        UUID person = caller.person();
        return person == null ? new Own(null, List.of()) : new Own(store.pinSince(person).orElse(null), store.of(person));
    }

    /** @throws Problem 409 {@code attendance.without-person}; 422 {@code attendance.bad-pin}, {@code attendance.easy-pin} */
    public void pin(Caller caller, @Nullable String pin) {
        Person person = self(caller);
        String typed = StationTaps.normal(pin);
        if (!PIN.matcher(typed).matches()) {
            throw Problem.invalid("pin", "attendance.bad-pin");
        }
        // what is tried first
        if (typed.chars().distinct().count() == 1 || "0123456789".contains(typed) || "9876543210".contains(typed) || typed.equals(person.number())) {
            throw Problem.invalid("pin", "attendance.easy-pin");
        }
        String hash = codes.hash(person.id(), typed);
        transactions.run(() -> {
            store.pin(person.id(), hash, watch.clock().instant());
            written(caller, person, "set-pin", null, null);
        });
    }

    /** The caller signs in at stations with a card only, or not at all. */
    public void removePin(Caller caller) {
        Person person = self(caller);
        transactions.run(() -> {
            if (store.removePin(person.id())) {
                written(caller, person, "remove-pin", null, null);
            }
        });
    }

    /** A card of the caller's. @throws Problem as {@link #add(Caller, UUID, UUID, String)} */
    public Card add(Caller caller, @Nullable String number) {
        return added(caller, self(caller), number);
    }

    /**
     * A card of somebody at the unit or below.
     *
     * @throws Problem 403; 404 {@code attendance.no-such-person}; 409 {@code attendance.card-known}, {@code attendance.card-is-number}, {@code attendance.too-many-cards};
     *     422 {@code attendance.bad-card}
     */
    public Card add(Caller caller, UUID unit, @Nullable UUID person, @Nullable String number) {
        access.require(caller, Permissions.TAKE, unit);
        Person of = Optional.ofNullable(person).flatMap(people::find).filter(p -> within(unit, p)).orElseThrow(() -> Problem.notFound("attendance.no-such-person"));
        return added(caller, of, number);
    }

    private Card added(Caller caller, Person person, @Nullable String number) {
        String read = StationTaps.normal(number);
        if (!NUMBER.matcher(read).matches()) {
            throw Problem.invalid("number", "attendance.bad-card");
        }
        // it would sign somebody in without a PIN
        if (!people.knownBy(People.KnownBy.NUMBER, read).isEmpty()) {
            throw Problem.conflict("attendance.card-is-number");
        }
        Card card = new Card(Ids.next(), person.id(), read.substring(read.length() - SHOWN), watch.clock().instant(), caller.name());
        String seal = codes.seal(StationTaps.CARD, read);
        try {
            return transactions.call(() -> {
                if (store.of(person.id()).size() >= MOST) {
                    throw Problem.conflict("attendance.too-many-cards").with("max", MOST);
                }
                // whose it is, is not told
                if (store.holder(seal).isPresent()) {
                    throw Problem.conflict("attendance.card-known");
                }
                store.add(card, seal);
                written(caller, person, "add-card", null, Map.of("ending", card.ending()));
                return card;
            });
        } catch (PersistenceException another) {
            throw Problem.conflict("attendance.card-known");
        }
    }

    /** The caller's own. @throws Problem 404 {@code attendance.no-such-card} */
    public void remove(Caller caller, UUID id) {
        Person person = self(caller);
        removed(caller, store.find(id).filter(c -> c.person().equals(person.id())).orElseThrow(() -> Problem.notFound("attendance.no-such-card")), person);
    }

    /** That of somebody at the unit or below; what is none there needs nothing. @throws Problem 403 */
    public void remove(Caller caller, UUID unit, UUID id) {
        access.require(caller, Permissions.TAKE, unit);
        store.find(id).ifPresent(card -> people.find(card.person()).filter(p -> within(unit, p)).ifPresent(p -> removed(caller, card, p)));
    }

    private void removed(Caller caller, Card card, Person person) {
        transactions.run(() -> {
            store.remove(card.id());
            written(caller, person, "remove-card", Map.of("ending", card.ending()), null);
        });
    }

    /** Cards of the people of the unit and below, the newest first. @param q part of a name or number; empty for all */
    public Page list(Caller caller, UUID unit, String q, int offset, int size) {
        Set<UUID> within = access.within(caller, Permissions.TAKE, unit);
        List<Card> all = store.all(READ);
        Map<UUID, Person> known = people.get(new LinkedHashSet<>(all.stream().map(Card::person).toList()));
        List<Card> found = all.stream().filter(c -> {
            @Nullable Person p = known.get(c.person());
            return p != null && p.unit() != null && within.contains(p.unit()) && (q.isEmpty() || p.name().contains(q) || p.number() != null && p.number().contains(q));
        }).toList();
        return new Page(found.stream().skip(offset).limit(size).toList(), found.size());
    }

    private boolean within(UUID unit, Person person) {
        return person.unit() != null && units.find(person.unit()).filter(u -> u.path().contains(unit)).isPresent();
    }

    private Person self(Caller caller) {
        return Optional.ofNullable(caller.person()).flatMap(people::find).orElseThrow(() -> Problem.conflict("attendance.without-person"));
    }

    /** The person by id only, and never a number. */
    private void written(Caller caller, Person person, String action, @Nullable Map<String, ?> before, @Nullable Map<String, ?> after) {
        audit.write(caller, person.unit(), "attendance." + action, new Audit.Subject("directory.person", person.id().toString(), person.name()), before, after);
    }
}
