package org.shuyuan.directory.internal.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.office.Workbooks.Workbook;
import org.shuyuan.directory.internal.roster.Comparison.State;

/** The school, the industrial park and the township: other words, other forms, the same reader. */
class OtherRostersTest {

    @Test
    void theSchoolsColumnsInAnotherOrderAreUnderstood() {
        Preview preview = Rosters.preview("roster-school.xlsx", Map.of(), List.of());
        assertThat(preview.lines()).hasSize(118);
        assertThat(preview.count(State.ADDED)).isEqualTo(118);
        Entry first = Rosters.row(preview, 2).entry();
        assertThat(first.get(Field.NUMBER)).isEqualTo("20260001");
        assertThat(first.get(Field.POSITION)).isEqualTo("校长");
        assertThat(first.get(Field.POLITICAL)).isEqualTo("party-member");
        assertThat(first.get(Field.BIRTH)).isEqualTo("1969-07-22");
        assertThat(first.get(Field.MAIL)).isEqualTo("t1@school.example");
    }

    @Test
    void theSchoolsSecondSheetOfRetiredStaffIsARosterToo() {
        Workbook book = Rosters.book("roster-school.xlsx");
        Preview preview = Rosters.preview(book, Layout.propose(book.sheets().get(1), 1), Map.of(), List.of());
        assertThat(preview.count(State.ADDED)).isEqualTo(23);
    }

    @Test
    void theParksEnterprisesInsideTheRowsBecomeUnits() {
        Preview preview = Rosters.preview("roster-park-gbk.csv", Map.of(), List.of());
        assertThat(preview.newUnits()).hasSize(12).contains("宏远航空物流有限公司");
        assertThat(preview.count(State.PROBLEM)).isZero();
        Entry first = Rosters.row(preview, 2).entry();
        assertThat(first.get(Field.POLITICAL)).isEqualTo("party-member");
        assertThat(first.get(Field.SINCE)).isEqualTo("2023-05-28");
        assertThat(Rosters.row(preview, 4).entry().get(Field.POLITICAL)).isNull();
    }

    @Test
    void theTownshipsTraditionalHeadersAndTicksAreUnderstood() {
        Preview preview = Rosters.preview("roster-township-hant.csv", Map.of(), List.of());
        assertThat(preview.lines()).hasSize(64);
        assertThat(preview.count(State.PROBLEM)).isZero();
        assertThat(Rosters.row(preview, 2).entry().get(Field.POSITION)).isEqualTo("鄉黨委書記");
        assertThat(Rosters.row(preview, 3).entry().get(Field.POLITICAL)).isEqualTo("party-member");
    }
}
