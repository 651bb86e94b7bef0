package org.shuyuan.calendar.internal;

import java.io.InputStream;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
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
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.office.Calendars;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.problem.Problem;

/**
 * Reads a year's days out of a file, a table ({@code .xlsx}, {@code .csv}) with the columns 日期, 类型, 名称, or a calendar ({@code .ics}) of all-day events.
 * Writes nothing: what was read is shown, and published as {@link Holidays#publish} does it. Thread-safe.
 */
@Component(service = HolidayFile.class)
public final class HolidayFile {

    /** What could not be taken. @param line of the file, from 1 @param key text of this module that says why @param what stands there */
    public record Fault(int line, String key, String what) {}

    /** @param days of that year, each once, by date */
    public record Found(List<SpecialDay> days, List<Fault> faults) {}

    private static final long LARGEST = 1L << 20;
    private static final int LONGEST_EVENT = 60;
    private static final int MOST_FAULTS = 100;
    private static final Workbooks.Limits LIMITS = new Workbooks.Limits(LARGEST, 10, 2_000, 50, 500);
    private static final Pattern DAY = Pattern.compile("(?:(\\d{4})\\s*[-/.年]\\s*)?(\\d{1,2})\\s*[-/.月]\\s*(\\d{1,2})\\s*日?.*|(\\d{4})(\\d{2})(\\d{2})");
    private static final List<String> DATES = List.of("日期", "date", "day", "日子");
    private static final List<String> KINDS = List.of("类型", "類型", "kind", "type", "性质", "性質");
    private static final List<String> NAMES = List.of("名称", "名稱", "name", "节日", "節日", "节假日", "說明", "说明");

    private final Workbooks workbooks;
    private final Calendars calendars;
    private final Access access;

    @Activate
    public HolidayFile(@Reference Workbooks workbooks, @Reference Calendars calendars, @Reference Access access) {
        this.workbooks = workbooks;
        this.calendars = calendars;
        this.access = access;
    }

    /**
     * What the file has of the year.
     *
     * @throws Problem 422 {@code calendar.no-columns}: a table without the columns; those of {@link Workbooks#read} and
     *     {@link Calendars#read}
     */
    public Found read(Caller caller, UUID unit, int year, String name, InputStream content) {
        access.require(caller, Permissions.HOLIDAYS, unit);
        HolidayYear.checkYear(year);
        Collected all = new Collected(year);
        if (name.toLowerCase(Locale.ROOT).endsWith(".ics")) {
            calendar(calendars.read(content, ZoneOffset.UTC), all);
        } else {
            table(workbooks.read(content, name, LIMITS), all);
        }
        return all.found();
    }

    private static void calendar(Calendars.Read read, Collected all) {
        read.faults().forEach(f -> all.refuse(f.line(), "holidays.fault.unreadable", f.what()));
        for (Calendars.Item item : read.items()) {
            LocalDate first = item.start().toLocalDate();
            LocalDate end = item.end().toLocalDate();
            if (item.cancelled()) {
                continue;
            }
            if (!item.allDay() || item.rule() != null || first.plusDays(LONGEST_EVENT).isBefore(end)) {
                all.refuse(item.line(), "holidays.fault.no-days", item.summary());
                continue;
            }
            SpecialDay.Kind kind = item.summary().contains("班") ? SpecialDay.Kind.WORKDAY : SpecialDay.Kind.HOLIDAY;
            first.datesUntil(end).forEach(day -> all.take(item.line(), day, kind, plain(item.summary())));
        }
    }

    /** "国庆节（休）" and "[班] 国庆节" are both the holiday's name. */
    private static String plain(String summary) {
        String name = summary.replaceAll("[（(\\[【]?(休|班|放假|补班|補班|上班|调休|調休)[）)\\]】]", "").replaceAll("\\s*第\\s*\\d+\\s*天.*$", "").strip();
        return Text.cut(name.isEmpty() ? summary.strip() : name, 50);
    }

    private static void table(Workbooks.Workbook book, Collected all) {
        boolean header = false;
        for (Workbooks.Sheet sheet : book.sheets()) {
            Map<String, String> columns = Map.of();
            for (Workbooks.Row row : sheet.rows()) {
                Map<String, String> found = columns.isEmpty() ? columns(row) : Map.of();
                if (!found.isEmpty()) {
                    columns = found;
                    header = true;
                } else if (!columns.isEmpty()) {
                    row(row, columns, all);
                }
            }
        }
        if (!header) {
            throw new Problem(422, "calendar.no-columns");
        }
    }

