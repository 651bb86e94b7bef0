package org.shuyuan.directory.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.shuyuan.api.records.RecordSource;
import org.shuyuan.api.sources.Asking;

/** What every module that tells records says of people; a source has 300 milliseconds. Thread-safe. */
@Component(service = Records.class)
public final class Records {

    /** @param silent modules that were asked and gave no answer */
    public record Told(List<Said> items, List<String> silent) {}

    /** An item and the module that told it. */
    public record Said(String module, RecordSource.Item item) {}

    private static final long DEADLINE_MILLIS = 300;

    private final Asking<RecordSource> sources;

    @Activate
    public Records() {
        this(DEADLINE_MILLIS);
    }

    Records(long deadlineMillis) {
        this.sources = new Asking<>("records", deadlineMillis, RecordSource::module);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addSource(RecordSource source) {
        sources.add(source);
    }

    public void removeSource(RecordSource source) {
        sources.remove(source);
    }

    @Deactivate
    public void close() {
        sources.close();
    }

    /** The newest first, at most as many as asked for. */
    public Told ask(RecordSource.Question question) {
        List<Said> said = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        sources.ask(source -> List.copyOf(source.records(question))).forEach((source, items) -> {
            if (items == null) {
                silent.add(source.module());
            } else {
                items.forEach(item -> said.add(new Said(source.module(), item)));
            }
        });
        Comparator<Said> newest = Comparator.comparing((Said s) -> s.item().at()).reversed().thenComparing(Said::module).thenComparing(s -> s.item().link());
        return new Told(said.stream().filter(s -> question.people().contains(s.item().person())).sorted(newest).limit(question.limit()).toList(),
                silent.stream().distinct().sorted().toList());
    }
}
