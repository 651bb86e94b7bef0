package org.shuyuan.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.attendance.GatheringDraft;
import org.shuyuan.api.attendance.Gatherings;
import org.shuyuan.api.attendance.Subject;
import org.shuyuan.api.id.Ids;

/** Remembers what was attached and what became of it; nobody is ever marked, but a cancelled one stays, to be seen. Rates are what a test says, for whom it says. */
public final class FakeGatherings implements Gatherings {

    private final List<Attached> attached = new ArrayList<>();
    private final Map<UUID, GatheringDraft> drafts = new LinkedHashMap<>();
    private final Map<UUID, Attended> rates = new LinkedHashMap<>();
    private final Map<UUID, Caller> readers = new LinkedHashMap<>();
    private int asked;

    @Override
    public synchronized UUID attach(Caller caller, Subject subject, GatheringDraft draft) {
        return find(subject).map(Attached::gathering).orElseGet(() -> {
            Attached made = new Attached(subject, Ids.next(), false);
            attached.add(made);
            drafts.put(made.gathering(), draft);
            return made.gathering();
        });
    }

    @Override
    public synchronized void follow(Caller caller, Subject subject, GatheringDraft draft) {
        find(subject).ifPresent(one -> {
            attached.set(attached.indexOf(one), new Attached(subject, one.gathering(), false));
            drafts.put(one.gathering(), draft);
        });
    }

    @Override
    public synchronized void cancel(Caller caller, Subject subject) {
        find(subject).ifPresent(one -> attached.set(attached.indexOf(one), new Attached(one.subject(), one.gathering(), true)));
    }

    @Override
    public synchronized List<Attached> of(String module, Collection<String> ids) {
        return attached.stream().filter(one -> one.subject().module().equals(module) && ids.contains(one.subject().id())).toList();
    }

    /** That a roll was taken, which one caller may read. */
    public synchronized void taken(UUID gathering, double rate, Caller reader) {
        rates.put(gathering, new Attended(gathering, rate, "/attendance/gatherings/" + gathering));
        readers.put(gathering, reader);
    }

    @Override
    public synchronized List<Attended> attended(Caller caller, Collection<UUID> gatherings) {
        asked++;
        return gatherings.stream().filter(g -> caller.equals(readers.get(g))).map(rates::get).toList();
    }

    /** Approved leave. */
    public final List<Away> leave = new ArrayList<>();

    @Override
    public synchronized List<Away> away(Collection<UUID> people, Instant from, Instant to) {
        return leave.stream().filter(l -> people.contains(l.person()) && l.from().isBefore(to) && l.to().isAfter(from)).toList();
    }

    /** How often it was asked how something was attended. */
    public synchronized int asked() {
        return asked;
    }

    /** What was said of it last. */
    public synchronized GatheringDraft draft(UUID gathering) {
        return Optional.ofNullable(drafts.get(gathering)).orElseThrow();
    }

    private Optional<Attached> find(Subject subject) {
        return attached.stream().filter(one -> one.subject().same(subject)).findFirst();
    }
}
