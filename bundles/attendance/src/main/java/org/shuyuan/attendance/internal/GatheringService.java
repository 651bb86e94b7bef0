package org.shuyuan.attendance.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.attendance.GatheringDraft;
import org.shuyuan.api.attendance.Gatherings;
import org.shuyuan.api.attendance.Subject;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.attendance.internal.jpa.GatheringStore;
import org.shuyuan.attendance.internal.jpa.LeaveStore;
import org.shuyuan.attendance.internal.jpa.MarkStore;

/** Gatherings: what other modules say of them, and who may see them. Thread-safe. */
@Component(service = {GatheringService.class, Gatherings.class})
public final class GatheringService implements Gatherings {

    private final GatheringStore store;
    private final MarkStore marks;
    private final Roster roster;
    private final Postponement postponement;
    private final RulesService rules;
    private final LeaveStore leaves;
    private final Access access;
    private final Watch watch;
    private final Transactions transactions;

    @Activate
    public GatheringService(@Reference GatheringStore store, @Reference MarkStore marks, @Reference Roster roster, @Reference Postponement postponement,
            @Reference RulesService rules, @Reference LeaveStore leaves, @Reference Access access, @Reference Watch watch, @Reference Transactions transactions) {
        this.store = store;
        this.marks = marks;
        this.roster = roster;
        this.postponement = postponement;
        this.rules = rules;
        this.leaves = leaves;
        this.access = access;
        this.watch = watch;
        this.transactions = transactions;
    }

    @Override
    public UUID attach(Caller caller, Subject subject, GatheringDraft draft) {
        return store.of(subject).orElseGet(() -> added(caller, checked(subject), draft));
    }

    /** Two who want the first look at a time: the subject's key has one winner. */
    private UUID added(Caller caller, Subject subject, GatheringDraft draft) {
        Gathering wanted = new Gathering(Ids.next(), 0, checked(draft), false, null, null, null, false);
        try {
            return transactions.attempt(() -> {
                Gathering made = store.add(wanted, subject);
                roster.read(made);
                watch.written(caller, made, "add-gathering", null, snapshot(made));
                return made.id();
            });
        } catch (javax.persistence.PersistenceException othersWereFirst) {
            return store.of(subject).orElseThrow(() -> othersWereFirst);
        }
    }

    @Override
    public void follow(Caller caller, Subject subject, GatheringDraft draft) {
        store.of(subject).flatMap(store::find).ifPresent(before -> transactions.run(() -> {
            store.link(checked(subject));
            GatheringDraft now = checked(draft);
            if (before.draft().equals(now) && !before.cancelled()) {
                return;
            }
            // put off to when nobody can be there yet: who is expected then is not settled yet
            boolean ahead = before.closedAt() == null && watch.clock().instant().isBefore(now.start().minus(RollService.EARLY));
            Gathering after = store.change(new Gathering(before.id(), before.version(), now, false, ahead ? null : before.settledAt(), before.closedAt(), before.closedBy(), before.signOut()));
            if (!now.end().equals(before.draft().end())) {
                store.untellUntaken(after.id());
            }
            postponement.follow(caller, before, after);
            if (after.settledAt() == null) {
                roster.read(after);
            } else if (after.closedAt() == null) {
                roster.knowLeave(after.id());
            }
            watch.written(caller, after, "change-gathering", snapshot(before), snapshot(after));
        }));
    }

    @Override
    public void cancel(Caller caller, Subject subject) {
        store.of(subject).flatMap(store::find).ifPresent(before -> transactions.run(() -> {
            // whoever signs in at this moment comes before or after
            marks.lock(before.id());
            if (!marks.anyMarked(before.id())) {
                store.remove(before.id());
                watch.written(caller, before, "remove-gathering", snapshot(before), null);
            } else if (!before.cancelled()) {
                Gathering after = store.change(new Gathering(before.id(), before.version(), before.draft(), true, before.settledAt(), before.closedAt(), before.closedBy(), before.signOut()));
                watch.written(caller, after, "cancel-gathering", snapshot(before), snapshot(after));
            }
        }));
    }

    @Override
    public List<Attached> of(String module, Collection<String> ids) {
        return store.of(module, ids);
    }

    @Override
    public List<Attended> attended(Caller caller, Collection<UUID> wanted) {
        List<Gathering> taken = store.get(wanted).stream().filter(g -> !g.cancelled() && g.settledAt() != null && access.can(caller, Permissions.READ, g.unit())).toList();
        Map<UUID, Tally> tallies = new HashMap<>();
        // as the roll itself shows it
        marks.counts(taken.stream().map(Gathering::id).toList()).stream().filter(c -> c.expected() || c.state() != null)
                .forEach(c -> tallies.computeIfAbsent(c.gathering(), g -> new Tally()).add(c.state(), c.people(), c.madeUp()));
        Map<UUID, Rules> held = new HashMap<>();
        return taken.stream().filter(g -> tallies.containsKey(g.id())).map(g -> new Attended(g.id(),
                Objects.requireNonNull(tallies.get(g.id())).rate(held.computeIfAbsent(g.unit(), unit -> rules.at(unit).rules())), "/attendance/gatherings/" + g.id() + "?unit=" + g.unit())).toList();
    }

