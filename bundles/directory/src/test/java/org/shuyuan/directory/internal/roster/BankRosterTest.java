package org.shuyuan.directory.internal.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.shuyuan.directory.internal.roster.Comparison.Line;
import org.shuyuan.directory.internal.roster.Comparison.State;

/** Every oddity of the county bank's roster, on the file as it was handed over. */
class BankRosterTest {

    private final Preview preview = RosterFiles.preview("roster-bank.xlsx", Map.of(), List.of());

    private Line row(int number) {
        return RosterFiles.row(preview, number);
    }

    private List<String> codes(int number) {
        return row(number).entry().findings().stream().map(Finding::code).toList();
    }

    private String value(int number, Field field) {
        return row(number).entry().get(field);
    }

    @Test
    void theTableIsFoundBelowItsTitleAndNotOnTheSheetOfNotes() {
        Layout layout = Layout.propose(RosterFiles.book("roster-bank.xlsx")).get(0);
        assertThat(Layout.propose(RosterFiles.book("roster-bank.xlsx"))).as("nobody stands on the sheet of notes").hasSize(1);
        assertThat(layout.sheet()).isZero();
        assertThat(layout.headerRow()).isEqualTo(3);
        assertThat(layout.columns()).containsEntry("B", Field.NUMBER).containsEntry("C", Field.NAME).containsEntry("E", Field.BIRTH).containsEntry("G", Field.UNIT)
                .containsEntry("K", Field.PHONE).doesNotContainKey("A").hasSize(11);
    }

    @Test
    void all86PeopleAreSeenAndOneIsLeftOutUntilCorrected() {
        assertThat(preview.lines()).hasSize(86);
        assertThat(preview.count(State.ADDED)).isEqualTo(85);
        assertThat(preview.lines().stream().filter(l -> l.state() == State.PROBLEM).map(l -> l.entry().row())).containsExactly(24);
    }

    @Test
    void titleAndFillerRowsAreListedAsLeftOut() {
        assertThat(preview.leftOut().stream().collect(Collectors.toMap(RosterReader.LeftOut::row, RosterReader.LeftOut::code)))
                .isEqualTo(Map.of(1, "above", 2, "above", 91, "filler", 92, "filler"));
    }

    @Test
    void namesPaddedWithIdeographicBlanksAreClosedUp() {
        assertThat(value(45, Field.NAME)).isEqualTo("龙晓");
        assertThat(value(76, Field.NAME)).isEqualTo("卢江长");
        assertThat(codes(45)).contains("name-blanks");
    }

    @Test
    void monthsInFourWritingsAndRealDatesAreRead() {
        assertThat(value(4, Field.BIRTH)).isEqualTo("2000-09");
        assertThat(value(6, Field.BIRTH)).isEqualTo("1975-09");
        assertThat(value(11, Field.BIRTH)).isEqualTo("1977-12");
        assertThat(value(9, Field.BIRTH)).isEqualTo("1977-09-18");
        assertThat(value(31, Field.BIRTH)).isEqualTo("1986-08-04");
        assertThat(value(8, Field.JOINED)).isEqualTo("1993-11-03");
        assertThat(preview.lines().stream().filter(l -> l.entry().get(Field.BIRTH) == null).map(l -> l.entry().row())).containsExactly(64);
    }

    @Test
    void anImpossibleMonthIsLeftEmptyAndTold() {
        Finding finding = row(64).entry().findings().get(0);
        assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
        assertThat(finding.code()).isEqualTo("birth-unclear");
        assertThat(finding.found()).isEqualTo("1985.13");
        assertThat(finding.stored()).isNull();
        assertThat(row(64).state()).isEqualTo(State.ADDED);
    }

    @Test
    void phonesAsNumbersAreReadAndAnIncompleteOneIsTold() {
        assertThat(value(4, Field.PHONE)).isEqualTo("18684874526");
        assertThat(value(6, Field.PHONE)).isEqualTo("15060636224");
        assertThat(codes(65)).contains("phone-unclear");
    }

    @Test
    void aStaffNumberUsedTwiceStopsTheSecondRowAndProposesTheOneThatIsFree() {
        Finding finding = row(24).entry().findings().stream().filter(f -> f.severity() == Finding.Severity.ERROR).findFirst().orElseThrow();
        assertThat(finding.code()).isEqualTo("number-twice-free");
        assertThat(finding.values()).containsEntry("free", "YX1021").containsEntry("name", "余轩桂");
        assertThat(finding.places()).containsExactly(new Place(0, 23));
        assertThat(codes(23)).contains("number-also");
        assertThat(row(23).state()).isEqualTo(State.ADDED);
    }

