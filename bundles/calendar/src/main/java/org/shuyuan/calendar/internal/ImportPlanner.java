package org.shuyuan.calendar.internal;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.office.Calendars;
import org.shuyuan.api.office.Calendars.Item;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.calendar.internal.ImportPlan.Action;
import org.shuyuan.calendar.internal.ImportPlan.Line;
import org.shuyuan.calendar.internal.ImportPlan.Note;

/** Compares a calendar file with what is here. A changed occurrence of the file goes into its series. One use only. */
final class ImportPlanner {

    /** Most occurrences that one file may bring: all of them are written in one transaction. */
    static final int MOST_OCCURRENCES = 50_000;
    private static final long NANOS = 20_000_000_000L;

    private final UUID unit;
    private final List<Kind> kinds;
    private final Map<String, UUID> chosen;
    private final Occurrences occurrences;
    private final List<Line> lines = new ArrayList<>();
    private final long deadline = System.nanoTime() + NANOS;
    private long total;

    /** @param chosen kinds that a person picked instead of the guess, by uid */
    ImportPlanner(UUID unit, List<Kind> kinds, Map<String, UUID> chosen, Occurrences occurrences) {
        this.unit = unit;
        this.kinds = kinds;
        this.chosen = chosen;
        this.occurrences = occurrences;
    }

    /**
     * @param here the unit's events by uid
     * @throws Problem 422 {@code calendar.import-too-many-occurrences}, {@code calendar.import-too-complex}
     */
    ImportPlan plan(Calendars.Read read, Function<Set<String>, Map<String, Event>> here) {
        Map<String, Item> series = new LinkedHashMap<>();
        Map<String, List<Item>> single = new LinkedHashMap<>();
        List<Item> twice = new ArrayList<>();
        for (Item item : read.items()) {
            if (item.recurrenceId() != null) {
                single.computeIfAbsent(item.uid(), u -> new ArrayList<>()).add(item);
            } else if (series.putIfAbsent(item.uid(), item) != null) {
                twice.add(item);
            }
        }
        Set<String> names = new HashSet<>(series.keySet());
        single.forEach((uid, items) -> {
            names.add(uid);
            items.forEach(i -> names.add(detached(i)));
        });
        Map<String, Event> known = here.apply(names);
        series.forEach((uid, item) -> series(item, known.get(uid), single.getOrDefault(uid, List.of()), known));
        single.forEach((uid, items) -> {
            if (!series.containsKey(uid)) {
                ofKnown(items, known.get(uid), known);
            }
        });
        twice.forEach(item -> refuse(item, item.uid(), Note.of("import.note.twice")));
        return new ImportPlan(List.copyOf(lines), read.faults());
    }

    private void series(Item item, @Nullable Event before, List<Item> single, Map<String, Event> known) {
        if (item.cancelled()) {
            if (before == null) {
                refuse(item, item.uid(), Note.of("import.note.cancelled"));
            } else {
                callOff(item, before);
            }
            return;
        }
        Schedule asked = new Schedule(item.allDay(), item.start(), item.end(), item.zone(), item.rule(), item.excluded(), item.added());
        line(item, item.uid(), before, single, asked, known);
    }

    /** The file has changed occurrences only; their series may be here from another file. */
    private void ofKnown(List<Item> items, @Nullable Event before, Map<String, Event> known) {
        if (before == null || !before.schedule().repeats()) {
            // one line for each, whatever the file says twice of it: that it is called off counts, else the last
            Map<String, Item> each = new LinkedHashMap<>();
            items.forEach(i -> each.merge(detached(i), i, (a, b) -> a.cancelled() ? a : b));
            each.values().stream().filter(i -> !i.cancelled()).forEach(i -> detach(i, known));
            each.forEach((uid, i) -> {
                if (i.cancelled() && known.containsKey(uid)) {
                    callOff(i, known.get(uid));
                }
            });
            return;
        }
        List<Note> notes = notes(items.get(0));
        Singles singles = singles(items, before.details(), before.schedule(), before, known);
        Map<LocalDateTime, OccurrenceOverride> own = new LinkedHashMap<>();
        before.overrides().forEach(o -> own.put(o.recurrence(), o));
        singles.named().forEach(own::remove);
        singles.overrides().forEach(o -> own.put(o.recurrence(), o));
        singles.note(notes);
        finish(items.get(0), before.uid(), before, notes,
                () -> new EventDraft(unit, before.details(), singles.schedule(), before.audience(), List.copyOf(own.values()), before.rooms()));
    }

    private void detach(Item item, Map<String, Event> known) {
        Schedule once = new Schedule(item.allDay(), item.start(), item.end(), item.zone(), null, List.of(), List.of());
        line(item, detached(item), known.get(detached(item)), List.of(), once, known);
    }

    private static String detached(Item item) {
        String uid = ImportPlan.detached(item.uid(), item.recurrenceId() == null ? item.start() : item.recurrenceId());
        return uid.length() <= 255 ? uid : UUID.nameUUIDFromBytes(uid.getBytes(StandardCharsets.UTF_8)) + "@import";
    }

    private void line(Item item, String uid, @Nullable Event before, List<Item> single, Schedule asked, Map<String, Event> known) {
        List<Note> notes = notes(item);
        if (item.recurrenceId() != null) {
            notes.add(Note.of("import.note.detached"));
        }
        UUID kind = chosen.getOrDefault(uid, before == null ? Kinds.guess(kinds, item.summary()).id() : before.details().kind());
        Details details = new Details(kind, Text.cut(item.summary(), 200), text(item.description(), 10_000), text(item.location(), 200),
                before == null ? null : before.details().host(), before == null ? null : before.details().hostName());
        finish(item, uid, before, notes, () -> {
            Singles singles = singles(single, details, asked, before, known);
            singles.note(notes);
            return new EventDraft(unit, details, singles.schedule(), before == null ? Audience.NOBODY : before.audience(),
                    singles.overrides(), before == null ? List.of() : before.rooms());
        });
    }

