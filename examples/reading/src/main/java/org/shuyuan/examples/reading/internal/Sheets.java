package org.shuyuan.examples.reading.internal;

import java.util.List;
import java.util.function.Function;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Transfers;

/** Lists as workbooks, with the columns that the page shows. */
final class Sheets {

    /** @param key as the page names its column @param width in characters */
    record Column<T>(String key, String text, int width, Function<T, @Nullable Object> value) {}

    private Sheets() {}

    static <T> Response xlsx(Workbooks workbooks, String name, List<Column<T>> all, ListQuery query, List<T> rows) {
        List<Column<T>> chosen = all.stream().filter(column -> query.columns().isEmpty() || query.columns().contains(column.key())).toList();
        return Transfers.xlsx(workbooks, name, chosen.stream().map(column -> new Workbooks.Column(column.text(), column.width())).toList(),
                sink -> rows.forEach(row -> sink.row(chosen.stream().map(column -> column.value().apply(row)).toArray())));
    }
}