    @Test
    void theCorrectedNumberLetsTheRowIn() {
        Preview corrected = RosterFiles.preview("roster-bank.xlsx", Map.of(24, Map.of("B", "YX1021")), List.of());
        assertThat(corrected.count(State.ADDED)).isEqualTo(86);
        assertThat(corrected.count(State.PROBLEM)).isZero();
    }

    @Test
    void aMissingStaffNumberIsTold() {
        assertThat(codes(54)).contains("no-number");
        assertThat(row(54).state()).isEqualTo(State.ADDED);
    }

    @Test
    void aStaffNumberInFullWidthDigitsIsNarrowed() {
        assertThat(value(79, Field.NUMBER)).isEqualTo("YX1076");
        assertThat(codes(79)).contains("number-rewritten");
    }

    @Test
    void twoPeopleOfOneNameAreBothTakenInAndTold() {
        assertThat(codes(59)).contains("namesake");
        assertThat(codes(60)).contains("namesake");
        assertThat(row(59).state()).isEqualTo(State.ADDED);
        assertThat(row(60).state()).isEqualTo(State.ADDED);
    }

    @Test
    void aDepartmentWrittenTwoWaysIsOneUnit() {
        assertThat(row(37).unit().name()).isEqualTo("货币信贷科");
        assertThat(codes(37)).contains("unit-blanks");
        assertThat(row(45).unit().name()).isEqualTo("货币信贷科");
        assertThat(codes(45)).contains("unit-guessed");
        assertThat(preview.newUnits()).containsExactlyInAnyOrder("行领导", "办公室", "人事教育科", "货币信贷科", "国库科", "会计财务科", "外汇管理科", "调查统计科", "保卫科", "纪检监察室");
    }

    @Test
    void theShortPartyWordIsTheFullOne() {
        assertThat(value(74, Field.POLITICAL)).isEqualTo("party-member");
        assertThat(codes(74)).contains("political-rewritten");
        assertThat(codes(50)).as("a real date and the usual words need no remark").isEmpty();
    }

    @Test
    void aDepartmentWrittenTwoWaysIsTakenForOneUnlessSomebodySaysOtherwise() {
        Choices choices = Choices.of(Layout.propose(RosterFiles.book("roster-bank.xlsx")));
        Preview apart = RosterFiles.preview(RosterFiles.book("roster-bank.xlsx"), choices.placed(Map.of("货币信贷", "货币信贷")), List.of());
        assertThat(RosterFiles.row(apart, 45).unit().name()).isEqualTo("货币信贷");
        assertThat(apart.newUnits()).contains("货币信贷", "货币信贷科");
        Preview elsewhere = RosterFiles.preview(RosterFiles.book("roster-bank.xlsx"), choices.placed(Map.of("货币信贷", "国库科", "国库科", "国库处")), List.of());
        assertThat(RosterFiles.row(elsewhere, 45).unit().name()).as("a choice leads on to the next").isEqualTo("国库处");
        assertThat(elsewhere.newUnits()).doesNotContain("货币信贷", "国库科").hasSize(10);
    }

    @Test
    void whatWasPutInOrderIsToldKindByKind() {
        assertThat(preview.notes()).extracting(Preview.Note::code).contains("name-blanks", "unit-blanks", "date-rewritten", "namesake");
        Preview.Note months = preview.notes().stream().filter(n -> n.code().equals("date-rewritten")).findFirst().orElseThrow();
        assertThat(months.first().found()).isEqualTo("2000.09");
        assertThat(months.first().stored()).isEqualTo("2000-09");
        assertThat(codes(59)).contains("namesake");
        assertThat(row(59).entry().findings().stream().filter(f -> f.code().equals("namesake")).findFirst().orElseThrow().places()).containsExactly(new Place(0, 60));
    }

    @Test
    void nothingElseIsComplainedAbout() {
        List<Integer> told = preview.lines().stream().filter(l -> l.entry().refused() || l.entry().warned()).map(l -> l.entry().row()).toList();
        assertThat(told).containsExactly(23, 24, 45, 54, 64, 65, 74, 79);
    }
}
