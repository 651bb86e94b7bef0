package org.shuyuan.directory.internal.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.office.Workbooks.Row;
import org.shuyuan.api.office.Workbooks.Sheet;
import org.shuyuan.api.office.Workbooks.Workbook;
import org.shuyuan.api.text.Language;
import org.shuyuan.directory.internal.ImportData;
import org.shuyuan.directory.internal.ImportService.Opened;
import org.shuyuan.directory.internal.PersonView.UnitRef;
import org.shuyuan.directory.internal.Privacy;
import org.shuyuan.directory.internal.jpa.JobStore;
import org.shuyuan.directory.internal.roster.Choices;
import org.shuyuan.directory.internal.roster.Clean;
import org.shuyuan.directory.internal.roster.Comparison.Change;
import org.shuyuan.directory.internal.roster.Comparison.Line;
import org.shuyuan.directory.internal.roster.Field;
import org.shuyuan.directory.internal.roster.Finding;
import org.shuyuan.directory.internal.roster.Known;
import org.shuyuan.directory.internal.roster.Layout;
import org.shuyuan.directory.internal.roster.Natures;
import org.shuyuan.directory.internal.roster.Place;
import org.shuyuan.directory.internal.roster.UnitNames;
import org.shuyuan.rest.Json;

/** How an import is shown: in the caller's language, each cell under its name. */
final class ImportView {

    /** @param chosen whether its people come in; columns and top rows are there for those only @param headerRow 0: none */
    record SheetView(int index, String name, boolean hidden, int rows, boolean chosen, int headerRow, @Nullable String category, List<ColumnView> columns, List<TopRow> top) {}

    /** A column of the file. @param field what it means, null: left out @param samples values below the header */
    record ColumnView(String column, String header, @Nullable String field, List<String> samples) {}

    record FieldView(String id, String text) {}

    record LeftOutView(String place, String text, String reason) {}

    record TopRow(int row, String text) {}

    /** What was put in order in so many cells. */
    record NoteView(String code, String text, long count, String example) {}

    /** A unit's name as the file has it. @param unit what it means, null: a new one called {@code target} @param how {@code written}, {@code guessed}, {@code chosen} */
    record UnitView(String name, int rows, @Nullable UUID unit, String target, String how) {}

    /** Of which nature an enterprise is. @param written what the rows say @param before what is stored @param nature what it will be; null: as it is */
    record NatureView(String unit, List<Said> written, @Nullable String before, @Nullable String nature, boolean chosen) {}

    record Said(String text, int rows) {}

    /** Somebody who is not in the file. @param left whether somebody said that they left */
    record MissingView(UUID id, String name, @Nullable String number, String unit, @Nullable String position, boolean left) {}

    /** Somebody whom a row may mean. @param facts what speaks for it or against it */
    record CandidateView(UUID id, String name, @Nullable String number, @Nullable String unit, boolean left, List<Fact> facts) {}

    /** @param same whether both say the same; null: one says nothing */
    record Fact(String field, String label, @Nullable String file, @Nullable String stored, @Nullable Boolean same) {}

    /** @param state {@code running}, {@code done}, {@code failed}, {@code cancelled}, {@code none} @param phase as {@link org.shuyuan.directory.internal.Progress#phase}, before it {@code queued} */
    record JobView(String state, String phase, long done, long total, boolean cancelling, @Nullable String problem, @Nullable String action, @Nullable Instant startedAt,
            @Nullable String startedBy) {}

    static final JobView NO_JOB = new JobView("none", "", 0, 0, false, null, null, null, null);

    /** A cell that was corrected here. @param found what stands in the file */
    record CorrectionView(int sheet, int row, String column, String place, String found, String text) {}

    record Whole(UUID id, UnitRef unit, String name, String status, int version, String digest, @Nullable String charset, List<SheetView> sheets, List<FieldView> fields,
            Map<String, Long> counts, List<String> charsets, List<UnitView> units, List<NatureView> natures, List<UnitRef> places,
            List<LeftOutView> leftOut, List<NoteView> notes, List<CorrectionView> corrections, @Nullable Map<String, Long> result, @Nullable Summary before, @Nullable JobView job) {}

    record Summary(UUID id, UUID unit, String name, String status, @Nullable Map<String, Long> result, Instant createdAt, String createdBy, @Nullable Instant confirmedAt,
            @Nullable String confirmedBy) {
        Summary running() {
            return new Summary(id, unit, name, "running", result, createdAt, createdBy, confirmedAt, confirmedBy);
        }
    }

