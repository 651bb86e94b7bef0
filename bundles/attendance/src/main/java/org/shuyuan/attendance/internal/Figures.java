package org.shuyuan.attendance.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Group;
import org.shuyuan.api.directory.Groups;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Texts;
import org.shuyuan.attendance.internal.jpa.FigureStore;
import org.shuyuan.attendance.internal.jpa.FigureStore.Period;
import org.shuyuan.attendance.internal.jpa.GatheringStore;

/** Attendance in figures, and what each rests on. Counted from the marks at every question: no figure can be older than its evidence. Thread-safe. */
@Component(service = Figures.class)
public final class Figures {

    /** What a figure is of. */
    public enum By {
        PERSON,
        /** Each unit directly below the one asked, with everything below it; and those who belong to the one asked itself. */
        UNIT,
        /** Each unit that people belong to directly. */
        DEPARTMENT, GROUP, KIND, MONTH, GATHERING,
        /** All of it. */
        ALL
    }

    /** Whose attendance it is. */
    public enum Scope {
        /** At gatherings that the unit and those below it hold, whoever was expected. */
        HELD,
        /** Of those who belonged to the unit or one below it on the day, wherever it was held. */
        PEOPLE
    }

    /** Longest period in days: five years. */
    private static final int LONGEST = 5 * 366;

    /**
     * What is asked.
     *
     * @param unit whose gatherings or people, with those below it
     * @param from the first day
     * @param to the last day
     * @param kind word of a kind; null for all
     */
    public record Question(UUID unit, LocalDate from, LocalDate to, @Nullable String kind, Scope scope) {

        /** Of what the unit holds. */
        public Question(UUID unit, LocalDate from, LocalDate to, @Nullable String kind) {
            this(unit, from, to, kind, Scope.HELD);
        }
    }

    /**
     * @param key person, unit, group, gathering, word of a kind or month {@code 2026-03}
     * @param detail what tells namesakes apart
     * @param opens by what the unit's own figures are to be seen; null: it has none, or the caller may not see them
     */
    public record Row(String key, String name, @Nullable String detail, Tally tally, @Nullable By opens) {

        Row(String key, String name, @Nullable String detail, Tally tally) {
            this(key, name, detail, tally, null);
        }
    }

    /** @param groupsOn the day of which groups are @param gatherings how many rolls it rests on @param untaken how many are over there whose roll nobody took @param rules by which it is counted */
    public record Answer(List<Row> rows, Tally all, int gatherings, int untaken, LocalDate groupsOn, RulesService.Held rules) {}

    private final FigureStore store;
    private final RulesService rules;
    private final Units units;
    private final Groups groups;
    private final Access access;
    private final FigureNames names;

    @Activate
    public Figures(@Reference FigureStore store, @Reference GatheringStore gatherings, @Reference RulesService rules, @Reference People people, @Reference Units units,
            @Reference Groups groups, @Reference Access access, @Reference Texts texts) {
        this.store = store;
        this.rules = rules;
        this.units = units;
        this.groups = groups;
        this.access = access;
        names = new FigureNames(store, gatherings, people, units, groups, access, texts);
    }

    /** The lowest rates first for people, units and groups: who falls behind is to be seen. @throws Problem 403; 422 for a period of none or over five years */
    public Answer answer(Caller caller, Question question, By by) {
        access.require(caller, Permissions.READ, question.unit());
        Period period = period(caller, question, null);
        Map<String, Tally> sums = new LinkedHashMap<>();
        ZoneId zone = units.get(question.unit()).zone();
        // each mark is read once, whatever is asked: a year of a large tree has hundreds of thousands
        switch (by) {
            case PERSON, GROUP -> counted(sums, store.byPerson(period));
            case DEPARTMENT -> counted(sums, store.byUnit(period));
            case UNIT -> {
                Branches branches = new Branches(units, question.unit());
                store.byUnit(period).forEach(c -> sums.computeIfAbsent(branches.key(c.of()), k -> new Tally()).add(c.state(), c.number(), c.madeUp()));
            }
            case GATHERING -> counted(sums, store.byGathering(period));
            default -> store.byStart(period).forEach(g -> sums.computeIfAbsent(by == By.ALL ? question.unit().toString() : by == By.KIND ? g.kind()
                    : g.start().atZone(zone).toLocalDate().toString().substring(0, 7), k -> new Tally()).add(g.state(), g.number(), g.madeUp()));
        }
        Tally all = new Tally();
        sums.values().forEach(all::add);
        RulesService.Held held = rules.at(question.unit());
        Map<String, Tally> wanted = by == By.GROUP ? grouped(question, sums) : sums;
        int untaken = store.untaken(Objects.requireNonNull(period.held() != null ? period.held() : period.of()), period.from(), period.to(), period.kind());
        return new Answer(sorted(names.rows(caller, question, by, wanted), by, held.rules()), all, store.gatherings(period), untaken, day(question), held);
    }

    private static void counted(Map<String, Tally> sums, List<FigureStore.Count> counts) {
        counts.forEach(c -> sums.computeIfAbsent(String.valueOf(c.of()), k -> new Tally()).add(c.state(), c.number(), c.madeUp()));
    }

    /** The states that the unit's rate is counted out of. */
    public Collection<State> counted(UUID unit) {
        return rules.at(unit).rules().counted();
    }

