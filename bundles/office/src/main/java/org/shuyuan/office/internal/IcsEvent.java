package org.shuyuan.office.internal;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.office.Calendars.Fault;
import org.shuyuan.api.office.Calendars.Item;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.office.internal.IcsLines.Line;

/** Makes an item of one VEVENT's lines. One use only. */
final class IcsEvent {

    /** Carries the fault of an event that cannot be read. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Fault fault;

        Unreadable(int line, String key, String what) {
            super(key);
            this.fault = new Fault(line, key, what.length() > 100 ? what.substring(0, 100) : what);
        }

        Fault fault() {
            return fault;
        }
    }

    private record Moment(LocalDateTime time, boolean date, @Nullable ZoneId zone) {
        LocalDateTime in(ZoneId wanted) {
            return date || zone == null || zone.equals(wanted) ? time : time.atZone(zone).withZoneSameInstant(wanted).toLocalDateTime();
        }
    }

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
    private static final Pattern DURATION = Pattern.compile("([+-])?P(?:(\\d{1,5})W)?(?:(\\d{1,5})D)?(?:T(?:(\\d{1,6})H)?(?:(\\d{1,6})M)?(?:(\\d{1,8})S)?)?");
    private static final int DATES = 5_000;

    private final int begin;
    private final List<Line> lines;
    private final ZoneId defaultZone;
    private final Function<String, @Nullable ZoneId> zones;
    private final List<String> notes = new ArrayList<>();

    /** @param zones by TZID; null where it is unknown */
    IcsEvent(int begin, List<Line> lines, ZoneId defaultZone, Function<String, @Nullable ZoneId> zones) {
        this.begin = begin;
        this.lines = lines;
        this.defaultZone = defaultZone;
        this.zones = zones;
    }

    Item item(boolean cancelledMethod) throws Unreadable {
        Line startLine = line("DTSTART");
        if (startLine == null) {
            throw new Unreadable(begin, "fault.no-start", text("SUMMARY"));
        }
        Moment startMoment = moment(startLine, startLine.value());
        // A start in UTC is shown in the reader's zone; its repetition then follows that zone's clock.
        ZoneId zone = startMoment.zone() == null || startMoment.zone().equals(ZoneOffset.UTC) ? defaultZone : startMoment.zone();
        LocalDateTime start = startMoment.in(zone);
        boolean allDay = startMoment.date();
        LocalDateTime end = end(start, allDay, zone);
        Line microsoft = line("X-MICROSOFT-CDO-ALLDAYEVENT");
        if (!allDay && microsoft != null && microsoft.value().strip().equalsIgnoreCase("TRUE") && midnight(start) && midnight(end)) {
            allDay = true;
        }
        if (allDay && !end.isAfter(start)) {
            end = start.plusDays(1);
            note("note.no-length");
        }
        String rule = rule(zone);
        List<LocalDateTime> excluded = dates("EXDATE", start, allDay, zone);
        List<LocalDateTime> added = dates("RDATE", start, allDay, zone);
        if (line("EXRULE") != null) {
            note("note.exclusion-rule");
        }
        Line changed = line("RECURRENCE-ID");
        LocalDateTime recurrenceId = changed == null ? null : moment(changed, changed.value()).in(zone);
        if (changed != null && changed.parameter("RANGE") != null) {
            note("note.this-and-future");
        }
        Line status = line("STATUS");
        boolean cancelled = cancelledMethod || status != null && status.value().strip().equalsIgnoreCase("CANCELLED");
        String summary = text("SUMMARY");
        if (summary.isBlank()) {
            note("note.no-title");
        }
        return new Item(begin, uid(summary, start), summary, orNull("DESCRIPTION"), orNull("LOCATION"), start, end, allDay, zone, rule, excluded, added,
                recurrenceId, cancelled, sequence(), changed(), List.copyOf(notes));
    }

    /** {@code SEQUENCE}, by which the newer of two states of one event is known. */
    int sequence() {
        Line line = line("SEQUENCE");
        return line != null && line.value().strip().matches("\\d{1,9}") ? Integer.parseInt(line.value().strip()) : 0;
    }

    private @Nullable Instant changed() {
        Line line = line("LAST-MODIFIED");
        try {
            Moment moment = line == null ? null : moment(line, line.value());
            return moment == null || moment.zone() == null ? null : moment.time().atZone(moment.zone()).toInstant();
        } catch (Unreadable e) {
            return null;
        }
    }

    private String uid(String summary, LocalDateTime start) {
        Line line = line("UID");
        if (line != null && !line.value().isBlank()) {
            String uid = IcsLines.text(line.value()).strip();
            return uid.length() <= 255 ? uid : UUID.nameUUIDFromBytes(uid.getBytes(StandardCharsets.UTF_8)).toString();
        }
        note("note.no-uid");
        // The same file read again must give the same event.
        return UUID.nameUUIDFromBytes((summary + "|" + start).getBytes(StandardCharsets.UTF_8)) + "@shuyuan";
    }

