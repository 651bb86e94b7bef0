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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.jpa.AuditStore;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;

/** The trail, written in the transaction of the change itself. Thread-safe. */
@Component(service = {Audit.class, AuditTrail.class})
public class AuditTrail implements Audit {

    private static final int LONGEST_JSON = 60_000;
    private static final Set<String> SECRET_NAMES =
            Set.of("token", "hash", "cookie", "authorization", "credential", "credentials", "apikey", "privatekey", "salt", "pin");
    private static final UUID NOBODY = new UUID(0, 0);

    private final AuditStore store;
    private final Around around;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    @Activate
    public AuditTrail(@Reference AuditStore store, @Reference Around around) {
        this(store, around, Clock.systemUTC());
    }

    public AuditTrail(AuditStore store, Around around, Clock clock) {
        this.store = store;
        this.around = around;
        this.clock = clock;
    }

    @Override
    public void write(Caller caller, @Nullable UUID unit, String action, Subject subject, @Nullable Object before, @Nullable Object after) {
        store.add(entry(caller, new Change(unit, action, subject, before, after)), kind(caller));
    }

    @Override
    public void writeAll(Caller caller, List<Change> changes) {
        store.addAll(changes.stream().map(c -> entry(caller, c)).toList(), kind(caller));
    }

    private Entry entry(Caller caller, Change change) {
        Subject subject = change.subject();
        Subject kept = new Subject(Names.cut(subject.kind(), 100), Names.cut(subject.id(), 100), Names.cut(subject.label(), 300));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new Entry(Ids.next(), now, Names.cut(caller.name(), 100), caller.account().equals(NOBODY) ? null : caller.account(),
                Names.cut(caller.address(), 45), change.unit(), Names.cut(change.action(), 100), kept, json(change.before()), json(change.after()));
    }

    private static String kind(Caller caller) {
        return caller.kind().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<Entry> about(String kind, String id, int limit) {
        return store.list(new AuditStore.Filter("", null, kind, id, null, null, null, 1, Math.max(1, Math.min(limit, 200)))).items();
    }

    /**
     * The trail of a unit and all below it. Whoever may do everything and asks at the top also sees what concerns no unit.
     *
     * @throws org.shuyuan.api.problem.Problem 403 without {@code access.audit} at the unit
     */
    public Page<Entry> list(Access access, Rights rights, Caller caller, UUID unit, AuditStore.Filter filter) {
        access.require(caller, Permissions.AUDIT, unit);
        Units units = around.needUnits();
        boolean whole = rights.everything(caller) && units.find(unit).map(found -> found.parent() == null).orElse(true);
        return store.list(new AuditStore.Filter(filter.q(), whole ? null : units.subtreeIds(unit), filter.kind(), filter.id(),
                filter.action(), filter.from(), filter.to(), filter.page(), filter.size()));
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
