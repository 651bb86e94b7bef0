package org.shuyuan.directory.internal.rest;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.office.Workbooks.Row;
import org.shuyuan.api.office.Workbooks.Sheet;
import org.shuyuan.api.text.Language;
import org.shuyuan.directory.internal.ImportData;
import org.shuyuan.directory.internal.ImportService.Opened;
import org.shuyuan.directory.internal.PersonView.UnitRef;
import org.shuyuan.directory.internal.roster.Clean;
import org.shuyuan.directory.internal.roster.Comparison.Line;
import org.shuyuan.directory.internal.roster.Field;
import org.shuyuan.directory.internal.roster.Finding;
import org.shuyuan.directory.internal.roster.Layout;
import org.shuyuan.directory.internal.roster.Phones;

/** How an import is shown: in the caller's language, each cell under its name. */
final class ImportView {

    record SheetView(int index, String name, boolean hidden, int rows) {}

    /** A column of the file. @param field what it means, null: left out @param samples values below the header */
    record ColumnView(String column, String header, @Nullable String field, List<String> samples) {}

    record FieldView(String id, String text) {}

    record LeftOutView(int row, String text, String reason) {}

    record TopRow(int row, String text) {}

    record Whole(UUID id, UnitRef unit, String name, String status, int version, String digest, List<SheetView> sheets, int sheet, int headerRow, List<ColumnView> columns,
            List<FieldView> fields, Map<String, Long> counts, List<String> newUnits, List<LeftOutView> leftOut, List<TopRow> top,
            Map<Integer, Map<String, String>> corrections, @Nullable Map<String, Long> result, @Nullable Summary before) {}

    record Summary(UUID id, UUID unit, String name, String status, @Nullable Map<String, Long> result, Instant createdAt, String createdBy, @Nullable Instant confirmedAt,
            @Nullable String confirmedBy) {}

    /** @param cell B24; null: the whole row @param stored what will be stored, null: nothing */
    record FindingView(String severity, String code, @Nullable String cell, @Nullable String column, @Nullable String field, String found, @Nullable String stored, String text,
            String action) {}

    record ChangeView(String field, String label, @Nullable String before, @Nullable String after) {}

    record CellView(String field, String column, String cell, String raw, @Nullable String value) {}

    record RowView(int row, String state, @Nullable String name, @Nullable String number, String unit, boolean newUnit, @Nullable UUID person, List<ChangeView> changes,
            List<FindingView> findings, List<CellView> cells) {}

    private static final int TOP = 15;

    private final Labels labels;

    ImportView(Labels labels) {
        this.labels = labels;
    }

    static Summary summary(ImportData d) {
        return new Summary(d.id(), d.unit(), d.fileName(), d.status(), d.result(), d.createdAt(), d.createdBy(), d.confirmedAt(), d.confirmedBy());
    }

    Whole of(Opened o, Unit unit, Language language) {
        ImportData data = o.data();
        List<SheetView> sheets = new java.util.ArrayList<>();
        for (int i = 0; i < o.book().sheets().size(); i++) {
            Sheet s = o.book().sheets().get(i);
            sheets.add(new SheetView(i, s.name(), s.hidden(), s.rows().size()));
        }
        Sheet sheet = o.book().sheets().get(data.sheet());
        List<FieldView> fields = Arrays.stream(Field.values()).map(f -> new FieldView(f.id(), labels.text(language, "field." + f.id()))).toList();
        List<LeftOutView> leftOut = o.preview().leftOut().stream().limit(200)
                .map(l -> new LeftOutView(l.row(), l.text(), labels.text(language, "left-out." + l.code()))).toList();
        List<TopRow> top = sheet.rows().stream().filter(r -> r.number() <= TOP).map(r -> new TopRow(r.number(), Clean.cut(Layout.ordered(r).values().stream()
                .map(c -> Clean.line(c.text())).filter(t -> !t.isEmpty()).collect(Collectors.joining(" | ")), 200))).toList();
        return new Whole(data.id(), new UnitRef(unit.id(), unit.name()), data.fileName(), data.status(), data.version(), o.preview().digest(), sheets, data.sheet(),
                data.headerRow(), columns(sheet, o.layout()), fields, data.open() ? o.preview().counts() : Objects.requireNonNullElse(data.result(), Map.of()),
                o.preview().newUnits(), leftOut, top, data.corrections(), data.result(), o.before() == null ? null : summary(o.before()));
    }

