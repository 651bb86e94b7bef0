package org.shuyuan.calendar.internal;

import java.io.InputStream;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.problem.Problem;

/**
 * Reads a study plan out of a workbook: the first sheet with a row of headings that names month and topic. Columns are known by their headings; a row with one cell above them is
 * the plan's title. Writes nothing. Thread-safe.
 */
@Component(service = PlanFile.class)
public final class PlanFile {

    static final long LARGEST = 2L << 20;
    private static final Workbooks.Limits LIMITS = new Workbooks.Limits(LARGEST, 20, 2_000, 50, 4_000);
    private static final int MOST_FAULTS = 200;
    private static final Pattern MONTH = Pattern.compile("(?:(\\d{4})\\s*(?:年|[-./]))?\\s*(\\d{1,2})\\s*(?:月份?|[-./](?=\\s*\\d))?\\s*(?:(\\d{1,2})\\s*[日号號]?)?");
    private static final Pattern YEAR = Pattern.compile("(19|20|21)\\d{2}");
    private static final Pattern QUARTER = Pattern.compile("第?\\s*([一二三四1-4])\\s*季");
    private static final Pattern OF_MONTH = Pattern.compile("(\\d{1,2}|[一二三四五六七八九十]{1,2})\\s*月");
    private static final String DIGITS = "一二三四五六七八九十";

    /** What a column holds, with the headings that it has. */
    enum Column {
        MONTH("月份", "月", "时间", "時間", "计划时间", "計劃時間", "学习时间", "學習時間", "时间安排", "時間安排", "month", "日期", "date"),
        TOPIC("学习专题", "學習專題", "专题", "專題", "主题", "主題", "学习主题", "學習主題", "题目", "題目", "topic", "subject"),
        CONTENT("学习内容", "學習內容", "内容", "內容", "主要内容", "主要內容", "content"),
        FORM("学习形式", "學習形式", "形式", "方式", "学习方式", "學習方式", "form"),
        HOST("主讲人", "主講人", "主讲", "主講", "主持人", "主持", "领学人", "領學人", "host", "host or speaker", "speaker"),
        AUDIENCE("参加范围", "參加範圍", "参加人员", "參加人員", "参加对象", "參加對象", "学习对象", "學習對象", "范围", "範圍", "for whom", "audience"),
        RESPONSIBLE("责任部门", "責任部門", "责任单位", "責任單位", "责任人", "責任人", "负责人", "負責人", "牵头部门", "牽頭部門", "responsible"),
        NOTE("备注", "備註", "说明", "說明", "note");

        private final List<String> headings;

        Column(String... headings) {
            this.headings = List.of(headings);
        }
    }

    /**
     * What could not be taken, or not as it stands.
     *
     * @param row as people see it, from 1
     * @param column letter of the cell
     * @param key text of this module that says why
     * @param what stands there
     * @param refused the row is left out; otherwise it is taken
     */
    public record Fault(int row, String column, String key, String what, boolean refused) {}

    /** A row that can be taken. */
    public record Row(int number, PlanItem item) {}

    /**
     * What the file has.
     *
     * @param title null: the file has none
     * @param span the year is that of the title, or the one asked for
     * @param headings what each recognised column is called in the file, by its letter
     */
    public record Found(@Nullable String title, Plan.Span span, Map<String, String> headings, List<Row> rows, List<Fault> faults) {}

    private final Workbooks workbooks;

    @Activate
    public PlanFile(@Reference Workbooks workbooks) {
        this.workbooks = workbooks;
    }