    /** Whether the caller may see the roll of a gathering of that unit. */
    public boolean opens(Caller caller, UUID unit) {
        return access.can(caller, Permissions.READ, unit) || access.can(caller, Permissions.TAKE, unit);
    }

    /** The marks behind a figure. @param key as of its row @param state only these; null for all */
    public FigureStore.Page evidence(Caller caller, Question question, By by, String key, @Nullable State state, int offset, int size) {
        return evidence(caller, question, by, key, state == null ? null : List.of(state), false, offset, size);
    }

    /** Likewise. @param states only these, with a null among them also those without a mark; null for all @param madeUp only what was made up for */
    public FigureStore.Page evidence(Caller caller, Question question, By by, String key, @Nullable Collection<@Nullable State> states, boolean madeUp, int offset, int size) {
        access.require(caller, Permissions.READ, question.unit());
        Question narrowed = by == By.KIND ? new Question(question.unit(), question.from(), question.to(), key, question.scope()) : by == By.MONTH ? month(question, key) : question;
        Period period = period(caller, narrowed, by == By.PERSON ? List.of(id(key)) : by == By.GROUP ? members(question, id(key)) : null);
        @Nullable Collection<@Nullable UUID> of = switch (by) {
            case DEPARTMENT -> key.equals(Branches.NONE) ? Collections.singletonList(null) : List.of(id(key));
            case UNIT -> {
                Branches branches = new Branches(units, question.unit());
                String wanted = key.equals(Branches.NONE) || key.equals(Branches.ELSEWHERE) ? key : id(key).toString();
                yield store.units(period).stream().filter(unit -> branches.key(unit).equals(wanted)).toList();
            }
            default -> null;
        };
        return store.evidence(period, new FigureStore.Some(of, states, madeUp, by == By.GATHERING ? id(key) : null), offset, size);
    }

    /** Marks, the newest first. @param only of these people; null for all @param of of those who belonged to one of these units on the day; null for all */
    FigureStore.Page marks(Caller caller, Question question, @Nullable Collection<UUID> only, @Nullable Collection<UUID> of, Collection<State> states, int offset, int size) {
        access.require(caller, Permissions.READ, question.unit());
        return store.evidence(period(caller, question, only), new FigureStore.Some(of, states, false, null), offset, size);
    }

    private static Question month(Question question, String key) {
        try {
            LocalDate first = LocalDate.parse(key + "-01");
            LocalDate last = first.plusMonths(1).minusDays(1);
            return new Question(question.unit(), first.isBefore(question.from()) ? question.from() : first, last.isAfter(question.to()) ? question.to() : last, question.kind(),
                    question.scope());
        } catch (java.time.format.DateTimeParseException none) {
            throw Problem.invalid("key", "attendance.bad-key");
        }
    }

    private static UUID id(String key) {
        try {
            return UUID.fromString(key);
        } catch (IllegalArgumentException none) {
            throw Problem.invalid("key", "attendance.bad-key");
        }
    }

    private Period period(Caller caller, Question question, @Nullable Collection<UUID> only) {
        if (question.to().isBefore(question.from()) || question.to().isAfter(question.from().plusDays(LONGEST))) {
            throw Problem.invalid("to", "attendance.bad-period");
        }
        ZoneId zone = units.get(question.unit()).zone();
        Set<UUID> within = access.within(caller, Permissions.READ, question.unit());
        return new Period(question.scope() == Scope.HELD ? within : null, question.scope() == Scope.PEOPLE ? within : null, start(question.from(), zone),
                start(question.to().plusDays(1), zone), question.kind(), only);
    }

    private static Instant start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }

    /** The period's last day, today at the latest: who will be in a group by age some day is told by nobody's figures. */
    private LocalDate day(Question question) {
        LocalDate today = LocalDate.now(units.get(question.unit()).zone());
        return question.to().isAfter(today) ? today : question.to();
    }

    /** By who is in which group on the period's last day, today at the latest. */
    private Map<String, Tally> grouped(Question question, Map<String, Tally> people) {
        Map<String, Tally> sums = new LinkedHashMap<>();
        List<UUID> all = groups.at(question.unit()).stream().map(Group::id).toList();
        Map<UUID, List<Person>> members = groups.members(all, question.unit(), day(question));
        all.forEach(group -> {
            Tally sum = new Tally();
            members.getOrDefault(group, List.of()).forEach(member -> {
                Tally one = people.get(member.id().toString());
                if (one != null) {
                    sum.add(one);
                }
            });
            sums.put(group.toString(), sum);
        });
        return sums;
    }

    private List<UUID> members(Question question, UUID group) {
        return groups.members(List.of(group), question.unit(), day(question)).getOrDefault(group, List.of()).stream().map(Person::id).toList();
    }

    private static List<Row> sorted(List<Row> rows, By by, Rules rules) {
        if (by == By.MONTH) {
            return rows.stream().sorted(Comparator.comparing(Row::key)).toList();
        }
        // a rate is worked out once a row, not once a comparison
        Map<Row, @Nullable Double> rates = new IdentityHashMap<>();
        rows.forEach(row -> rates.put(row, row.tally().rate(rules)));
        return rows.stream().sorted(Comparator.comparing((Row r) -> rates.get(r), Comparator.nullsLast(Comparator.naturalOrder())).thenComparing(Row::name).thenComparing(Row::key)).toList();
    }
}
