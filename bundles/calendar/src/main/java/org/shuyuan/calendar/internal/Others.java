package org.shuyuan.calendar.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.agenda.CalendarSource;
import org.shuyuan.api.attendance.Gatherings;
import org.shuyuan.api.module.Modules;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.sources.Asking;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;

/**
 * What other modules have in a unit's calendar or a person's; a source has 300 milliseconds, seconds where a phone asks, and is asked where its
 * module is on. Each gathering stands there once: the calendar's own events come before what others tell of them, and of others the first by name. Thread-safe.
 */
@Component(service = Others.class)
public final class Others {

    static final int MOST = 1_000;
    private static final long DEADLINE_MILLIS = 300;
    /** A phone waits longer than a page, and believes that what is missing is gone. */
    private static final long PATIENCE_MILLIS = 5_000;
    private static final int RETRY_SECONDS = 60;
    /** Phones asked for at once; others wait for them, since a source that is asked more often at a time gives no answer. */
    private static final int PHONES = 2;

    /** An item and the module that told it. */
    public record Said(String module, CalendarSource.Item item) {

        /** In the module's own words. */
        public String title(Texts texts, Language language) {
            return texts.text(language, module, item.key(), item.values());
        }
    }

    /** @param silent modules that were asked and gave no answer, by name */
    public record Told(List<Said> items, List<String> silent) {

        public static final Told NOTHING = new Told(List.of(), List.of());
    }

    private final Agenda agenda;
    private final Modules modules;
    private final Gatherings gatherings;
    private final Asking<CalendarSource> sources;
    private final Asking<CalendarSource> patient;
    private final long patienceMillis;
    private final Semaphore phones = new Semaphore(PHONES, true);

    @Activate
    public Others(@Reference Agenda agenda, @Reference Gatherings gatherings, @Reference Modules modules) {
        this(agenda, gatherings, modules, DEADLINE_MILLIS, PATIENCE_MILLIS);
    }

    Others(Agenda agenda, Gatherings gatherings, Modules modules, long deadlineMillis, long patienceMillis) {
        this.agenda = agenda;
        this.modules = modules;
        this.gatherings = gatherings;
        this.sources = new Asking<>("dates", deadlineMillis, CalendarSource::module);
        this.patienceMillis = patienceMillis;
        this.patient = new Asking<>("dates-for-phones", patienceMillis, CalendarSource::module);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addSource(CalendarSource source) {
        sources.add(source);
        patient.add(source);
    }

    public void removeSource(CalendarSource source) {
        sources.remove(source);
        patient.remove(source);
    }

    @Deactivate
    public void close() {
        sources.close();
        patient.close();
    }

    /**
     * By start, at most {@link #MOST}. Of a group, of one kind of the calendar's own, and for whoever is nobody's person there is nothing.
     *
     * @param shown what {@link Agenda#answer} says to the same question
     * @throws Problem as {@link Agenda#answer}
     */
    public Told ask(Caller caller, Agenda.Question question, Collection<Occurrence> shown) {
        return ask(sources, caller, question, shown);
    }

    /**
     * The same, whole, for who takes what is missing for gone: every source has longer.
     *
     * @throws Problem as the other; 503 {@code calendar.source-silent} when one of them gives no answer
     */
    List<Said> whole(Caller caller, Agenda.Question question, Collection<Occurrence> shown) {
        boolean turn = false;
        try {
            turn = phones.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS);
            Told told = turn ? ask(patient, caller, question, shown) : Told.NOTHING;
            if (!turn || !told.silent().isEmpty()) {
                throw new Problem(503, "calendar.source-silent").extra("modules", told.silent()).extra("retryAfter", RETRY_SECONDS);
            }
            return told.items();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "calendar.source-silent").extra("retryAfter", RETRY_SECONDS);
        } finally {
            if (turn) {
                phones.release();
            }
        }
    }

    private Told ask(Asking<CalendarSource> asking, Caller caller, Agenda.Question question, Collection<Occurrence> shown) {
        Whose.Kind whose = question.whose().kind();
        UUID person = agenda.person(caller, question);
        if (question.kind() != null || whose == Whose.Kind.GROUP || whose != Whose.Kind.UNIT && person == null) {
            return Told.NOTHING;
        }
        CalendarSource.Question asked = new CalendarSource.Question(caller, question.unit(), person, question.from(), question.to(), MOST);
        List<Said> said = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        asking.ask(source -> modules.active(source.module(), question.unit()), source -> List.copyOf(source.items(asked))).forEach((source, items) -> {
            if (items == null) {
                silent.add(source.module());
            } else {
                items.forEach(item -> said.add(new Said(source.module(), item)));
            }
        });
        Set<UUID> seen = said.stream().anyMatch(s -> s.item().gathering() != null) ? gathered(shown) : new HashSet<>();
        List<Said> once = said.stream().sorted(Comparator.comparing(Said::module)).filter(s -> s.item().gathering() == null || seen.add(s.item().gathering()))
                .filter(s -> s.item().from().isBefore(question.to()) && s.item().to().isAfter(question.from()))
                .sorted(Comparator.comparing((Said s) -> s.item().from()).thenComparing(Said::module).thenComparing(s -> s.item().id())).limit(MOST).toList();
        return new Told(once, silent.stream().distinct().sorted().toList());
    }

    private Set<UUID> gathered(Collection<Occurrence> shown) {
        Set<String> events = shown.stream().map(o -> o.event().toString()).collect(Collectors.toSet());
        return gatherings.of("calendar", events).stream().map(Gatherings.Attached::gathering).filter(Objects::nonNull).collect(Collectors.toCollection(HashSet::new));
    }
}
