package org.shuyuan.examples.reading.internal;

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

/** How many books people finished, and how many were finished of a unit's shelf, for whoever assesses; each number opens to its books. Thread-safe. */
@Component(service = IndicatorSource.class)
public final class ReadIndicator implements IndicatorSource {

    private static final Indicator READ = new Indicator("books-read", Measure.COUNT, EnumSet.allOf(Of.class), true);
    private static final int PAGE = 500;

    private final ReadingStore store;
    private final Access access;
    private final Units units;

    @Activate
    public ReadIndicator(@Reference ReadingStore store, @Reference Access access, @Reference Units units) {
        this.store = store;
        this.access = access;
        this.units = units;
    }

    @Override
    public String module() {
        return "reading";
    }

    @Override
    public List<Indicator> indicators() {
        return List.of(READ);
    }

    @Override
    public List<Value> values(Question question) {
        Collection<UUID> readable = readable(question);
        if (question.of() == Of.PERSON) {
            return store.counts("person", question.ids(), readable, question.from(), question.to()).stream()
                    .map(count -> new Value(count.of(), (double) count.count(), count.count(), null)).toList();
        }
        // a unit counts with all below it
        List<ReadingStore.Count> own = store.counts("unit", readable, readable, question.from(), question.to());
        List<Value> values = new ArrayList<>();
        for (UUID id : question.ids()) {
            Set<UUID> within = units.subtreeIds(id);
            long sum = own.stream().filter(count -> within.contains(count.of())).mapToLong(ReadingStore.Count::count).sum();
            values.add(new Value(id, (double) sum, sum, null));
        }
        return values;
    }

    @Override
    public Evidences evidence(Question question, UUID of, int offset, int size) {
        Collection<UUID> readable = readable(question);
        Collection<UUID> wanted = question.of() == Of.UNIT ? units.subtreeIds(of).stream().filter(readable::contains).toList() : readable;
        Found<Reading.Of> found = store.evidence(wanted, question.of() == Of.PERSON ? of : null, question.from(), question.to(), Math.max(0, offset), Math.min(PAGE, Math.max(1, size)));
        return new Evidences(found.items().stream().filter(one -> one.reading().finished() != null).map(one -> new Evidence(
                one.reading().finished().atStartOfDay(units.find(one.book().unit()).map(unit -> unit.zone()).orElse(ZoneOffset.UTC)).toInstant(),
                "record.finished", Map.of("title", one.book().title()), one.book().link())).toList(), found.total());
    }

    private Collection<UUID> readable(Question question) {
        if (!question.indicator().equals(READ.id())) {
            throw Problem.notFound("reading.no-such-indicator");
        }
        return access.within(question.caller(), BookService.READ, question.unit());
    }
}