    /** @param cell B24; null: the whole row @param stored what will be stored, null: nothing @param suggestion what the cell probably should say */
    record FindingView(String severity, String code, @Nullable String cell, @Nullable String column, @Nullable String field, String found, @Nullable String stored, String text,
            String action, @Nullable String suggestion) {}

    record ChangeView(String field, String label, @Nullable String before, @Nullable String after) {}

    record CellView(String field, String column, String cell, String raw, @Nullable String value) {}

    /** @param sheetName when people of several sheets come in */
    record RowView(String id, int sheet, @Nullable String sheetName, int row, String state, @Nullable String name, @Nullable String number, String unit, @Nullable UUID person,
            List<ChangeView> changes, List<FindingView> findings, List<CellView> cells, List<CandidateView> candidates, @Nullable String decision) {}

    private static final int TOP = 15;
    private static final int SHOWN = 200;
    private static final List<Field> FACTS = List.of(Field.NAME, Field.NUMBER, Field.GENDER, Field.BIRTH, Field.PHONE, Field.MAIL, Field.UNIT, Field.POSITION);

    private final Labels labels;
    private final Privacy privacy;

    ImportView(Labels labels, Privacy privacy) {
        this.labels = labels;
        this.privacy = privacy;
    }

    static Summary summary(ImportData d) {
        return new Summary(d.id(), d.unit(), d.fileName(), d.status(), d.result(), d.createdAt(), d.createdBy(), d.confirmedAt(), d.confirmedBy());
    }

    Whole of(Opened o, Language language) {
        ImportData data = o.data();
        Unit home = o.units().get(0);
        List<FieldView> fields = Arrays.stream(Field.values()).map(f -> new FieldView(f.id(), labels.text(language, "field." + f.id()))).toList();
        List<LeftOutView> leftOut = o.preview().leftOut().stream().limit(SHOWN)
                .map(l -> new LeftOutView(place(o, new Place(l.sheet(), l.row()), severalSheets(o), language), l.text(), labels.text(language, "left-out." + l.code()))).toList();
        List<NoteView> notes = o.preview().notes().stream().map(n -> {
            FindingView first = finding(o, n.entry().place(), n.first(), language);
            String example = n.first().stored() == null ? first.text() : first.found() + " → " + first.stored();
            return new NoteView(n.code(), labels.text(language, "note." + n.code()), n.cells(), Objects.requireNonNullElse(first.cell(), "") + " " + example);
        }).toList();
        return new Whole(data.id(), new UnitRef(home.id(), home.name()), data.fileName(), data.status(), data.version(), o.preview().digest(), o.book().charset(),
                IntStream.range(0, o.book().sheets().size()).mapToObj(i -> sheet(o.book().sheets().get(i), i, data.choices())).toList(), fields,
                data.open() ? o.preview().counts() : Objects.requireNonNullElse(data.result(), Map.of()), o.book().charset() == null ? List.of() : Workbooks.CHARSETS,
                o.preview().units().stream().limit(SHOWN).map(ImportView::unit).toList(), o.preview().natures().stream().limit(SHOWN).map(ImportView::nature).toList(),
                o.units().stream().map(u -> new UnitRef(u.id(), u.name())).toList(), leftOut, notes, corrections(o, language), data.result(),
                o.before() == null ? null : summary(o.before()), o.job() == null ? null : job(o.job(), language));
    }

    private static NatureView nature(Natures.Nature n) {
        return new NatureView(n.unit().name(), n.written().entrySet().stream().map(w -> new Said(w.getKey(), w.getValue())).toList(), n.before(), n.nature(), n.chosen());
    }

    MissingView missing(Opened o, Known k) {
        return new MissingView(k.id(), Objects.requireNonNull(k.get(Field.NAME)), k.get(Field.NUMBER), Objects.requireNonNullElse(k.unitName(), ""), k.get(Field.POSITION),
                o.preview().left().contains(k.id()));
    }

    /** A job without a sign of life has failed: its node ended. */
    JobView job(JobStore.Job j, Language language) {
        boolean lost = j.state().equals(JobStore.RUNNING) && !j.alive();
        String code = lost ? "directory.import-interrupted" : code(j.problem());
        Map<String, Object> values = values(j.problem());
        String module = code.isEmpty() ? "" : code.substring(0, code.indexOf('.'));
        String key = code.isEmpty() ? "" : "problem." + code.substring(code.indexOf('.') + 1);
        return new JobView(lost ? JobStore.FAILED : j.state(), j.phase(), j.done(), j.total(), j.cancelling(), code.isEmpty() ? null : labels.text(language, module, key, values),
                code.isEmpty() ? null : labels.text(language, module, key + ".do", values), j.startedAt(), j.startedBy());
    }

