package org.shuyuan.attendance.internal;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.notices.Notices;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.attendance.internal.Circulation.Part;
import org.shuyuan.attendance.internal.jpa.CirculationStore;

/** Circulations: made of the figures, issued to everybody of the unit and those below it, kept as they were. Thread-safe. */
@Component(service = CirculationService.class)
public final class CirculationService {

    static final int TITLE = 200;
    static final int REMARK = 4000;
    static final int WHY = 500;
    private static final int NAME = 200;
    /** People named at most; a longer list is no circulation but a roster. */
    static final int NAMED = 500;

    /**
     * What is to be circulated.
     *
     * @param from the first day
     * @param to the last day
     * @param kind word of a kind; null for all
     * @param names whether people under what is expected are named
     */
    public record Wish(@Nullable String title, LocalDate from, LocalDate to, @Nullable String kind, boolean names, @Nullable String remark) {}

    private final CirculationStore store;
    private final Figures figures;
    private final People people;
    private final Units units;
    private final Access access;
    private final Accounts accounts;
    private final Audit audit;
    private final Notices notices;
    private final Watch watch;
    private final Transactions transactions;

    @Activate
    public CirculationService(@Reference CirculationStore store, @Reference Figures figures, @Reference People people, @Reference Units units, @Reference Access access,
            @Reference Accounts accounts, @Reference Audit audit, @Reference Notices notices, @Reference Watch watch, @Reference Transactions transactions) {
        this.store = store;
        this.figures = figures;
        this.people = people;
        this.units = units;
        this.access = access;
        this.accounts = accounts;
        this.audit = audit;
        this.notices = notices;
        this.watch = watch;
        this.transactions = transactions;
    }

    /**
     * What would be issued now; nothing is written.
     *
     * @throws Problem 403; 422 for a title, remark or period that is none
     */
    public Circulation preview(Caller caller, UUID unit, Wish wish) {
        access.require(caller, Permissions.CIRCULATE, unit);
        Problem wrong = new Problem(422, "rest.invalid");
        if (wish.title() != null && wish.title().length() > TITLE) {
            wrong.field("title", "attendance.too-long", Map.of("max", TITLE));
        }
        if (wish.remark() != null && wish.remark().length() > REMARK) {
            wrong.field("remark", "attendance.too-long", Map.of("max", REMARK));
        }
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        Map<Part, Figures.Answer> answers = new LinkedHashMap<>();
        Figures.Question question = new Figures.Question(unit, wish.from(), wish.to(), wish.kind());
        for (Part part : Part.values()) {
            answers.put(part, figures.answer(caller, question, Figures.By.valueOf(part.name())));
        }
        Figures.Answer all = answers.get(Part.PERSON);
        Rules rules = all.rules().rules();
        List<Figures.Row> counted = all.rows().stream().filter(r -> r.tally().rate(rules) != null).toList();
        List<Figures.Row> below = counted.stream().filter(r -> r.tally().below(rules)).toList();
        List<Circulation.Row> rows = new ArrayList<>();
        answers.forEach((part, answer) -> {
            if (part == Part.DEPARTMENT && keys(answer).equals(keys(Objects.requireNonNull(answers.get(Part.UNIT))))) {
                return;
            }
            if (part != Part.PERSON) {
                answer.rows().stream().filter(r -> r.tally().rate(rules) != null).forEach(r -> rows.add(new Circulation.Row(part, r.key(), part == Part.DEPARTMENT ? whole(r) : r.name(), r.tally())));
            } else if (wish.names()) {
                below.stream().limit(NAMED).forEach(r -> rows.add(new Circulation.Row(part, r.key(), null, r.tally())));
            }
        });
        String kindName = wish.kind() == null ? null : rows.stream().filter(r -> r.part() == Part.KIND).map(Circulation.Row::name).findFirst().orElse(wish.kind());
        return new Circulation(Ids.next(), 1, unit, wish.title() == null ? "" : wish.title().strip(), caller.language(), wish.from(), wish.to(), wish.kind(), kindName, blank(wish.remark()),
                new Circulation.Content(all.gatherings(), counted.size(), below.size(), all.all(), rules, rows), watch.clock().instant(), caller.name(), null);
    }

    /** Where nothing lies deeper than directly below, the departments are the units once more. */
    private static Set<String> keys(Figures.Answer answer) {
        return answer.rows().stream().map(Figures.Row::key).collect(Collectors.toSet());
    }

    /** Five branches have five offices: what is told apart on the page by what stands beside it has to be so on paper for good. */
    private static String whole(Figures.Row row) {
        String name = row.detail() == null ? row.name() : row.detail() + " / " + row.name();
        return name.length() > NAME ? "…" + name.substring(name.length() - NAME + 1) : name;
    }

