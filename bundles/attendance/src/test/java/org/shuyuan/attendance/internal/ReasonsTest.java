package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.UUID;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.attendance.internal.RollService.Marking;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Reasons are data: the usual ones come by themselves, units add their own, and what marks rest on stays. */
class ReasonsTest {

    private static Reason reason(UUID unit, String word, String name) {
        return new Reason(Ids.next(), 0, unit, word, State.ON_LEAVE, Map.of(Language.ZH_CN, name, Language.ZH_TW, name, Language.EN, name), 5, false);
    }

    @BothDatabases
    void theUsualOnesAreThereOnceAndHoldBelow(Database database) {
        try (Portal p = new Portal(database)) {
            assertThat(p.reasons.list(p.organiser, p.credit.id())).extracting(Reason::word).contains("official-trip", "retired", "traffic").doesNotHaveDuplicates();
            assertThat(p.reasons.list(p.organiser, p.bank.id())).extracting(Reason::unit).containsOnly(p.bank.id());
        }
    }

    @BothDatabases
    void aUnitsOwnReplacesTheOneFromAboveAndIsNotSeenBeside(Database database) {
        try (Portal p = new Portal(database)) {
            p.reasons.list(p.organiser, p.bank.id());
            p.reasons.add(p.organiser, reason(p.credit.id(), "duty", "押运值班"));
            assertThat(p.reasons.at(p.credit.id())).filteredOn(r -> r.word().equals("duty")).extracting(r -> r.name(Language.ZH_CN)).containsExactly("押运值班");
            assertThat(p.reasons.at(p.office.id())).filteredOn(r -> r.word().equals("duty")).extracting(r -> r.name(Language.ZH_CN)).containsExactly("值班");
            assertThatThrownBy(() -> p.reasons.add(p.organiser, reason(p.credit.id(), "duty", "又一个"))).isInstanceOfSatisfying(Problem.class, e -> assertThat(e.errors()).hasSize(1));
        }
    }

    @BothDatabases
    void oneThatMarksHaveIsRetiredAndNotDeleted(Database database) {
        try (Portal p = new Portal(database)) {
            UUID id = p.gathering();
            Reason used = p.reasons.add(p.organiser, reason(p.credit.id(), "convoy", "押运"));
            Reason spare = p.reasons.add(p.organiser, reason(p.credit.id(), "spare", "备用"));
            p.mark(id, new Marking(p.li.id(), State.ON_LEAVE, null, "convoy", null, null));

            assertThatThrownBy(() -> p.reasons.remove(p.organiser, used.id(), used.version())).hasMessage("attendance.reason-in-use");
            p.reasons.remove(p.organiser, spare.id(), spare.version());
            Reason retired = p.reasons.change(p.organiser, used.id(), used.version(), new Reason(used.id(), 0, used.unit(), "x", State.LATE, used.name(), 1, true));

            assertThat(retired.retired()).isTrue();
            assertThat(retired.word()).as("word and state stay").isEqualTo("convoy");
            assertThat(retired.state()).isEqualTo(State.ON_LEAVE);
        }
    }

    @BothDatabases
    void onlyWhoMaySetRulesChangesThem(Database database) {
        try (Portal p = new Portal(database)) {
            assertThatThrownBy(() -> p.reasons.add(p.inspector, reason(p.bank.id(), "mine", "我的"))).hasMessage("access.forbidden");
            assertThatThrownBy(() -> p.reasons.list(p.member, p.bank.id())).hasMessage("access.forbidden");
            assertThatThrownBy(() -> p.reasons.add(p.organiser, reason(p.bank.id(), "Bad Word", " "))).isInstanceOfSatisfying(Problem.class, e -> assertThat(e.errors()).hasSize(4));
        }
    }
}
