package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.attendance.GatheringDraft;

/** One station, several gatherings of a day: the tap is for the one that somebody who comes at that minute comes for. */
class MeantTest {

    private static final Instant NINE = Instant.parse("2026-03-04T01:00:00Z");
    private static final Gathering MORNING = gathering("nine to half past ten", 0, 90);
    private static final Gathering NEXT = gathering("half past ten to half past eleven", 90, 150);

    private static Gathering gathering(String title, int from, int to) {
        return new Gathering(UUID.nameUUIDFromBytes(title.getBytes(java.nio.charset.StandardCharsets.UTF_8)), 1, new GatheringDraft(UUID.randomUUID(), "study", Map.of(), title, "", at(from), at(to),
                List.of(), List.of(), List.of()), false, null, null, null, false);
    }

    private static Instant at(int minutes) {
        return NINE.plus(Duration.ofMinutes(minutes));
    }

    private static String meant(int minutes, Gathering... open) {
        return Meant.of(List.of(open), at(minutes), false, false).map(g -> g.draft().title()).orElse("none");
    }

    @Test
    void whoComesEarlyOrLateComesForWhatIsNextOrGoesOn() {
        assertThat(meant(-100, MORNING, NEXT)).as("twenty past seven").isEqualTo(MORNING.draft().title());
        assertThat(meant(-5, NEXT, MORNING)).isEqualTo(MORNING.draft().title());
        assertThat(meant(65, MORNING, NEXT)).as("late, and 25 minutes before the next").isEqualTo(MORNING.draft().title());
        assertThat(meant(80, MORNING, NEXT)).as("ten minutes before the next").isEqualTo(NEXT.draft().title());
    }

    @Test
    void whatIsOverTakesOnlyWhoHasNothingNext() {
        Gathering quarterPast = gathering("quarter to eleven", 105, 165);
        Gathering noon = gathering("noon", 180, 240);
        assertThat(meant(95, MORNING, quarterPast)).as("who missed the morning is on time for the next").isEqualTo(quarterPast.draft().title());
        assertThat(meant(95, MORNING, noon)).as("who comes out of the room late").isEqualTo(MORNING.draft().title());
        assertThat(meant(95, noon)).as("early for the only one").isEqualTo(noon.draft().title());
    }

    @Test
    void whoIsAtOneGoesToAnotherOnlyWhenThatIsAboutToBegin() {
        assertThat(Meant.of(List.of(NEXT), at(40), true, false)).as("the card held there again").isEmpty();
        assertThat(Meant.of(List.of(NEXT), at(76), true, false)).contains(NEXT);
        Gathering within = gathering("ten to half past ten, in another room", 60, 90);
        assertThat(Meant.of(List.of(within), at(61), true, false)).contains(within);
    }

    @Test
    void whoWasAtOneThatIsOverAndGoesHomeIsNotAtTheOneAfterLunch() {
        Gathering afternoon = gathering("half past twelve", 210, 270);
        assertThat(Meant.of(List.of(afternoon), at(92), false, true)).isEmpty();
        assertThat(Meant.of(List.of(afternoon), at(181), false, true)).contains(afternoon);
        assertThat(Stream.of(MORNING).filter(g -> Meant.over(g, at(90)))).as("over at its end").containsExactly(MORNING);
    }
}
