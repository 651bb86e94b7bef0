package org.shuyuan.calendar.internal;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A rule of RFC 5545 that was made for one start, said for another: "every Monday" a day later is "every Tuesday", "the 15th" is "the 16th". It only proposes; whether
 * the dates come out as they should is for {@link SeriesMove} to see.
 */
final class RuleShift {

    private static final List<String> DAYS = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");
    private static final DateTimeFormatter UNTIL = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");

    private final Map<String, String> parts = new LinkedHashMap<>();
    private final LocalDateTime from;
    private final LocalDateTime to;
    private final int days;

    /** @param from one of the rule's dates @param to where it is to be */
    RuleShift(String rule, LocalDateTime from, LocalDateTime to) {
        Arrays.stream(rule.toUpperCase(java.util.Locale.ROOT).split(";")).filter(p -> p.contains("=")).forEach(p -> parts.put(p.substring(0, p.indexOf('=')), p.substring(p.indexOf('=') + 1)));
        this.from = from;
        this.to = to;
        this.days = (int) ChronoUnit.DAYS.between(from.toLocalDate(), to.toLocalDate());
    }

    /** Rules all of whose dates may be the old ones, each so much later, the likeliest first. */
    List<String> alike() {
        List<String> found = new ArrayList<>();
        if (!parts.containsKey("BYHOUR") && !parts.containsKey("BYMINUTE") && !parts.containsKey("BYSECOND") || from.toLocalTime().equals(to.toLocalTime())) {
            weekdays(days % 7 == 0 && days != 0 ? days / 7 : 0).ifPresent(byDay -> monthDays(false).ifPresent(byMonthDay -> found.add(rule(byDay, byMonthDay, month()))));
            weekdays(0).ifPresent(byDay -> monthDays(true).ifPresent(byMonthDay -> found.add(rule(byDay, byMonthDay, month()))));
        }
        return found.stream().distinct().toList();
    }

    /**
     * "The first Monday" where that Monday is put to the month's first Tuesday. Other months' first Tuesdays lie elsewhere beside their Mondays, so the dates are not the old ones a day
     * later; what is meant is clear only if the number of the weekday in the month stays, and the month too.
     */
    Optional<String> sameNumber() {
        String byDay = parts.get("BYDAY");
        if (byDay == null || parts.containsKey("BYSETPOS") || parts.containsKey("BYMONTHDAY") || from.getMonth() != to.getMonth() || days % 7 == 0) {
            return Optional.empty();
        }
        boolean numbered = Arrays.stream(byDay.split(",")).allMatch(d -> d.length() > 2 && d.endsWith(DAYS.get(from.getDayOfWeek().getValue() - 1)));
        boolean stays = numbered && Arrays.stream(byDay.split(",")).map(RuleShift::number).anyMatch(n -> is(n, from) && is(n, to));
        return stays ? weekdays(0).map(d -> rule(d, null, parts.get("BYMONTH"))) : Optional.empty();
    }

    /**
     * The day in the month of a series' first start that {@link #sameNumber} makes of it.
     *
     * @param start on one of the numbered weekdays
     * @return the same number of the other weekday, at the new time of day; empty where the start is on none of them
     */
    Optional<LocalDateTime> first(LocalDateTime start) {
        return Arrays.stream(parts.getOrDefault("BYDAY", "").split(",")).map(RuleShift::number).filter(n -> is(n, start)).findFirst()
                .map(n -> start.toLocalDate().with(TemporalAdjusters.dayOfWeekInMonth(n, to.getDayOfWeek())).atTime(to.toLocalTime())).filter(d -> d.getMonth() == start.getMonth());
    }

    private static int number(String day) {
        return Integer.parseInt(day.substring(0, day.length() - 2).replace("+", ""));
    }

    /** Whether a day is the n-th of its weekday in the month; from the end for a negative one. */
    private static boolean is(int n, LocalDateTime day) {
        int of = day.getDayOfMonth();
        return n > 0 ? (of + 6) / 7 == n : (day.toLocalDate().lengthOfMonth() - of) / 7 + 1 == -n;
    }

    /** @param weeks that a number in the month grows by */
    private Optional<@Nullable String> weekdays(int weeks) {
        String byDay = parts.get("BYDAY");
        if (byDay == null) {
            return Optional.of("");
        }
        List<String> shifted = new ArrayList<>();
        for (String day : byDay.split(",")) {
            int at = DAYS.indexOf(day.substring(Math.max(0, day.length() - 2)));
            if (at < 0) {
                return Optional.empty();
            }
            String next = DayOfWeek.of(at + 1).plus(days).toString().substring(0, 2);
            int number = day.length() > 2 ? number(day) + weeks : 0;
            if (day.length() > 2 && (number == 0 || number > 0 != number(day) > 0)) {
                return Optional.empty();
            }
            shifted.add(day.length() > 2 ? number + next : next);
        }
        return Optional.of(shifted.stream().sorted(java.util.Comparator.comparingInt(d -> DAYS.indexOf(d.substring(d.length() - 2)))).collect(Collectors.joining(",")));
    }

    /** @param asStart the day of the month of the new start, for a single one; otherwise each so many days later */
    private Optional<String> monthDays(boolean asStart) {
        String days = parts.get("BYMONTHDAY");
        if (days == null) {
            return Optional.of("");
        }
        if (asStart) {
            return days.contains(",") ? Optional.empty() : Optional.of(String.valueOf(to.getDayOfMonth()));
        }
        List<Integer> shifted = Arrays.stream(days.split(",")).map(d -> Integer.parseInt(d) + this.days).toList();
        boolean sound = Arrays.stream(days.split(",")).map(Integer::parseInt).allMatch(d -> d > 0 ? d + this.days >= 1 && d + this.days <= 31 : d + this.days <= -1 && d + this.days >= -31);
        return sound ? Optional.of(shifted.stream().map(String::valueOf).collect(Collectors.joining(","))) : Optional.empty();
    }

    private @Nullable String month() {
        String month = parts.get("BYMONTH");
        return month != null && !month.contains(",") && parts.getOrDefault("FREQ", "").equals("YEARLY") ? String.valueOf(to.getMonthValue()) : month;
    }

    private String rule(@Nullable String byDay, @Nullable String byMonthDay, @Nullable String byMonth) {
        Map<String, String> shifted = new LinkedHashMap<>(parts);
        put(shifted, "BYDAY", byDay);
        put(shifted, "BYMONTHDAY", byMonthDay);
        put(shifted, "BYMONTH", byMonth);
        shifted.computeIfPresent("UNTIL", (name, until) -> until(until));
        return shifted.entrySet().stream().map(p -> p.getKey() + "=" + p.getValue()).collect(Collectors.joining(";"));
    }

    private static void put(Map<String, String> parts, String name, @Nullable String value) {
        if (value != null && !value.isEmpty() && parts.containsKey(name)) {
            parts.put(name, value);
        }
    }

    /** The end of a day stays the end of a day; any other moment moves with the dates. */
    private String until(String until) {
        boolean day = until.length() == 8;
        LocalDateTime end = LocalDateTime.parse(day ? until + "T000000" : until.substring(0, 15), UNTIL);
        LocalDateTime moved = day || until.startsWith("T235959", 8) ? end.plusDays(days) : end.plus(Duration.between(from, to));
        return day ? moved.format(UNTIL).substring(0, 8) : moved.format(UNTIL) + until.substring(15);
    }
}
