package org.shuyuan.directory.internal;

import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Outside;
import org.shuyuan.api.directory.OutsideParty;
import org.shuyuan.api.directory.OutsideReferences;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.directory.internal.jpa.OutsideStore;
import org.shuyuan.directory.internal.jpa.UnitStore;
import org.shuyuan.directory.internal.roster.Clean;
import org.shuyuan.directory.internal.roster.Phones;
import org.shuyuan.rest.Versions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The register of people and institutions from outside: kept by a unit, shared as far as it chooses. Telephone and mail are shown to
 * who may see personal data of the unit whose register it is, hidden elsewhere. Thread-safe.
 */
@Component(service = {OutsideService.class, Outside.class})
public final class OutsideService implements Outside {

    /** What a form gives. @param unit whose register it stands in; it never changes @param shared counts only with reach {@code units} */
    public record Draft(@Nullable UUID unit, @Nullable String kind, @Nullable String name, @Nullable String institution, @Nullable String title,
            @Nullable List<String> specialities, @Nullable String phone, @Nullable String mail, @Nullable String note, @Nullable LocalDate from, @Nullable LocalDate to,
            @Nullable String reach, @Nullable List<UUID> shared) {}

    /** One as a caller may see it. @param personal whether nothing is hidden */
    public record Shown(OutsideData outside, boolean personal, boolean writable) {}

    private static final Logger LOG = LoggerFactory.getLogger(OutsideService.class);
    /** Most in a unit's register, most units one is shared with, most specialities. */
    private static final int MOST = 5000;
    private static final int SHARES = 100;
    private static final int SPECIALITIES = 20;

    private final OutsideStore store;
    private final UnitStore units;
    private final UnitTree tree;
    private final Transactions transactions;
    private final Access access;
    private final Audit audit;
    private final Changed changed;
    private final List<OutsideReferences> references = new CopyOnWriteArrayList<>();

