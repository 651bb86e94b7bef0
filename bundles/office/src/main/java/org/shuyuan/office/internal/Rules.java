package org.shuyuan.office.internal;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.RfcMode;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/**
 * Recurrence rules of RFC 5545 §3.3.10, in local times of the event's zone: "every Monday at 9" is 9 in summer and in winter.
 * The library computes in UTC, which here only means "a calendar without gaps".
 */
final class Rules {

    /** Zone of an UNTIL in UTC where nobody says which zone the event is in: the platform's default. */
    static final ZoneId DEFAULT_ZONE = ZoneId.of("Asia/Shanghai");

    private static final List<String> PARTS = List.of("FREQ", "UNTIL", "COUNT", "INTERVAL", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY",
            "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST");
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
    private static final int LENGTH = 1_000;
    private static final int MOST = 10_000;
    private static final int STEPS = 200_000;
    private static final long NANOS = 2_000_000_000L;

    private Rules() {}

    /** Parts in the order of the RFC, UNTIL as a local time of {@code zone} or, given as a date, that date. */
    static String canonical(String rule, ZoneId zone) {
        Map<String, String> parts = parts(rule);
        String until = parts.get("UNTIL");
        if (until != null) {
            parts.put("UNTIL", local(until, zone));
        }
        parsed(text(parts));
        return text(parts);
    }

    /** UNTIL in UTC, as the RFC wants it beside a start with a zone; as a date beside an all-day start. */
    static String forFile(String rule, ZoneId zone, boolean allDay) {
        Map<String, String> parts = parts(rule);
        String until = parts.get("UNTIL");
        if (until != null) {
            String local = local(until, zone);
            if (allDay) {
                parts.put("UNTIL", local.substring(0, 8));
            } else {
                LocalDateTime end = end(local);
                parts.put("UNTIL", LOCAL.format(end.atZone(zone).withZoneSameInstant(ZoneOffset.UTC)) + "Z");
            }
        }
        return text(parts);
    }

    static List<LocalDateTime> occurrences(LocalDateTime start, String rule, List<LocalDateTime> excluded, List<LocalDateTime> added,
            LocalDateTime from, LocalDateTime to, int limit) {
        Map<String, String> parts = parts(canonical(rule, DEFAULT_ZONE));
        int most = Math.max(0, Math.min(limit, MOST));
        int count = parts.containsKey("COUNT") ? Integer.parseInt(parts.get("COUNT")) : Integer.MAX_VALUE;
        if (parts.containsKey("UNTIL")) {
            parts.put("UNTIL", LOCAL.format(end(parts.get("UNTIL"))) + "Z");
        }
        Set<LocalDateTime> out = new TreeSet<>(added);
        out.removeIf(time -> time.isBefore(from) || !time.isBefore(to));
        Set<LocalDateTime> without = Set.copyOf(excluded);
        LocalDateTime anchor = count == Integer.MAX_VALUE ? near(start, parts, from) : start;
        // The start is the first of the set and counts, even where the rule would not make it (RFC 5545 §3.8.2.4, §3.8.5.3).
        int made = 0;
        if (count > 0) {
            made = 1;
            put(start, from, to, out);
        }
        try {
            RecurrenceRuleIterator iterator = parsed(text(parts)).iterator(moment(anchor));
            long deadline = System.nanoTime() + NANOS;
            for (int step = 0; iterator.hasNext() && made < count && out.size() < most + without.size() + 1; step++) {
                LocalDateTime time = local(iterator.nextDateTime());
                if (!time.isBefore(to)) {
                    break;
                }
                if (step >= STEPS || System.nanoTime() > deadline) {
                    throw bad("endless");
                }
                if (time.isAfter(start)) {
                    made++;
                    put(time, from, to, out);
                }
            }
        } catch (IllegalArgumentException | ArithmeticException | IllegalStateException e) {
            // The library gives up on a rule that never matches, such as 30 February.
            throw bad("never");
        }
        out.removeAll(without);
        return out.stream().limit(most).toList();
    }

