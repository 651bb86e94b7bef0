package org.shuyuan.attendance.internal;

import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
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
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.People;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.id.Secrets;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.attendance.internal.RollFile.Column;

/**
 * A workbook comes into a roll: shown first, with every problem by row and cell, and on confirmation all that can be taken or nothing. What the file leaves empty stays, so a second run
 * changes nothing. The file is not kept: whoever confirms sends it again, with the seal of what was shown. Thread-safe.
 */
@Component(service = RollImports.class)
public final class RollImports {

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

    /** What could not be taken. @param column letter of the cell @param key text of this module that says why @param what stands there */
    public record Fault(int row, @Nullable String column, String key, String what) {}

    /** One row that can be taken. @param came null: the file says nothing new of it */
    public record Line(int row, Mark was, State state, @Nullable String reason, @Nullable String note, @Nullable Integer minutes, @Nullable Instant came, boolean changed) {}

    /** @param seal of what would be written */
    public record Preview(Gathering gathering, Map<String, String> headings, List<Line> lines, List<Fault> faults, String seal) {

        public long changed() {
            return lines.stream().filter(Line::changed).count();
        }
    }

    private final RollFile reader;
    private final RollService rolls;
    private final Arrivals arrivals;
    private final Reasons reasons;
    private final People people;
    private final Units units;
    private final Watch watch;
    private final Transactions transactions;

    @Activate
    public RollImports(@Reference RollFile reader, @Reference RollService rolls, @Reference Arrivals arrivals, @Reference Reasons reasons, @Reference People people, @Reference Units units,
            @Reference Watch watch, @Reference Transactions transactions) {
        this.reader = reader;
        this.rolls = rolls;
        this.arrivals = arrivals;
        this.reasons = reasons;
        this.people = people;
        this.units = units;
        this.watch = watch;
        this.transactions = transactions;
    }

    /** What the file says, and what of it would be new. Writes nothing. @throws Problem 403, 404; 409 {@code attendance.closed}; those of {@link RollFile#read} */
    public Preview preview(Caller caller, UUID id, String name, InputStream content) {
        Gathering gathering = rolls.open(caller, id);
        return preview(caller, gathering, reader.read(content, name));
    }

    /**
     * Writes what was shown.
     *
     * @param seal of the preview
     * @throws Problem as of {@link #preview}; 409 {@code attendance.import-meanwhile}: file or roll are not what they were
     */
    public Preview confirm(Caller caller, UUID id, String name, InputStream content, @Nullable String seal) {
        Gathering gathering = rolls.open(caller, id);
        RollFile.Found found = reader.read(content, name);
        return transactions.call(() -> {
            Preview shown = preview(caller, gathering, found);
            if (seal == null || !shown.seal().equals(seal)) {
                throw Problem.conflict("attendance.import-meanwhile");
            }
            List<Line> changed = shown.lines().stream().filter(Line::changed).toList();
            if (changed.isEmpty()) {
                return shown;
            }
            rolls.mark(caller, id, changed.stream().map(l -> new RollService.Marking(l.was().person(), l.state(), l.was().state(), l.reason(), l.note(), l.minutes())).toList(), Mark.Way.ROLL);
            Map<UUID, Times> times = arrivals.of(id);
            changed.stream().filter(l -> l.came() != null).forEach(l -> {
                Times before = times.get(l.was().person());
                Times now = Times.came(id, l.was().person(), Objects.requireNonNull(l.came()), Mark.Way.ROLL, null);
                arrivals.said(before == null || before.left() == null || before.left().isBefore(now.came()) ? now
                        : now.left(before.left(), Objects.requireNonNullElse(before.leftWay(), Mark.Way.ROLL), before.leftTap()));
            });
            watch.written(caller, gathering, "import-roll", null, Map.of("file", name, "changed", changed.size()));
            return shown;
        });
    }

    private Preview preview(Caller caller, Gathering gathering, RollFile.Found found) {
        Reading reading = new Reading(gathering, found, rolls.roll(caller, gathering.id()));
        found.rows().forEach(reading::row);
        StringBuilder all = new StringBuilder(gathering.id().toString());
        reading.lines.stream().filter(Line::changed)
                .forEach(l -> all.append('|').append(l.was()).append('>').append(l.state()).append(l.reason()).append(l.note()).append(l.minutes()).append(l.came()));
        return new Preview(gathering, found.headings(), List.copyOf(reading.lines), List.copyOf(reading.faults), seal(all.toString()));
    }

    /** In pieces: a secret's hash takes no long text. */
    private static String seal(String text) {
        String seal = "";
        for (int at = 0; at < text.length(); at += 100) {
            seal = Secrets.hash(seal + text.substring(at, Math.min(text.length(), at + 100)));
        }
        return seal;
    }

    /** The rows below the headings. */
    private final class Reading {
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

        Reading(Gathering gathering, RollFile.Found found, List<Mark> roll) {
            this.gathering = gathering;
            this.found = found;
            this.known = people.get(roll.stream().map(Mark::person).toList());
            this.times = arrivals.of(gathering.id());
            this.reasonsHere = reasons.at(gathering.unit());
            this.zone = units.find(gathering.unit()).map(Unit::zone).orElse(ZoneId.of("Asia/Shanghai"));
            this.early = watch.clock().instant().isBefore(gathering.draft().start().minus(RollService.EARLY));
            roll.forEach(m -> Optional.ofNullable(known.get(m.person())).ifPresent(p -> {
                byName.computeIfAbsent(bare(p.name()), n -> new ArrayList<>()).add(m);
                if (p.number() != null) {
                    byNumber.computeIfAbsent(p.number().toUpperCase(Locale.ROOT), n -> new ArrayList<>()).add(m);
                }
            }));
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
                            : java.time.LocalDate.of(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3))).atTime(clock);
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
    }

    private static String bare(String name) {
        return RollFile.plain(name).codePoints().filter(c -> !Character.isWhitespace(c)).mapToObj(Character::toString).collect(Collectors.joining());
    }
}
