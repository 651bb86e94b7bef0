package org.shuyuan.attendance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.shuyuan.api.access.Caller;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;

/** PINs only their owners set, cards that are one person's, and nothing of either that could be read again. */
class CardsTest {

    @BothDatabases
    void aPinIsFourToEightDigitsAndNotTheFirstThatOneTries(Database database) {
        try (Portal p = new Portal(database)) {
            for (String wrong : new String[] {"", "123", "123456789", "12a4"}) {
                assertThatThrownBy(() -> p.cards.pin(p.member, wrong)).hasMessage("rest.invalid");
            }
            for (String easy : new String[] {"0000", "1234", "87654321", "45678"}) {
                assertThatThrownBy(() -> p.cards.pin(p.member, easy)).hasMessage("rest.invalid");
            }
            assertThat(p.cards.own(p.member).pinSince()).isNull();
            p.cards.pin(p.member, "２５８０");
            assertThat(p.cards.own(p.member).pinSince()).isEqualTo(Portal.START);
            assertThat(Portal.CODES.matches(p.li.id(), "2580", p.cardStore.pin(p.li.id()).orElseThrow())).as("full-width digits are digits").isTrue();
            p.cards.removePin(p.member);
            assertThat(p.cards.own(p.member).pinSince()).isNull();
            assertThatThrownBy(() -> p.cards.pin(FakeAccess.person("nobody of the directory"), "2580")).hasMessage("attendance.without-person");
        }
    }

    @BothDatabases
    void aCardIsOnePersonsAndNeverAStaffNumber(Database database) {
        try (Portal p = new Portal(database)) {
            Card mine = p.cards.add(p.member, " 000471-1235".replace("-", ""));
            assertThat(mine.ending()).isEqualTo("35");
            assertThatThrownBy(() -> p.cards.add(p.organiser, p.bank.id(), p.wang.id(), "0004711235")).hasMessage("attendance.card-known");
            p.people.add("工号像卡号", "20001234", p.credit);
            assertThatThrownBy(() -> p.cards.add(p.organiser, p.bank.id(), p.wang.id(), "20001234")).as("it would need no PIN").hasMessage("attendance.card-is-number");
            for (String wrong : new String[] {"", "12", "a b c d", "x".repeat(41)}) {
                assertThatThrownBy(() -> p.cards.add(p.member, wrong)).hasMessage("rest.invalid");
            }
            for (int i = 1; i < Cards.MOST; i++) {
                p.cards.add(p.member, "SPARE" + i);
            }
            assertThatThrownBy(() -> p.cards.add(p.member, "ONEMORE")).hasMessage("attendance.too-many-cards");
            assertThat(p.audit.entries().toString()).doesNotContain("0004711235");

            p.cards.remove(p.member, mine.id());
            assertThat(p.cards.add(p.organiser, p.bank.id(), p.wang.id(), "0004711235").person()).as("free again").isEqualTo(p.wang.id());
        }
    }

    @BothDatabases
    void organisersSeeAndRemoveThoseOfTheirUnitsOnly(Database database) {
        try (Portal p = new Portal(database)) {
            Card mine = p.cards.add(p.member, "0004711235");
            Caller other = FakeAccess.person("办公室组织委员");
            p.access.grant(other, Permissions.TAKE, p.office.id());

            assertThat(p.cards.list(p.organiser, p.bank.id(), "", 0, 20).items()).extracting(Card::id).containsExactly(mine.id());
            assertThat(p.cards.list(p.organiser, p.bank.id(), "李", 0, 20).total()).isOne();
            assertThat(p.cards.list(p.organiser, p.bank.id(), "王", 0, 20).total()).isZero();
            assertThat(p.cards.list(other, p.office.id(), "", 0, 20).total()).isZero();
            assertThatThrownBy(() -> p.cards.list(p.inspector, p.bank.id(), "", 0, 20)).hasMessage("access.forbidden");
            assertThatThrownBy(() -> p.cards.add(p.inspector, p.bank.id(), p.wang.id(), "1234999")).hasMessage("access.forbidden");
            assertThatThrownBy(() -> p.cards.add(other, p.office.id(), p.wang.id(), "1234999")).hasMessage("attendance.no-such-person");
            assertThatThrownBy(() -> p.cards.remove(p.inspector, p.bank.id(), mine.id())).hasMessage("access.forbidden");
            p.cards.remove(other, p.office.id(), mine.id());
            assertThatThrownBy(() -> p.cards.remove(Portal.phone(p.wang, ""), mine.id())).hasMessage("attendance.no-such-card");
            assertThat(p.cards.own(p.member).cards()).as("still there").hasSize(1);
            p.cards.remove(p.organiser, p.bank.id(), mine.id());
            assertThat(p.cards.own(p.member).cards()).isEmpty();
        }
    }

    @BothDatabases
    void whoLeavesLeavesNeitherPinNorCardNorTimes(Database database) {
        try (Portal p = new Portal(database)) {
            p.cards.add(p.member, "0004711235");
            p.cards.pin(p.member, "2580");
            var id = p.gathering();
            String station = p.stations.open(p.organiser, p.credit.id(), new Stations.Wish(id, "大厅", 5)).secret();
            p.taps.tap(station, new StationTaps.Tap("0004711235", null, null), "");
            var store = new org.shuyuan.attendance.internal.jpa.LeaverStore(p.db.jpa());
            assertThat(store.cards(p.li.id())).isEqualTo(2);
            assertThat(store.times(p.li.id())).isOne();
            store.forget(p.li.id());
            assertThat(store.cards(p.li.id())).isZero();
            assertThat(p.times.of(id, p.li.id())).isEmpty();
            assertThat(p.state(id, p.li)).as("the figures stay").isEqualTo(State.PRESENT);
        }
    }
}
