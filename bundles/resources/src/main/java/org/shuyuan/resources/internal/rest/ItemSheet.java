package org.shuyuan.resources.internal.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.resources.internal.rest.Views.ItemView;
import org.shuyuan.rest.Transfers;

/** The register as a spreadsheet. Thread-safe. */
@Component(service = ItemSheet.class)
public final class ItemSheet {

    private record Column(String text, int width, BiFunction<ItemView, Language, @Nullable Object> value) {}

    private final Workbooks workbooks;
    private final Texts texts;
    private final Map<String, Column> columns = new LinkedHashMap<>();

    @Activate
    public ItemSheet(@Reference Workbooks workbooks, @Reference Texts texts) {
        this.workbooks = workbooks;
        this.texts = texts;
        columns.put("name", new Column("item.name", 24, (r, l) -> r.name()));
        columns.put("kind", new Column("item.kind", 16, (r, l) -> text(l, "kind." + r.kind())));
        columns.put("place", new Column("item.place", 24, (r, l) -> r.place()));
        columns.put("seats", new Column("item.seats", 8, (r, l) -> r.seats()));
        columns.put("unit.name", new Column("item.unit", 20, (r, l) -> r.unit().name()));
        columns.put("bookable", new Column("item.bookable", 10, (r, l) -> text(l, r.bookable() ? "value.yes" : "value.no")));
        columns.put("shared", new Column("item.shared", 10, (r, l) -> text(l, r.shared() ? "value.yes" : "value.no")));
        columns.put("retired", new Column("item.state", 10, (r, l) -> text(l, r.retired() ? "state.retired" : "state.in-use")));
        columns.put("note", new Column("item.note", 40, (r, l) -> r.note()));
    }

    /** @param chosen keys of columns in their order; unknown ones are passed over, none means all */
    Response of(List<ItemView> rows, List<String> chosen, Language language) {
        List<Column> known = chosen.stream().map(columns::get).filter(Objects::nonNull).toList();
        List<Column> shown = known.isEmpty() ? List.copyOf(columns.values()) : known;
        return Transfers.xlsx(workbooks, text(language, "nav.resources"), shown.stream().map(c -> new Workbooks.Column(text(language, c.text()), c.width())).toList(),
                sink -> rows.forEach(row -> sink.row(shown.stream().map(c -> c.value().apply(row, language)).toArray())));
    }

    private String text(Language language, String key) {
        return texts.text(language, "resources", key, Map.of());
    }
}
