package org.shuyuan.attendance.internal;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/**
 * How a unit counts. Whether leave lowers the denominator, and what coming late costs, the practice leaves open: each unit says so, and
 * every figure says how it was counted.
 *
 * @param leaveExcused who is away with leave is in no denominator
 * @param lateCounts percent of an attendance that coming late counts, 0–100
 * @param earlyCounts percent that leaving early counts, 0–100
 * @param target percent that is expected of everybody, 0–100; 90 in the practice's templates (N-02)
 * @param leaveDays how many days after it ended leave can still be asked for, 0–366
 * @param makeUpCounts percent of an attendance that accepted make-up study counts unless what was noted counts more, 0–100; 0: it is shown and counts nothing
 * @param objectionDays how many days after a roll was closed one may object to one's mark, 0–366; 0: not at all
 * @param earlyGrace minutes before the end from which on leaving is not early, 0–120
 * @param openEnd where people sign out: one that is missing counts to the end; otherwise nothing, until the organiser says
 * @param better always, but in circulations that were issued when a late one who made it up still counted as late alone: they say what they said
 */
public record Rules(boolean leaveExcused, int lateCounts, int earlyCounts, int target, int leaveDays, int makeUpCounts, int objectionDays, int earlyGrace,
        boolean openEnd, boolean better) {

    /** What a unit says. */
    public Rules(boolean leaveExcused, int lateCounts, int earlyCounts, int target, int leaveDays, int makeUpCounts, int objectionDays, int earlyGrace, boolean openEnd) {
        this(leaveExcused, lateCounts, earlyCounts, target, leaveDays, makeUpCounts, objectionDays, earlyGrace, openEnd, true);
    }

    /** A year. */
    static final int MOST_DAYS = 366;

    /** Where nobody said anything. */
    public static final Rules USUAL = new Rules(true, 100, 100, 90, 3, 0, 7, 5, true);

    /** The states that are an attendance there was or could have been. */
    public Set<State> counted() {
        return leaveExcused ? EnumSet.of(State.PRESENT, State.LATE, State.LEFT_EARLY, State.ABSENT) : EnumSet.of(State.PRESENT, State.LATE, State.LEFT_EARLY, State.ABSENT, State.ON_LEAVE);
    }

    /** Whether somebody marked so did not attend in full: there is something to make up. */
    public boolean missed(@Nullable State state) {
        return state == State.ABSENT || state == State.ON_LEAVE || state == State.LATE && lateCounts < 100 || state == State.LEFT_EARLY && earlyCounts < 100;
    }

    /** @throws Problem 422 {@code rest.invalid} */
    Rules checked() {
        Problem wrong = new Problem(422, "rest.invalid");
        percent(wrong, "lateCounts", lateCounts);
        percent(wrong, "earlyCounts", earlyCounts);
        percent(wrong, "target", target);
        percent(wrong, "makeUpCounts", makeUpCounts);
        days(wrong, "leaveDays", leaveDays);
        days(wrong, "objectionDays", objectionDays);
        if (earlyGrace < 0 || earlyGrace > Doors.LONGEST_GRACE) {
            wrong.field("earlyGrace", "attendance.bad-grace");
        }
        if (!wrong.errors().isEmpty()) {
            throw wrong;
        }
        return this;
    }

    private static void days(Problem wrong, String field, int value) {
        if (value < 0 || value > MOST_DAYS) {
            wrong.field(field, "attendance.bad-days");
        }
    }

    private static void percent(Problem wrong, String field, int value) {
        if (value < 0 || value > 100) {
            wrong.field(field, "attendance.bad-percent");
        }
    }
}
