package org.shuyuan.calendar.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/**
 * Who takes turns at speaking.
 *
 * @param name 1–100 characters
 * @param event whose dates become turns; null: all of the unit's events of {@code kind}
 * @param running turns are made and people reminded; else what was is kept
 * @param from the first day whose dates become turns
 * @param remindDays how many days before the speaker is reminded to prepare, 0–30; 0: never
 * @param ahead for how many dates to come turns are made, 1–60
 * @param members in their order, 1–200
 * @param group the audience group that the list was taken from and is compared with, of people only; null: none
 */
public record Rota(UUID id, int version, UUID unit, String name, Over over, @Nullable UUID event, @Nullable UUID kind, boolean running, LocalDate from, int remindDays, int ahead,
        List<Member> members, Trace trace, @Nullable UUID group) {

    static final int MEMBERS = 200;

    /** Over what it goes. */
    public enum Over {
        /** People, each for themselves. */
        PEOPLE,
        /** Units at and below its own; each names its speaker. */
        DEPARTMENTS;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param id of a person or unit @param level as {@link RotaOrder.Member} */
    public record Member(UUID id, int level, LocalDate joined) {}

    /** Who changed it last. */
    public record Trace(String changedBy, Instant changedAt) {}

    public Rota {
        name = name.strip();
        members = List.copyOf(members);
        group = over == Over.PEOPLE ? group : null;
    }

    /** Of people named one by one. */
    public Rota(UUID id, int version, UUID unit, String name, Over over, @Nullable UUID event, @Nullable UUID kind, boolean running, LocalDate from, int remindDays, int ahead,
            List<Member> members, Trace trace) {
        this(id, version, unit, name, over, event, kind, running, from, remindDays, ahead, members, trace, null);
    }

    /** @throws Problem 422 {@code rest.invalid} that names every wrong field */
    Rota checked(LocalDate today) {
        Problem wrong = new Problem(422, "rest.invalid");
        if (name.isEmpty()) {
            wrong.field("name", "calendar.rota-name");
        }
        Text.atMost(wrong, "name", name, 100);
        if ((event == null) == (kind == null)) {
            wrong.field("event", "calendar.rota-serves");
        }
        if (remindDays < 0 || remindDays > 30) {
            wrong.field("remindDays", "calendar.rota-days");
        }
        if (ahead < 1 || ahead > 60) {
            wrong.field("ahead", "calendar.rota-ahead");
        }
        if (from.isBefore(today.minusDays(400)) || from.isAfter(today.plusDays(400))) {
            wrong.field("from", "calendar.rota-from");
        }
        if (members.isEmpty() || members.size() > MEMBERS || new HashSet<>(members.stream().map(Member::id).toList()).size() < members.size()) {
            wrong.field("members", "calendar.rota-members", Map.of("max", MEMBERS));
        }
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        return this;
    }

    public Optional<Member> member(@Nullable UUID id) {
        return members.stream().filter(m -> m.id().equals(id)).findFirst();
    }

    /** With another list, running or not. */
    public Rota with(boolean runs, List<Member> others, Trace by) {
        return new Rota(id, version, unit, name, over, event, kind, runs, from, remindDays, ahead, others, by, group);
    }

    List<RotaOrder.Member> order() {
        return members.stream().map(m -> new RotaOrder.Member(m.id(), m.level())).toList();
    }

    /** For the audit trail. */
    Map<String, @Nullable Object> snapshot() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("name", name);
        values.put("over", over.word());
        values.put("event", event == null ? null : event.toString());
        values.put("kind", kind == null ? null : kind.toString());
        values.put("running", running);
        values.put("from", from.toString());
        values.put("remindDays", remindDays);
        values.put("ahead", ahead);
        values.put("group", group == null ? null : group.toString());
        values.put("members", members.stream().map(m -> m.id().toString()).toList());
        return values;
    }
}
