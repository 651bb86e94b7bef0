package org.shuyuan.directory.internal.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.office.Workbooks.Sheet;
import org.shuyuan.api.office.Workbooks.Workbook;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.directory.internal.roster.Comparison.State;

/** The school, the industrial park and the township: other words, other forms, the same reader. */
class OtherRostersTest {

    @Test
    void theSchoolsColumnsInAnotherOrderAreUnderstood() {
        Preview preview = RosterFiles.preview("roster-school.xlsx", Map.of(), List.of());
        assertThat(RosterFiles.book("roster-park-gbk.csv").charset()).isEqualTo("GB18030");
        assertThat(preview.count(State.PROBLEM)).isZero();
        Entry first = RosterFiles.row(preview, 2).entry();
        assertThat(first.get(Field.NUMBER)).isEqualTo("20260001");
        assertThat(first.get(Field.POSITION)).isEqualTo("校长");
        assertThat(first.get(Field.POLITICAL)).isEqualTo("party-member");
        assertThat(first.get(Field.BIRTH)).isEqualTo("1969-07-22");
        assertThat(first.get(Field.MAIL)).isEqualTo("t1@school.example");
    }

    @Test
    void bothSheetsOfTheSchoolComeInWithOneImportTheRetiredAsRetired() {
        Preview preview = RosterFiles.preview("roster-school.xlsx", Map.of(), List.of());
        assertThat(preview.count(State.ADDED)).isEqualTo(118 + 23);
        assertThat(preview.lines().stream().filter(l -> l.entry().sheet() == 1)).hasSize(23).allSatisfy(l -> {
            assertThat(l.entry().get(Field.CATEGORY)).isEqualTo("retired");
            assertThat(l.unit().name()).isEqualTo("退休教师");
        });
        assertThat(RosterFiles.row(preview, 0, 2).entry().get(Field.CATEGORY)).isNull();
    }

    @Test
    void aSheetCanBeLeftOutAndItsPeopleBeOfAnotherCategory() {
        Workbook book = RosterFiles.book("roster-school.xlsx");
        Choices both = Choices.of(Layout.propose(book));
        assertThat(RosterFiles.preview(book, both.without(1), List.of()).lines()).hasSize(118);
        Choices staff = both.with(both.sheet(1).orElseThrow().categorised("职工"));
        assertThat(RosterFiles.row(RosterFiles.preview(book, staff, List.of()), 1, 2).entry().get(Field.CATEGORY)).isEqualTo("staff");
        assertThatThrownBy(() -> both.without(0).without(1)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.errors()).extracting("code").containsExactly("directory.no-sheet"));
    }

    @Test
    void aNumberOnBothSheetsIsNamedByItsSheetAndRow() {
        Workbook book = RosterFiles.book("roster-school.xlsx");
        Preview preview = RosterFiles.preview(book, Choices.of(Layout.propose(book)).corrected(1, Map.of(2, Map.of("C", "20260001"))), List.of());
        Finding twice = RosterFiles.row(preview, 1, 2).entry().findings().stream().filter(f -> f.code().startsWith("number-twice")).findFirst().orElseThrow();
        assertThat(twice.places()).containsExactly(new Place(0, 2));
    }

    @Test
    void aHiddenSheetOfPeopleIsNotTakenAlongUnlessItIsTheOnlyOne() {
        Workbook book = RosterFiles.book("roster-school.xlsx");
        Sheet retired = new Sheet("退休", true, book.sheets().get(1).rows());
        assertThat(Layout.propose(new Workbook(List.of(book.sheets().get(0), retired), null))).extracting(Layout::sheet).containsExactly(0);
        assertThat(Layout.propose(new Workbook(List.of(retired), null))).extracting(Layout::headerRow).containsExactly(1);
    }

    @Test
    void lastMonthsCopyOnAnotherSheetIsNotTakenAlong() {
        Workbook book = RosterFiles.book("roster-school.xlsx");
        Sheet now = book.sheets().get(0);
        Workbook copied = new Workbook(List.of(now, new Sheet("9月", false, now.rows())), null);
        assertThat(Layout.propose(copied)).hasSize(1);
    }

    @Test
    void theParksEnterprisesInsideTheRowsBecomeUnits() {
        Preview preview = RosterFiles.preview("roster-park-gbk.csv", Map.of(), List.of());
        assertThat(preview.newUnits()).hasSize(12).contains("宏远航空物流有限公司");
        assertThat(RosterFiles.book("roster-park-gbk.csv").charset()).isEqualTo("GB18030");
        assertThat(preview.count(State.PROBLEM)).isZero();
        Entry first = RosterFiles.row(preview, 2).entry();
        assertThat(first.get(Field.POLITICAL)).isEqualTo("party-member");
        assertThat(first.get(Field.SINCE)).isEqualTo("2023-05-28");
        assertThat(RosterFiles.row(preview, 4).entry().get(Field.POLITICAL)).isNull();
    }

    @Test
    void theTownshipsTraditionalHeadersAndTicksAreUnderstood() {
        Preview preview = RosterFiles.preview("roster-township-hant.csv", Map.of(), List.of());
        assertThat(preview.lines()).hasSize(64);
        assertThat(preview.count(State.PROBLEM)).isZero();
        assertThat(RosterFiles.row(preview, 2).entry().get(Field.POSITION)).isEqualTo("鄉黨委書記");
        assertThat(RosterFiles.row(preview, 3).entry().get(Field.POLITICAL)).isEqualTo("party-member");
    }
}