    /** A later start with the same phase, so that a rule by the second begun years ago need not be counted through. */
    private static LocalDateTime near(LocalDateTime start, Map<String, String> parts, LocalDateTime from) {
        ChronoUnit unit = switch (parts.get("FREQ")) {
            case "SECONDLY" -> ChronoUnit.SECONDS;
            case "MINUTELY" -> ChronoUnit.MINUTES;
            case "HOURLY" -> ChronoUnit.HOURS;
            case "DAILY" -> ChronoUnit.DAYS;
            case "WEEKLY" -> ChronoUnit.WEEKS;
            default -> null;
        };
        if (unit == null || !start.isBefore(from)) {
            return start;
        }
        long interval = Long.parseLong(parts.getOrDefault("INTERVAL", "1"));
        long periods = unit.between(start, from) / interval - 1;
        return periods <= 0 ? start : start.plus(periods * interval, unit);
    }

    private static void put(LocalDateTime time, LocalDateTime from, LocalDateTime to, Set<LocalDateTime> out) {
        if (!time.isBefore(from) && time.isBefore(to)) {
            out.add(time);
        }
    }

    private static Map<String, String> parts(String rule) {
        String trimmed = rule.strip().toUpperCase(Locale.ROOT);
        if (trimmed.startsWith("RRULE:")) {
            trimmed = trimmed.substring(6);
        }
        if (trimmed.isEmpty() || trimmed.length() > LENGTH) {
            throw bad("length");
        }
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : trimmed.split(";")) {
            int equals = part.indexOf('=');
            if (part.isBlank() || part.startsWith("X-")) {
                continue;
            }
            String key = equals < 0 ? part : part.substring(0, equals).strip();
            String value = equals < 0 ? "" : part.substring(equals + 1).replace(" ", "");
            if (!PARTS.contains(key) || value.isEmpty() || parts.put(key, value) != null) {
                throw bad(key);
            }
        }
        if (!parts.containsKey("FREQ")) {
            throw bad("FREQ");
        }
        if (parts.containsKey("UNTIL") && parts.containsKey("COUNT")) {
            throw bad("COUNT");
        }
        if ("1".equals(parts.get("INTERVAL"))) {
            parts.remove("INTERVAL");
        }
        for (String number : List.of("COUNT", "INTERVAL")) {
            String value = parts.get(number);
            if (value != null && (!value.matches("0*[0-9]{1,6}") || Integer.parseInt(value) == 0)) {
                throw bad(number);
            }
        }
        return parts;
    }

    private static String text(Map<String, String> parts) {
        List<String> text = new ArrayList<>();
        for (String part : PARTS) {
            if (parts.containsKey(part)) {
                text.add(part + "=" + parts.get(part));
            }
        }
        return String.join(";", text);
    }

    private static RecurrenceRule parsed(String rule) {
        try {
            return new RecurrenceRule(rule, RfcMode.RFC5545_STRICT);
        } catch (InvalidRecurrenceRuleException | RuntimeException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    private static String local(String until, ZoneId zone) {
        try {
            if (until.length() == 8) {
                return LocalDate.parse(until, DateTimeFormatter.BASIC_ISO_DATE).format(DateTimeFormatter.BASIC_ISO_DATE);
            }
            LocalDateTime time = LocalDateTime.parse(until.replace("Z", ""), LOCAL);
            return LOCAL.format(until.endsWith("Z") ? time.atOffset(ZoneOffset.UTC).atZoneSameInstant(zone).toLocalDateTime() : time);
        } catch (DateTimeParseException e) {
            throw bad("UNTIL");
        }
    }

    /** A date's whole day is meant. */
    private static LocalDateTime end(String until) {
        return until.length() == 8 ? LocalDate.parse(until, DateTimeFormatter.BASIC_ISO_DATE).atTime(LocalTime.of(23, 59, 59))
                : LocalDateTime.parse(until, LOCAL);
    }

    private static DateTime moment(LocalDateTime time) {
        return new DateTime(DateTime.UTC, time.getYear(), time.getMonthValue() - 1, time.getDayOfMonth(), time.getHour(), time.getMinute(),
                time.getSecond());
    }

    private static LocalDateTime local(DateTime time) {
        return LocalDateTime.of(time.getYear(), time.getMonth() + 1, time.getDayOfMonth(), time.getHours(), time.getMinutes(), time.getSeconds());
    }

    private static Problem bad(@Nullable String part) {
        return new Problem(422, "office.bad-rule").with("part", part == null ? "" : part);
    }
}
