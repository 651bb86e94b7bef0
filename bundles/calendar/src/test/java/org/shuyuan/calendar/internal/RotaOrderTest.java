package org.shuyuan.calendar.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.shuyuan.calendar.internal.RotaOrder.Member;
import org.shuyuan.calendar.internal.RotaOrder.Missed;
import org.shuyuan.calendar.internal.RotaOrder.Slot;
import org.shuyuan.calendar.internal.RotaOrder.Taken;

/** Whose turn it is. Days are numbers, members letters. */
class RotaOrderTest {

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static Instant day(int n) {
        return Instant.parse("2026-01-01T01:00:00Z").plusSeconds(86_400L * n);
    }

    private static List<Member> list(String names) {
        return names.chars().mapToObj(c -> new Member(id(Character.toString(c)), 0)).toList();
    }

    /** {@code A1 B2}: A spoke on day 1. */
    private static List<Taken> had(String turns) {
        return turns.isEmpty() ? List.of() : Arrays.stream(turns.split(" ")).map(t -> new Taken(id(t.substring(0, 1)), day(Integer.parseInt(t.substring(1))))).toList();
    }

    private static List<Missed> missed(String turns) {
        return had(turns).stream().map(t -> new Missed(t.member(), t.at())).toList();
    }

    private static Slot slot(int n, String cannot) {
        return new Slot(new UUID(0, n), day(n), cannot.isEmpty() ? Set.of() : Set.copyOf(list(cannot).stream().map(Member::id).toList()));
    }

    private static String names(Map<UUID, Optional<UUID>> given) {
        StringBuilder names = new StringBuilder();
        given.values().forEach(who -> names.append("ABCDEF".chars().mapToObj(Character::toString).filter(n -> who.filter(id(n)::equals).isPresent()).findFirst().orElse("-")));
        return names.toString();
    }

    private static String fill(List<Member> members, String taken, String missed, int... days) {
        return names(RotaOrder.fill(members, had(taken), missed(missed), Arrays.stream(days).mapToObj(d -> slot(d, "")).toList()));
    }

    @Test
    void whoeverBeginsGoesRoundInTheOrderOfTheList() {
        assertThat(fill(list("CABD"), "", "", 10, 20, 30, 40, 50, 60)).isEqualTo("CABDCA");
    }

    @Test
    void whoHadTheFewestIsNext() {
        assertThat(fill(list("ABC"), "A1 B2 A3 C4", "", 10, 20, 30)).as("B and C have had one, B longer ago; A two").isEqualTo("BCA");
        assertThat(fill(list("ABC"), "A1 A2 A3 B4", "", 10, 20, 30, 40, 50)).isEqualTo("CBCBC");
    }

    @Test
    void amongEqualsWhoseLastIsLongestAgoAndWhoNeverSpokeBeforeAll() {
        assertThat(fill(list("ABC"), "A3 B1 C2", "", 10, 20, 30)).isEqualTo("BCA");
        assertThat(fill(List.of(new Member(id("A"), 0), new Member(id("B"), 1)), "A1", "", 10)).as("both stand at one").isEqualTo("B");
    }

    @Test
    void aTurnThatIsFixedAheadCounts() {
        assertThat(fill(list("ABC"), "A45", "", 10, 20, 30)).as("A has changed to day 45").isEqualTo("BCB");
    }

    @Test
    void whoJoinsLaterStartsAtTheLeastOfTheOthers() {
        List<Taken> taken = had("A1 B2 C3 A4 B5");
        assertThat(RotaOrder.levelOf(id("D"), list("ABC"), taken)).isEqualTo(1);
        List<Member> with = new ArrayList<>(list("ABC"));
        with.add(new Member(id("D"), 1));
        assertThat(names(RotaOrder.fill(with, taken, List.of(), IntStream.of(10, 20, 30, 40).mapToObj(d -> slot(d, "")).toList()))).as("once each, not three times D").isEqualTo("DCAB");
        assertThat(RotaOrder.levelOf(id("D"), List.of(), taken)).as("nobody to compare with").isZero();
        assertThat(RotaOrder.levelOf(id("A"), list("BC"), taken)).as("who comes back with more than the others gets none off").isZero();
    }

    @Test
    void whoCouldNotIsDueNextAfterAndOnce() {
        // day 10 was A's; B stands in
        assertThat(fill(list("ABCD"), "B10", "A10", 20, 30, 40, 50)).isEqualTo("ACDB");
        assertThat(fill(list("ABCD"), "B10 A20", "A10", 30, 40)).as("the debt is paid").isEqualTo("CD");
        assertThat(fill(list("ABCD"), "A1 B2 C3 D4 A5", "A10", 20, 30)).as("also when others have had fewer").isEqualTo("AB");
    }

    @Test
    void ofTwoInDebtTheOlderDebtComesFirst() {
        assertThat(fill(list("ABCD"), "C10 D20", "B10 A20", 30, 40, 50)).isEqualTo("BAC");
    }

    @Test
    void aDebtHoldsOnlyAfterTheTurnThatWasMissed() {
        assertThat(fill(list("ABC"), "", "C30", 10, 20, 40)).as("before day 30 the usual order").isEqualTo("ABC");
    }

    @Test
    void whoCannotIsPassedOverAndNobodyIsLeftWhereNobodyCan() {
        assertThat(names(RotaOrder.fill(list("ABC"), List.of(), List.of(), List.of(slot(10, "A"), slot(20, ""))))).isEqualTo("BA");
        assertThat(names(RotaOrder.fill(list("AB"), List.of(), List.of(), List.of(slot(10, "AB"), slot(20, ""))))).isEqualTo("-A");
        assertThat(names(RotaOrder.fill(List.of(), List.of(), List.of(), List.of(slot(10, ""))))).isEqualTo("-");
    }

    @Test
    void theSameFactsGiveTheSameOrderHoweverTheyComeAndNobodyIsEverTwoAhead() {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            List<Taken> taken = new ArrayList<>();
            List<Slot> slots = new ArrayList<>();
            IntStream.range(0, 30).forEach(n -> slots.add(slot(100 + n, "")));
            Map<UUID, Optional<UUID>> first = RotaOrder.fill(list("ABCDE"), taken, List.of(), slots);
            Collections.shuffle(slots, random);
            Collections.shuffle(taken, random);
            assertThat(RotaOrder.fill(list("ABCDE"), taken, List.of(), slots)).isEqualTo(first);
            assertThat("ABCDE".chars().mapToLong(c -> first.values().stream().filter(w -> w.filter(id(Character.toString(c))::equals).isPresent()).count()).toArray()).containsOnly(6);
        }
    }
}
