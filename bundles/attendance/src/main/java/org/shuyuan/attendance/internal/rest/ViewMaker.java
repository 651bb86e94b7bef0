package org.shuyuan.attendance.internal.rest;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.attendance.Subject;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.UnitRecord;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Names;
import org.shuyuan.attendance.internal.Card;
import org.shuyuan.attendance.internal.Gathering;
import org.shuyuan.attendance.internal.Leave;
import org.shuyuan.attendance.internal.LeaveFile;
import org.shuyuan.attendance.internal.MakeUp;
import org.shuyuan.attendance.internal.Mark;
import org.shuyuan.attendance.internal.Objection;
import org.shuyuan.attendance.internal.ObjectionService;
import org.shuyuan.attendance.internal.Reason;
import org.shuyuan.attendance.internal.Reasons;
import org.shuyuan.attendance.internal.RollService;
import org.shuyuan.attendance.internal.Rules;
import org.shuyuan.attendance.internal.RulesService;
import org.shuyuan.attendance.internal.State;
import org.shuyuan.attendance.internal.Tally;
import org.shuyuan.attendance.internal.Times;
import org.shuyuan.attendance.internal.jpa.FigureStore;
import org.shuyuan.attendance.internal.jpa.MakeUpStore;
import org.shuyuan.attendance.internal.jpa.MarkStore;
import org.shuyuan.attendance.internal.jpa.ObjectionStore;
import org.shuyuan.attendance.internal.rest.Views.CardView;
import org.shuyuan.attendance.internal.rest.Views.EvidenceView;
import org.shuyuan.attendance.internal.rest.Views.GatheringLine;
import org.shuyuan.attendance.internal.rest.Views.GatheringView;
import org.shuyuan.attendance.internal.rest.Views.LeaveFileView;
import org.shuyuan.attendance.internal.rest.Views.LeaveView;
import org.shuyuan.attendance.internal.rest.Views.LinkView;
import org.shuyuan.attendance.internal.rest.Views.MakeUpMark;
import org.shuyuan.attendance.internal.rest.Views.MakeUpView;
import org.shuyuan.attendance.internal.rest.Views.MarkView;
import org.shuyuan.attendance.internal.rest.Views.Named;
import org.shuyuan.attendance.internal.rest.Views.ObjectionView;
import org.shuyuan.attendance.internal.rest.Views.OpenObjection;
import org.shuyuan.attendance.internal.rest.Views.PersonView;
import org.shuyuan.attendance.internal.rest.Views.ReasonChoice;
import org.shuyuan.attendance.internal.rest.Views.ReasonView;
import org.shuyuan.attendance.internal.rest.Views.Ref;
import org.shuyuan.attendance.internal.rest.Views.RulesView;
import org.shuyuan.attendance.internal.rest.Views.TallyView;

/** Turns what the services know into what the REST gives, in the caller's language and the unit's time zone. Thread-safe. */
@Component(service = ViewMaker.class)
public final class ViewMaker {

    private final People people;
    private final Units units;
    private final Names names;
    private final Reasons reasons;
    private final Clock clock;

    @Activate
    public ViewMaker(@Reference People people, @Reference Units units, @Reference Names names, @Reference Reasons reasons) {
        this(people, units, names, reasons, Clock.systemUTC());
    }

    ViewMaker(People people, Units units, Names names, Reasons reasons, Clock clock) {
        this.people = people;
        this.units = units;
        this.names = names;
        this.reasons = reasons;
        this.clock = clock;
    }

    /** @param rules by the unit that a gathering is of: it has one rate, whoever looks at it from wherever */
    List<GatheringLine> lines(List<Gathering> gatherings, List<MarkStore.Count> counts, Map<UUID, Rules> rules, Language language) {
        Map<UUID, Tally> tallies = new HashMap<>();
        Map<UUID, Integer> expected = new HashMap<>();
        counts.forEach(c -> {
            if (c.expected() || c.state() != null) {
                tallies.computeIfAbsent(c.gathering(), g -> new Tally()).add(c.state(), c.people(), c.madeUp());
            }
            if (c.expected()) {
                expected.merge(c.gathering(), c.people(), Integer::sum);
            }
        });
        Map<UUID, UnitRecord> known = units.records(gatherings.stream().map(Gathering::unit).toList());
        return gatherings.stream().map(g -> new GatheringLine(g.id(), g.draft().title(), kind(g, language), ref(g.unit(), known), g.draft().place(), time(g, g.draft().start()),
                time(g, g.draft().end()), state(g), expected.getOrDefault(g.id(), 0), tally(tallies.getOrDefault(g.id(), new Tally()), rules.getOrDefault(g.unit(), Rules.USUAL)))).toList();
    }

