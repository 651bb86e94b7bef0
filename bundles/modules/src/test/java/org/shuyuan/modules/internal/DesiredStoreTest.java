package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.ModuleDatabase;

class DesiredStoreTest {

    @BothDatabases
    void remembersTheLastChoicePerModule(Database database) {
        try (ModuleDatabase db = ModuleDatabase.of("modules", database)) {
            DesiredStore store = new DesiredStore(db.dataSource());
            var installed = new DesiredStore.Desired("calendar", true, "0.1.0", "a".repeat(64), "calendar-0.1.0.jar", "catalogue", "管理员");
            db.transactions().run(() -> store.put(installed));
            assertThat(store.find("calendar")).contains(installed);

            var withdrawn = new DesiredStore.Desired("calendar", false, "0.1.0", null, "calendar-0.1.0.jar", null, "deploy");
            db.transactions().run(() -> store.put(withdrawn));
            assertThat(store.all().values()).containsExactly(withdrawn);
        }
    }

    @BothDatabases
    void aChoiceThatIsRolledBackWasNeverMade(Database database) {
        try (ModuleDatabase db = ModuleDatabase.of("modules", database)) {
            DesiredStore store = new DesiredStore(db.dataSource());
            assertThatThrownBy(() -> db.transactions().run(() -> {
                store.put(new DesiredStore.Desired("calendar", true, null, null, null, null, "管理员"));
                throw new IllegalStateException("audit failed");
            })).hasMessage("audit failed");
            assertThat(store.all()).isEmpty();
        }
    }
}
