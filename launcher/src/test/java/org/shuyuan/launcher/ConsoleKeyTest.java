package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleKeyTest {

    @TempDir
    Path folder;

    @Test
    void theKeyIsMadeOnceIsPrivateAndIsAdmittedOnce() throws IOException {
        DataFolder data = new DataFolder(folder);
        data.create();
        Files.writeString(data.etc().resolve("keys.properties"), "_g_\\:admingroup = group,admin\n");

        ConsoleKey.prepare(data);
        String key = Files.readString(ConsoleKey.file(data));
        ConsoleKey.prepare(data);

        assertThat(Files.readString(ConsoleKey.file(data))).isEqualTo(key).startsWith("-----BEGIN EC PRIVATE KEY-----");
        assertThat(Files.getPosixFilePermissions(ConsoleKey.file(data))).hasSize(2);
        assertThat(Files.readAllLines(data.etc().resolve("keys.properties"))).hasSize(2)
                .anyMatch(l -> l.startsWith("operator = AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBB") && l.endsWith(",_g_:admingroup"));
    }

    @Test
    void theGeneratedPasswordIsLongAndCanBeTyped() {
        assertThat(Demo.generate(new java.security.SecureRandom())).matches("[a-z2-9]{4}(-[a-z2-9]{4}){3}");
    }
}
