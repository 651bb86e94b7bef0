package org.shuyuan.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Person;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.id.Ids;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

/** Whose accounts are whose to administer: the list says the same as each account does. */
class AccountListTest {

    private static UUID account(TestPortal portal, String name, Unit unit) {
        Person person = portal.people.add(name, "N" + name, unit);
        UUID id = Ids.next();
        portal.accountStore.add(new Account(id, name, name, person.id(), unit.id(), true, false, null, portal.clock.instant(), null, 1), "-");
        return id;
    }

    @BothDatabases
    void whoBelongsToAUnitBesidesIsAdministeredWhereTheyMainlyBelong(Database database) {
        try (TestPortal portal = new TestPortal(database)) {
            Unit root = portal.units.add("县支行", null);
            Unit office = portal.units.add("办公室", root);
            Unit outlet = portal.units.add("营业部", root);
            portal.modules.add("access", Permissions.ACCOUNTS).suggest("organiser", Permissions.ACCOUNTS);
            Caller keeper = portal.account("人事专员", "organiser", office);
            UUID own = account(portal, "wang", office);
            UUID other = account(portal, "li", outlet);
            portal.besides.put(office.id(), Set.of(portal.people.find(portal.accountStore.find(other).orElseThrow().person()).orElseThrow()));

            List<UUID> listed = portal.accounts.list(keeper, office.id(), "", null, "a.nameKey", 1, 20).items().stream().map(Account::id).toList();
            assertThat(listed).contains(own).doesNotContain(other);
            assertThat(portal.accounts.get(keeper, own).id()).isEqualTo(own);
            assertThatThrownBy(() -> portal.accounts.get(keeper, other)).hasMessage("access.no-such-account");
        }
    }
}