    GatheringLine line(Gathering gathering, List<MarkStore.Count> counts, Language language) {
        return lines(List.of(gathering), counts, Map.of(), language).get(0);
    }

    GatheringView gathering(Gathering g, List<MarkStore.Count> counts, Rules rules, List<Subject> subjects, List<Reason> reasons, boolean mayTake, Language language) {
        GatheringLine line = lines(List.of(g), counts, Map.of(g.unit(), rules), language).get(0);
        Map<String, List<ReasonChoice>> choices = new LinkedHashMap<>();
        reasons.forEach(r -> choices.computeIfAbsent(r.state().word(), s -> new java.util.ArrayList<>()).add(new ReasonChoice(r.word(), r.name(language), r.retired())));
        boolean early = clock.instant().isBefore(g.draft().start().minus(RollService.EARLY));
        return new GatheringView(g.id(), g.version(), line.title(), line.kind(), line.unit(), line.place(), line.start(), line.end(), line.state(), g.closedBy(),
                g.closedAt() == null ? null : time(g, g.closedAt()), line.expected(), line.tally(), subjects.stream().map(s -> new LinkView(s.module(), s.link())).toList(), choices, mayTake, early,
                Arrays.stream(State.values()).filter(rules::missed).map(State::word).toList(), g.signOut(), rules.earlyGrace(), rules.openEnd());
    }

    /** By unit in the tree's order, and by name within. */
    List<MarkView> roll(Gathering g, Collection<Mark> roll, Map<UUID, MakeUp> makeUps, Map<UUID, Times> times, Language language) {
        LocalDate today = today(g.unit());
        Map<UUID, Person> known = people.get(roll.stream().map(Mark::person).toList());
        Map<UUID, Integer> order = new HashMap<>();
        units.subtree(g.unit()).forEach(u -> order.put(u.id(), order.size()));
        Names.Order names = Names.Order.of(language);
        Map<UUID, String> keys = known.values().stream().collect(Collectors.toMap(Person::id, p -> this.names.key(p.name(), names)));
        Comparator<Mark> sorted = Comparator.comparing((Mark m) -> !m.expected()).thenComparing(m -> order.getOrDefault(m.unit(), Integer.MAX_VALUE))
                .thenComparing(m -> keys.getOrDefault(m.person(), "")).thenComparing(Mark::person);
        return roll.stream().sorted(sorted).map(m -> mark(g, m, person(m.person(), known, language), mark(makeUps.get(m.person()), today), times.get(m.person()))).toList();
    }

    private MarkView mark(Gathering g, Mark m, PersonView person, @Nullable MakeUpMark makeUp, @Nullable Times times) {
        return new MarkView(person, m.expected(), word(m.source()), m.state() == null ? null : m.state().word(), m.reason(),
                m.note(), m.minutes(), m.way() == null ? null : word(m.way()), m.at() == null ? null : time(g, m.at()), m.by(), makeUp,
                times == null || times.way() == Mark.Way.CLOSING ? null : time(g, times.came()), times == null || times.left() == null ? null : time(g, times.left()), times != null && times.toEnd());
    }

    private static @Nullable MakeUpMark mark(@Nullable MakeUp u, LocalDate today) {
        return u == null || u.status() == MakeUp.Status.DROPPED ? null : new MakeUpMark(u.id(), u.status().word(), day(u.due()), u.overdue(today));
    }

