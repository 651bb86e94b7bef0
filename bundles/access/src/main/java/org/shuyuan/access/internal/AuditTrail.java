package org.shuyuan.access.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.AuditChainStore;
import org.shuyuan.access.internal.jpa.AuditStore;
import org.shuyuan.access.internal.trail.AuditChain;
import org.shuyuan.access.internal.trail.AuditRow;
import org.shuyuan.access.internal.trail.Seal;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;

/** The trail, written in the transaction of the change itself. Thread-safe. */
@Component(service = {Audit.class, AuditTrail.class})
public class AuditTrail implements Audit {

    private static final int LONGEST_JSON = 60_000;
    private static final Set<String> SECRET_NAMES =
            Set.of("token", "hash", "cookie", "authorization", "credential", "credentials", "apikey", "privatekey", "salt", "pin");
    private static final UUID NOBODY = new UUID(0, 0);

    private final AuditStore store;
    private final AuditChainStore links;
    private final AuditChain chain;
    private final Around around;
    private final Transactions transactions;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    @Activate
    public AuditTrail(@Reference AuditStore store, @Reference AuditChainStore links, @Reference AuditChain chain, @Reference Around around,
            @Reference Transactions transactions) {
        this(store, links, chain, around, transactions, Clock.systemUTC());
    }

    public AuditTrail(AuditStore store, AuditChainStore links, AuditChain chain, Around around, Transactions transactions, Clock clock) {
        this.store = store;
        this.links = links;
        this.chain = chain;
        this.around = around;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public void write(Caller caller, @Nullable UUID unit, String action, Subject subject, @Nullable Object before, @Nullable Object after) {
        writeAll(caller, List.of(new Change(unit, action, subject, before, after)));
    }

    @Override
    public void writeAll(Caller caller, List<Change> changes) {
        store.addAll(changes.stream().map(change -> sealed(Ids.next(), caller, change)).toList());
    }

    private AuditRow sealed(UUID id, Caller caller, Change change) {
        Subject subject = change.subject();
        Subject kept = new Subject(Names.cut(subject.kind(), 100), Names.cut(subject.id(), 100), Names.cut(subject.label(), 300));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Entry entry = new Entry(id, now, Names.cut(Acting.name(caller), 100), caller.account().equals(NOBODY) ? null : caller.account(),
                Names.cut(caller.address(), 45), change.unit(), Names.cut(change.action(), 100), kept, json(change.before()), json(change.after()));
        return new AuditRow(entry, caller.kind().name().toLowerCase(Locale.ROOT), null, null, Seal.actor(entry), Seal.content(entry));
    }

    @Override
    public List<Entry> about(String kind, String id, int limit) {
        return store.list(AuditStore.Filter.about(kind, id), 1, Math.max(1, Math.min(limit, 200))).items().stream().map(AuditRow::entry).toList();
    }

    /** What stands in the trail gets its numbers first, so that the entry about the redaction can name them. */
    @Override
    public int redact(Caller caller, @Nullable UUID unit, Redaction what) {
        return transactions.call(() -> {
            chain.chain();
            UUID id = Ids.next();
            SortedSet<Long> gone = new TreeSet<>(links.redactContent(what.kind(), what.id(), id));
            UUID person = what.person();
            for (UUID account : person == null ? List.<UUID>of() : links.accountsOf(person)) {
                gone.addAll(links.redactActor(account, id));
                gone.addAll(links.redactContent("access.account", account.toString(), id));
            }
            store.addAll(List.of(sealed(id, caller, new Change(unit, "access.redact", new Subject(what.kind(), what.id(), ""), null,
                    Map.of("reason", Names.cut(what.reason(), 300), "entries", gone.size(), "numbers", ranges(gone))))));
            return gone.size();
        });
    }

    /** {@code 3, 7-9}; at most some thousand characters. */
    private static String ranges(SortedSet<Long> numbers) {
        StringBuilder text = new StringBuilder();
        long first = -1;
        long last = -1;
        for (long one : numbers) {
            if (one != last + 1 || first < 0) {
                close(text, first, last);
                first = one;
            }
            last = one;
        }
        close(text, first, last);
        return Names.cut(text.toString(), 20_000);
    }

    private static void close(StringBuilder text, long first, long last) {
        if (first >= 0) {
            text.append(text.isEmpty() ? "" : ", ").append(first).append(last > first ? "-" + last : "");
        }
    }

    /**
     * The trail of a unit and all below it. Whoever may do everything and asks at the top also sees what concerns no unit.
     *
     * @throws org.shuyuan.api.problem.Problem 403 without {@code access.audit} at the unit
     */
    public Page<AuditRow> list(Access access, Rights rights, Caller caller, UUID unit, AuditStore.Filter filter, int page, int size) {
        return store.list(visible(access, rights, caller, unit, filter), page, size);
    }

    /** {@link #list} without an end: what an export goes through, the newest first. */
    public void each(Access access, Rights rights, Caller caller, UUID unit, AuditStore.Filter filter, int most, Consumer<AuditRow> sink) {
        AuditStore.Filter visible = visible(access, rights, caller, unit, filter);
        int left = most;
        while (left > 0) {
            List<AuditRow> some = store.next(visible, Math.min(left, 500));
            some.forEach(sink);
            left = some.size() < Math.min(left, 500) ? 0 : left - some.size();
            if (!some.isEmpty()) {
                visible = visible.after(some.get(some.size() - 1).entry().id());
            }
        }
    }

    private AuditStore.Filter visible(Access access, Rights rights, Caller caller, UUID unit, AuditStore.Filter filter) {
        Set<UUID> seen = access.within(caller, Permissions.AUDIT, unit);
        Units units = around.needUnits();
        boolean whole = rights.everything(caller) && units.find(unit).map(found -> found.parent() == null).orElse(true);
        return filter.within(whole ? null : seen);
    }

    /** Whether the caller may see to the chain, which is of the whole portal: {@code access.audit-chain} at every top unit. */
    public void requireWhole(Access access, Caller caller) {
        Units units = around.needUnits();
        if (units.roots().isEmpty() && caller.kind() != Caller.Kind.CONSOLE) {
            throw Problem.forbidden("access.forbidden");
        }
        units.roots().forEach(root -> access.require(caller, Permissions.AUDIT_CHAIN, root.id()));
    }

    private @Nullable String json(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        try {
            JsonNode tree = json.valueToTree(value);
            refuseSecrets(tree, "");
            String written = json.writeValueAsString(tree);
            return written.length() <= LONGEST_JSON ? written : "{\"omitted\":" + written.length() + "}";
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("Cannot be written to the trail", impossible);
        }
    }

    /** A change that would put a secret into the trail fails as a whole: its author notices in the first test. */
    private static void refuseSecrets(JsonNode node, String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
        boolean secret = SECRET_NAMES.contains(plain) || plain.contains("password") || plain.contains("passwd")
                || plain.contains("secret") || plain.endsWith("token") || plain.endsWith("hash");
        if (secret && !node.isBoolean() && !node.isNull()) {
            throw new IllegalArgumentException("The audit trail takes no field " + name);
        }
        if (node.isObject()) {
            for (Iterator<Map.Entry<String, JsonNode>> all = node.fields(); all.hasNext();) {
                Map.Entry<String, JsonNode> field = all.next();
                refuseSecrets(field.getValue(), field.getKey());
            }
        } else if (node.isArray()) {
            node.forEach(each -> refuseSecrets(each, ""));
        }
    }
}
