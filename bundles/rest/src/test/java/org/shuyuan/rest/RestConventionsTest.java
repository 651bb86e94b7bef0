package org.shuyuan.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.testing.FakeAccess;

class RestConventionsTest {

    @Test
    void aListIsSortedOnlyByWhatItAllows() {
        ListQuery query = ListQuery.of(null, 1, 20, "-name,number");
        assertThat(query.orderBy(Map.of("name", "p.name", "number", "p.number"), "p.id")).isEqualTo("p.name desc, p.number, p.id");
        assertThatThrownBy(() -> query.orderBy(Map.of("name", "p.name"), "p.id")).hasMessage("rest.bad-sort");
    }

    @Test
    void aPageIsNeverLargerThanAllowed() {
        assertThat(ListQuery.of(null, 0, 100_000, null).size()).isEqualTo(200);
        assertThat(ListQuery.of(null, -3, 20, null).offset()).isZero();
    }

    @Test
    void whatIsSearchedForIsTakenByTheLetter() {
        assertThat(ListQuery.of("50%_!", 1, 20, null).like()).isEqualTo("%50!%!_!!%");
    }

    @Test
    void aWriteNamesTheVersionItChanges() {
        assertThat(Versions.expected("\"7\"")).isEqualTo(7);
        assertThat(Versions.expected("W/\"7--gzip\"")).isEqualTo(7);
        for (String missing : new String[] {null, "*", "\"abc\""}) {
            assertThatThrownBy(() -> Versions.expected(missing)).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(428));
        }
    }

    @Test
    void everyRequestNamesItsUnit() {
        assertThatThrownBy(() -> Call.of(FakeAccess.person("王伟"), null, null).unit()).hasMessage("rest.unit-needed");
        UUID unit = UUID.randomUUID();
        assertThat(Call.of(FakeAccess.person("王伟"), unit, null).unit()).isEqualTo(unit);
    }

    @Test
    void anUploadEndsAtItsLimit() {
        assertThatThrownBy(() -> Transfers.bounded(new ByteArrayInputStream(new byte[11]), 10).readAllBytes())
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(413));
        assertThat(Transfers.fileName("C:\\桌面\\花名册\u0000.xlsx")).isEqualTo("花名册.xlsx");
    }
}
