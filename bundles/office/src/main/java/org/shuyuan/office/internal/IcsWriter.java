package org.shuyuan.office.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.shuyuan.api.office.Calendars.Item;

/** Writes RFC 5545: lines end in CRLF and fold at 75 octets between characters, each zone is described. One use only. */
final class IcsWriter {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
    private static final int OCTETS = 75;

    private final OutputStream out;

    IcsWriter(OutputStream out) {
        this.out = out;
    }

    void write(String name, List<Item> items, Instant now) {
        line("BEGIN:VCALENDAR");
        line("VERSION:2.0");
        line("PRODID:-//Shuyuan//Calendar//ZH");
        line("CALSCALE:GREGORIAN");
        line("METHOD:PUBLISH");
        line("X-WR-CALNAME:" + escape(name));
        Map<ZoneId, LocalDateTime> zones = new LinkedHashMap<>();
        for (Item item : items) {
            if (!item.allDay() || item.recurrenceId() != null) {
                zones.merge(item.zone(), item.start(), (a, b) -> a.isBefore(b) ? a : b);
            }
        }
        zones.forEach(this::zone);
        String stamp = TIME.format(now.atOffset(ZoneOffset.UTC)) + "Z";
        Map<String, Boolean> wholeDays = new HashMap<>();
        items.stream().filter(item -> item.recurrenceId() == null).forEach(item -> wholeDays.put(item.uid(), item.allDay()));
        items.forEach(item -> event(item, stamp, wholeDays.getOrDefault(item.uid(), item.allDay())));
        line("END:VCALENDAR");
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param seriesAllDay of the event an occurrence belongs to: its RECURRENCE-ID is of the kind of that start (§3.8.4.4) */
    private void event(Item item, String stamp, boolean seriesAllDay) {
        line("BEGIN:VEVENT");
        line("UID:" + escape(item.uid()));
        line("DTSTAMP:" + stamp);
        if (item.changed() != null) {
            line("LAST-MODIFIED:" + TIME.format(item.changed().atOffset(ZoneOffset.UTC)) + "Z");
        }
        line("SEQUENCE:" + item.sequence());
        time("DTSTART", item, item.allDay(), List.of(item.start()));
        time("DTEND", item, item.allDay(), List.of(item.end()));
        if (item.recurrenceId() != null) {
            time("RECURRENCE-ID", item, seriesAllDay, List.of(item.recurrenceId()));
        }
        if (item.rule() != null) {
            line("RRULE:" + Rules.forFile(item.rule(), item.zone(), item.allDay()));
        }
        time("EXDATE", item, item.allDay(), item.excluded());
        time("RDATE", item, item.allDay(), item.added());
        line("SUMMARY:" + escape(item.summary()));
        if (item.description() != null) {
            line("DESCRIPTION:" + escape(item.description()));
        }
        if (item.location() != null) {
            line("LOCATION:" + escape(item.location()));
        }
        if (item.cancelled()) {
            line("STATUS:CANCELLED");
        }
        line("END:VEVENT");
    }

    private void time(String name, Item item, boolean days, List<LocalDateTime> times) {
        if (times.isEmpty()) {
            return;
        }
        List<String> values = new ArrayList<>();
        times.forEach(time -> values.add(days ? DateTimeFormatter.BASIC_ISO_DATE.format(time.toLocalDate()) : TIME.format(time)));
        line(name + (days ? ";VALUE=DATE:" : ";TZID=" + id(item.zone()) + ":") + String.join(",", values));
    }

    private static String id(ZoneId zone) {
        return zone instanceof ZoneOffset offset ? quoted(offset) : zone.getId();
    }

    /** A bare offset gets a name; with its colon it must stand in quotes. */
    private static String quoted(ZoneOffset offset) {
        return "\"UTC" + (offset.getTotalSeconds() == 0 ? "+00:00" : offset.getId()) + "\"";
    }

    /** From a year before the first event: the offset then, every change made since by law, and the rules that hold for ever. */
    private void zone(ZoneId zone, LocalDateTime first) {
        var rules = zone.getRules();
        LocalDateTime from = LocalDateTime.of(first.getYear() - 1, 1, 1, 0, 0);
        line("BEGIN:VTIMEZONE");
        line("TZID:" + id(zone).replace("\"", ""));
        ZoneOffset offset = rules.getOffset(from);
        observance(rules.isDaylightSavings(from.toInstant(offset)), from, offset, offset, "");
        List<ZoneOffsetTransitionRule> lasting = rules.getTransitionRules();
        List<ZoneOffsetTransition> known = rules.getTransitions();
        int ruled = lasting.isEmpty() || known.isEmpty() ? from.getYear() : Math.max(from.getYear(), known.get(known.size() - 1).getDateTimeBefore().getYear() + 1);
        for (ZoneOffsetTransition change : known) {
            if (!change.getDateTimeBefore().isBefore(from) && change.getDateTimeBefore().getYear() < ruled || lasting.isEmpty() && change.getDateTimeBefore().isAfter(from)) {
                observance(rules.isDaylightSavings(change.getInstant()), change.getDateTimeBefore(), change.getOffsetBefore(), change.getOffsetAfter(), "");
            }
        }
        for (ZoneOffsetTransitionRule rule : lasting) {
            ZoneOffsetTransition change = rule.createTransition(ruled);
            observance(rules.isDaylightSavings(change.getInstant()), change.getDateTimeBefore(), rule.getOffsetBefore(), rule.getOffsetAfter(), yearly(rule, change));
        }
        line("END:VTIMEZONE");
    }

    private static String yearly(ZoneOffsetTransitionRule rule, ZoneOffsetTransition change) {
        String text = "FREQ=YEARLY;BYMONTH=" + rule.getMonth().getValue();
        int day = rule.getDayOfMonthIndicator();
        if (rule.getDayOfWeek() == null) {
            return text + ";BYMONTHDAY=" + day;
        }
        String week = rule.getDayOfWeek().name().substring(0, 2);
        if (day == -1 || !rule.isMidnightEndOfDay() && day + 6 == rule.getMonth().maxLength()) {
            return text + ";BYDAY=-1" + week;
        }
        StringBuilder days = new StringBuilder();
        int shift = rule.isMidnightEndOfDay() ? 1 : 0;
        for (int d = day; d < day + 7; d++) {
            days.append(days.length() == 0 ? "" : ",").append(d + shift);
        }
        return text + ";BYDAY=" + change.getDateTimeBefore().getDayOfWeek().name().substring(0, 2) + ";BYMONTHDAY=" + days;
    }

    private void observance(boolean summer, LocalDateTime start, ZoneOffset before, ZoneOffset after, String rule) {
        String kind = summer ? "DAYLIGHT" : "STANDARD";
        line("BEGIN:" + kind);
        line("DTSTART:" + TIME.format(start));
        line("TZOFFSETFROM:" + offset(before));
        line("TZOFFSETTO:" + offset(after));
        if (!rule.isEmpty()) {
            line("RRULE:" + rule);
        }
        line("END:" + kind);
    }

    private static String offset(ZoneOffset offset) {
        return offset.getTotalSeconds() == 0 ? "+0000" : offset.getId().replace(":", "");
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (char c : text.replace("\r\n", "\n").replace('\r', '\n').toCharArray()) {
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\\', ';', ',' -> escaped.append('\\').append(c);
                default -> {
                    if (c >= ' ' && c != 0x7F || c == '\t') {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }

    private void line(String text) {
        StringBuilder folded = new StringBuilder(text.length() + 16);
        int octets = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (octets + size > OCTETS) {
                folded.append("\r\n ");
                octets = 1;
            }
            folded.appendCodePoint(c);
            octets += size;
            i += Character.charCount(c);
        }
        try {
            out.write(folded.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
