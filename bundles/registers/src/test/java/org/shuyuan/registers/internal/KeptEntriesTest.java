package org.shuyuan.registers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;

class KeptEntriesTest {

    @BothDatabases
    void whatAModuleKeptIsCountedAndGoesWithItsValuesWhenItIsPurged(Database database) {
        try (Portal portal = new Portal(database)) {
            portal.add(portal.wang, portal.credit, "一", "news");
            portal.add(portal.wang, portal.credit, "二", "exemplar");
            KeptEntries kept = new KeptEntries(portal.store);
            portal.db.transactions().run(() -> kept.erase("reading"));
            assertThat(kept.rows("bulletin")).as("another module's stay").isEqualTo(2);

            portal.db.transactions().run(() -> kept.erase("bulletin"));

            assertThat(kept.rows("bulletin")).isZero();
            assertThat(portal.db.count("registers_value")).isZero();
        }
    }
}