    private LocalDateTime end(LocalDateTime start, boolean allDay, ZoneId zone) throws Unreadable {
        Line line = line("DTEND");
        if (line != null) {
            LocalDateTime end = moment(line, line.value()).in(zone);
            if (allDay && !midnight(end)) {
                end = end.toLocalDate().plusDays(1).atStartOfDay();
            }
            if (end.isBefore(start)) {
                note("note.ends-before-start");
                return start;
            }
            return end;
        }
        Line duration = line("DURATION");
        if (duration == null) {
            if (!allDay) {
                note("note.no-end");
            }
            return allDay ? start.plusDays(1) : start.plusHours(1);
        }
        Matcher matcher = DURATION.matcher(duration.value().strip());
        if (!matcher.matches() || "-".equals(matcher.group(1))) {
            throw new Unreadable(duration.line(), "fault.bad-time", duration.value());
        }
        return start.plus(Period.ofDays(number(matcher, 2) * 7 + number(matcher, 3)))
                .plus(Duration.ofSeconds(number(matcher, 4) * 3600L + number(matcher, 5) * 60L + number(matcher, 6)));
    }

    private static int number(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
    }

    private @Nullable String rule(ZoneId zone) throws Unreadable {
        List<Line> rules = lines.stream().filter(line -> line.name().equals("RRULE")).toList();
        if (rules.isEmpty()) {
            return null;
        }
        if (rules.size() > 1) {
            note("note.several-rules");
        }
        try {
            return Rules.canonical(rules.get(0).value(), zone);
        } catch (Problem e) {
            throw new Unreadable(rules.get(0).line(), "fault.bad-rule", rules.get(0).value());
        }
    }

    private List<LocalDateTime> dates(String name, LocalDateTime start, boolean allDay, ZoneId zone) throws Unreadable {
        List<LocalDateTime> dates = new ArrayList<>();
        for (Line line : lines) {
            if (!line.name().equals(name)) {
                continue;
            }
            for (String value : line.value().split(",")) {
                if (value.isBlank()) {
                    continue;
                }
                Moment moment = moment(line, value.contains("/") ? value.substring(0, value.indexOf('/')) : value);
                LocalDateTime time = moment.in(zone);
                if (allDay) {
                    time = time.toLocalDate().atStartOfDay();
                } else if (moment.date()) {
                    time = time.toLocalDate().atTime(start.toLocalTime());
                    note("note.date-for-time");
                }
                if (dates.size() >= DATES) {
                    throw new Unreadable(line.line(), "fault.too-many-dates", name);
                }
                dates.add(time);
            }
        }
        return List.copyOf(dates);
    }

    private Moment moment(Line line, String raw) throws Unreadable {
        String value = raw.strip().toUpperCase(java.util.Locale.ROOT).replaceAll("(?<=\\d)[-:](?=\\d)", "").replaceAll("\\.\\d+", "");
        try {
            if (value.length() == 8 && !value.contains("T")) {
                return new Moment(LocalDate.parse(value, DateTimeFormatter.BASIC_ISO_DATE).atStartOfDay(), true, null);
            }
            boolean utc = value.endsWith("Z");
            String digits = utc ? value.substring(0, value.length() - 1) : value;
            if (digits.length() == 13) {
                digits += "00";
            }
            // A leap second is no local time.
            LocalDateTime time = LocalDateTime.parse(digits.endsWith("60") ? digits.substring(0, 13) + "59" : digits, TIME);
            if ("DATE".equals(line.parameter("VALUE"))) {
                return new Moment(time.toLocalDate().atStartOfDay(), true, null);
            }
            if (utc) {
                return new Moment(time, false, ZoneOffset.UTC);
            }
            String tzid = line.parameter("TZID");
            ZoneId zone = tzid == null ? null : zones.apply(tzid);
            if (tzid != null && zone == null) {
                note("note.unknown-zone");
            }
            return new Moment(time, false, zone == null ? defaultZone : zone);
        } catch (DateTimeException e) {
            throw new Unreadable(line.line(), "fault.bad-time", raw);
        }
    }

    private static boolean midnight(LocalDateTime time) {
        return time.toLocalTime().toSecondOfDay() == 0;
    }

    private void note(String key) {
        if (!notes.contains(key)) {
            notes.add(key);
        }
    }

    private @Nullable Line line(String name) {
        return lines.stream().filter(line -> line.name().equals(name)).findFirst().orElse(null);
    }

    private String text(String name) {
        Line line = line(name);
        return line == null ? "" : IcsLines.text(line.value());
    }

    private @Nullable String orNull(String name) {
        String text = text(name);
        return text.isBlank() ? null : text;
    }
}
