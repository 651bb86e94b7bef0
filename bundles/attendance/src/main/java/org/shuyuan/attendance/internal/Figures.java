package org.shuyuan.attendance.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.directory.Group;
import org.shuyuan.api.directory.Groups;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.UnitRecord;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.attendance.internal.jpa.FigureStore;
import org.shuyuan.attendance.internal.jpa.FigureStore.Period;
import org.shuyuan.attendance.internal.jpa.GatheringStore;

/** Attendance in figures, and what each rests on. Counted from the marks at every question: no figure can be older than its evidence. Thread-safe. */
@Component(service = Figures.class)
public final class Figures {

    /** What a figure is of. */
    public enum By { PERSON, UNIT, GROUP, KIND, MONTH }

    /** Longest period in days: five years. */
    private static final int LONGEST = 5 * 366;

    /**
     * What is asked.
     *
     * @param unit whose gatherings, with those below it
     * @param from the first day
     * @param to the last day
     * @param kind word of a kind; null for all
     */
    public record Question(UUID unit, LocalDate from, LocalDate to, @Nullable String kind) {}

    /** @param key person, unit, group, word of a kind or month {@code 2026-03} @param detail what tells namesakes apart */
    public record Row(String key, String name, @Nullable String detail, Tally tally) {}

    /** @param rules by which it is counted @param gatherings how many rolls it rests on */
    public record Answer(List<Row> rows, Tally all, int gatherings, RulesService.Held rules) {}

    private final FigureStore store;
    private final GatheringStore gatherings;
    private final RulesService rules;
    private final People people;
    private final Units units;
    private final Groups groups;
    private final Access access;

    @Activate
    public Figures(@Reference FigureStore store, @Reference GatheringStore gatherings, @Reference RulesService rules, @Reference People people, @Reference Units units,
            @Reference Groups groups, @Reference Access access) {
        this.store = store;
        this.gatherings = gatherings;
        this.rules = rules;
        this.people = people;
        this.units = units;
        this.groups = groups;
        this.access = access;
    }

    /** The lowest rates first for people, units and groups: who falls behind is to be seen. @throws Problem 403; 422 for a period of none or over five years */
    public Answer answer(Caller caller, Question question, By by) {
        access.require(caller, Permissions.READ, question.unit());
        Period period = period(caller, question, null);
        Map<String, Tally> sums = new LinkedHashMap<>();
        ZoneId zone = units.get(question.unit()).zone();
        // each mark is read once, whatever is asked: a year of a large tree has hundreds of thousands
        switch (by) {
            case PERSON, GROUP -> store.byPerson(period).forEach(c -> sums.computeIfAbsent(String.valueOf(c.of()), k -> new Tally()).add(c.state(), c.number(), c.madeUp()));
            case UNIT -> store.byUnit(period).forEach(c -> sums.computeIfAbsent(String.valueOf(c.of()), k -> new Tally()).add(c.state(), c.number(), c.madeUp()));
            default -> store.byStart(period).forEach(g -> sums.computeIfAbsent(by == By.KIND ? g.kind() : g.start().atZone(zone).toLocalDate().toString().substring(0, 7), k -> new Tally())
                    .add(g.state(), g.number(), g.madeUp()));
        }
        Tally all = new Tally();
        sums.values().forEach(all::add);
        RulesService.Held held = rules.at(question.unit());
        Map<String, Tally> wanted = by == By.GROUP ? grouped(question, sums) : sums;
        return new Answer(sorted(named(caller.language(), period, by, wanted), by, held.rules()), all, store.gatherings(period), held);
    }

    /** The marks behind a figure. @param key as of its row @param state only these; null for all */
    public FigureStore.Page evidence(Caller caller, Question question, By by, String key, @Nullable State state, int offset, int size) {
        return evidence(caller, question, by, key, state, false, offset, size);
    }

    /** Likewise. @param madeUp only what was made up for */
    public FigureStore.Page evidence(Caller caller, Question question, By by, String key, @Nullable State state, boolean madeUp, int offset, int size) {
        access.require(caller, Permissions.READ, question.unit());
        Question narrowed = by == By.KIND ? new Question(question.unit(), question.from(), question.to(), key) : by == By.MONTH ? month(question, key) : question;
        Collection<UUID> only = by == By.PERSON ? List.of(id(key)) : by == By.GROUP ? members(question, id(key)) : null;
        return store.evidence(period(caller, narrowed, only), by == By.UNIT ? List.of(id(key)) : null, state == null ? null : List.of(state), madeUp, offset, size);
    }

    /** Marks, the newest first. @param only of these people; null for all @param of of those who belonged to one of these units on the day; null for all */
    FigureStore.Page marks(Caller caller, Question question, @Nullable Collection<UUID> only, @Nullable Collection<UUID> of, Collection<State> states, int offset, int size) {
        access.require(caller, Permissions.READ, question.unit());
        return store.evidence(period(caller, question, only), of, states, false, offset, size);
    }

    private static Question month(Question question, String key) {
        try {
            LocalDate first = LocalDate.parse(key + "-01");
            LocalDate last = first.plusMonths(1).minusDays(1);
            return new Question(question.unit(), first.isBefore(question.from()) ? question.from() : first, last.isAfter(question.to()) ? question.to() : last, question.kind());
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
        return new Period(access.within(caller, Permissions.READ, question.unit()), start(question.from(), zone), start(question.to().plusDays(1), zone), question.kind(), only);
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

    private List<Row> named(Language language, Period period, By by, Map<String, Tally> sums) {
        List<Row> rows = new ArrayList<>();
        switch (by) {
            case PERSON -> {
                Map<UUID, Person> known = people.get(sums.keySet().stream().map(UUID::fromString).toList());
                sums.forEach((key, tally) -> {
                    Person person = known.get(UUID.fromString(key));
                    rows.add(new Row(key, person == null ? "?" : Anonymous.shown(person.name(), language), person == null ? null : detail(person), tally));
                });
            }
            case UNIT -> {
                Map<UUID, UnitRecord> known = units.records(sums.keySet().stream().filter(k -> !k.equals("null")).map(UUID::fromString).toList());
                sums.forEach((key, tally) -> {
                    UnitRecord unit = key.equals("null") ? null : known.get(UUID.fromString(key));
                    rows.add(new Row(key, unit == null ? "?" : unit.name(), null, tally));
                });
            }
            case GROUP -> {
                Map<UUID, Group> known = groups.get(sums.keySet().stream().map(UUID::fromString).toList());
                sums.forEach((key, tally) -> rows.add(new Row(key, known.get(UUID.fromString(key)).name(language), null, tally)));
            }
            case KIND -> {
                Map<String, Map<String, String>> known = gatherings.kinds(period.units());
                sums.forEach((key, tally) -> rows.add(new Row(key, known.getOrDefault(key, new HashMap<>()).getOrDefault(language.tag(), key), null, tally)));
            }
            default -> sums.forEach((key, tally) -> rows.add(new Row(key, key, null, tally)));
        }
        return rows;
    }

    private static @Nullable String detail(Person person) {
        return person.number() == null ? person.unitName() : person.unitName() == null ? person.number() : person.unitName() + " · " + person.number();
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
