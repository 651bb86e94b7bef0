package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.shuyuan.api.directory.People.KnownBy;
import org.shuyuan.api.directory.Person;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** By what others know a person. */
class KnownByTest {

    private static UUID add(World w, String name, String number, String phone, String mail) {
        return w.persons.create(w.secretary, new PersonRules.Draft(name, number, null, null, null, null, phone, mail, null, null, null, null, w.bank.id(), null, null)).person().id();
    }

    @BothDatabases
    void peopleOfTodayAreFoundByNumberMailAndTelephoneHoweverTheyAreWritten(Database database) {
        try (World w = new World(database)) {
            UUID wang = add(w, "王伟", "A001", "13812345678", "wang.wei@bank.cn");
            UUID ou = add(w, "𠮷田", "A002", "13812345679", "office@bank.cn");
            UUID other = add(w, "王薇", "a001x", null, "office@bank.cn");

            assertThat(w.directory.knownBy(KnownBy.NUMBER, " A001 ")).extracting(Person::id, Person::unit).containsExactly(org.assertj.core.groups.Tuple.tuple(wang, w.bank.id()));
            assertThat(w.directory.knownBy(KnownBy.MAIL, "Wang.Wei@BANK.cn")).extracting(Person::id).containsExactly(wang);
            assertThat(w.directory.knownBy(KnownBy.MAIL, "office@bank.cn")).extracting(Person::id).containsExactlyInAnyOrder(ou, other);
            assertThat(w.directory.mailbox(wang)).hasValueSatisfying(box -> {
                assertThat(box.address()).isEqualToIgnoringCase("wang.wei@bank.cn");
                assertThat(box.shared()).isFalse();
            });
            assertThat(w.directory.mailbox(ou)).as("an office's").hasValueSatisfying(box -> assertThat(box.shared()).isTrue());
            assertThat(w.directory.knownBy(KnownBy.PHONE, "+86 138-1234-5678")).extracting(Person::id).containsExactly(wang);
            for (String none : new String[] {"", " ", "%", "A0_1", "A001' or '1'='1", "x".repeat(300)}) {
                for (KnownBy what : KnownBy.values()) {
                    assertThat(w.directory.knownBy(what, none)).as(what + " " + none).isEmpty();
                }
            }
            w.persons.leave(w.secretary, wang, w.people.find(wang).orElseThrow().version(), null);
            assertThat(w.directory.knownBy(KnownBy.NUMBER, "A001")).as("who has left").isEmpty();
            assertThat(w.directory.mailbox(wang)).as("who has left").isEmpty();
        }
    }
}