    private static String code(@Nullable String problem) {
        return problem == null ? "" : read(problem).path("code").asText();
    }

    private static Map<String, Object> values(@Nullable String problem) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (problem != null) {
            read(problem).path("values").fields().forEachRemaining(f -> values.put(f.getKey(), f.getValue().asText()));
        }
        return values;
    }

    private static JsonNode read(String json) {
        try {
            return Json.mapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the file and the directory say of the same things; phone and birth only where the caller may see them. */
    private CandidateView candidate(Opened o, Line line, Known k, Language language) {
        List<Fact> facts = FACTS.stream().filter(f -> line.entry().get(f) != null || k.get(f) != null).map(f -> {
            @Nullable String file = labels.value(language, f.id(), line.entry().get(f));
            @Nullable String stored = labels.value(language, f.id(), f == Field.UNIT ? k.unitName() : k.get(f));
            return new Fact(f.id(), labels.text(language, "field." + f.id()), file, hidden(o, k, f, stored), file == null || stored == null ? null
                    : (Boolean) (file.equals(stored) || stored.startsWith(file) && f == Field.BIRTH));
        }).toList();
        return new CandidateView(k.id(), Objects.requireNonNull(k.get(Field.NAME)), k.get(Field.NUMBER), k.unitName(), k.left(), facts);
    }

    private static UnitView unit(UnitNames.Written w) {
        return new UnitView(w.name(), w.rows(), w.meant().target().id(), w.meant().target().name(), w.meant().how().name().toLowerCase(Locale.ROOT));
    }

    private static SheetView sheet(Sheet sheet, int index, Choices choices) {
        return choices.sheet(index).map(l -> new SheetView(index, sheet.name(), sheet.hidden(), sheet.rows().size(), true, l.headerRow(), l.category(), columns(sheet, l),
                        sheet.rows().stream().filter(r -> r.number() <= TOP).map(r -> new TopRow(r.number(), Clean.cut(words(r), 200))).toList()))
                .orElseGet(() -> new SheetView(index, sheet.name(), sheet.hidden(), sheet.rows().size(), false, 0, null, List.of(), List.of()));
    }

    private static String words(Row row) {
        return Layout.ordered(row).values().stream().map(c -> Clean.line(c.text())).filter(t -> !t.isEmpty()).collect(Collectors.joining(" | "));
    }

    private static List<ColumnView> columns(Sheet sheet, Layout layout) {
        Map<String, String> headers = new LinkedHashMap<>();
        Layout.row(sheet, layout.headerRow()).ifPresent(h -> Layout.ordered(h).forEach((letter, cell) -> headers.put(letter, Clean.cut(Clean.line(cell.text()), 60))));
        layout.columns().keySet().forEach(letter -> headers.putIfAbsent(letter, ""));
        if (layout.headerRow() == 0) {
            sheet.rows().stream().limit(TOP).flatMap(r -> Layout.ordered(r).keySet().stream()).sorted(Layout.LETTERS).forEach(letter -> headers.putIfAbsent(letter, ""));
        }
        List<Row> below = sheet.rows().stream().filter(r -> r.number() > layout.headerRow()).limit(30).toList();
        return headers.entrySet().stream().map(h -> new ColumnView(h.getKey(), h.getValue(), layout.columns().containsKey(h.getKey()) ? layout.columns().get(h.getKey()).id() : null,
                below.stream().map(r -> r.cells().get(h.getKey())).filter(Objects::nonNull).map(c -> Clean.cut(Clean.line(c.text()), 30)).filter(t -> !t.isEmpty()).distinct()
                        .limit(3).toList())).toList();
    }

    private List<CorrectionView> corrections(Opened o, Language language) {
        List<CorrectionView> all = new ArrayList<>();
        o.data().choices().corrections().forEach((sheet, rows) -> rows.forEach((row, cells) -> cells.forEach((letter, text) -> all.add(new CorrectionView(sheet, row, letter,
                severalSheets(o) ? o.book().sheets().get(sheet).name() + " " + letter + row : letter + row, found(o.book(), sheet, row, letter), text)))));
        return all.subList(0, Math.min(SHOWN, all.size()));
    }

    private static String found(Workbook book, int sheet, int row, String letter) {
        return Layout.row(book.sheets().get(sheet), row).map(r -> r.cells().get(letter)).map(c -> Clean.cut(Clean.line(c.text()), 80)).orElse("");
    }

    String stop(Language language) {
        return labels.text(language, "text.stop");
    }

    RowView row(Opened o, Line line, Language language) {
        Place place = line.entry().place();
        List<CellView> cells = layout(o, place).columns().entrySet().stream().map(c -> new CellView(c.getValue().id(), c.getKey(), c.getKey() + place.row(),
                line.entry().raw().getOrDefault(c.getValue(), ""), labels.value(language, c.getValue().id(), line.entry().get(c.getValue())))).toList();
        List<ChangeView> changes = line.changes().stream().map(c -> new ChangeView(c.field().id(), labels.text(language, "field." + c.field().id()),
                before(o, line, c, language), labels.value(language, c.field().id(), c.after()))).toList();
        List<FindingView> findings = line.entry().findings().stream().sorted(Comparator.comparing(Finding::severity)).map(f -> finding(o, place, f, language)).toList();
        return new RowView(place.sheet() + "-" + place.row(), place.sheet(), severalSheets(o) ? o.book().sheets().get(place.sheet()).name() : null, place.row(),
                line.state().name().toLowerCase(Locale.ROOT), line.entry().get(Field.NAME), line.entry().get(Field.NUMBER), line.unit().name(),
                line.person() == null ? null : line.person().id(), changes, findings, cells,
                line.candidates().stream().map(c -> candidate(o, line, c, language)).toList(), o.data().choices().decisions().of(place).orElse(null));
    }

    private @Nullable String before(Opened o, Line line, Change c, Language language) {
        @Nullable Known person = line.person();
        return person == null ? null : hidden(o, person, c.field(), labels.value(language, c.field().id(), c.before()));
    }

    /** What is stored already and the caller may not see; what the file says the caller brought along. */
    private @Nullable String hidden(Opened o, Known person, Field field, @Nullable String before) {
        return privacy.mayRead(o.caller(), person.id(), person.unit()) ? before : privacy.masked(field.id(), before);
    }

    /** Whose personal fields these lines show as they are stored, and which: for the trail. */
    Map<UUID, Set<String>> read(Opened o, List<Line> lines) {
        Map<UUID, Set<String>> read = new LinkedHashMap<>();
        for (Line line : lines) {
            @Nullable Known person = line.person();
            if (person != null) {
                note(o, person, line.changes().stream().filter(c -> c.before() != null).map(Change::field), read);
            }
            line.candidates().forEach(k -> note(o, k, FACTS.stream().filter(f -> k.get(f) != null), read));
        }
        return read;
    }

    private void note(Opened o, Known person, Stream<Field> shown, Map<UUID, Set<String>> read) {
        if (!person.id().equals(o.caller().person()) && privacy.mayRead(o.caller(), person.id(), person.unit())) {
            shown.map(Field::id).filter(privacy.fields()::contains).forEach(f -> read.computeIfAbsent(person.id(), p -> new TreeSet<>()).add(f));
        }
    }

    private FindingView finding(Opened o, Place at, Finding f, Language language) {
        @Nullable Field field = f.field();
        @Nullable String column = layout(o, at).columns().entrySet().stream().filter(c -> c.getValue() == field).map(Map.Entry::getKey).findFirst().orElse(null);
        @Nullable String stored = field == null ? f.stored() : labels.value(language, field.id(), f.stored());
        Map<String, String> values = new LinkedHashMap<>(f.values());
        values.put("found", f.found());
        values.put("stored", Objects.requireNonNullElse(stored, ""));
        values.put("field", field == null ? "" : labels.text(language, "field." + field.id()));
        values.put("place", f.places().stream().map(p -> place(o, p, p.sheet() != at.sheet(), language)).collect(Collectors.joining(labels.text(language, "place.and"))));
        return new FindingView(f.severity().name().toLowerCase(Locale.ROOT), f.code(), column == null ? null : column + at.row(), column, field == null ? null : field.id(),
                f.found(), stored, labels.text(language, "finding." + f.code(), values), labels.text(language, "finding." + f.code() + ".do", values),
                Stream.ofNullable(f.values().get("free")).filter(free -> !free.isEmpty()).findFirst().orElse(null));
    }

    private String place(Opened o, Place place, boolean withSheet, Language language) {
        String sheet = o.book().sheets().get(place.sheet()).name();
        return labels.text(language, withSheet ? "place.sheet-row" : "place.row", Map.of("row", String.valueOf(place.row()), "sheet", sheet));
    }

    private static boolean severalSheets(Opened o) {
        return o.data().choices().sheets().size() > 1;
    }

    private static Layout layout(Opened o, Place place) {
        return o.data().choices().sheet(place.sheet()).orElseThrow();
    }
}
