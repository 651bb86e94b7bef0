package org.shuyuan.registers.internal.rest;

import java.time.LocalDate;
import java.util.ArrayList;
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
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.module.Register;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.registers.internal.EntryService;
import org.shuyuan.registers.internal.Place;
import org.shuyuan.registers.internal.Wish;
import org.shuyuan.rest.Transfers;

/** A register as a spreadsheet, with the words of its module. Thread-safe. */
@Component(service = EntrySheet.class)
public final class EntrySheet {

    private record Column(String text, int width, Function<Map<String, @Nullable Object>, @Nullable Object> value) {}

    private final Workbooks workbooks;
    private final Texts texts;
    private final EntryService entries;
    private final EntryViews views;

    @Activate
    public EntrySheet(@Reference Workbooks workbooks, @Reference Texts texts, @Reference EntryService entries, @Reference EntryViews views) {
        this.workbooks = workbooks;
        this.texts = texts;
        this.entries = entries;
        this.views = views;
    }

    /** @param chosen keys of columns in their order; unknown ones are passed over, none means all */
    Response of(Caller caller, Place place, Wish wish, List<String> chosen) {
        Map<String, Column> all = columns(place, caller.language());
        List<Column> known = chosen.stream().map(all::get).filter(Objects::nonNull).toList();
        List<Column> shown = known.isEmpty() ? List.copyOf(all.values()) : known;
        return Transfers.xlsx(workbooks, texts.text(caller.language(), place.module(), place.register().text()),
                shown.stream().map(column -> new Workbooks.Column(column.text(), column.width())).toList(),
                sink -> entries.each(caller, place, wish, part -> views.of(part, place.register(), caller)
                        .forEach(view -> sink.row(shown.stream().map(column -> column.value().apply(view)).toArray()))));
    }

    private Map<String, Column> columns(Place place, Language language) {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (Register.Field field : place.register().fields()) {
            // a person is shown by name, so a page's column may be called either way
            Column column = new Column(texts.text(language, place.module(), field.text()), width(field), view -> cell(place.module(), field, view, language));
            columns.put(field.type() == Register.Type.PERSON ? "names." + field.key() : field.key(), column);
        }
        List<String> about = new ArrayList<>(List.of("unit.name", "createdBy", "createdAt", "changedBy", "changedAt"));
        about.forEach(key -> columns.put(key, new Column(own(language, "column." + key), 20, view -> key.equals("unit.name")
                ? ((Map<?, ?>) Objects.requireNonNull(view.get("unit"))).get("name") : view.get(key))));
        return columns;
    }

    private @Nullable Object cell(String module, Register.Field field, Map<String, @Nullable Object> view, Language language) {
        @Nullable Object value = view.get(field.key());
        if (value == null) {
            return null;
        }
        return switch (field.type()) {
            case DATE -> LocalDate.parse(value.toString());
            case BOOLEAN -> own(language, Boolean.TRUE.equals(value) ? "value.yes" : "value.no");
            case CHOICE -> field.options().stream().filter(one -> one.value().equals(value)).findFirst().<Object>map(one -> texts.text(language, module, one.text())).orElse(value);
            case PERSON -> ((Map<?, ?>) Objects.requireNonNull(view.get("names"))).get(field.key());
            default -> value;
        };
    }

    private String own(Language language, String key) {
        return texts.text(language, "registers", key, Map.of());
    }

    private static int width(Register.Field field) {
        return switch (field.type()) {
            case LONGTEXT -> 60;
            case TEXT -> 30;
            default -> 14;
        };
    }
}
