package org.shuyuan.directory.internal;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.directory.internal.jpa.UnitKindStore;
import org.shuyuan.directory.internal.jpa.UnitStore;
import org.shuyuan.rest.Versions;

/** The kinds of units, one list for the portal; changed by who manages the topmost unit. Thread-safe. */
@Component(service = UnitKinds.class)
public final class UnitKinds {

    /** Most kinds a portal has. */
    private static final int MOST = 60;
    private static final int NAME = 30;

    /** What a form gives. @param name by language tag */
    public record Draft(@Nullable Map<String, @Nullable String> name, @Nullable Integer order) {}

    private final UnitKindStore store;
    private final UnitStore units;
    private final UnitTree tree;
    private final Transactions transactions;
    private final Access access;
    private final Audit audit;

    @Activate
    public UnitKinds(@Reference UnitKindStore store, @Reference UnitStore units, @Reference UnitTree tree, @Reference Transactions transactions, @Reference Access access,
            @Reference Audit audit) {
        this.store = store;
        this.units = units;
        this.tree = tree;
        this.transactions = transactions;
        this.access = access;
        this.audit = audit;
    }

    public List<UnitKind> list(Caller caller, UUID unit) {
        access.require(caller, Permissions.READ, tree.get(unit).id());
        return store.all();
    }

    public UnitKind get(Caller caller, UUID unit, String code) {
        access.require(caller, Permissions.READ, tree.get(unit).id());
        return stored(code);
    }

    /** @throws Problem 422 {@code directory.unknown-kind} */
    String known(@Nullable String code) {
        if (code == null || store.find(code).isEmpty()) {
            throw Problem.invalid("kind", "directory.unknown-kind");
        }
        return code;
    }

    /** @throws Problem 409 {@code directory.too-many-kinds}; 422 {@code directory.kind-taken} */
    public UnitKind create(Caller caller, Draft draft) {
        requireAtTop(caller);
        LocalNames names = LocalNames.of(draft.name(), NAME);
        return transactions.call(() -> {
            units.begin(false);
            List<UnitKind> all = store.all();
            if (all.size() >= MOST) {
                throw Problem.conflict("directory.too-many-kinds").with("limit", MOST);
            }
            free(names, null, all);
            UnitKind kind = new UnitKind("k" + UUID.randomUUID().toString().replace("-", "").substring(0, 15), names,
                    draft.order() == null ? all.stream().mapToInt(UnitKind::order).max().orElse(0) + 10 : order(draft.order()), 0);
            store.add(kind);
            audit.write(caller, null, "directory.create-kind", subject(kind), null, snapshot(kind));
            return stored(kind.code());
        });
    }

    /** @throws Problem 412; 422 {@code directory.kind-taken} */
    public UnitKind change(Caller caller, String code, int version, Draft draft) {
        requireAtTop(caller);
        LocalNames names = LocalNames.of(draft.name(), NAME);
        return transactions.call(() -> {
            units.begin(false);
            UnitKind before = current(code, version);
            free(names, code, store.all());
            UnitKind after = new UnitKind(code, names, draft.order() == null ? before.order() : order(draft.order()), version);
            store.change(after);
            audit.write(caller, null, "directory.change-kind", subject(after), snapshot(before), snapshot(after));
            return stored(code);
        });
    }

    /** @throws Problem 409 {@code directory.kind-in-use}, also by units of the past; 412 */
    public void remove(Caller caller, String code, int version) {
        requireAtTop(caller);
        transactions.run(() -> {
            units.begin(false);
            UnitKind kind = current(code, version);
            if (store.used(code)) {
                throw Problem.conflict("directory.kind-in-use").with("name", kind.names().text(caller.language()));
            }
            store.remove(code);
            audit.write(caller, null, "directory.remove-kind", subject(kind), snapshot(kind), null);
        });
    }

    private void requireAtTop(Caller caller) {
        for (Unit root : tree.roots()) {
            access.require(caller, Permissions.UNITS, root.id());
        }
    }

    private UnitKind current(String code, int version) {
        UnitKind kind = stored(code);
        if (kind.version() != version) {
            throw Versions.changedMeanwhile(snapshot(kind), kind.version(), null, null);
        }
        return kind;
    }

    private UnitKind stored(String code) {
        return store.find(code).orElseThrow(() -> Problem.notFound("directory.no-such-kind"));
    }

    private static void free(LocalNames names, @Nullable String code, List<UnitKind> all) {
        String name = names.text(Language.ZH_CN);
        if (all.stream().anyMatch(k -> !k.code().equals(code) && k.names().text(Language.ZH_CN).equals(name))) {
            throw Problem.invalid("name." + Language.ZH_CN.tag(), "directory.kind-taken");
        }
    }

    private static int order(int given) {
        return Math.max(0, Math.min(100_000, given));
    }

    private static Map<String, Object> snapshot(UnitKind kind) {
        return Map.of("name", kind.names().byTag(), "order", kind.order());
    }

    private static Audit.Subject subject(UnitKind kind) {
        return new Audit.Subject("directory.unit-kind", kind.code(), kind.names().text(Language.ZH_CN));
    }
}
