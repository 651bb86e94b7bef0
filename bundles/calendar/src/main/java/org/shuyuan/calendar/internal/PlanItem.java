package org.shuyuan.calendar.internal;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/**
 * One item of a study plan.
 *
 * @param line the same in all editions of the plan
 * @param month 1–12, within the plan's period
 * @param day the planned day, in that month; null: only the month is planned
 * @param topic 1–200 characters
 * @param content at most 4,000 characters
 * @param form in the unit's own words, at most 100 characters
 * @param kind a kind of event that it becomes; null: not said
 * @param host who leads or speaks
 * @param audience who attends, for events made of it; nobody: not said, or in words only
 * @param audienceWords who attends, in words, at most 200 characters
 * @param responsible who sees to it
 * @param note at most 1,000 characters
 */
public record PlanItem(UUID id, UUID line, int month, @Nullable LocalDate day, String topic, @Nullable String content, @Nullable String form, @Nullable UUID kind, Who host,
        Audience audience, @Nullable String audienceWords, Who responsible, @Nullable String note) {

    /**
     * A person of the directory, or words.
     *
     * @param words null where there is a person; at most 100 characters
     */
    public record Who(@Nullable UUID person, @Nullable String words) {

        public static final Who NOBODY = new Who(null, null);

        public Who {
            words = person == null ? Text.orNull(words) : null;
        }
    }

    public PlanItem {
        topic = topic.strip();
        content = Text.orNull(content);
        form = Text.orNull(form);
        audienceWords = Text.orNull(audienceWords);
        note = Text.orNull(note);
    }

    /** @throws Problem 422 {@code rest.invalid} that names every wrong field */
    PlanItem checked(Plan.Span span) {
        Problem wrong = new Problem(422, "rest.invalid");
        if (topic.isEmpty()) {
            wrong.field("topic", "calendar.plan-topic-missing");
        }
        Text.atMost(wrong, "topic", topic, 200);
        Text.atMost(wrong, "content", content, 4_000);
        Text.atMost(wrong, "form", form, 100);
        Text.atMost(wrong, "hostName", host.words(), 100);
        Text.atMost(wrong, "audience", audienceWords, 200);
        Text.atMost(wrong, "responsibleName", responsible.words(), 100);
        Text.atMost(wrong, "note", note, 1_000);
        audience.check(wrong);
        if (!span.holds(month)) {
            wrong.field("month", "calendar.plan-month");
        } else if (day != null && (day.getYear() != span.year() || day.getMonthValue() != month)) {
            wrong.field("day", "calendar.plan-day");
        }
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        return this;
    }

    PlanItem as(UUID otherId, UUID otherLine) {
        return new PlanItem(otherId, otherLine, month, day, topic, content, form, kind, host, audience, audienceWords, responsible, note);
    }

    /** For the audit trail and for what changed between editions: plain values under the names of the form's fields. */
    public Map<String, @Nullable Object> snapshot() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("topic", topic);
        values.put("month", month);
        values.put("day", day == null ? null : day.toString());
        values.put("content", content);
        values.put("form", form);
        values.put("kind", kind == null ? null : kind.toString());
        values.put("host", host.person() == null ? host.words() : host.person().toString());
        values.put("audience", audienceWords);
        values.put("units", audience.units().stream().map(UUID::toString).toList());
        values.put("people", audience.people().stream().map(UUID::toString).toList());
        values.put("groups", audience.groups().stream().map(UUID::toString).toList());
        values.put("responsible", responsible.person() == null ? responsible.words() : responsible.person().toString());
        values.put("note", note);
        return values;
    }
}
