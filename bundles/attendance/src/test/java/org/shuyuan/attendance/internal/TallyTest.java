package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What follows from how many had which state, by a unit's rules. */
class TallyTest {

    private static Rules rules(int late, int early, int makeUp) {
        return new Rules(true, late, early, 90, 3, makeUp, 7, 5, true);
    }

    private static Tally of(State state, int number, int madeUp) {
        Tally tally = new Tally();
        tally.add(state, number, madeUp);
        return tally;
    }

    @Test
    void whoCameLateAndMadeItUpCountsTheBetterOfTheTwo() {
        assertThat(of(State.LATE, 1, 1).rate(rules(50, 100, 80))).as("late counts 50, made up 80").isEqualTo(80.0);
        assertThat(of(State.LATE, 1, 1).rate(rules(90, 100, 80))).as("late counts more already").isEqualTo(90.0);
        assertThat(of(State.LEFT_EARLY, 2, 1).rate(rules(100, 40, 100))).as("one of two made it up").isEqualTo(70.0);
    }

    @Test
    void beingLateIsNeverWorseThanBeingAbsent() {
        for (int late = 0; late <= 100; late += 10) {
            for (int makeUp = 0; makeUp <= 100; makeUp += 10) {
                Rules rules = rules(late, late, makeUp);
                int absent = of(State.ABSENT, 1, 1).hundredths(rules);
                assertThat(of(State.LATE, 1, 1).hundredths(rules)).as("late %d, made up %d", late, makeUp).isGreaterThanOrEqualTo(absent);
                assertThat(of(State.LEFT_EARLY, 1, 1).hundredths(rules)).as("early %d, made up %d", late, makeUp).isGreaterThanOrEqualTo(absent);
            }
        }
    }

    @Test
    void leaveThatIsNotCountedIsNotCountedMadeUpEither() {
        assertThat(of(State.ON_LEAVE, 1, 1).hundredths(rules(50, 50, 80))).isZero();
    }
}
