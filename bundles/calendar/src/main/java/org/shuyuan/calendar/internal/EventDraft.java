package org.shuyuan.calendar.internal;

import java.util.UUID;
import org.shuyuan.api.problem.Problem;

/**
 * An event as somebody wants it.
 *
 * @throws Problem 422 {@code rest.invalid} that names every wrong field
 */
public record EventDraft(UUID unit, Details details, Schedule schedule, Audience audience) {

    public EventDraft {
        audience = audience.orElse(unit);
        Problem wrong = new Problem(422, "rest.invalid");
        details.check(wrong);
        schedule.check(wrong);
        audience.check(wrong);
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
    }
}
