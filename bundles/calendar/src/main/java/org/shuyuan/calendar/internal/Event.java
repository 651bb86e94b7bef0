package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is stored.
 *
 * @param uid its name in iCalendar files, unique within the owning unit
 * @param madeUntil up to where (local time) its occurrences have been made
 */
public record Event(UUID id, int version, String uid, EventDraft draft, LocalDateTime madeUntil, Trace trace) {

    /** Who made it and who changed it last. */
    public record Trace(Instant createdAt, String createdBy, Instant changedAt, String changedBy) {}

    public UUID unit() {
        return draft.unit();
    }

    public Details details() {
        return draft.details();
    }

    public Schedule schedule() {
        return draft.schedule();
    }

    public Audience audience() {
        return draft.audience();
    }

    public List<OccurrenceOverride> overrides() {
        return draft.overrides();
    }

    /** Ids of the rooms and equipment that its dates want. */
    public List<UUID> rooms() {
        return draft.rooms();
    }

    /** For the audit trail: plain values under the names of the form's fields. */
    public Map<String, @Nullable Object> snapshot() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("title", details().title());
        values.put("kind", details().kind().toString());
        values.put("start", schedule().start().toString());
        values.put("end", schedule().end().toString());
        values.put("allDay", schedule().allDay());
        values.put("place", details().place());
        values.put("host", details().host() == null ? details().hostName() : details().host().toString());
        values.put("description", details().description());
        values.put("rule", schedule().rule());
        values.put("excluded", schedule().excluded().stream().map(LocalDateTime::toString).toList());
        values.put("added", schedule().added().stream().map(LocalDateTime::toString).toList());
        values.put("overrides", overrides().stream().map(o -> o.snapshot(schedule())).toList());
        values.put("units", audience().units().stream().map(UUID::toString).toList());
        values.put("people", audience().people().stream().map(UUID::toString).toList());
        values.put("groups", audience().groups().stream().map(UUID::toString).toList());
        values.put("rooms", rooms().stream().map(UUID::toString).toList());
        return values;
    }
}
