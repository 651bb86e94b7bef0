package org.shuyuan.attendance.internal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.text.Language;
import org.shuyuan.attendance.internal.RollFile.Column;
import org.shuyuan.attendance.internal.RollImports.Fault;
import org.shuyuan.attendance.internal.RollImports.Line;

/** Reads the rows below a workbook's headings against a roll: what each says of whom, and what of it cannot be taken. One for each file; not thread-safe. */
final class RollReading {

    private static final int MOST_FAULTS = 500;
    private static final Pattern TIME = Pattern.compile("(?:(\\d{4})[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?[ T]*)?(\\d{1,2}):(\\d{2})(?::(\\d{2}))?");
    private static final Map<State, List<String>> WORDS = Map.of(
            State.PRESENT, List.of("出席", "到", "已到", "到会", "到會", "√", "✓", "present"),
            State.LATE, List.of("迟到", "遲到", "late"),
            State.LEFT_EARLY, List.of("早退", "left early", "left-early"),
            State.ON_LEAVE, List.of("请假", "請假", "on leave", "on-leave", "leave"),
            State.ABSENT, List.of("缺席", "缺勤", "未到", "×", "absent"),
            State.EXEMPT, List.of("免于参加", "免參加", "免", "exempt"),
            State.OBSERVER, List.of("列席", "observer"));
    private static final List<String> OPEN = List.of("未登记", "未登錄", "未登記", "not marked");

    private final Gathering gathering;
    private final RollFile.Found found;
    private final Map<String, List<Mark>> byName = new HashMap<>();
    private final Map<String, List<Mark>> byNumber = new HashMap<>();
    private final Map<UUID, Person> known;
    private final Map<UUID, Times> times;
    private final Map<UUID, Integer> taken = new LinkedHashMap<>();
    private final List<Reason> reasonsHere;
    private final ZoneId zone;
    private final boolean early;
    private final List<Line> lines = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();

    /** @param early whether it is too early to say that somebody was there */
    RollReading(Gathering gathering, RollFile.Found found, List<Mark> roll, Map<UUID, Person> known, Map<UUID, Times> times, List<Reason> reasonsHere, ZoneId zone, boolean early) {
        this.gathering = gathering;
        this.found = found;
        this.known = known;
        this.times = times;
        this.reasonsHere = reasonsHere;
        this.zone = zone;
        this.early = early;
        roll.forEach(m -> Optional.ofNullable(known.get(m.person())).ifPresent(p -> {
            byName.computeIfAbsent(bare(p.name()), n -> new ArrayList<>()).add(m);
            if (p.number() != null) {
                byNumber.computeIfAbsent(p.number().toUpperCase(Locale.ROOT), n -> new ArrayList<>()).add(m);
            }
        }));
    }

    /** What can be taken so far, in the order of rows. */
    List<Line> lines() {
        return List.copyOf(lines);
    }

    List<Fault> faults() {
        return List.copyOf(faults);
    }

    void row(RollFile.Row row) {
        String name = bare(row.text(Column.NAME));
        String number = row.text(Column.NUMBER).toUpperCase(Locale.ROOT);
        // what stands below the table is a remark
        if (name.isEmpty() && number.isEmpty()) {
            return;
        }
        @Nullable Mark was = who(row, name, number);
        if (was == null) {
            return;
        }
        @Nullable Integer first = taken.putIfAbsent(was.person(), row.number());
        if (first != null) {
            fault(row, number.isEmpty() ? Column.NAME : Column.NUMBER, "import.fault.twice", String.valueOf(first));
            return;
        }
        String word = row.text(Column.STATE);
        if (word.isEmpty() || OPEN.contains(word.toLowerCase(Locale.ROOT))) {
            return;
        }
        Optional<State> state = WORDS.entrySet().stream().filter(e -> e.getValue().contains(word.toLowerCase(Locale.ROOT))).map(Map.Entry::getKey).findFirst();
        if (state.isEmpty()) {
            fault(row, Column.STATE, "import.fault.state", word);
        } else if (was.expected() == (state.get() == State.OBSERVER)) {
            fault(row, Column.STATE, was.expected() ? "problem.expected-no-observer" : "problem.observer-only", word);
        } else if (early && state.get() != State.ON_LEAVE && state.get() != State.EXEMPT) {
            fault(row, Column.STATE, "import.fault.early", word);
        } else {
            line(row, was, state.get());
        }
    }