    /**
     * Reads it.
     *
     * @param name of the file, for its ending
     * @param wanted what the plan is for; null: what the title says, else the year
     * @param year where the title names none
     * @param kinds of event that the form may name
     * @throws Problem 422 {@code calendar.plan-no-columns}; those of {@link Workbooks#read}
     */
    Found read(InputStream content, String name, Plan.@Nullable Span wanted, int year, List<Kind> kinds) {
        Workbooks.Workbook book = workbooks.read(content, name, LIMITS);
        for (Workbooks.Sheet sheet : book.sheets()) {
            String title = null;
            for (int i = 0; i < sheet.rows().size(); i++) {
                Workbooks.Row row = sheet.rows().get(i);
                Map<Column, String> columns = columns(row);
                if (columns.containsKey(Column.MONTH) && columns.containsKey(Column.TOPIC)) {
                    Plan.Span span = wanted == null ? span(title == null ? "" : title, year) : wanted;
                    return new Reading(span, columns, kinds).rows(title, row, sheet.rows().subList(i + 1, sheet.rows().size()));
                }
                List<String> texts = row.cells().values().stream().map(c -> c.text().strip()).filter(t -> !t.isEmpty()).distinct().toList();
                if (title == null && texts.size() == 1) {
                    title = Text.cut(texts.get(0), 200);
                }
            }
        }
        throw new Problem(422, "calendar.plan-no-columns");
    }

    private static Map<Column, String> columns(Workbooks.Row row) {
        Map<Column, String> columns = new EnumMap<>(Column.class);
        row.cells().forEach((letter, cell) -> {
            String heading = plain(cell.text()).replaceAll("[\\s:：*]", "").toLowerCase(Locale.ROOT);
            for (Column column : Column.values()) {
                if (column.headings.stream().anyMatch(h -> h.replace(" ", "").equals(heading))) {
                    columns.putIfAbsent(column, letter);
                }
            }
        });
        return columns;
    }

    /** What a title says that it is for; a year unless it says otherwise. */
    static Plan.Span span(String title, int year) {
        String text = plain(title);
        Matcher named = YEAR.matcher(text);
        int of = named.find() ? Integer.parseInt(named.group()) : year;
        Matcher quarter = QUARTER.matcher(text);
        if (quarter.find()) {
            return new Plan.Span(Plan.Period.QUARTER, of, number(quarter.group(1)).orElse(1));
        }
        Matcher month = OF_MONTH.matcher(text);
        Optional<Integer> number = month.find() ? number(month.group(1)).filter(n -> n <= 12) : Optional.empty();
        return number.map(n -> new Plan.Span(Plan.Period.MONTH, of, n)).orElseGet(() -> new Plan.Span(Plan.Period.YEAR, of, 1));
    }

