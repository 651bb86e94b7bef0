package org.shuyuan.office.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.office.Calendars.Fault;
import org.shuyuan.api.office.Calendars.Item;
import org.shuyuan.api.office.Calendars.Read;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.office.internal.IcsLines.Line;

/** Reads a whole .ics file, whoever made it: a broken event is reported and the others are read. One use only. */
final class IcsReader {

    private static final int BYTES = 5 << 20;
    private static final int ITEMS = 10_000;

    private record Kept(Item item, int sequence) {}

    private final ZoneId zone;
    private final Map<String, ZoneId> zones = new HashMap<>();
    private final Map<String, Kept> kept = new LinkedHashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    IcsReader(ZoneId zone) {
        this.zone = zone;
    }

    Read read(InputStream content) {
        List<Line> lines = IcsLines.of(bytes(content));
        if (lines.isEmpty() || !lines.get(0).name().equals("BEGIN") || !lines.get(0).value().strip().equalsIgnoreCase("VCALENDAR")) {
            throw IcsLines.notACalendar();
        }
        String name = null;
        String method = "";
        ZoneId fileZone = zone;
        for (Line line : lines) {
            switch (line.name()) {
                case "X-WR-CALNAME", "NAME" -> name = name == null ? IcsLines.text(line.value()) : name;
                case "METHOD" -> method = line.value().strip();
                case "X-WR-TIMEZONE" -> fileZone = Zones.find(IcsLines.text(line.value())).orElse(fileZone);
                default -> { }
            }
        }
        readZones(lines);
        readEvents(lines, fileZone, method.equalsIgnoreCase("CANCEL"));
        faults.sort(Comparator.comparingInt(Fault::line));
        return new Read(name, kept.values().stream().map(Kept::item).toList(), List.copyOf(faults));
    }

    private static byte[] bytes(InputStream content) {
        try {
            byte[] bytes = content.readNBytes(BYTES + 1);
            if (bytes.length > BYTES) {
                throw new Problem(422, "office.calendar-too-large");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the file says of a zone whose name nobody knows: its place, else its offset if it has only one. */
    private void readZones(List<Line> lines) {
        String id = null;
        String place = null;
        List<String> offsets = new ArrayList<>();
        for (Line line : lines) {
            switch (line.name()) {
                case "TZID" -> id = IcsLines.text(line.value()).strip();
                case "X-LIC-LOCATION" -> place = IcsLines.text(line.value()).strip();
                case "TZOFFSETTO" -> offsets.add(line.value().strip());
                case "END" -> {
                    if (line.value().strip().equalsIgnoreCase("VTIMEZONE") && id != null) {
                        String name = id;
                        var known = Zones.find(id);
                        if (known.isEmpty() && place != null) {
                            known = Zones.find(place);
                        }
                        if (known.isEmpty() && offsets.stream().distinct().count() == 1) {
                            known = Zones.find(offsets.get(0));
                        }
                        known.ifPresent(zone -> zones.put(name, zone));
                        id = null;
                        place = null;
                        offsets.clear();
                    }
                }
                default -> { }
            }
        }
    }

    private @Nullable ZoneId zone(String id) {
        ZoneId known = zones.get(id);
        return known != null ? known : Zones.find(id).orElse(null);
    }

    private void readEvents(List<Line> lines, ZoneId fileZone, boolean cancelled) {
        List<Line> event = null;
        int begin = 0;
        int inside = 0;
        int count = 0;
        for (Line line : lines) {
            String value = line.value().strip().toUpperCase(Locale.ROOT);
            if (line.name().equals("BEGIN") && value.equals("VEVENT")) {
                if (event != null) {
                    faults.add(new Fault(begin, "fault.cut-off", ""));
                }
                if (++count > ITEMS) {
                    throw new Problem(422, "office.calendar-too-large");
                }
                event = new ArrayList<>();
                begin = line.line();
                inside = 0;
            } else if (event != null && line.name().equals("END") && value.equals("VEVENT")) {
                add(new IcsEvent(begin, event, fileZone, this::zone), cancelled);
                event = null;
            } else if (event != null && line.name().equals("BEGIN")) {
                inside++;
            } else if (event != null && line.name().equals("END") && inside > 0) {
                inside--;
            } else if (event != null && line.name().equals("END")) {
                faults.add(new Fault(begin, "fault.cut-off", ""));
                event = null;
            } else if (event != null && line.name().isEmpty()) {
                faults.add(new Fault(line.line(), "fault.bad-line", line.value().substring(0, Math.min(100, line.value().length()))));
            } else if (event != null && inside == 0) {
                event.add(line);
            }
        }
        if (event != null) {
            faults.add(new Fault(begin, "fault.cut-off", ""));
        }
    }

    private void add(IcsEvent event, boolean cancelled) {
        try {
            Item item = event.item(cancelled);
            String key = item.uid() + "\n" + item.recurrenceId();
            Kept before = kept.get(key);
            if (before == null || before.sequence() <= event.sequence()) {
                kept.put(key, new Kept(item, event.sequence()));
            }
        } catch (IcsEvent.Unreadable e) {
            faults.add(e.fault());
        }
    }
}
