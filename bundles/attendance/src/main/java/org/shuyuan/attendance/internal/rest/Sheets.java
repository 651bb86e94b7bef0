package org.shuyuan.attendance.internal.rest;

import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.attendance.internal.Gathering;
import org.shuyuan.attendance.internal.Reason;
import org.shuyuan.attendance.internal.rest.Views.CirculationRow;
import org.shuyuan.attendance.internal.rest.Views.CirculationView;
import org.shuyuan.attendance.internal.rest.Views.EvidenceView;
import org.shuyuan.attendance.internal.rest.Views.FigureRow;
import org.shuyuan.attendance.internal.rest.Views.GatheringLine;
import org.shuyuan.attendance.internal.rest.Views.MakeUpView;
import org.shuyuan.attendance.internal.rest.Views.MarkView;
import org.shuyuan.attendance.internal.rest.Views.ObjectionView;
import org.shuyuan.attendance.internal.rest.Views.TallyView;
import org.shuyuan.rest.Transfers;

/** Lists as spreadsheets, with the words and columns of the pages. Thread-safe. */
@Component(service = Sheets.class)
public final class Sheets {

    private record Column<T>(String text, int width, Function<T, @Nullable Object> value) {}

    private final Workbooks workbooks;
    private final Texts texts;

    @Activate
    public Sheets(@Reference Workbooks workbooks, @Reference Texts texts) {
        this.workbooks = workbooks;
        this.texts = texts;
    }

    Response gatherings(List<GatheringLine> rows, List<String> chosen, Language language) {
        Map<String, Column<GatheringLine>> columns = new LinkedHashMap<>();
        columns.put("title", new Column<>("gathering.title", 30, GatheringLine::title));
        columns.put("start", new Column<>("gathering.start", 18, r -> time(r.start())));
        columns.put("kind.name", new Column<>("gathering.kind", 16, r -> r.kind().name()));
        columns.put("unit.name", new Column<>("gathering.unit", 18, r -> r.unit().name()));
        columns.put("state", new Column<>("gathering.state", 10, r -> text(language, "roll." + r.state())));
        columns.put("expected", new Column<>("gathering.expected", 10, GatheringLine::expected));
        tally(columns, GatheringLine::tally);
        return sheet("nav.attendance", rows, columns, chosen, language);
    }

    Response roll(Gathering gathering, List<MarkView> rows, List<Reason> reasons, Language language) {
        Map<String, String> names = reasons.stream().collect(Collectors.toMap(Reason::word, r -> r.name(language)));
        Map<String, Column<MarkView>> columns = new LinkedHashMap<>();
        columns.put("unit", new Column<>("person.unit", 18, r -> r.person().unit()));
        columns.put("number", new Column<>("person.number", 12, r -> r.person().number()));
        columns.put("name", new Column<>("person.name", 12, r -> r.person().name()));
        columns.put("position", new Column<>("person.position", 14, r -> r.person().position()));
        columns.put("state", new Column<>("mark.state", 10, r -> r.state() == null ? null : text(language, "state." + r.state())));
        columns.put("reason", new Column<>("mark.reason", 14, r -> r.reason() == null ? null : names.getOrDefault(r.reason(), r.reason())));
        columns.put("note", new Column<>("mark.note", 20, MarkView::note));
        columns.put("minutes", new Column<>("mark.minutes", 8, MarkView::minutes));
        columns.put("came", new Column<>("mark.came", 18, r -> r.came() == null ? null : time(r.came())));
        columns.put("left", new Column<>("mark.left", 18, r -> r.left() == null ? null : time(r.left())));
        columns.put("makeUp", new Column<>("make-up.page", 10, r -> r.makeUp() == null ? null : text(language, "make-up." + r.makeUp().state())));
        columns.put("by", new Column<>("mark.by", 12, MarkView::by));
        columns.put("at", new Column<>("mark.at", 18, r -> r.at() == null ? null : time(r.at())));
        return sheet(null, rows, columns, List.of(), language, gathering.draft().title());
    }