    /** Full-width digits and spaces as others. */
    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
    }

    /** 3, 三, 十二; 1–99. */
    private static Optional<Integer> number(String text) {
        if (text.matches("\\d{1,2}")) {
            return Optional.of(Integer.parseInt(text)).filter(n -> n > 0);
        }
        if (text.length() == 1) {
            return Optional.of(DIGITS.indexOf(text) + 1).filter(n -> n > 0);
        }
        return text.length() == 2 && text.charAt(0) == '十' ? Optional.of(11 + DIGITS.indexOf(text.charAt(1))).filter(n -> n > 10 && n < 20) : Optional.empty();
    }

    /** The rows below the headings. */
    private static final class Reading {
        private final Plan.Span span;
        private final Map<Column, String> columns;
        private final List<Kind> kinds;
        private final List<Row> rows = new ArrayList<>();
        private final List<Fault> faults = new ArrayList<>();

        Reading(Plan.Span span, Map<Column, String> columns, List<Kind> kinds) {
            this.span = span;
            this.columns = columns;
            this.kinds = kinds.stream().filter(k -> !k.retired()).toList();
        }

        Found rows(@Nullable String title, Workbooks.Row heading, List<Workbooks.Row> below) {
            below.forEach(this::row);
            Map<String, String> headings = new LinkedHashMap<>();
            columns.values().stream().sorted(Comparator.comparingInt(String::length).thenComparing(c -> c))
                    .forEach(letter -> headings.put(letter, heading.cells().get(letter).text().strip()));
            return new Found(title, span, headings, List.copyOf(rows), List.copyOf(faults));
        }

        private void row(Workbooks.Row row) {
            List<String> filled = row.cells().values().stream().map(c -> c.text().strip()).filter(t -> !t.isEmpty()).toList();
            String topic = text(row, Column.TOPIC, 200);
            Workbooks.@Nullable Cell when = row.cells().get(columns.get(Column.MONTH));
            // what stands below the table in one cell is a remark, no item
            if (filled.isEmpty() || topic.isEmpty() && filled.stream().distinct().count() == 1) {
                return;
            }
            if (topic.isEmpty()) {
                fault(row, Column.TOPIC, "plans.fault.no-topic", "", true);
                return;
            }
            LocalDate[] day = new LocalDate[1];
            Optional<Integer> month = when == null ? Optional.empty() : month(when, day);
            if (month.isEmpty()) {
                fault(row, Column.MONTH, when == null || when.text().isBlank() ? "plans.fault.no-month" : "plans.fault.bad-month", when == null ? "" : when.text().strip(), true);
                return;
            }
            if (!span.holds(month.get()) || day[0] != null && day[0].getYear() != span.year()) {
                fault(row, Column.MONTH, "plans.fault.outside", when == null ? "" : when.text().strip(), true);
                return;
            }
            if (rows.size() == Plan.MOST_ITEMS) {
                fault(row, Column.MONTH, "plans.fault.too-many", "", true);
                return;
            }
            String form = text(row, Column.FORM, 100);
            UUID id = new UUID(0, row.number());
            rows.add(new Row(row.number(), new PlanItem(id, id, month.get(), day[0], topic, text(row, Column.CONTENT, 4_000), form, kind(form), new PlanItem.Who(null, text(row, Column.HOST, 100)),
                    Audience.NOBODY, text(row, Column.AUDIENCE, 200), new PlanItem.Who(null, text(row, Column.RESPONSIBLE, 100)), text(row, Column.NOTE, 1_000))));
        }

        private @Nullable UUID kind(String form) {
            return form.isEmpty() ? null : kinds.stream().filter(k -> k.match(form) > 0).max(Comparator.comparingInt(k -> k.match(form))).map(Kind::id).orElse(null);
        }

        /** @param day is set where the cell names one */
        private Optional<Integer> month(Workbooks.Cell cell, @Nullable LocalDate[] day) {
            if (cell.date() != null) {
                day[0] = cell.date().toLocalDate();
                return Optional.of(day[0].getMonthValue());
            }
            String text = plain(cell.text());
            Matcher word = Pattern.compile("([一二三四五六七八九十]{1,2})\\s*月份?").matcher(text);
            if (word.matches()) {
                return number(word.group(1)).filter(n -> n <= 12);
            }
            Matcher m = MONTH.matcher(text);
            if (!m.matches()) {
                return Optional.empty();
            }
            int month = Integer.parseInt(m.group(2));
            if (month < 1 || month > 12) {
                return Optional.empty();
            }
            if (m.group(1) != null && Integer.parseInt(m.group(1)) != span.year()) {
                day[0] = LocalDate.of(Integer.parseInt(m.group(1)), month, 1);
            } else if (m.group(3) != null) {
                try {
                    day[0] = LocalDate.of(span.year(), month, Integer.parseInt(m.group(3)));
                } catch (DateTimeException none) {
                    return Optional.empty();
                }
            }
            return Optional.of(month);
        }

        /** Shortened rather than refused, and said. */
        private String text(Workbooks.Row row, Column column, int most) {
            Workbooks.@Nullable Cell cell = columns.containsKey(column) ? row.cells().get(columns.get(column)) : null;
            String text = cell == null ? "" : cell.text().strip();
            if (text.length() > most) {
                fault(row, column, "plans.fault.cut", text.substring(0, 20), false);
            }
            return Text.cut(text, most);
        }

        private void fault(Workbooks.Row row, Column column, String key, String what, boolean refused) {
            if (faults.size() < MOST_FAULTS) {
                faults.add(new Fault(row.number(), columns.get(column), key, Text.cut(what, 60), refused));
            }
        }
    }
}