    List<MakeUpView> makeUps(List<MakeUpStore.Line> lines, Language language) {
        Map<UUID, Person> known = people.get(lines.stream().map(l -> l.makeUp().person()).distinct().toList());
        Map<UUID, UnitRecord> where = units.records(lines.stream().map(MakeUpStore.Line::unit).distinct().toList());
        Map<UUID, LocalDate> today = new HashMap<>();
        return lines.stream().map(l -> {
            MakeUp u = l.makeUp();
            ZoneId zone = zone(l.unit());
            return new MakeUpView(u.id(), u.version(), person(u.person(), known, language), u.gathering(), l.title(), time(zone, l.start()), ref(l.unit(), where),
                    l.mark() == null ? null : l.mark().word(), u.task(), day(u.due()), u.overdue(today.computeIfAbsent(l.unit(), this::today)), u.offered(), u.status().word(),
                    maybe(zone, u.assignedAt()), u.assignedBy(), day(u.doneOn()), u.minutes(), u.note(), maybe(zone, u.handedInAt()), maybe(zone, u.decidedAt()), u.decidedBy(), u.answer());
        }).toList();
    }

    List<ObjectionView> objections(List<ObjectionStore.Line> lines, Language language) {
        Map<UUID, Person> known = people.get(lines.stream().map(l -> l.objection().person()).distinct().toList());
        Map<UUID, UnitRecord> where = units.records(lines.stream().map(ObjectionStore.Line::unit).distinct().toList());
        return lines.stream().map(l -> {
            Objection o = l.objection();
            ZoneId zone = zone(l.unit());
            return new ObjectionView(o.id(), o.version(), person(o.person(), known, language), o.gathering(), l.title(), time(zone, l.start()), ref(l.unit(), where),
                    l.mark() == null ? null : l.mark().word(), o.was().word(), o.wanted().word(), o.why(), o.status().word(), time(zone, o.askedAt()), maybe(zone, o.decidedAt()), o.decidedBy(),
                    o.answer());
        }).toList();
    }

    List<OpenObjection> open(List<ObjectionService.Open> some, ZoneId zone) {
        return some.stream().map(o -> new OpenObjection(o.gathering(), o.state().word(), time(zone, o.until()))).toList();
    }

    private static @Nullable String day(@Nullable LocalDate day) {
        return day == null ? null : day.toString();
    }

    private static @Nullable String maybe(ZoneId zone, @Nullable Instant at) {
        return at == null ? null : time(zone, at);
    }

    private LocalDate today(UUID unit) {
        return LocalDate.ofInstant(clock.instant(), zone(unit));
    }

    List<PersonView> people(Collection<UUID> ids, Language language) {
        Map<UUID, Person> known = people.get(ids);
        return ids.stream().map(id -> person(id, known, language)).toList();
    }

    /** @param opens whether the caller may see the rolls of a unit */
    List<EvidenceView> evidence(List<FigureStore.Line> lines, Predicate<UUID> opens, Language language) {
        Map<UUID, Person> known = people.get(lines.stream().map(FigureStore.Line::person).distinct().toList());
        Map<UUID, UnitRecord> where = units.records(lines.stream().map(FigureStore.Line::unit).distinct().toList());
        Map<UUID, Boolean> may = new HashMap<>();
        return lines.stream().map(l -> new EvidenceView(l.gathering(), l.title(), time(zone(l.unit()), l.start()), ref(l.unit(), where), person(l.person(), known, language),
                l.state() == null ? null : l.state().word(), l.reason(), l.minutes(), l.makeUp(), may.computeIfAbsent(l.unit(), opens::test), l.taken())).toList();
    }

    RulesView rules(RulesService.Held held) {
        Unit from = held.from();
        Rules r = held.rules();
        return new RulesView(held.version(), r.leaveExcused(), r.lateCounts(), r.earlyCounts(), r.target(), r.leaveDays(), r.makeUpCounts(), r.objectionDays(), r.earlyGrace(), r.openEnd(),
                from == null ? null : new Ref(from.id(), from.name()), held.version() > 0);
    }