    @Activate
    public OutsideService(@Reference OutsideStore store, @Reference UnitStore units, @Reference UnitTree tree, @Reference Transactions transactions, @Reference Access access,
            @Reference Audit audit, @Reference Changed changed) {
        this.store = store;
        this.units = units;
        this.tree = tree;
        this.transactions = transactions;
        this.access = access;
        this.audit = audit;
        this.changed = changed;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addReferences(OutsideReferences source) {
        references.add(source);
    }

    public void removeReferences(OutsideReferences source) {
        references.remove(source);
    }

    @Override
    public Map<UUID, OutsideParty> get(Collection<UUID> ids) {
        return store.get(ids).stream().collect(Collectors.toMap(OutsideData::id, OutsideService::party));
    }

    @Override
    public List<OutsideParty> at(UUID unit, LocalDate on) {
        return tree.find(unit).map(u -> store.at(unit, u.path())).orElse(List.of()).stream().map(OutsideService::party).filter(p -> p.on(on)).toList();
    }

    /**
     * Those that can be chosen at the unit, by name.
     *
     * @param q found anywhere in name, institution, title and specialities
     * @param kind null: both
     * @param valid only those who may be engaged today
     */
    public List<Shown> list(Caller caller, UUID unit, String q, @Nullable String kind, boolean valid) {
        Unit place = tree.get(unit);
        access.require(caller, Permissions.READ, unit);
        String text = q.toLowerCase(Locale.ROOT);
        LocalDate today = LocalDate.now(place.zone());
        return store.at(unit, place.path()).stream().filter(o -> kind == null || o.kind().equals(kind)).filter(o -> !valid || party(o).on(today))
                .filter(o -> text.isEmpty() || searched(o).contains(text)).map(o -> shown(caller, o)).toList();
    }

    /** @throws Problem 404 {@code directory.no-such-outside}, also for one that is not shared with a unit the caller may read */
    public Shown get(Caller caller, UUID unit, UUID id) {
        OutsideData outside = stored(id);
        boolean mine = tree.find(outside.unit()).isPresent() && access.can(caller, Permissions.READ, outside.unit());
        if (!mine && !(access.can(caller, Permissions.READ, unit) && outside.at(unit, tree.get(unit).path()))) {
            throw Problem.notFound("directory.no-such-outside");
        }
        return shown(caller, outside);
    }

    /** @throws Problem 409 {@code directory.register-full}; 422 with every wrong field */
    public Shown create(Caller caller, Draft draft) {
        if (draft.unit() == null) {
            throw Problem.invalid("unit", "directory.needed");
        }
        access.require(caller, Permissions.OUTSIDE, tree.get(draft.unit()).id());
        OutsideData outside = checked(caller, Ids.next(), draft.unit(), draft, 0);
        return transactions.call(() -> {
            units.begin(false);
            if (store.count(outside.unit()) >= MOST) {
                throw Problem.conflict("directory.register-full").with("limit", MOST);
            }
            store.add(outside);
            audit.write(caller, outside.unit(), "directory.create-outside", subject(outside), null, snapshot(outside));
            changed.outside(outside.id());
            return shown(caller, stored(outside.id()));
        });
    }

    /** What the caller may not see stays as it is. @throws Problem 412; 422 */
    public Shown change(Caller caller, UUID id, int version, Draft draft) {
        OutsideData seen = stored(id);
        requireWrite(caller, seen);
        return transactions.call(() -> {
            units.begin(false);
            OutsideData before = stored(id);
            current(caller, before, version);
            boolean personal = shown(caller, before).personal();
            Draft given = personal ? draft : new Draft(draft.unit(), draft.kind(), draft.name(), draft.institution(), draft.title(), draft.specialities(), null, null, draft.note(),
                    draft.from(), draft.to(), draft.reach(), draft.shared());
            OutsideData wanted = checked(caller, id, before.unit(), given, version);
            OutsideData after = personal ? wanted : wanted.contact(before.phone(), before.mail());
            store.change(after);
            audit.write(caller, after.unit(), "directory.change-outside", subject(after), snapshot(before), snapshot(after));
            changed.outside(id);
            return shown(caller, stored(id));
        });
    }

    /**
     * One that was entered by mistake. Who was engaged stays, since what happened names them; such a one is ended by its last day.
     *
     * @throws Problem 409 {@code directory.outside-in-use}; 412; 503 {@code directory.outside-unsure} when a module does not answer
     */
    public void delete(Caller caller, UUID id, int version) {
        requireWrite(caller, stored(id));
        transactions.run(() -> {
            units.begin(false);
            OutsideData before = stored(id);
            requireWrite(caller, before);
            current(caller, before, version);
            for (OutsideReferences source : references) {
                if (refers(source, id)) {
                    throw Problem.conflict("directory.outside-in-use").with("name", before.name());
                }
            }
            store.delete(id);
            audit.write(caller, before.unit(), "directory.delete-outside", subject(before), snapshot(before), null);
            changed.outside(id);
        });
    }

    /** A module that fails may still refer to it. */
    private static boolean refers(OutsideReferences source, UUID id) {
        try {
            return source.referred(List.of(id)).contains(id);
        } catch (RuntimeException failed) {
            LOG.warn("{} did not say whether it refers to somebody from outside; nothing is deleted", source.module(), failed);
            throw new Problem(503, "directory.outside-unsure").extra("retryAfter", 30);
        }
    }

    private void current(Caller caller, OutsideData now, int version) {
        if (now.version() != version) {
            List<Audit.Entry> last = audit.about("directory.outside", now.id().toString(), 1);
            throw Versions.changedMeanwhile(shown(caller, now).outside(), now.version(), last.isEmpty() ? null : last.get(0).who(), last.isEmpty() ? null : last.get(0).at());
        }
    }

    private void requireWrite(Caller caller, OutsideData outside) {
        if (tree.find(outside.unit()).isEmpty()) {
            throw Problem.notFound("directory.no-such-outside");
        }
        access.require(caller, Permissions.OUTSIDE, outside.unit());
    }

    private OutsideData checked(Caller caller, UUID id, UUID unit, Draft d, int version) {
        Problem wrong = new Problem(422, "rest.invalid");
        @Nullable String name = text(d.name(), "name", 100, wrong);
        if (name == null && wrong.errors().isEmpty()) {
            wrong.field("name", "directory.needed");
        }
        if (d.kind() == null || !OutsideData.KINDS.contains(d.kind())) {
            wrong.field("kind", "directory.needed");
        }
        @Nullable String given = text(d.phone(), "phone", 30, wrong);
        @Nullable String phone = given == null ? null : Phones.of(given).orElse(null);
        if (given != null && phone == null) {
            wrong.field("phone", "directory.bad-phone");
        }
        @Nullable String mail = text(d.mail(), "mail", 200, wrong);
        if (mail != null && !mail.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s.]{2,}")) {
            wrong.field("mail", "directory.bad-mail");
        }
        Set<String> specialities = new LinkedHashSet<>();
        (d.specialities() == null ? List.<String>of() : d.specialities()).forEach(s -> {
            String clean = Clean.line(s == null ? "" : s);
            if (!clean.isEmpty()) {
                specialities.add(clean);
            }
        });
        if (specialities.size() > SPECIALITIES || String.join("\n", specialities).length() > 500) {
            wrong.field("specialities", "directory.too-long", Map.of("limit", 500));
        }
        if (d.from() != null && d.to() != null && !d.from().isBefore(d.to())) {
            wrong.field("to", "directory.bad-period");
        }
        String reach = d.reach() == null ? "unit" : d.reach();
        if (!OutsideData.REACHES.contains(reach)) {
            wrong.field("reach", "directory.needed");
        }
        Set<UUID> shared = reach.equals("units") && d.shared() != null ? Set.copyOf(d.shared()) : Set.of();
        if (reach.equals("units") && shared.isEmpty() || shared.size() > SHARES) {
            wrong.field("shared", shared.isEmpty() ? "directory.needed" : "directory.too-many-shares", Map.of("limit", SHARES));
        }
        OutsideData outside = new OutsideData(id, unit, String.valueOf(d.kind()), String.valueOf(name), text(d.institution(), "institution", 200, wrong), text(d.title(), "title", 100, wrong),
                List.copyOf(specialities), phone, mail, text(d.note(), "note", 1000, wrong), d.from(), d.to(), reach, shared, version);
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        // one shares with units one knows of
        shared.stream().filter(u -> tree.find(u).isEmpty() || !access.can(caller, Permissions.READ, u) && !storedShares(id).contains(u)).findFirst().ifPresent(u -> {
            throw Problem.invalid("shared", "directory.no-such-unit");
        });
        return outside;
    }

