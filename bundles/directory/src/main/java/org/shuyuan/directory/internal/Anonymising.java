package org.shuyuan.directory.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.records.Anonymiser;
import org.shuyuan.api.records.Anonymiser.Holding;
import org.shuyuan.api.records.Anonymiser.Leaver;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.directory.internal.jpa.AnonymisedStore;
import org.shuyuan.directory.internal.jpa.AnonymisedStore.Done;
import org.shuyuan.directory.internal.jpa.AnonymisedStore.Left;
import org.shuyuan.directory.internal.jpa.PastStore;
import org.shuyuan.directory.internal.jpa.UnitStore;
import org.shuyuan.directory.internal.roster.Clean;
import org.shuyuan.rest.Json;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Anonymises people who left, for good: everything in the database in one transaction, each module its own part. Needs the right to at
 * every unit the person ever belonged to. Thread-safe.
 */
@Component(service = Anonymising.class)
public final class Anonymising {

    /** Who asked for it. */
    public static final Set<String> BASES = Set.of("person", "retention", "authority");

    /** What a form gives. @param basis one of {@link #BASES} @param name the person's, typed once more */
    public record Request(@Nullable String basis, @Nullable String reason, @Nullable String reference, @Nullable String name) {}

    /** Something that a module holds, or had to keep. */
    public record Held(String module, Holding holding) {}

    /** @param held what each module says, the directory's own first @param done once it has been done; then {@code held} is what had to stay */
    public record Plan(PersonService.Shown shown, List<Held> held, @Nullable Done done) {}

    /** People who left long ago. @param months how long, by the settings */
    public record Due(Page<Left> page, int months) {}

    private record Kept(String module, String key, long count, String fate, @Nullable String why) {}

    private static final Logger LOG = LoggerFactory.getLogger(Anonymising.class);
    private static final int REASON = 300;
    private static final int REFERENCE = 60;
    private static final int LONGEST = 8_000;
    private static final int DEPTH = 100;

