package org.shuyuan.directory.internal.roster;

import static org.shuyuan.directory.internal.roster.Finding.Severity.ERROR;
import static org.shuyuan.directory.internal.roster.Finding.Severity.INFO;
import static org.shuyuan.directory.internal.roster.Finding.Severity.WARNING;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.directory.Anonymous;
import org.shuyuan.api.office.Workbooks.Cell;
import org.shuyuan.api.office.Workbooks.Row;
import org.shuyuan.api.office.Workbooks.Sheet;

/** Reads the people out of a sheet, value by value. A corrected cell is taken at its word. */
public final class RosterReader {

    /** A row that is no person. {@code code}: {@code above}, {@code filler}, {@code header}. */
    public record LeftOut(int sheet, int row, String text, String code) {}

    public record Read(List<Entry> entries, List<LeftOut> leftOut) {}

    private static final char UNREADABLE = '\uFFFD';
    /** What spreadsheets show for a formula that failed. */
    private static final Pattern ERROR_VALUE = Pattern.compile("#(REF!|N/A|VALUE!|DIV/0!|NAME\\?|NULL!|NUM!|SPILL!|CALC!)");

    private final Layout layout;
    private final Map<Integer, Map<String, String>> corrections;
    private final Map<Field, String> headers;
    private final Map<Integer, String> foreign;

    /** @param corrections by row number and column letter @param foreign rows in another encoding than the rest, see {@code Workbook} */
    public RosterReader(Sheet sheet, Layout layout, Map<Integer, Map<String, String>> corrections, Map<Integer, String> foreign) {
        this.layout = layout;
        this.foreign = foreign;
        this.corrections = corrections;
        this.headers = Layout.row(sheet, layout.headerRow()).map(header -> layout.columns().entrySet().stream()
                .filter(c -> header.cells().containsKey(c.getKey()))
                .collect(Collectors.toMap(Map.Entry::getValue, c -> header.cells().get(c.getKey()).text(), (a, b) -> a))).orElse(Map.of());
    }

    public Read read(Sheet sheet) {
        List<Entry> entries = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        for (Row row : sheet.rows()) {
            String text = Clean.cut(Layout.ordered(row).values().stream().map(c -> Clean.line(c.text())).filter(t -> !t.isEmpty())
                    .collect(Collectors.joining(" ")), 120);
            if (text.isEmpty() || row.number() == layout.headerRow()) {
                continue;
            }
            if (row.number() < layout.headerRow()) {
                leftOut.add(new LeftOut(layout.sheet(), row.number(), text, "above"));
            } else if (Layout.headerAgain(row, layout.columns())) {
                leftOut.add(new LeftOut(layout.sheet(), row.number(), text, "header"));
            } else if (Layout.filler(row, layout.columns())) {
                leftOut.add(new LeftOut(layout.sheet(), row.number(), text, "filler"));
            } else {
                Entry entry = entry(row);
                if (entry.raw().isEmpty()) {
                    leftOut.add(new LeftOut(layout.sheet(), row.number(), text, "filler"));
                } else {
                    entries.add(entry);
                }
            }
        }
        return new Read(entries, leftOut);
    }

    private Entry entry(Row row) {
        Entry entry = new Entry(layout.sheet(), row.number());
        Map<String, String> corrected = corrections.getOrDefault(row.number(), Map.of());
        Map<String, Cell> cells = new LinkedHashMap<>(row.cells());
        corrected.forEach((column, text) -> cells.put(column, new Cell(text, null, null, false)));
        layout.columns().forEach((column, field) -> {
            @Nullable Cell cell = cells.get(column);
            String text = cell == null ? "" : Clean.line(cell.text());
            if (cell != null && (!text.isEmpty() || cell.date() != null)) {
                entry.raw().put(field, Clean.cut(text, 80));
                read(entry, field, cell, corrected.containsKey(column));
            }
        });
        @Nullable String charset = foreign.get(row.number());
        if (charset != null) {
            boolean lost = charset.isEmpty() && entry.raw().values().stream().anyMatch(t -> t.indexOf(UNREADABLE) >= 0);
            entry.add(lost ? ERROR : WARNING, lost ? "row-unreadable" : "row-charset", Field.NAME, Objects.requireNonNullElse(entry.raw().get(Field.NAME), ""), null,
                    Map.of("charset", charset));
        }
        if (entry.get(Field.NAME) == null && !entry.raw().isEmpty() && !entry.refused()) {
            entry.add(ERROR, "no-name", Field.NAME, "", null, Map.of());
        }
        if (layout.category() != null && entry.get(Field.CATEGORY) == null) {
            entry.set(Field.CATEGORY, layout.category());
        }
        if (entry.get(Field.NUMBER) == null && layout.columns().containsValue(Field.NUMBER)) {
            entry.add(WARNING, "no-number", Field.NUMBER, "", null, Map.of());
        }
        return entry;
    }

