package org.shuyuan.calendar.internal;

import org.shuyuan.api.problem.Problem;

/**
 * When people are reminded of what is ahead.
 *
 * @param audienceHours hours before its start at which those for whom it is hear of it, 0–720; 0: never
 * @param hostHours the same for whoever holds it, who has to prepare
 * @param byMail also by mail, to those whose address the directory knows
 */
public record Reminding(int audienceHours, int hostHours, boolean byMail) {

    /** Thirty days. */
    static final int MOST = 720;
    /** Where nobody said anything: a day before, and three for who has to prepare. */
    public static final Reminding USUAL = new Reminding(24, 72, false);

    /** @throws Problem 422 {@code rest.invalid} */
    Reminding checked() {
        Problem wrong = new Problem(422, "rest.invalid");
        if (audienceHours < 0 || audienceHours > MOST) {
            wrong.field("audienceHours", "calendar.bad-hours");
        }
        if (hostHours < 0 || hostHours > MOST) {
            wrong.field("hostHours", "calendar.bad-hours");
        }
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        return this;
    }
}