    /**
     * Issues it: it is kept as it is, and everybody of the unit and those below hears of it.
     *
     * @throws Problem as {@link #preview}; 422 without a title, {@code attendance.nothing-to-circulate} for a period without a roll that was taken or that is not over
     */
    public Circulation issue(Caller caller, UUID unit, Wish wish) {
        Circulation made = preview(caller, unit, wish);
        if (made.title().isEmpty()) {
            throw Problem.invalid("title", "attendance.needed");
        }
        if (made.content().gatherings() == 0) {
            throw Problem.invalid("from", "attendance.nothing-to-circulate");
        }
        if (made.to().isAfter(today(unit))) {
            throw Problem.invalid("to", "attendance.not-over");
        }
        return transactions.call(() -> {
            store.add(made);
            written(caller, "circulate", null, made);
            notices.send(new Notices.Notice("attendance", "notice.circulated", Map.of("title", made.title()), "/attendance/circulations/" + made.id() + "?unit=" + unit), readers(caller, unit));
            return made;
        });
    }

    private List<UUID> readers(Caller caller, UUID unit) {
        List<UUID> within = units.subtree(unit).stream().map(Unit::id).toList();
        List<UUID> ids = people.membersOf(within, today(unit)).stream().map(Person::id).toList();
        return accounts.ofPeople(ids).stream().filter(account -> !account.equals(caller.account())).toList();
    }

    private LocalDate today(UUID unit) {
        ZoneId zone = units.get(unit).zone();
        return watch.clock().instant().atZone(zone).toLocalDate();
    }

    /** What was issued for the unit: by itself, by those above it, and for who may read figures by those below. The newest first. */
    public CirculationStore.Page list(Caller caller, UUID unit, int offset, int size) {
        access.require(caller, Permissions.OWN, unit);
        Set<UUID> of = new LinkedHashSet<>(units.get(unit).path());
        if (access.can(caller, Permissions.READ, unit)) {
            of.addAll(access.within(caller, Permissions.READ, unit));
        }
        return store.list(of, offset, size);
    }

    /** For everybody whom it is of, and who may read the unit's figures. @throws Problem 404 {@code attendance.no-such-circulation} */
    public Circulation find(Caller caller, UUID id) {
        return store.find(id).filter(c -> belongs(caller, c.unit()) || access.can(caller, Permissions.READ, c.unit()) || access.can(caller, Permissions.OWN, c.unit()))
                .orElseThrow(() -> Problem.notFound("attendance.no-such-circulation"));
    }

    private boolean belongs(Caller caller, UUID unit) {
        UUID person = caller.person();
        return person != null && people.unitsOf(person, today(unit)).stream().map(units::find).flatMap(Optional::stream).anyMatch(own -> own.path().contains(unit));
    }

    /** The whole rate as it would be counted today by the same rules, if marks have changed since; for who may read figures. */
    public Optional<Tally> changedSince(Caller caller, Circulation issued) {
        if (!access.can(caller, Permissions.READ, issued.unit())) {
            return Optional.empty();
        }
        Tally now = figures.answer(caller, new Figures.Question(issued.unit(), issued.from(), issued.to(), issued.kind()), Figures.By.MONTH).all();
        return now.counts().equals(issued.content().all().counts()) ? Optional.empty() : Optional.of(now);
    }

    /**
     * It holds no more; it stays to be read with the reason.
     *
     * @throws Problem 403; 404; 409 {@code attendance.withdrawn-already}; 422 without a reason
     * @throws OptimisticLockException another version is stored
     */
    public Circulation withdraw(Caller caller, UUID id, int version, @Nullable String why) {
        Circulation seen = find(caller, id);
        access.require(caller, Permissions.CIRCULATE, seen.unit());
        String reason = blank(why);
        if (reason == null || reason.length() > WHY) {
            throw reason == null ? Problem.invalid("why", "attendance.needed") : new Problem(422, "rest.invalid").field("why", "attendance.too-long", Map.of("max", WHY));
        }
        if (seen.version() != version) {
            throw new OptimisticLockException("circulation " + id);
        }
        if (seen.withdrawal() != null) {
            throw Problem.conflict("attendance.withdrawn-already");
        }
        return transactions.call(() -> {
            Circulation after = store.withdraw(seen.withdrawn(watch.clock().instant(), caller.name(), reason));
            written(caller, "withdraw-circulation", seen, after);
            return after;
        });
    }

    private void written(Caller caller, String action, @Nullable Circulation before, Circulation after) {
        audit.write(caller, after.unit(), "attendance." + action, new Audit.Subject("attendance.circulation", after.id().toString(), after.title()), before == null ? null : snapshot(before),
                snapshot(after));
        watch.changed("circulation", after.id(), after.unit());
    }

    private static Map<String, Object> snapshot(Circulation c) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("title", c.title());
        all.put("from", c.from().toString());
        all.put("to", c.to().toString());
        all.put("kind", c.kindName());
        all.put("rate", c.content().all().rate(c.content().rules()));
        all.put("named", c.content().of(Part.PERSON).stream().map(Circulation.Row::key).collect(Collectors.joining(" ")));
        if (c.withdrawal() != null) {
            all.put("withdrawn", c.withdrawal().why());
        }
        return all;
    }

    private static @Nullable String blank(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