    @Override
    public List<Away> away(Collection<UUID> people, Instant from, Instant to) {
        return people.isEmpty() ? List.of() : leaves.approved(people, from, to);
    }

    /** One gathering, for who may see its roll. @throws Problem 404 {@code attendance.no-such-gathering} */
    public Gathering find(Caller caller, UUID id) {
        return store.find(id).filter(g -> access.can(caller, Permissions.READ, g.unit()) || access.can(caller, Permissions.TAKE, g.unit()))
                .orElseThrow(() -> Problem.notFound("attendance.no-such-gathering"));
    }

    public boolean mayTake(Caller caller, Gathering gathering) {
        return access.can(caller, Permissions.TAKE, gathering.unit());
    }

    /** What is attended there, with the links of the modules that planned it. */
    public List<Subject> subjects(UUID gathering) {
        return store.subjects(gathering);
    }

    /** Gatherings of the unit and of those below it whose rolls the caller may see. */
    public GatheringStore.Page list(Caller caller, UUID unit, GatheringStore.Query query) {
        return store.list(access.within(caller, Permissions.READ, unit), query);
    }

    /** How many of each roll have a state. */
    public List<MarkStore.Count> counts(Collection<UUID> gatherings) {
        return marks.counts(gatherings);
    }

    /** Kinds of the gatherings there are at the unit and below, with their names by language tag. */
    public Map<String, Map<String, String>> kinds(Caller caller, UUID unit) {
        Set<UUID> seen = access.within(caller, Permissions.READ, unit);
        return store.kinds(seen);
    }

    /** @throws OptimisticLockException another version is stored */
    Gathering forChange(Caller caller, UUID id, int version) {
        Gathering gathering = forTaking(caller, id);
        if (gathering.version() != version) {
            throw new OptimisticLockException("gathering " + id);
        }
        return gathering;
    }

    /** @throws Problem 404, 403; 409 {@code attendance.cancelled} */
    Gathering forTaking(Caller caller, UUID id) {
        Gathering gathering = find(caller, id);
        access.require(caller, Permissions.TAKE, gathering.unit());
        if (gathering.cancelled()) {
            throw Problem.conflict("attendance.cancelled");
        }
        return gathering;
    }

    /** A roll that can be changed. @throws Problem 403, 404; 409 {@code attendance.closed}, {@code attendance.cancelled} */
    Gathering open(Caller caller, UUID id) {
        Gathering gathering = forTaking(caller, id);
        if (gathering.closedAt() != null) {
            throw Problem.conflict("attendance.closed");
        }
        return gathering;
    }

    private static Subject checked(Subject subject) {
        if (subject.id().isEmpty() || subject.id().length() > 60 || subject.part().length() > 40 || subject.link().length() > 300) {
            throw Problem.invalid("subject", "attendance.bad-subject");
        }
        return subject;
    }

    private static GatheringDraft checked(GatheringDraft draft) {
        if (draft.title().isBlank() || draft.title().length() > 200) {
            throw Problem.invalid("title", "attendance.bad-title");
        }
        if (!draft.end().isAfter(draft.start())) {
            throw Problem.invalid("end", "attendance.bad-time");
        }
        Map<String, String> names = new LinkedHashMap<>();
        String usual = draft.kindName().getOrDefault(Language.ZH_CN.tag(), draft.kind());
        for (Language language : Language.values()) {
            names.put(language.tag(), cut(draft.kindName().getOrDefault(language.tag(), usual), 100));
        }
        // as it is read back, so that what is the same is seen to be
        return new GatheringDraft(draft.unit(), cut(draft.kind(), 50), names, draft.title(), draft.place(), draft.start().truncatedTo(ChronoUnit.SECONDS),
                draft.end().truncatedTo(ChronoUnit.SECONDS), sorted(draft.units()), sorted(draft.people()), sorted(draft.groups()));
    }

    private static List<UUID> sorted(List<UUID> ids) {
        return ids.stream().distinct().sorted(java.util.Comparator.comparing(UUID::toString)).toList();
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    static Map<String, @Nullable Object> snapshot(Gathering gathering) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("title", gathering.draft().title());
        all.put("start", minute(gathering.draft().start()));
        all.put("end", minute(gathering.draft().end()));
        all.put("place", gathering.draft().place());
        all.put("kind", gathering.draft().kind());
        all.put("cancelled", gathering.cancelled());
        if (gathering.signOut()) {
            all.put("signOut", true);
        }
        return all;
    }

    private static String minute(Instant at) {
        return at.truncatedTo(ChronoUnit.MINUTES).toString();
    }
}
