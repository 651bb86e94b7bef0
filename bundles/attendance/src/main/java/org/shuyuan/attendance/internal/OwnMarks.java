package org.shuyuan.attendance.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.records.HeldDataSource;
import org.shuyuan.api.text.Texts;
import org.shuyuan.attendance.internal.jpa.CardStore;
import org.shuyuan.attendance.internal.jpa.CirculationStore;
import org.shuyuan.attendance.internal.jpa.FigureStore;
import org.shuyuan.attendance.internal.jpa.LeaveFileStore;
import org.shuyuan.attendance.internal.jpa.LeaveStore;
import org.shuyuan.attendance.internal.jpa.MakeUpStore;
import org.shuyuan.attendance.internal.jpa.ObjectionStore;
import org.shuyuan.attendance.internal.jpa.TimesStore;

/** The caller's marks, leave, made-up study, objections, times, cards and the circulations that name them, for "data about me". Thread-safe. */
@Component(service = HeldDataSource.class)
public final class OwnMarks implements HeldDataSource {

    private static final Instant EVER = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant ALWAYS = Instant.parse("2999-01-01T00:00:00Z");
    private static final int MOST = 10_000;

    private final FigureStore store;
    private final LeaveStore leaves;
    private final MakeUpStore makeUps;
    private final ObjectionStore objections;
    private final CirculationStore circulations;
    private final CardStore cards;
    private final LeaveFileStore files;
    private final TimesStore times;
    private final Texts texts;

    @Activate
    public OwnMarks(@Reference FigureStore store, @Reference LeaveStore leaves, @Reference MakeUpStore makeUps, @Reference ObjectionStore objections,
            @Reference CirculationStore circulations, @Reference CardStore cards, @Reference LeaveFileStore files,
            @Reference TimesStore times, @Reference Texts texts) {
        this.store = store;
        this.leaves = leaves;
        this.makeUps = makeUps;
        this.objections = objections;
        this.circulations = circulations;
        this.cards = cards;
        this.files = files;
        this.times = times;
        this.texts = texts;
    }

    @Override
    public String module() {
        return "attendance";
    }

    @Override
    public List<Held> held(Caller self) {
        UUID person = self.person();
        List<FigureStore.Line> all = person == null ? List.of() : store.ofPeople(List.of(person), EVER, ALWAYS, MOST);
        List<Leave> asked = person == null ? List.of() : leaves.of(person, MOST);
        Map<UUID, List<LeaveFile>> with = files.of(asked.stream().map(Leave::id).toList());
        List<Held> held = new ArrayList<>();
        if (!asked.isEmpty()) {
            held.add(new Held("leave.mine", List.of("leave.from", "leave.to", "mark.reason", "leave.note", "leave.state", "leave.answer", "leave.files"),
                    asked.stream().map(l -> Arrays.<Object>asList(l.from(), l.to(), l.reason(), l.note(),
                            texts.text(self.language(), "attendance", "leave." + l.status().word(), Map.of()), l.answer(),
                            with.getOrDefault(l.id(), List.of()).stream().map(LeaveFile::name).collect(Collectors.joining(", ")))).toList()));
        }
        List<Circulation> naming = person == null ? List.of() : circulations.naming(person, MOST);
        if (!naming.isEmpty()) {
            held.add(new Held("nav.circulations", List.of("circulation.when", "circulation.subject", "filter.from", "filter.to"),
                    naming.stream().map(c -> Arrays.<Object>asList(c.issuedAt(), c.title(), c.from(), c.to())).toList()));
        }
        List<MakeUpStore.Line> madeUp = person == null ? List.of() : makeUps.of(person, MOST);
        if (!madeUp.isEmpty()) {
            held.add(new Held("make-up.mine", List.of("gathering.title", "make-up.task", "make-up.due", "make-up.day", "make-up.minutes", "make-up.note", "make-up.state", "make-up.answer"),
                    madeUp.stream().map(l -> Arrays.<Object>asList(l.title(), l.makeUp().task(), l.makeUp().due(), l.makeUp().doneOn(), l.makeUp().minutes(), l.makeUp().note(),
                            texts.text(self.language(), "attendance", "make-up." + l.makeUp().status().word(), Map.of()), l.makeUp().answer())).toList()));
        }
        List<ObjectionStore.Line> objected = person == null ? List.of() : objections.of(person, MOST);
        if (!objected.isEmpty()) {
            held.add(new Held("objection.mine", List.of("gathering.title", "objection.was", "objection.wanted", "objection.why", "objection.state", "objection.answer"),
                    objected.stream().map(l -> Arrays.<Object>asList(l.title(), texts.text(self.language(), "attendance", "state." + l.objection().was().word(), Map.of()),
                            texts.text(self.language(), "attendance", "state." + l.objection().wanted().word(), Map.of()), l.objection().why(),
                            texts.text(self.language(), "attendance", "objection." + l.objection().status().word(), Map.of()), l.objection().answer())).toList()));
        }
        List<TimesStore.Line> came = person == null ? List.of() : times.of(person, MOST);
        if (!came.isEmpty()) {
            held.add(new Held("anonymise.times", List.of("gathering.title", "mark.came", "mark.left"),
                    came.stream().map(l -> Arrays.<Object>asList(l.title(), l.times().came(), l.times().left())).toList()));
        }
        List<Card> mine = person == null ? List.of() : cards.of(person);
        if (!mine.isEmpty()) {
            held.add(new Held("cards.page", List.of("cards.ending", "cards.added-at"), mine.stream().map(c -> Arrays.<Object>asList(c.ending(), c.addedAt())).toList()));
        }
        if (!all.isEmpty()) {
            held.add(new Held("nav.mine", List.of("gathering.start", "gathering.title", "mark.state", "mark.reason", "mark.minutes"),
                all.stream().map(l -> Arrays.<Object>asList(l.start(), l.title(), texts.text(self.language(), "attendance", l.state() == null ? "state.open" : "state." + l.state().word(), Map.of()),
                        l.reason(), l.minutes())).toList()));
        }
        return held;
    }
}
