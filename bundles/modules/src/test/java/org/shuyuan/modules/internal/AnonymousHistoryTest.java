package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.records.Anonymiser.Holding;
import org.shuyuan.api.records.Anonymiser.Leaver;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;
import org.shuyuan.testing.ModuleDatabase;

class AnonymousHistoryTest {

    @BothDatabases
    void whatSomebodyDidWithModulesStaysWithoutTheName(Database database) {
        try (ModuleDatabase db = ModuleDatabase.of("modules", database)) {
            HistoryStore history = new HistoryStore(db.dataSource());
            Problem why = new Problem(422, "modules.file-gone");
            history.addFailure("calendar", "1.0.0", null, "upload", why, FakeAccess.person("1042"));
            history.addFailure("minutes", "1.0.0", null, "upload", why, FakeAccess.person("1043"));
            AnonymousHistory anonymiser = new AnonymousHistory(db.dataSource());
            Leaver who = new Leaver(UUID.randomUUID(), "已匿名人员 7", 7, Set.of(UUID.randomUUID()), Set.of("1042"));
            Caller admin = FakeAccess.person("admin");

            assertThat(anonymiser.holdings(admin, who)).extracting(Holding::count).containsExactly(1L);
            db.transactions().run(() -> anonymiser.anonymise(admin, who));

            assertThat(history.list(null, 0, 10)).extracting(HistoryStore.Entry::who).containsExactlyInAnyOrder("已匿名人员 7", "1043");
            assertThat(anonymiser.holdings(admin, who)).isEmpty();
        }
    }
}