    TallyView tally(Tally t, Rules rules) {
        return new TallyView(t.base(rules), t.hundredths(rules), t.rate(rules), t.of(State.PRESENT), t.of(State.LATE), t.of(State.LEFT_EARLY), t.of(State.ON_LEAVE), t.of(State.ABSENT),
                t.of(State.EXEMPT), t.of(State.OBSERVER), t.open(), t.madeUp());
    }

    ReasonView reason(Reason r, Language language) {
        Map<String, String> all = new LinkedHashMap<>();
        r.name().forEach((l, text) -> all.put(l.tag(), text));
        return new ReasonView(r.id(), r.version(), new Ref(r.unit(), units.find(r.unit()).map(Unit::name).orElse(null)), r.word(), r.state().word(), r.name(language), all, r.position(), r.retired());
    }

    List<LeaveView> leaves(List<Leave> leaves, Map<UUID, List<LeaveFile>> files, Language language) {
        Map<UUID, Person> known = people.get(leaves.stream().map(Leave::person).distinct().toList());
        Map<UUID, UnitRecord> where = units.records(leaves.stream().map(Leave::unit).distinct().toList());
        Map<UUID, Map<String, String>> words = new HashMap<>();
        where.keySet().forEach(unit -> words.put(unit, reasons.at(unit).stream().collect(Collectors.toMap(Reason::word, r -> r.name(language), (a, b) -> a))));
        return leaves.stream().map(l -> {
            ZoneId zone = zone(l.unit());
            return new LeaveView(l.id(), l.version(), person(l.person(), known, language), ref(l.unit(), where), time(zone, l.from()), time(zone, l.to()), l.reason(),
                    words.getOrDefault(l.unit(), Map.of()).getOrDefault(l.reason(), l.reason()), l.note(), l.status().word(), time(zone, l.askedAt()),
                    l.decidedAt() == null ? null : time(zone, l.decidedAt()), l.decidedBy(), l.answer(),
                    files.getOrDefault(l.id(), List.of()).stream().map(ViewMaker::file).toList());
        }).toList();
    }

    List<CardView> cards(List<Card> some, Language language) {
        Map<UUID, Person> known = people.get(some.stream().map(Card::person).distinct().toList());
        return some.stream().map(c -> new CardView(c.id(), person(c.person(), known, language), c.ending(), moment(c.addedAt()), c.addedBy())).toList();
    }

    /** Where it is of no unit. */
    String moment(Instant at) {
        return time(ZoneId.of("Asia/Shanghai"), at);
    }

    static LeaveFileView file(LeaveFile file) {
        return new LeaveFileView(file.id(), file.name(), file.type().word(), file.size());
    }

    List<ReasonChoice> choices(List<Reason> some, Language language) {
        return some.stream().map(r -> new ReasonChoice(r.word(), r.name(language), r.retired())).toList();
    }

    Instant now() {
        return clock.instant();
    }

    private String state(Gathering g) {
        return g.progress(clock.instant()).word();
    }

    private static Named kind(Gathering g, Language language) {
        return new Named(g.draft().kind(), g.draft().kindName().getOrDefault(language.tag(), g.draft().kind()));
    }

    Ref ref(UUID unit) {
        return new Ref(unit, units.find(unit).map(Unit::name).orElse(null));
    }

    String time(UUID unit, Instant at) {
        return time(zone(unit), at);
    }

    private static Ref ref(UUID unit, Map<UUID, UnitRecord> known) {
        UnitRecord found = known.get(unit);
        return new Ref(unit, found == null ? null : found.name());
    }

    private static PersonView person(UUID id, Map<UUID, Person> known, Language language) {
        @Nullable Person p = known.get(id);
        return p == null ? new PersonView(id, "?", null, null, null) : new PersonView(id, Anonymous.shown(p.name(), language), p.number(), p.unitName(), p.position());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    ZoneId zone(UUID unit) {
        return units.find(unit).map(Unit::zone).orElse(ZoneId.of("Asia/Shanghai"));
    }

    String moment(Gathering g, Instant at) {
        return time(g, at);
    }

    private String time(Gathering g, Instant at) {
        return time(zone(g.unit()), at);
    }

    private static String time(ZoneId zone, Instant at) {
        return at.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).atZone(zone).toOffsetDateTime().toString();
    }
}
