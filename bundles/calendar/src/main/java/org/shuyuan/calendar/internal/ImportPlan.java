package org.shuyuan.calendar.internal;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.office.Calendars;
import org.shuyuan.api.problem.Problem;

/**
 * What confirming a calendar file would do, item by item. By UID: an event that is here already is compared, so a second run
 * changes nothing. Immutable.
 */
public record ImportPlan(List<Line> lines, List<Calendars.Fault> faults) {

    public enum Action {
        ADDED,
        CHANGED,
        UNCHANGED,
        REFUSED
    }

    /** A remark; {@code key} names a text of {@code module}. */
    public record Note(String module, String key) {}

    /**
     * One item of the file.
     *
     * @param draft null when refused
     * @param before the event that is here under this uid
     */
    public record Line(Calendars.Item item, String uid, @Nullable UUID kind, @Nullable EventDraft draft, @Nullable Event before, Action action,
            List<Note> notes) {}

    /**
     * @param here the unit's events by uid
     * @param chosen kinds that a person picked instead of the guess, by uid
     */
    static ImportPlan of(Calendars.Read read, UUID unit, List<Kind> kinds, Function<Set<String>, Map<String, Event>> here, Map<String, UUID> chosen) {
        Map<String, List<LocalDateTime>> moved = new HashMap<>();
        for (Calendars.Item item : read.items()) {
            if (item.recurrenceId() != null) {
                moved.computeIfAbsent(item.uid(), u -> new ArrayList<>()).add(item.recurrenceId());
            }
        }
        Map<String, Calendars.Item> items = new LinkedHashMap<>();
        List<Line> twice = new ArrayList<>();
        for (Calendars.Item item : read.items()) {
            if (items.putIfAbsent(uid(item), item) != null) {
                twice.add(refused(item, uid(item), "import.note.twice"));
            }
        }
        Map<String, Event> known = here.apply(new HashSet<>(items.keySet()));
        List<Line> lines = new ArrayList<>();
        items.forEach((uid, item) -> line(item, uid, unit, kinds, known.get(uid), moved.getOrDefault(uid, List.of()), chosen).ifPresent(lines::add));
        lines.addAll(twice);
        return new ImportPlan(List.copyOf(lines), read.faults());
    }

    /** A changed occurrence becomes an event of its own beside the one it left; no name at all is made from title and start. */
    private static String uid(Calendars.Item item) {
        String uid = item.uid().isBlank()
                ? UUID.nameUUIDFromBytes((item.summary() + item.start()).getBytes(StandardCharsets.UTF_8)) + "@import" : item.uid();
        if (item.recurrenceId() != null) {
            uid += "#" + item.recurrenceId();
        }
        return uid.length() <= 255 ? uid : UUID.nameUUIDFromBytes(uid.getBytes(StandardCharsets.UTF_8)) + "@import";
    }

    private static Optional<Line> line(Calendars.Item item, String uid, UUID unit, List<Kind> kinds, @Nullable Event before,
            List<LocalDateTime> moved, Map<String, UUID> chosen) {
        if (item.cancelled()) {
            return item.recurrenceId() == null ? Optional.of(refused(item, uid, "import.note.cancelled")) : Optional.empty();
        }
        List<Note> notes = new ArrayList<>(item.notes().stream().map(n -> new Note("office", n)).toList());
        if (item.recurrenceId() != null) {
            notes.add(new Note("calendar", "import.note.moved"));
        }
        if (item.uid().isBlank()) {
            notes.add(new Note("calendar", "import.note.no-uid"));
        }
        if (item.summary().length() > 200 || item.location() != null && item.location().length() > 200) {
            notes.add(new Note("calendar", "import.note.cut"));
        }
        Set<LocalDateTime> excluded = new HashSet<>(item.excluded());
        excluded.addAll(moved);
        try {
            Schedule schedule = new Schedule(item.allDay(), item.start(), item.end(), item.zone(), item.rule(), List.copyOf(excluded), item.added());
            UUID kind = chosen.getOrDefault(uid, before == null ? Kinds.guess(kinds, item.summary()).id() : before.details().kind());
            String place = item.location() == null ? null : Text.cut(item.location(), 200);
            String description = item.description() == null ? null : Text.cut(item.description(), 10_000);
            Details details = new Details(kind, Text.cut(item.summary(), 200), description, place, before == null ? null : before.details().host(),
                    before == null ? null : before.details().hostName());
            EventDraft draft = new EventDraft(unit, details, schedule, before == null ? new Audience(List.of(), List.of()) : before.audience());
            Action action = before == null ? Action.ADDED : before.draft().equals(draft) ? Action.UNCHANGED : Action.CHANGED;
            return Optional.of(new Line(item, uid, kind, draft, before, action, List.copyOf(notes)));
        } catch (Problem wrong) {
            wrong.errors().forEach(e -> notes.add(new Note("calendar", "problem." + e.code().substring("calendar.".length()))));
            return Optional.of(new Line(item, uid, null, null, before, Action.REFUSED, List.copyOf(notes)));
        }
    }

    private static Line refused(Calendars.Item item, String uid, String note) {
        return new Line(item, uid, null, null, null, Action.REFUSED, List.of(new Note("calendar", note)));
    }

    public int count(Action action) {
        return (int) lines.stream().filter(l -> l.action() == action).count();
    }
}