    /** The letters of the three columns; empty unless it is the row that heads them. */
    private static Map<String, String> columns(Workbooks.Row row) {
        Map<String, String> columns = new LinkedHashMap<>();
        row.cells().forEach((letter, cell) -> {
            String text = cell.text().strip().toLowerCase(Locale.ROOT);
            for (List<String> words : List.of(DATES, KINDS, NAMES)) {
                if (words.contains(text)) {
                    columns.putIfAbsent(words.get(0), letter);
                }
            }
        });
        return columns.size() == 3 ? columns : Map.of();
    }

    private static void row(Workbooks.Row row, Map<String, String> columns, Collected all) {
        Workbooks.@Nullable Cell date = row.cells().get(columns.get(DATES.get(0)));
        String kind = text(row, columns.get(KINDS.get(0)));
        String name = text(row, columns.get(NAMES.get(0)));
        if (date == null || date.text().isBlank()) {
            if (!kind.isEmpty() || !name.isEmpty()) {
                all.refuse(row.number(), "holidays.fault.no-date", "");
            }
            return;
        }
        Optional<LocalDate> day = day(date, all.year);
        Optional<SpecialDay.Kind> known = kind(kind);
        if (day.isEmpty()) {
            all.refuse(row.number(), "holidays.fault.no-date", date.text());
        } else if (known.isEmpty()) {
            all.refuse(row.number(), "holidays.fault.no-kind", kind);
        } else if (name.isEmpty()) {
            all.refuse(row.number(), "holidays.fault.no-name", day.get().toString());
        } else {
            all.take(row.number(), day.get(), known.get(), Text.cut(name, 50));
        }
    }

    private static String text(Workbooks.Row row, @Nullable String letter) {
        Workbooks.@Nullable Cell cell = row.cells().get(letter);
        return cell == null ? "" : cell.text().strip();
    }

    private static Optional<LocalDate> day(Workbooks.Cell cell, int year) {
        if (cell.date() != null) {
            return Optional.of(cell.date().toLocalDate());
        }
        Matcher m = DAY.matcher(cell.text().strip());
        if (!m.matches()) {
            return Optional.empty();
        }
        boolean compact = m.group(4) != null;
        int of = compact ? Integer.parseInt(m.group(4)) : m.group(1) == null ? year : Integer.parseInt(m.group(1));
        int month = Integer.parseInt(m.group(compact ? 5 : 2));
        int day = Integer.parseInt(m.group(compact ? 6 : 3));
        return month < 1 || month > 12 || day < 1 || day > YearMonth.of(of, month).lengthOfMonth() ? Optional.empty() : Optional.of(LocalDate.of(of, month, day));
    }

    private static Optional<SpecialDay.Kind> kind(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (word.contains("班") || word.contains("work")) {
            return Optional.of(SpecialDay.Kind.WORKDAY);
        }
        return word.contains("休") || word.contains("假") || word.contains("节") || word.contains("節") || word.contains("holiday") ? Optional.of(SpecialDay.Kind.HOLIDAY) : Optional.empty();
    }

    /** What of a file belongs to the year, each day once. */
    private static final class Collected {
        private final int year;
        private final Map<LocalDate, SpecialDay> days = new LinkedHashMap<>();
        private final List<Fault> faults = new ArrayList<>();

        Collected(int year) {
            this.year = year;
        }

        void take(int line, LocalDate day, SpecialDay.Kind kind, String name) {
            if (day.getYear() != year) {
                refuse(line, "holidays.fault.other-year", day.toString());
                return;
            }
            SpecialDay taken = new SpecialDay(day, kind, name);
            SpecialDay first = days.putIfAbsent(day, taken);
            if (first != null && !first.equals(taken)) {
                refuse(line, "holidays.fault.twice", day.toString());
            }
        }

        void refuse(int line, String key, String what) {
            if (faults.size() < MOST_FAULTS) {
                faults.add(new Fault(line, key, what));
            }
        }

        Found found() {
            return new Found(days.values().stream().sorted(Comparator.comparing(SpecialDay::day)).toList(), List.copyOf(faults));
        }
    }
}
