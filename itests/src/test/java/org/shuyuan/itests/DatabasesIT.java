package org.shuyuan.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class DatabasesIT {

    private static void onPostgres(Portal portal, EmbeddedPostgres postgres, String database) throws Exception {
        try (Connection connection = postgres.getPostgresDatabase().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("create database " + database);
        }
        Postgres.configure(portal, postgres.getPort(), database);
    }

    @Test
    void theMainJobOnPostgresAndABackupFromH2MovesThere() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            Path backup = Path.of(System.getProperty("target", "target")).toAbsolutePath().resolve("backup-" + System.nanoTime() + ".shuyuan");
            long[] counted;
            String unit;
            // Given a portal on H2 that holds something
            try (Portal h2 = new Portal("backup-h2")) {
                h2.start().setUp();
                counted = WholeTour.walk(h2);
                unit = h2.unit;
                Portal.Ended ended = h2.launcher("backup", backup.toString());
                assertThat(ended.code()).as(ended.out()).isZero();
            }
            // When it is brought into an empty portal on PostgreSQL
            try (Portal moved = new Portal("backup-postgres")) {
                onPostgres(moved, postgres, "moved");
                moved.start();
                Portal.Ended ended = moved.launcher("restore", backup.toString());
                assertThat(ended.code()).as(ended.out()).isZero();
                // Then the same people sign in and see the same
                Until.holds("it is ready again", java.time.Duration.ofSeconds(60), () -> moved.get("/api/modules/ready").statusCode() == 200);
                moved.unit = unit;
                moved.signIn();
                assertThat(WholeTour.people(moved)).isEqualTo(counted[0]);
                assertThat(new Events(moved).count()).isEqualTo(counted[1]);
            }
            try (Portal fresh = new Portal("smoke-postgres")) {
                onPostgres(fresh, postgres, "fresh");
                fresh.start().setUp();
                WholeTour.walk(fresh);
                assertThat(fresh.log()).doesNotContain(" ERROR ");
            }
        }
    }
}
