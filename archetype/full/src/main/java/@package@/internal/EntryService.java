package @package@.internal;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
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
import org.shuyuan.api.notices.Live;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;

/** The rules: who may see and write what, and what an entry must be. Thread-safe. */
@Component(service = EntryService.class)
public final class EntryService {

    static final String READ = "@id@.read";
    static final String WRITE = "@id@.write";
    static final LocalDate FIRST = LocalDate.of(2000, 1, 1);
    static final LocalDate LAST = LocalDate.of(2100, 12, 31);

    /** What is written down. @param version goes up with every change @param person who is responsible */
    public record Entry(UUID id, int version, UUID unit, String title, LocalDate day, @Nullable UUID person, @Nullable String note) {

        /** What the trail keeps of it. */
        Map<String, @Nullable Object> snapshot() {
            Map<String, @Nullable Object> all = new HashMap<>();
            all.put("title", title);
            all.put("day", day.toString());
            all.put("person", person == null ? null : person.toString());
            all.put("note", note);
            return all;
        }

        Audit.Subject subject() {
            return new Audit.Subject("@id@.entry", id.toString(), title);
        }
    }

    private final EntryStore store;
    private final Access access;
    private final Audit audit;
    private final Units units;
    private final People people;
    private final Live live;
    private final Transactions transactions;

    @Activate
    public EntryService(@Reference EntryStore store, @Reference Access access, @Reference Audit audit, @Reference Units units, @Reference People people, @Reference Live live,
            @Reference Transactions transactions) {
        this.store = store;
        this.access = access;
        this.audit = audit;
        this.units = units;
        this.people = people;
        this.live = live;
        this.transactions = transactions;
    }

    /** @throws Problem 404 {@code @id@.no-such-entry}, also where the caller may not know of it */
    Entry find(Caller caller, UUID id) {
        return store.find(id).filter(entry -> access.can(caller, READ, entry.unit())).orElseThrow(() -> Problem.notFound("@id@.no-such-entry"));
    }

    boolean mayChange(Caller caller, Entry entry) {
        return access.can(caller, WRITE, entry.unit());
    }

    /** @throws Problem 403; 422 with every wrong field */
    Entry add(Caller caller, UUID unit, @Nullable String title, @Nullable String day, @Nullable UUID person, @Nullable String note) {
        access.require(caller, WRITE, units.get(unit).id());
        Entry entry = checked(Ids.next(), 0, unit, title, day, person, note);
        return transactions.call(() -> {
            store.add(entry);
            audit.write(caller, unit, "@id@.add", entry.subject(), null, entry.snapshot());
            changed(entry);
            return store.find(entry.id()).orElseThrow();
        });
    }

    /** @throws javax.persistence.OptimisticLockException another version is stored; {@link #find} gives it */
    Entry change(Caller caller, UUID id, int version, @Nullable String title, @Nullable String day, @Nullable UUID person, @Nullable String note) {
        Entry before = toWrite(caller, id);
        Entry wanted = checked(id, version, before.unit(), title, day, person, note);
        return transactions.call(() -> {
            Entry after = store.change(wanted);
            audit.write(caller, after.unit(), "@id@.change", after.subject(), before.snapshot(), after.snapshot());
            changed(after);
            return after;
        });
    }

    /** @throws javax.persistence.OptimisticLockException as {@link #change} */
    void remove(Caller caller, UUID id, int version) {
        Entry before = toWrite(caller, id);
        transactions.run(() -> {
            store.remove(new Entry(id, version, before.unit(), before.title(), before.day(), before.person(), before.note()));
            audit.write(caller, before.unit(), "@id@.remove", before.subject(), before.snapshot(), null);
            changed(before);
        });
    }

    private Entry toWrite(Caller caller, UUID id) {
        Entry entry = find(caller, id);
        access.require(caller, WRITE, entry.unit());
        return entry;
    }

    private Entry checked(UUID id, int version, UUID unit, @Nullable String title, @Nullable String day, @Nullable UUID person, @Nullable String note) {
        Problem wrong = new Problem(422, "rest.invalid");
        String name = text(wrong, "title", title, 200);
        if (name == null && wrong.errors().isEmpty()) {
            wrong.field("title", "@id@.needed");
        }
        String more = text(wrong, "note", note, 2000);
        LocalDate on = day(wrong, day);
        if (person != null && people.find(person).isEmpty()) {
            wrong.field("person", "@id@.no-such-person");
        }
        if (name == null || on == null || !wrong.errors().isEmpty()) {
            throw wrong;
        }
        return new Entry(id, version, unit, name, on, person, more);
    }

    private static @Nullable String text(Problem wrong, String field, @Nullable String given, int max) {
        String text = given == null || given.isBlank() ? null : given.strip();
        if (text != null && text.length() > max) {
            wrong.field(field, "@id@.too-long", Map.of("max", max));
        }
        return text;
    }

    private static @Nullable LocalDate day(Problem wrong, @Nullable String given) {
        try {
            LocalDate day = given == null || given.isBlank() ? null : LocalDate.parse(given.strip());
            if (day == null || day.isBefore(FIRST) || day.isAfter(LAST)) {
                wrong.field("day", day == null ? "@id@.needed" : "@id@.bad-day");
            }
            return day;
        } catch (java.time.format.DateTimeParseException noDate) {
            wrong.field("day", "@id@.bad-day");
            return null;
        }
    }

    /** Open lists follow. */
    private void changed(Entry entry) {
        transactions.afterCommit(() -> live.publish("changed", "{\"module\":\"@id@\",\"type\":\"entry\",\"id\":\"" + entry.id() + "\",\"unit\":\"" + entry.unit() + "\"}"));
    }
}
