package org.shuyuan.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.ModuleDatabase;

class IdempotencyStoreTest {

    private final UUID account = UUID.randomUUID();

    @BothDatabases
    void theKeyStandsOrFallsWithTheWork(Database database) throws Exception {
        try (ModuleDatabase db = ModuleDatabase.of("rest", database)) {
            IdempotencyStore store = new IdempotencyStore(db.dataSource());
            assertThatThrownBy(() -> db.transactions().run(() -> {
                store.done(account, "k", "/api/x");
                throw new IllegalStateException("work failed");
            })).hasMessage("work failed");
            assertThat(store.find(account, "k")).isEmpty();

            db.transactions().run(() -> store.done(account, "k", "/api/x"));
            assertThat(store.find(account, "k").orElseThrow().status()).isNull();
            store.answered(account, "k", new IdempotencyStore.Done("/api/x", 201, "/api/x/1", "\"0\"", "{}"));
            assertThat(store.find(account, "k").orElseThrow().status()).isEqualTo(201);
        }
    }

    @BothDatabases
    void ofTwoTwinsOnlyOneCommits(Database database) throws Exception {
        try (ModuleDatabase db = ModuleDatabase.of("rest", database)) {
            IdempotencyStore store = new IdempotencyStore(db.dataSource());
            db.transactions().run(() -> store.done(account, "k", "/api/x"));
            assertThatThrownBy(() -> db.transactions().run(() -> store.done(account, "k", "/api/x"))).isInstanceOf(java.sql.SQLException.class);
            assertThat(db.count("rest_idempotency")).isEqualTo(1);
            assertThat(store.purge(Instant.now().plus(IdempotencyStore.KEPT).plusSeconds(5))).isEqualTo(1);
        }
    }
}