    Response figures(List<FigureRow> rows, String by, List<String> chosen, Language language) {
        Map<String, Column<FigureRow>> columns = new LinkedHashMap<>();
        columns.put("name", new Column<>("by." + by, 20, FigureRow::name));
        columns.put("detail", new Column<>(by.equals("department") || by.equals("gathering") ? "figures.detail-" + by : "figures.detail", 24, FigureRow::detail));
        tally(columns, FigureRow::tally);
        return sheet("nav.figures", rows, columns, chosen, language);
    }

    Response evidence(List<EvidenceView> rows, Map<String, String> reasons, List<String> chosen, Language language) {
        Map<String, Column<EvidenceView>> columns = new LinkedHashMap<>();
        columns.put("start", new Column<>("gathering.start", 18, r -> time(r.start())));
        columns.put("title", new Column<>("gathering.title", 30, EvidenceView::title));
        columns.put("unit.name", new Column<>("gathering.unit", 18, r -> r.unit().name()));
        columns.put("person.name", new Column<>("person.name", 12, r -> r.person().name()));
        columns.put("person.number", new Column<>("person.number", 12, r -> r.person().number()));
        columns.put("state", new Column<>("mark.state", 10, r -> text(language, r.state() == null ? "state.open" : "state." + r.state())));
        columns.put("reason", new Column<>("mark.reason", 14, r -> r.reason() == null ? null : reasons.getOrDefault(r.reason(), r.reason())));
        columns.put("minutes", new Column<>("mark.minutes", 8, EvidenceView::minutes));
        columns.put("makeUp", new Column<>("make-up.page", 10, r -> r.makeUp() == null ? null : text(language, "make-up." + r.makeUp())));
        return sheet("figures.evidence", rows, columns, chosen, language);
    }

    /** All its tables below each other, with the part in the first column. */
    Response circulation(CirculationView view, Language language) {
        record Line(String part, CirculationRow row) {}
        Map<String, Column<Line>> columns = new LinkedHashMap<>();
        columns.put("part", new Column<>("circulation.part", 16, l -> text(language, "by." + l.part())));
        columns.put("name", new Column<>("circulation.name", 20, l -> l.row().name()));
        columns.put("detail", new Column<>("figures.detail", 24, l -> l.row().detail()));
        tally(columns, l -> l.row().tally());
        List<Line> lines = view.sections().stream().flatMap(s -> s.rows().stream().map(r -> new Line(String.valueOf(s.part()), r))).toList();
        return sheet(null, lines, columns, List.of(), language, view.title());
    }

    Response makeUps(List<MakeUpView> rows, List<String> chosen, Language language) {
        Map<String, Column<MakeUpView>> columns = new LinkedHashMap<>();
        columns.put("person.name", new Column<>("person.name", 12, r -> r.person().name()));
        columns.put("person.number", new Column<>("person.number", 12, r -> r.person().number()));
        columns.put("person.unit", new Column<>("person.unit", 18, r -> r.person().unit()));
        columns.put("title", new Column<>("gathering.title", 30, MakeUpView::title));
        columns.put("start", new Column<>("gathering.start", 18, r -> time(r.start())));
        columns.put("unit.name", new Column<>("gathering.unit", 18, r -> r.unit().name()));
        columns.put("mark", new Column<>("make-up.mark", 10, r -> r.mark() == null ? null : text(language, "state." + r.mark())));
        columns.put("task", new Column<>("make-up.task", 30, r -> r.offered() ? text(language, "make-up.offered") : r.task()));
        columns.put("due", new Column<>("make-up.due", 12, MakeUpView::due));
        columns.put("state", new Column<>("make-up.state", 10, r -> text(language, r.overdue() ? "make-up.overdue" : "make-up." + r.state())));
        columns.put("day", new Column<>("make-up.day", 12, MakeUpView::day));
        columns.put("minutes", new Column<>("make-up.minutes", 8, MakeUpView::minutes));
        columns.put("note", new Column<>("make-up.note", 40, MakeUpView::note));
        columns.put("decidedBy", new Column<>("make-up.checked-by", 12, MakeUpView::decidedBy));
        columns.put("answer", new Column<>("make-up.answer", 30, MakeUpView::answer));
        return sheet("make-up.page", rows, columns, chosen, language);
    }