    private Set<UUID> storedShares(UUID id) {
        return store.find(id).map(OutsideData::shared).orElse(Set.of());
    }

    private static @Nullable String text(@Nullable String given, String field, int limit, Problem wrong) {
        String clean = given == null ? "" : Clean.line(given);
        if (clean.length() > limit) {
            wrong.field(field, "directory.too-long", Map.of("limit", limit));
        }
        return clean.isEmpty() ? null : clean;
    }

    private Shown shown(Caller caller, OutsideData outside) {
        boolean open = tree.find(outside.unit()).isPresent();
        boolean personal = open && access.can(caller, Permissions.PERSONAL, outside.unit());
        return new Shown(personal ? outside : masked(outside), personal, open && access.can(caller, Permissions.OUTSIDE, outside.unit()));
    }

    private static OutsideData masked(OutsideData o) {
        return o.contact(o.phone() == null ? null : Phones.masked(o.phone()), o.mail() == null ? null : o.mail().replaceAll("^(.).*@", "$1***@"));
    }

    private OutsideData stored(UUID id) {
        return store.find(id).orElseThrow(() -> Problem.notFound("directory.no-such-outside"));
    }

    private static String searched(OutsideData o) {
        return String.join("\n", o.name(), Objects.requireNonNullElse(o.institution(), ""), Objects.requireNonNullElse(o.title(), ""), String.join("\n", o.specialities()))
                .toLowerCase(Locale.ROOT);
    }

    private static OutsideParty party(OutsideData o) {
        return new OutsideParty(o.id(), o.unit(), o.kind().equals("person"), o.name(), o.institution(), o.title(), o.specialities(), o.from(), o.to());
    }

    /** What the trail keeps: the contact hidden, since more people read the trail. */
    private static Map<String, @Nullable Object> snapshot(OutsideData outside) {
        OutsideData o = masked(outside);
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("kind", o.kind());
        map.put("name", o.name());
        map.put("institution", o.institution());
        map.put("title", o.title());
        map.put("specialities", o.specialities().isEmpty() ? null : o.specialities());
        map.put("phone", o.phone());
        map.put("mail", o.mail());
        map.put("note", o.note());
        map.put("from", o.from() == null ? null : o.from().toString());
        map.put("to", o.to() == null ? null : o.to().toString());
        map.put("reach", o.reach());
        map.put("shared", o.shared().isEmpty() ? null : o.shared().stream().map(UUID::toString).sorted().toList());
        map.values().removeIf(Objects::isNull);
        return map;
    }

    private static Audit.Subject subject(OutsideData outside) {
        return new Audit.Subject("directory.outside", outside.id().toString(), outside.name());
    }
}
