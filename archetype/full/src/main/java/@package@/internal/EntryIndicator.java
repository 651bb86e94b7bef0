package @package@.internal;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.indicators.IndicatorSource;
import org.shuyuan.api.problem.Problem;

/** How many entries people answer for and units have, for whoever assesses; each number opens to its entries. Thread-safe. */
@Component(service = IndicatorSource.class)
public final class EntryIndicator implements IndicatorSource {

    private static final Indicator ENTRIES = new Indicator("entries", Measure.COUNT, EnumSet.allOf(Of.class), true);
    private static final int PAGE = 500;

    private final EntryStore store;
    private final Access access;
    private final Units units;

    @Activate
    public EntryIndicator(@Reference EntryStore store, @Reference Access access, @Reference Units units) {
        this.store = store;
        this.access = access;
        this.units = units;
    }

    @Override
    public String module() {
        return "@id@";
    }

    @Override
    public List<Indicator> indicators() {
        return List.of(ENTRIES);
    }

    @Override
    public List<Value> values(Question question) {
        Collection<UUID> readable = readable(question);
        if (question.of() == Of.PERSON) {
            return store.counts("person", question.ids(), readable, question.from(), question.to()).stream().map(count -> new Value(count.of(), (double) count.count(), count.count(), null)).toList();
        }
        // a unit counts with all below it
        List<EntryStore.Count> own = store.counts("unit", readable, readable, question.from(), question.to());
        List<Value> values = new ArrayList<>();
        for (UUID id : question.ids()) {
            Set<UUID> within = units.subtreeIds(id);
            long sum = own.stream().filter(count -> within.contains(count.of())).mapToLong(EntryStore.Count::count).sum();
            values.add(new Value(id, (double) sum, sum, null));
        }
        return values;
    }

    @Override
    public Evidences evidence(Question question, UUID of, int offset, int size) {
        Collection<UUID> readable = readable(question);
        Collection<UUID> wanted = question.of() == Of.UNIT ? units.subtreeIds(of).stream().filter(readable::contains).toList() : readable;
        EntryStore.Found found = store.evidence(wanted, question.of() == Of.PERSON ? of : null, question.from(), question.to(), Math.max(0, offset), Math.min(PAGE, Math.max(1, size)));
        return new Evidences(found.items().stream().map(entry -> new Evidence(entry.day().atStartOfDay(ZoneOffset.UTC).toInstant(), "record.entry", Map.of("title", entry.title()),
                "/@id@/entries/" + entry.id() + "?unit=" + entry.unit())).toList(), found.total());
    }

    private Collection<UUID> readable(Question question) {
        if (!question.indicator().equals(ENTRIES.id())) {
            throw Problem.notFound("@id@.no-such-indicator");
        }
        return access.within(question.caller(), EntryService.READ, question.unit());
    }
}
