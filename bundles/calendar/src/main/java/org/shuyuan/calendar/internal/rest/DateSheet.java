package org.shuyuan.calendar.internal.rest;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.calendar.internal.rest.Views.ListedView;
import org.shuyuan.rest.Transfers;

/** The list of dates as a spreadsheet; times are real dates in it. Thread-safe. */
@Component(service = DateSheet.class)
public final class DateSheet {

    private record Column(String text, int width, Function<ListedView, @Nullable Object> value) {}

    /** By the page's columns; the period needs two. */
    private static final Map<String, List<Column>> COLUMNS = columns();

    private final Workbooks workbooks;
    private final Texts texts;

    @Activate
    public DateSheet(@Reference Workbooks workbooks, @Reference Texts texts) {
        this.workbooks = workbooks;
        this.texts = texts;
    }

    /** @param chosen keys of columns in their order; unknown ones are passed over, none means all */
    Response of(List<ListedView> rows, List<String> chosen, Language language) {
        List<Column> known = chosen.stream().map(COLUMNS::get).filter(Objects::nonNull).flatMap(List::stream).toList();
        List<Column> columns = known.isEmpty() ? COLUMNS.values().stream().flatMap(List::stream).toList() : known;
        return Transfers.xlsx(workbooks, texts.text(language, "calendar", "nav.calendar"),
                columns.stream().map(c -> new Workbooks.Column(texts.text(language, "calendar", c.text()), c.width())).toList(),
                sink -> rows.forEach(row -> sink.row(columns.stream().map(c -> c.value().apply(row)).toArray())));
    }

    private static Map<String, List<Column>> columns() {
        Map<String, List<Column>> columns = new LinkedHashMap<>();
        columns.put("title", List.of(new Column("event.title", 30, ListedView::title)));
        columns.put("start", List.of(new Column("event.start", 18, r -> time(r.start())), new Column("event.end", 18, DateSheet::end)));
        columns.put("kind.name", List.of(new Column("event.kind", 14, r -> r.kind() == null ? null : r.kind().name())));
        columns.put("place", List.of(new Column("event.place", 20, ListedView::place)));
        columns.put("host", List.of(new Column("event.host", 12, ListedView::host)));
        columns.put("unit.name", List.of(new Column("event.unit", 18, r -> r.unit().name())));
        columns.put("original", List.of(new Column("event.original", 18, r -> r.original() == null ? null : time(r.original()))));
        return columns;
    }

    /** The last day, as people write it, of an event of whole days. */
    private static Object end(ListedView row) {
        Object end = time(row.end());
        return end instanceof LocalDate day ? day.minusDays(1) : end;
    }

    private static Object time(String text) {
        return text.length() == 10 ? LocalDate.parse(text) : OffsetDateTime.parse(text).toLocalDateTime();
    }
}
