package org.shuyuan.attendance.internal;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.persistence.PersistenceException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.attendance.internal.jpa.ReasonStore;

/**
 * Which reasons hold where: a unit's own and those of the units above, the nearest of a word. The top of a tree gets the usual ones when
 * they are first asked for. Thread-safe.
 */
@Component(service = Reasons.class)
public final class Reasons {

    private record Line(String word, String state, Map<String, String> name) {}

    private final ReasonStore store;
    private final Units units;
    private final Access access;
    private final Audit audit;
    private final Transactions transactions;

    @Activate
    public Reasons(@Reference ReasonStore store, @Reference Units units, @Reference Access access, @Reference Audit audit, @Reference Transactions transactions) {
        this.store = store;
        this.units = units;
        this.access = access;
        this.audit = audit;
        this.transactions = transactions;
    }

    public List<Reason> list(Caller caller, UUID unit) {
        access.require(caller, Permissions.READ, unit);
        return at(unit);
    }

    /** The reasons that hold at the unit, in their order. */
    public List<Reason> at(UUID unit) {
        Unit here = units.get(unit);
        UUID top = here.path().get(0);
        if (!store.seeded(top)) {
            seed(top);
        }
        Map<String, Reason> nearest = new LinkedHashMap<>();
        List<Reason> all = store.of(here.path());
        here.path().forEach(above -> all.stream().filter(r -> r.unit().equals(above)).forEach(r -> nearest.put(r.word(), r)));
        return nearest.values().stream().sorted(Comparator.comparing(Reason::state).thenComparingInt(Reason::position).thenComparing(Reason::word)).toList();
    }

    /** @throws Problem 404 {@code attendance.no-such-reason}, also for who may read nothing there */
    public Reason get(Caller caller, UUID id) {
        return store.find(id).filter(r -> access.can(caller, Permissions.READ, r.unit())).orElseThrow(() -> Problem.notFound("attendance.no-such-reason-here"));
    }

    public Reason add(Caller caller, Reason wanted) {
        access.require(caller, Permissions.RULES, wanted.unit());
        Reason reason = wanted.checked();
        return transactions.call(() -> {
            if (store.of(List.of(reason.unit())).stream().anyMatch(r -> r.word().equals(reason.word()))) {
                throw Problem.invalid("word", "attendance.reason-exists");
            }
            store.add(List.of(reason));
            audit.write(caller, reason.unit(), "attendance.add-reason", subject(reason), null, snapshot(reason));
            return store.find(reason.id()).orElseThrow();
        });
    }

    /** Word and state stay: marks rest on them. @throws javax.persistence.OptimisticLockException changed meanwhile */
    public Reason change(Caller caller, UUID id, int version, Reason wanted) {
        Reason before = own(caller, id);
        Reason reason = new Reason(id, version, before.unit(), before.word(), before.state(), wanted.name(), wanted.position(), wanted.retired()).checked();
        return transactions.call(() -> {
            Reason after = store.change(reason);
            audit.write(caller, after.unit(), "attendance.change-reason", subject(after), snapshot(before), snapshot(after));
            return after;
        });
    }

    /** @throws Problem 409 {@code attendance.reason-in-use}: it can be retired instead */
    public void remove(Caller caller, UUID id, int version) {
        Reason reason = own(caller, id);
        transactions.run(() -> {
            if (store.uses(reason.word())) {
                throw Problem.conflict("attendance.reason-in-use");
            }
            store.remove(id, version);
            audit.write(caller, reason.unit(), "attendance.remove-reason", subject(reason), snapshot(reason), null);
        });
    }

    public Optional<Reason> find(UUID id) {
        return store.find(id);
    }

    private Reason own(Caller caller, UUID id) {
        Reason reason = get(caller, id);
        access.require(caller, Permissions.RULES, reason.unit());
        return reason;
    }

    /** Once for a tree, however many ask at a time and on however many nodes: the seed's row has one winner. */
    private void seed(UUID top) {
        List<Reason> usual = usual(top);
        try {
            transactions.attempt(() -> {
                store.seed(top);
                store.add(usual);
                audit.write(Caller.system("attendance"), top, "attendance.seed-reasons", new Audit.Subject("attendance.reasons", top.toString(), units.get(top).name()), null,
                        Map.of("reasons", usual.stream().map(Reason::word).toList()));
                return top;
            });
        } catch (PersistenceException othersWereFirst) {
            if (!store.seeded(top)) {
                throw othersWereFirst;
            }
        }
    }

    private static List<Reason> usual(UUID unit) {
        try (InputStream in = Reasons.class.getResourceAsStream("/shuyuan/reasons.json")) {
            List<Line> lines = new ObjectMapper().readValue(Objects.requireNonNull(in), new TypeReference<>() {});
            List<Reason> reasons = new ArrayList<>();
            for (Line line : lines) {
                Map<Language, String> name = new EnumMap<>(Language.class);
                line.name().forEach((tag, text) -> name.put(Language.of(tag), text));
                reasons.add(new Reason(Ids.next(), 0, unit, line.word(), State.of(line.state()).orElseThrow(), name, reasons.size(), false));
            }
            return reasons;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Audit.Subject subject(Reason reason) {
        return new Audit.Subject("attendance.reason", reason.id().toString(), reason.name(Language.ZH_CN));
    }

    private static Map<String, Object> snapshot(Reason reason) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("word", reason.word());
        all.put("state", reason.state().word());
        reason.name().forEach((language, name) -> all.put("name." + language.tag(), name));
        all.put("retired", reason.retired());
        return all;
    }
}