    private interface Draft {
        EventDraft make();
    }

    private void finish(Item item, String uid, @Nullable Event before, List<Note> notes, Draft wanted) {
        try {
            EventDraft draft = wanted.make();
            Occurrences.Planned planned = occurrences.planned(draft.schedule());
            total += planned.starts().size();
            if (planned.since() != null) {
                notes.add(new Note("calendar", "import.note.since", Map.of("from", planned.since().toString())));
            }
            Action action = before == null ? Action.ADDED : before.draft().equals(draft) ? Action.UNCHANGED : Action.CHANGED;
            lines.add(new Line(item, uid, draft.details().kind(), draft, before, action, List.copyOf(notes)));
        } catch (Problem wrong) {
            if (wrong.errors().isEmpty()) {
                throw wrong;
            }
            wrong.errors().forEach(e -> notes.add(new Note("calendar", "problem." + e.code().substring("calendar.".length()), e.values())));
            lines.add(new Line(item, uid, null, null, before, Action.REFUSED, List.copyOf(notes)));
        }
        if (total > MOST_OCCURRENCES) {
            throw new Problem(422, "calendar.import-too-many-occurrences").with("max", MOST_OCCURRENCES);
        }
        if (System.nanoTime() > deadline) {
            throw new Problem(422, "calendar.import-too-complex");
        }
    }

    /**
     * What the file says of single occurrences.
     *
     * @param named all that are spoken of
     * @param cancelled how many do not take place
     */
    private record Singles(Schedule schedule, List<OccurrenceOverride> overrides, Set<LocalDateTime> named, int cancelled) {

        void note(List<Note> notes) {
            if (!overrides.isEmpty()) {
                notes.add(new Note("calendar", "import.note.overrides", Map.of("n", overrides.size())));
            }
            if (cancelled > 0) {
                notes.add(new Note("calendar", "import.note.cancelled-dates", Map.of("n", cancelled)));
            }
        }
    }

    private Singles singles(Collection<Item> items, Details series, Schedule asked, @Nullable Event before, Map<String, Event> known) {
        Set<LocalDateTime> excluded = new HashSet<>(asked.excluded());
        Map<LocalDateTime, OccurrenceOverride> own = new HashMap<>();
        Map<LocalDateTime, Item> from = new HashMap<>();
        int cancelled = 0;
        for (Item item : items) {
            LocalDateTime recurrence = recurrence(item, asked);
            from.put(recurrence, item);
            // a date that is left out and yet has something of its own takes place
            excluded.remove(recurrence);
            if (item.cancelled()) {
                excluded.add(recurrence);
                cancelled++;
            } else {
                own.put(recurrence, override(item, recurrence, series, asked, before));
            }
        }
        Schedule schedule = asked.excluding(excluded);
        List<OccurrenceOverride> there = occurrences.surviving(schedule, List.copyOf(own.values()));
        own.values().stream().filter(o -> !there.contains(o)).forEach(o -> detach(from.get(o.recurrence()), known));
        // in the file, but as the series has it: no override
        return new Singles(schedule, there.stream().filter(o -> !o.isEmpty()).toList(), from.keySet(), cancelled);
    }

    private static OccurrenceOverride override(Item item, LocalDateTime recurrence, Details series, Schedule schedule, @Nullable Event before) {
        Details hosted = before == null ? series
                : before.draft().override(recurrence).map(o -> o.details(series)).orElse(series);
        Details wanted = new Details(series.kind(), Text.cut(item.summary(), 200), text(item.description(), 10_000), text(item.location(), 200),
                hosted.host(), hosted.hostName());
        OccurrenceOverride.Time time = new OccurrenceOverride.Time(item.allDay(), in(item.start(), item, schedule.zone()), in(item.end(), item, schedule.zone()));
        return OccurrenceOverride.of(series, schedule, recurrence, time, wanted)
                .orElse(new OccurrenceOverride(recurrence, null, null, null, null, null));
    }

    /** A day names the occurrence of that day. */
    private static LocalDateTime recurrence(Item item, Schedule series) {
        LocalDateTime named = java.util.Objects.requireNonNull(item.recurrenceId());
        if (series.allDay()) {
            return in(named, item, series.zone()).toLocalDate().atStartOfDay();
        }
        LocalDateTime time = in(named, item, series.zone());
        boolean day = item.allDay() && named.toLocalTime().toSecondOfDay() == 0;
        return day ? named.toLocalDate().atTime(series.start().toLocalTime()) : time;
    }

    /** The file may give an occurrence in another zone than its series. */
    private static LocalDateTime in(LocalDateTime time, Item item, ZoneId zone) {
        return item.allDay() || item.zone().equals(zone) ? time : time.atZone(item.zone()).withZoneSameInstant(zone).toLocalDateTime();
    }

    private static List<Note> notes(Item item) {
        List<Note> notes = new ArrayList<>(item.notes().stream().map(n -> new Note("office", n, Map.of())).toList());
        if (item.summary().length() > 200 || item.location() != null && item.location().length() > 200) {
            notes.add(Note.of("import.note.cut"));
        }
        return notes;
    }

    private static @Nullable String text(@Nullable String text, int length) {
        return text == null ? null : Text.cut(text, length);
    }

    private void callOff(Item item, Event before) {
        lines.add(new Line(item, before.uid(), null, null, before, Action.CANCELLED, List.of(Note.of("import.note.cancels"))));
    }

    private void refuse(Item item, String uid, Note note) {
        lines.add(new Line(item, uid, null, null, null, Action.REFUSED, List.of(note)));
    }
}