    private @Nullable Mark who(RollFile.Row row, String name, String number) {
        List<Mark> found = number.isEmpty() ? byName.getOrDefault(name, List.of()) : byNumber.getOrDefault(number, List.of());
        Column column = number.isEmpty() ? Column.NAME : Column.NUMBER;
        if (found.isEmpty()) {
            fault(row, column, "import.fault.nobody", number.isEmpty() ? name : number);
            return null;
        }
        if (found.size() > 1) {
            fault(row, column, "import.fault.namesakes", number.isEmpty() ? name : number);
            return null;
        }
        Person person = known.get(found.get(0).person());
        if (!number.isEmpty() && !name.isEmpty() && person != null && !bare(person.name()).equals(name)) {
            fault(row, Column.NAME, "import.fault.other-name", name);
            return null;
        }
        return found.get(0);
    }

    private void line(RollFile.Row row, Mark was, State state) {
        boolean same = state == was.state();
        String why = row.text(Column.REASON);
        String note = row.text(Column.NOTE);
        String counted = row.text(Column.MINUTES);
        String at = row.text(Column.CAME);
        @Nullable String reason = same ? was.reason() : null;
        if (!why.isEmpty()) {
            Optional<Reason> known = reasonsHere.stream().filter(r -> r.state() == state && (!r.retired() || r.word().equals(was.reason())) && named(r, why)).findFirst();
            if (known.isEmpty()) {
                fault(row, Column.REASON, "import.fault.reason", why);
                return;
            }
            reason = known.get().word();
        }
        if (note.length() > 200) {
            fault(row, Column.NOTE, "import.fault.note", note.substring(0, 20));
            return;
        }
        @Nullable Integer minutes = counted.isEmpty() ? was.minutes() : minutes(counted);
        if (!counted.isEmpty() && minutes == null) {
            fault(row, Column.MINUTES, "problem.bad-minutes", counted);
            return;
        }
        @Nullable Instant came = at.isEmpty() ? null : came(row);
        if (!at.isEmpty() && (came == null || !state.there())) {
            fault(row, Column.CAME, came == null ? "import.fault.time" : "import.fault.time-of-absent", at);
            return;
        }
        @Nullable Times before = times.get(was.person());
        boolean fresh = came != null && (before == null || !came.truncatedTo(ChronoUnit.MINUTES).equals(before.came().truncatedTo(ChronoUnit.MINUTES)));
        @Nullable String said = note.isEmpty() ? same ? was.note() : null : note;
        @Nullable Integer stays = state.there() ? minutes : counted.isEmpty() ? null : minutes;
        boolean changed = !same || fresh || !Objects.equals(reason, was.reason()) || !Objects.equals(said, was.note()) || !Objects.equals(stays, was.minutes());
        lines.add(new Line(row.number(), was, state, reason, said, stays, fresh ? came : null, changed));
    }

    private static boolean named(Reason reason, String why) {
        return reason.word().equalsIgnoreCase(why) || List.of(Language.values()).stream().anyMatch(l -> reason.name(l).equalsIgnoreCase(why));
    }

    private static @Nullable Integer minutes(String text) {
        return text.matches("\\d{1,4}") && Integer.parseInt(text) <= 1440 ? Integer.valueOf(text) : null;
    }

    /** A time of the gathering's day, or a moment from two hours before its start to its end. */
    private @Nullable Instant came(RollFile.Row row) {
        Workbooks.Cell cell = Objects.requireNonNull(row.cells().get(Column.CAME));
        LocalDateTime start = gathering.draft().start().atZone(zone).toLocalDateTime();
        @Nullable LocalDateTime time = null;
        Matcher m = TIME.matcher(row.text(Column.CAME));
        if (cell.date() != null) {
            // a cell with a time alone has the day that spreadsheets begin at
            time = cell.date().getYear() < 1990 ? start.toLocalDate().atTime(cell.date().toLocalTime()) : cell.date();
        } else if (m.matches()) {
            try {
                LocalTime clock = LocalTime.of(Integer.parseInt(m.group(4)), Integer.parseInt(m.group(5)), m.group(6) == null ? 0 : Integer.parseInt(m.group(6)));
                time = m.group(1) == null ? start.toLocalDate().atTime(clock)
                        : LocalDate.of(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3))).atTime(clock);
            } catch (DateTimeException none) {
                return null;
            }
        }
        @Nullable Instant came = time == null ? null : time.atZone(zone).toInstant();
        return came == null || came.isBefore(gathering.draft().start().minus(RollService.EARLY)) || !came.isBefore(gathering.draft().end()) ? null : came;
    }

    private void fault(RollFile.Row row, Column column, String key, String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(new Fault(row.number(), found.letters().get(column), key, what.length() > 60 ? what.substring(0, 60) : what));
        }
    }

    private static String bare(String name) {
        return RollFile.plain(name).codePoints().filter(c -> !Character.isWhitespace(c)).mapToObj(Character::toString).collect(Collectors.joining());
    }
}
