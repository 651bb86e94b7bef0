package org.shuyuan.attendance.internal;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.indicators.IndicatorSource;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.attendance.internal.jpa.FigureStore;

/**
 * How people and units attend: the rate by the unit's rules, how often somebody was there, and how often they were missed without leave, wherever it was held. The same
 * numbers as in {@link Figures} of people, of marks that whoever asks may read. Thread-safe.
 */
@Component(service = IndicatorSource.class)
public final class AttendanceIndicators implements IndicatorSource {

    private static final Set<Of> BOTH = EnumSet.allOf(Of.class);
    private static final Indicator RATE = new Indicator("rate", Measure.PERCENT, BOTH, true);
    private static final Indicator ATTENDED = new Indicator("attended", Measure.COUNT, BOTH, true);
    private static final Indicator ABSENT = new Indicator("absent", Measure.COUNT, BOTH, false);
    private static final List<Indicator> ALL = List.of(RATE, ATTENDED, ABSENT);
    private static final int PAGE = 500;

    private final Figures figures;
    private final Units units;

    @Activate
    public AttendanceIndicators(@Reference Figures figures, @Reference Units units) {
        this.figures = figures;
        this.units = units;
    }

    @Override
    public String module() {
        return "attendance";
    }

    @Override
    public List<Indicator> indicators() {
        return ALL;
    }

    @Override
    public List<Value> values(Question question) {
        Indicator wanted = indicator(question);
        Figures.Answer answer = figures.answer(question.caller(), asked(question), question.of() == Of.PERSON ? Figures.By.PERSON : Figures.By.DEPARTMENT);
        Map<UUID, Tally> sums = new HashMap<>();
        Set<UUID> ids = new HashSet<>(question.ids());
        answer.rows().stream().filter(row -> !row.key().equals(Branches.NONE)).forEach(row -> {
            UUID key = UUID.fromString(row.key());
            Set<UUID> of = question.of() == Of.PERSON ? Set.of(key) : units.find(key).map(Unit::path).<Set<UUID>>map(HashSet::new).orElse(Set.of(key));
            of.stream().filter(ids::contains).forEach(id -> sums.computeIfAbsent(id, k -> new Tally()).add(row.tally()));
        });
        return sums.entrySet().stream().map(e -> value(wanted, e.getKey(), e.getValue(), answer.rules().rules())).toList();
    }

    private static Value value(Indicator wanted, UUID of, Tally tally, Rules rules) {
        if (wanted == RATE) {
            return new Value(of, tally.rate(rules), tally.hundredths(rules) / 100.0, (double) tally.base(rules));
        }
        double count = wanted == ABSENT ? tally.of(State.ABSENT) : tally.of(State.PRESENT) + tally.of(State.LATE) + tally.of(State.LEFT_EARLY);
        return new Value(of, count, count, null);
    }

    @Override
    public Evidences evidence(Question question, UUID of, int offset, int size) {
        Indicator wanted = indicator(question);
        Set<State> states = wanted == ABSENT ? EnumSet.of(State.ABSENT) : wanted == ATTENDED ? EnumSet.of(State.PRESENT, State.LATE, State.LEFT_EARLY) : EnumSet.allOf(State.class);
        FigureStore.Page page = figures.marks(question.caller(), asked(question), question.of() == Of.PERSON ? List.of(of) : null,
                question.of() == Of.UNIT ? units.subtreeIds(of) : null, states, Math.max(0, offset), Math.min(PAGE, Math.max(1, size)));
        return new Evidences(page.items().stream().map(line -> new Evidence(line.start(), "record.attended-" + Optional.ofNullable(line.state()).map(State::word).orElse("open"),
                Map.of("title", line.title()), link(question, line))).toList(), page.total());
    }

    private static Figures.Question asked(Question question) {
        return new Figures.Question(question.unit(), question.from(), question.to(), null, Figures.Scope.PEOPLE);
    }

    /** To the roll; of one that the caller may not see, to what they may: the person's marks. */
    private String link(Question question, FigureStore.Line line) {
        return figures.opens(question.caller(), line.unit()) ? "/attendance/gatherings/" + line.gathering() + "?unit=" + line.unit()
                : "/attendance/figures/evidence?by=person&key=" + line.person() + "&scope=people&from=" + question.from() + "&to=" + question.to() + "&unit=" + question.unit();
    }

    private static Indicator indicator(Question question) {
        return ALL.stream().filter(one -> one.id().equals(question.indicator())).findFirst().orElseThrow(() -> Problem.notFound("attendance.no-such-indicator"));
    }
}
