package org.shuyuan.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.access.internal.password.Passwords;

/** Short codes cannot be tried out with the database alone. */
class KeyedCodesTest {

    private static final UUID ONE = UUID.randomUUID();

    private static KeyedCodes in(Path folder) {
        return new KeyedCodes(new Passwords(Settings.defaults()), new Vault(new RunFolder(folder, "keys")));
    }

    @Test
    void aCodeIsItsOwnersAndThePortals(@TempDir Path here, @TempDir Path elsewhere) {
        KeyedCodes codes = in(here);
        String stored = codes.hash(ONE, "2580");
        assertThat(stored).startsWith("$argon2id$").doesNotContain("2580").hasSizeLessThan(200);
        assertThat(codes.matches(ONE, "2580", stored)).isTrue();
        assertThat(codes.matches(ONE, "2581", stored)).isFalse();
        assertThat(codes.matches(UUID.randomUUID(), "2580", stored)).as("another's").isFalse();
        assertThat(codes.matches(ONE, "2580", null)).isFalse();
        assertThat(in(elsewhere).matches(ONE, "2580", stored)).as("who has the database has no key").isFalse();
        assertThat(in(here).matches(ONE, "2580", stored)).as("after a restart").isTrue();
    }

    @Test
    void aNumberIsSealedTheSameEachTimeForOneUse(@TempDir Path here, @TempDir Path elsewhere) {
        String sealed = in(here).seal("attendance.card", "0004711235");
        assertThat(sealed).hasSize(64).isEqualTo(in(here).seal("attendance.card", "0004711235"));
        assertThat(sealed).isNotEqualTo(in(here).seal("library.card", "0004711235")).isNotEqualTo(in(elsewhere).seal("attendance.card", "0004711235"));
    }
}
