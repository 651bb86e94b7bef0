package org.shuyuan.attendance.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Study that makes up for a gathering somebody did not attend in full.
 *
 * @param task what is to be done; null: the learner offered it
 * @param due the last day on which it can be handed in without being overdue; null: the learner offered it
 * @param offered by the learner, assigned by nobody
 * @param doneOn the day on which it was done, as the learner says
 * @param note what was learnt, as the learner says
 * @param answer what whoever checked or dropped it says
 */
public record MakeUp(UUID id, int version, UUID gathering, UUID person, @Nullable String task, @Nullable LocalDate due, boolean offered, Status status, @Nullable Instant assignedAt,
        @Nullable String assignedBy, @Nullable LocalDate doneOn, @Nullable Integer minutes, @Nullable String note, @Nullable Instant handedInAt, @Nullable Instant decidedAt,
        @Nullable String decidedBy, @Nullable String answer) {

    /** What became of it. */
    public enum Status {
        ASSIGNED, HANDED_IN, ACCEPTED, SENT_BACK, DROPPED;

        /** As the REST and the database have it, e.g. {@code handed-in}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether it waits for the learner. */
    public boolean waitsForLearner() {
        return status == Status.ASSIGNED || status == Status.SENT_BACK;
    }

    /** Whether the day by which it was to be handed in has passed. */
    public boolean overdue(LocalDate today) {
        return waitsForLearner() && due != null && due.isBefore(today);
    }

    static MakeUp assigned(UUID id, int version, UUID gathering, UUID person, String task, LocalDate due, Instant at, String by) {
        return new MakeUp(id, version, gathering, person, task, due, false, Status.ASSIGNED, at, by, null, null, null, null, null, null, null);
    }

    static MakeUp offered(UUID id, int version, UUID gathering, UUID person, LocalDate doneOn, int minutes, String note, Instant at) {
        return new MakeUp(id, version, gathering, person, null, null, true, Status.HANDED_IN, null, null, doneOn, minutes, note, at, null, null, null);
    }

    MakeUp handedIn(LocalDate day, int spent, String learnt, Instant at) {
        return new MakeUp(id, version, gathering, person, task, due, offered, Status.HANDED_IN, assignedAt, assignedBy, day, spent, learnt, at, null, null, null);
    }

    MakeUp decided(Status as, Instant at, String by, @Nullable String said) {
        return new MakeUp(id, version, gathering, person, task, due, offered, as, assignedAt, assignedBy, doneOn, minutes, note, handedInAt, at, by, said);
    }

    /** For the trail: the person by id and no note. Names are looked up where they are shown, and what somebody wrote of their study is between them and who checks it. */
    Map<String, Object> snapshot() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("person", person.toString());
        all.put("state", status.word());
        if (doneOn != null) {
            all.put("day", doneOn.toString());
            all.put("minutes", Objects.requireNonNullElse(minutes, 0));
        }
        return all;
    }
}