    Response objections(List<ObjectionView> rows, List<String> chosen, Language language) {
        Map<String, Column<ObjectionView>> columns = new LinkedHashMap<>();
        columns.put("person.name", new Column<>("person.name", 12, r -> r.person().name()));
        columns.put("person.number", new Column<>("person.number", 12, r -> r.person().number()));
        columns.put("person.unit", new Column<>("person.unit", 18, r -> r.person().unit()));
        columns.put("title", new Column<>("gathering.title", 30, ObjectionView::title));
        columns.put("start", new Column<>("gathering.start", 18, r -> time(r.start())));
        columns.put("unit.name", new Column<>("gathering.unit", 18, r -> r.unit().name()));
        columns.put("was", new Column<>("objection.was", 10, r -> text(language, "state." + r.was())));
        columns.put("wanted", new Column<>("objection.wanted", 10, r -> text(language, "state." + r.wanted())));
        columns.put("why", new Column<>("objection.why", 40, ObjectionView::why));
        columns.put("askedAt", new Column<>("objection.asked-at", 18, r -> time(r.askedAt())));
        columns.put("state", new Column<>("objection.state", 10, r -> text(language, "objection." + r.state())));
        columns.put("decidedBy", new Column<>("objection.decided-by", 12, ObjectionView::decidedBy));
        columns.put("answer", new Column<>("objection.answer", 30, ObjectionView::answer));
        return sheet("objection.page", rows, columns, chosen, language);
    }

    private static <T> void tally(Map<String, Column<T>> columns, Function<T, TallyView> of) {
        columns.put("tally.rate", new Column<>("tally.rate", 10, r -> of.apply(r).rate()));
        columns.put("tally.base", new Column<>("tally.base", 10, r -> of.apply(r).base()));
        columns.put("tally.present", new Column<>("state.present", 8, r -> of.apply(r).present()));
        columns.put("tally.late", new Column<>("state.late", 8, r -> of.apply(r).late()));
        columns.put("tally.leftEarly", new Column<>("state.left-early", 8, r -> of.apply(r).leftEarly()));
        columns.put("tally.onLeave", new Column<>("state.on-leave", 8, r -> of.apply(r).onLeave()));
        columns.put("tally.absent", new Column<>("state.absent", 8, r -> of.apply(r).absent()));
        columns.put("tally.exempt", new Column<>("state.exempt", 8, r -> of.apply(r).exempt()));
        columns.put("tally.observer", new Column<>("state.observer", 8, r -> of.apply(r).observer()));
        columns.put("tally.open", new Column<>("state.open", 8, r -> of.apply(r).open()));
        columns.put("tally.madeUp", new Column<>("tally.made-up", 8, r -> of.apply(r).madeUp()));
    }

    private <T> Response sheet(String name, List<T> rows, Map<String, Column<T>> columns, List<String> chosen, Language language) {
        return sheet(name, rows, columns, chosen, language, "");
    }

    /** @param chosen keys of columns in their order; unknown ones are passed over, none means all */
    private <T> Response sheet(@Nullable String name, List<T> rows, Map<String, Column<T>> columns, List<String> chosen, Language language, String title) {
        List<Column<T>> known = chosen.stream().filter(columns::containsKey).map(columns::get).toList();
        List<Column<T>> used = known.isEmpty() ? List.copyOf(columns.values()) : known;
        return Transfers.xlsx(workbooks, name == null ? title : text(language, name), used.stream().map(c -> new Workbooks.Column(text(language, c.text()), c.width())).toList(),
                sink -> rows.forEach(row -> sink.row(used.stream().map(c -> c.value().apply(row)).toArray())));
    }

    private String text(Language language, String key) {
        return texts.text(language, "attendance", key);
    }

    private static Object time(String text) {
        return OffsetDateTime.parse(text).toLocalDateTime();
    }
}