    private void read(Entry entry, Field field, Cell cell, boolean corrected) {
        String text = Clean.line(cell.text());
        if (ERROR_VALUE.matcher(text).matches()) {
            entry.add(field == Field.NAME ? ERROR : WARNING, "cell-error", field, text, null, Map.of());
            return;
        }
        if (cell.formula()) {
            entry.add(INFO, "formula", field, text, text, Map.of());
        }
        switch (field) {
            case NAME -> name(entry, cell.text());
            case NUMBER -> {
                String number = Clean.number(text);
                told(entry, field, text, bounded(entry, field, number), "number-rewritten", !number.equals(text));
            }
            case GENDER -> known(entry, field, text, Terms.gender(text));
            case BIRTH, JOINED, SINCE -> {
                Optional<String> day = Dates.of(cell, headers.getOrDefault(field, "").contains("年月") && !headers.getOrDefault(field, "").contains("日"));
                known(entry, field, text, day);
                day.filter(d -> !d.equals(text)).ifPresent(d -> entry.add(INFO, "date-rewritten", field, text, d, Map.of()));
            }
            case POLITICAL -> {
                Optional<String> code = Terms.political(text);
                code.ifPresent(c -> told(entry, field, text, c, "political-rewritten", Terms.variant(text, c)));
                if (code.isEmpty()) {
                    told(entry, field, text, bounded(entry, field, text), "political-unknown", true);
                }
            }
            case MEMBER -> Terms.tick(text).or(() -> Terms.political(text).map("party-member"::equals)).ifPresentOrElse(
                    yes -> {
                        if (yes && entry.get(Field.POLITICAL) == null) {
                            entry.set(Field.POLITICAL, "party-member");
                        }
                    },
                    () -> entry.add(WARNING, "tick-unknown", field, text, null, Map.of()));
            case CATEGORY -> entry.set(field, Terms.category(text).orElseGet(() -> bounded(entry, field, text)));
            case PHONE -> phone(entry, text);
            case MAIL -> {
                String mail = Clean.narrow(text).replace(" ", "");
                known(entry, field, text, mail.matches("[^@\\s]{1,64}@[^@\\s]{1,130}\\.[^@\\s.]{2,}") ? Optional.of(mail) : Optional.empty());
            }
            case UNIT, BRANCH -> {
                entry.set(field, bounded(entry, field, text));
                if (!text.equals(cell.text())) {
                    entry.add(INFO, "unit-blanks", field, cell.text(), text, Map.of());
                }
            }
            case POSITION, TITLE, SUBJECT, NATURE, PARENT, NOTE -> entry.set(field, bounded(entry, field, text));
        }
        if (corrected && field == Field.UNIT) {
            entry.unitTyped();
        }
    }

    private void name(Entry entry, String text) {
        String name = Clean.name(text);
        if (name.length() > Field.NAME.limit()) {
            entry.add(ERROR, "name-too-long", Field.NAME, name, null, Map.of("limit", String.valueOf(Field.NAME.limit())));
        } else if (name.matches("[\\d\\s.,+\\-=@/]+") || Anonymous.number(name).isPresent()) {
            entry.add(ERROR, "not-a-name", Field.NAME, name, null, Map.of());
        } else {
            entry.set(Field.NAME, name);
            if (!name.equals(text)) {
                entry.add(INFO, "name-blanks", Field.NAME, text, name, Map.of());
            }
        }
    }

    private void phone(Entry entry, String text) {
        Optional<String> phone = Phones.of(text);
        if (phone.isEmpty()) {
            Optional<String> first = List.of(text.split("[,，、;；/ ]+")).stream().map(Phones::of).flatMap(Optional::stream).findFirst();
            first.ifPresent(p -> told(entry, Field.PHONE, text, p, "phone-several", true));
            if (first.isPresent()) {
                return;
            }
        }
        known(entry, Field.PHONE, text, phone);
    }

    /** Stored when it was understood; else left empty, and told. */
    private void known(Entry entry, Field field, String text, Optional<String> value) {
        value.ifPresentOrElse(v -> entry.set(field, v), () -> entry.add(WARNING, field.id() + "-unclear", field, text, null, Map.of()));
    }

    private void told(Entry entry, Field field, String text, String value, String code, boolean tell) {
        entry.set(field, value);
        if (tell) {
            entry.add(WARNING, code, field, text, value, Map.of());
        }
    }

    private String bounded(Entry entry, Field field, String text) {
        String cut = Clean.cut(text, field.limit());
        if (cut.length() < text.length()) {
            entry.add(WARNING, "too-long", field, text, Clean.cut(cut, 80), Map.of("limit", String.valueOf(field.limit())));
        }
        return cut;
    }
}