    private static List<ColumnView> columns(Sheet sheet, Layout layout) {
        Map<String, String> headers = new LinkedHashMap<>();
        Layout.row(sheet, layout.headerRow()).ifPresent(h -> Layout.ordered(h).forEach((letter, cell) -> headers.put(letter, Clean.cut(Clean.line(cell.text()), 60))));
        layout.columns().keySet().forEach(letter -> headers.putIfAbsent(letter, ""));
        List<Row> below = sheet.rows().stream().filter(r -> r.number() > layout.headerRow()).limit(30).toList();
        return headers.entrySet().stream().map(h -> new ColumnView(h.getKey(), h.getValue(), layout.columns().containsKey(h.getKey()) ? layout.columns().get(h.getKey()).id() : null,
                below.stream().map(r -> r.cells().get(h.getKey())).filter(Objects::nonNull).map(c -> Clean.cut(Clean.line(c.text()), 30)).filter(t -> !t.isEmpty()).distinct()
                        .limit(3).toList())).toList();
    }

    RowView row(Opened o, Line line, Language language) {
        Map<Field, String> letters = o.layout().columns().entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey, (a, b) -> a));
        int row = line.entry().row();
        List<CellView> cells = o.layout().columns().entrySet().stream().map(c -> new CellView(c.getValue().id(), c.getKey(), c.getKey() + row,
                line.entry().raw().getOrDefault(c.getValue(), ""), labels.value(language, c.getValue().id(), line.entry().get(c.getValue())))).toList();
        return new RowView(row, line.state().name().toLowerCase(java.util.Locale.ROOT), line.entry().get(Field.NAME), line.entry().get(Field.NUMBER), line.unit().name(),
                line.unit().id() == null, line.person() == null ? null : line.person().id(), line.changes().stream().map(c -> new ChangeView(c.field().id(),
                        labels.text(language, "field." + c.field().id()), hidden(o, c.field(), labels.value(language, c.field().id(), c.before())),
                        labels.value(language, c.field().id(), c.after()))).toList(),
                line.entry().findings().stream().sorted(java.util.Comparator.comparing(Finding::severity)).map(f -> finding(f, letters, row, language)).toList(), cells);
    }

    /** What is stored already and the caller may not see; what the file says the caller brought along. */
    private static @Nullable String hidden(Opened o, Field field, @Nullable String before) {
        if (o.personal() || before == null) {
            return before;
        }
        return field == Field.PHONE ? Phones.masked(before) : field == Field.BIRTH ? before.substring(0, 4) + "-**" : before;
    }

    private FindingView finding(Finding f, Map<Field, String> letters, int row, Language language) {
        @Nullable String column = f.field() == null ? null : letters.get(f.field());
        @Nullable String field = f.field() == null ? null : f.field().id();
        @Nullable String stored = f.field() == null ? f.stored() : labels.value(language, f.field().id(), f.stored());
        Map<String, String> values = new LinkedHashMap<>(f.values());
        values.put("found", f.found());
        values.put("stored", Objects.requireNonNullElse(stored, ""));
        values.put("field", field == null ? "" : labels.text(language, "field." + field));
        return new FindingView(f.severity().name().toLowerCase(java.util.Locale.ROOT), f.code(), column == null ? null : column + row, column, field, f.found(), stored,
                labels.text(language, "finding." + f.code(), values), labels.text(language, "finding." + f.code() + ".do", values));
    }
}