    private final PersonService persons;
    private final AnonymisedStore store;
    private final UnitStore units;
    private final UnitTree tree;
    private final Privacy privacy;
    private final Access access;
    private final Accounts accounts;
    private final Audit audit;
    private final Transactions transactions;
    private final Changed changed;
    private final Texts texts;
    private final List<Anonymiser> modules = new CopyOnWriteArrayList<>();
    private final ExecutorService later = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "shuyuan-directory-anonymise");
        thread.setDaemon(true);
        return thread;
    });

    @Activate
    public Anonymising(@Reference PersonService persons, @Reference AnonymisedStore store, @Reference UnitStore units, @Reference UnitTree tree, @Reference Privacy privacy,
            @Reference Access access, @Reference Accounts accounts, @Reference Audit audit, @Reference Transactions transactions, @Reference Changed changed,
            @Reference Texts texts) {
        this.persons = persons;
        this.store = store;
        this.units = units;
        this.tree = tree;
        this.privacy = privacy;
        this.access = access;
        this.accounts = accounts;
        this.audit = audit;
        this.transactions = transactions;
        this.changed = changed;
        this.texts = texts;
    }

    /** A module that comes does what it missed. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addModule(Anonymiser module) {
        modules.add(module);
        later.execute(() -> catchUp(module));
    }

    public void removeModule(Anonymiser module) {
        modules.remove(module);
    }

    @Deactivate
    public void close() {
        later.shutdownNow();
    }

    /** Whether a page offers it: the person left, is not anonymised yet, and the caller may. */
    public boolean offered(Caller caller, PersonService.Shown shown) {
        return Anonymous.number(shown.person().name()).isEmpty() && gone(shown) && may(caller, shown);
    }

    /**
     * What goes and what stays.
     *
     * @throws Problem 403; 404; 409 {@code directory.still-belongs} and what modules want done before
     */
    public Plan plan(Caller caller, UUID id) {
        PersonService.Shown shown = allowed(caller, id);
        Optional<Done> done = store.find(id);
        if (done.isPresent()) {
            return new Plan(shown, read(done.get().kept()), done.get());
        }
        ready(caller, shown);
        return new Plan(shown, held(caller, leaver(id, 0)), null);
    }

    /**
     * Does it. Who asks a second time is told what was done.
     *
     * @throws Problem 403; 404; 409 {@code directory.still-belongs} and what modules want done before; 412; 422
     */
    public Plan anonymise(Caller caller, UUID id, int version, Request request) {
        allowed(caller, id);
        return transactions.call(() -> {
            units.begin(false);
            PersonService.Shown shown = allowed(caller, id);
            Optional<Done> before = store.find(id);
            if (before.isPresent()) {
                return new Plan(shown, read(before.get().kept()), before.get());
            }
            PersonData person = persons.stored(id);
            persons.current(caller, person, version);
            ready(caller, shown);
            Request asked = checked(request, person);
            Leaver who = leaver(id, store.nextNumber());
            List<Held> held = held(caller, who);
            List<Held> kept = held.stream().filter(h -> h.holding().fate() != Anonymiser.Fate.GOES).toList();
            @Nullable MembershipData main = shown.main();
            @Nullable UUID unit = main == null ? null : main.unit();
            for (Anonymiser module : inOrder()) {
                module.anonymise(caller, who);
            }
            Done done = new Done(id, who.number(), Objects.requireNonNull(asked.basis()), Objects.requireNonNull(asked.reason()), asked.reference(), Instant.now(), caller.account(),
                    caller.name(), write(kept));
            store.add(done);
            inOrder().forEach(module -> store.did(id, module.module()));
            audit.redact(caller, unit, new Audit.Redaction("directory.person", id.toString(), id, done.reason()));
            audit.write(caller, unit, "directory.anonymise", new Audit.Subject("directory.person", id.toString(), who.label()), null, entry(asked, held));
            if (unit != null) {
                changed.person(id, unit);
            }
            return new Plan(persons.get(caller, id), kept, done);
        });
    }

    /** Who left the unit or one below long ago and could be anonymised: a suggestion, nothing comes of it by itself. */
    public Due due(Caller caller, UUID unit, ListQuery query) {
        Set<UUID> seen = access.within(caller, Permissions.ANONYMISE, tree.get(unit).id());
        LocalDate today = PastStore.today();
        int months = privacy.anonymiseAfter();
        LocalDate by = today.minusMonths(months);
        return new Due(Page.of(store.left(seen, by, today, query.offset(), query.size()), store.countLeft(seen, by, today), query), months);
    }

    private PersonService.Shown allowed(Caller caller, UUID id) {
        PersonService.Shown shown = persons.get(caller, id);
        if (!may(caller, shown)) {
            throw Problem.forbidden("access.forbidden");
        }
        return shown;
    }

    /** At every unit the person belonged to; for one that is closed where its people went, or else the unit it lay in. */
    private boolean may(Caller caller, PersonService.Shown shown) {
        Set<UUID> all = shown.memberships().stream().map(MembershipData::unit).collect(Collectors.toSet());
        return !all.isEmpty() && all.stream().allMatch(unit -> open(unit).filter(now -> access.can(caller, Permissions.ANONYMISE, now)).isPresent());
    }

    private Optional<UUID> open(UUID unit) {
        UUID at = unit;
        for (int i = 0; i < DEPTH; i++) {
            if (tree.find(at).isPresent()) {
                return Optional.of(at);
            }
            @Nullable UUID next = tree.successor(at).map(u -> u.id()).orElseGet(parent(at)::get);
            if (next == null) {
                return Optional.empty();
            }
            at = next;
        }
        return Optional.empty();
    }

    private java.util.function.Supplier<@Nullable UUID> parent(UUID unit) {
        return () -> tree.history(unit).stream().max(Comparator.comparing(s -> s.from() == null ? LocalDate.MIN : s.from())).map(s -> s.parent()).orElse(null);
    }

    private static boolean gone(PersonService.Shown shown) {
        LocalDate today = PastStore.today();
        return shown.memberships().stream().allMatch(m -> m.to() != null && !m.to().isAfter(today));
    }

    private static void ready(Caller caller, PersonService.Shown shown) {
        if (shown.person().id().equals(caller.person())) {
            throw Problem.conflict("directory.anonymise-oneself");
        }
        if (!gone(shown)) {
            throw Problem.conflict("directory.still-belongs");
        }
    }

    private static Request checked(Request r, PersonData person) {
        Problem wrong = new Problem(422, "rest.invalid");
        String basis = r.basis() == null ? "" : r.basis();
        if (!BASES.contains(basis)) {
            wrong.field("basis", "directory.needed");
        }
        String reason = text(r.reason(), "reason", REASON, person, wrong);
        if (reason.isEmpty()) {
            wrong.field("reason", "directory.needed");
        }
        String reference = text(r.reference(), "reference", REFERENCE, person, wrong);
        if (!Clean.name(r.name() == null ? "" : r.name()).equals(person.name())) {
            wrong.field("name", "directory.name-differs");
        }
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        return new Request(basis, reason, reference.isEmpty() ? null : reference, null);
    }

    /** What is kept for good must not bring the name back. */
    private static String text(@Nullable String given, String field, int most, PersonData person, Problem wrong) {
        String clean = given == null ? "" : Clean.line(given);
        if (clean.length() > most) {
            wrong.field(field, "directory.too-long", Map.of("limit", most));
        }
        if (clean.contains(person.name()) || person.phone() != null && clean.contains(person.phone()) || person.mail() != null && clean.contains(person.mail())) {
            wrong.field(field, "directory.names-person");
        }
        return clean;
    }

    private Leaver leaver(UUID person, int number) {
        Set<UUID> ids = new HashSet<>();
        Set<String> names = new HashSet<>();
        accounts.everOf(person).forEach(account -> {
            ids.add(account.account());
            names.addAll(account.names());
        });
        return new Leaver(person, Anonymous.stored(number), number, ids, names);
    }

    /** The directory's own part last: until then its names tell the others whom it is about. */
    private List<Anonymiser> inOrder() {
        return modules.stream().sorted(Comparator.comparing((Anonymiser m) -> m.module().equals("directory")).thenComparing(Anonymiser::module)).toList();
    }

    private List<Held> held(Caller caller, Leaver who) {
        List<Held> held = new ArrayList<>();
        inOrder().forEach(module -> module.holdings(caller, who).forEach(holding -> held.add(new Held(module.module(), holding))));
        held.sort(Comparator.comparing((Held h) -> !h.module().equals("directory")).thenComparing(Held::module));
        return held;
    }

    /** What goes and what stays is told in words, in Chinese as labels are: the texts of a module may be away when somebody reads it. */
    private Map<String, Object> entry(Request asked, List<Held> held) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("basis", asked.basis());
        entry.put("reason", asked.reason());
        if (asked.reference() != null) {
            entry.put("reference", asked.reference());
        }
        held.stream().collect(Collectors.groupingBy(h -> h.holding().fate() == Anonymiser.Fate.GOES ? "gone" : "kept", LinkedHashMap::new,
                Collectors.mapping(this::words, Collectors.toList()))).forEach(entry::put);
        return entry;
    }

    private String words(Held held) {
        Holding h = held.holding();
        return texts.text(Language.ZH_CN, held.module(), "module.name") + "：" + texts.text(Language.ZH_CN, held.module(), h.key(), Map.of("count", h.count()));
    }

    private void catchUp(Anonymiser module) {
        try {
            store.pending(module.module()).forEach(person -> transactions.run(() -> {
                units.begin(false);
                if (!store.pending(module.module()).contains(person)) {
                    // another node was faster
                    return;
                }
                Done done = store.find(person).orElseThrow();
                Set<UUID> ids = accounts.everOf(person).stream().map(Accounts.Past::account).collect(Collectors.toSet());
                module.anonymise(Caller.system("directory"), new Leaver(person, Anonymous.stored(done.number()), done.number(), ids, Set.of()));
                store.did(person, module.module());
                audit.write(Caller.system("directory"), null, "directory.anonymise-later", new Audit.Subject("directory.person", person.toString(), Anonymous.stored(done.number())), null,
                        Map.of("module", module.module()));
            }));
        } catch (RuntimeException e) {
            LOG.warn("{} could not yet anonymise those who were anonymised while it was away; it is tried again when it comes the next time", module.module(), e);
        }
    }

    private static String write(List<Held> kept) {
        try {
            String json = Json.mapper().writeValueAsString(kept.stream().map(h -> new Kept(h.module(), h.holding().key(), h.holding().count(), h.holding().fate().name(), h.holding().why())).toList());
            return json.length() <= LONGEST ? json : "[]";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<Held> read(String json) {
        try {
            return Json.mapper().readValue(json, new TypeReference<List<Kept>>() {}).stream()
                    .map(k -> new Held(k.module(), new Holding(k.key(), k.count(), Anonymiser.Fate.valueOf(k.fate()), k.why()))).toList();
        } catch (JsonProcessingException | IllegalArgumentException damaged) {
            return List.of();
        }
    }
}
