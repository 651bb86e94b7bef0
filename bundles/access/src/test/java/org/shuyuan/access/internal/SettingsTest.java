package org.shuyuan.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.problem.Problem;

class SettingsTest {

    static Settings read(Map<String, Object> given) {
        Settings.Config config = (Settings.Config) Proxy.newProxyInstance(SettingsTest.class.getClassLoader(), new Class<?>[] {Settings.Config.class},
                (proxy, key, none) -> {
                    Object value = given.get(key.getName().replace('_', '.'));
                    return value == null ? key.getDefaultValue() : key.getReturnType() == int.class ? Integer.valueOf(value.toString()) : value;
                });
        return new Settings(config, given);
    }

    @Test
    void theShippedFileHoldsEveryKeyWithItsDefault() throws IOException {
        Properties shipped = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of("../../config/etc/org.shuyuan.access.cfg"))) {
            shipped.load(in);
        }
        Map<String, Object> defaults = new HashMap<>();
        for (Method key : Settings.Config.class.getDeclaredMethods()) {
            defaults.put(key.getName().replace('_', '.'), key.getDefaultValue().toString());
        }
        assertThat(shipped).isEqualTo(defaults);
        assertThat(read(defaults)).usingRecursiveComparison().isEqualTo(Settings.defaults());
    }

    @Test
    void aKeyNobodyKnowsIsRefusedByName() {
        Map<String, Object> containers = Map.of("service.pid", "org.shuyuan.access", "felix.fileinstall.filename", "x", "component.id", 7L, "store.target", "(a=b)");
        assertThat(read(containers).session()).isEqualTo(Settings.defaults().session());
        Map<String, Object> mistyped = new HashMap<>(containers);
        mistyped.put("session.hour", "8");
        assertThatThrownBy(() -> read(mistyped).session()).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(503);
            assertThat(problem.values()).containsEntry("reason", "org.shuyuan.access.cfg has settings that do not exist: session.hour");
        });
    }

    @Test
    void aValueOutOfBoundsIsRefusedWithItsBounds() {
        assertThatThrownBy(() -> read(Map.of("session.idle.minutes", "1")).token()).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.values().get("reason")).asString().contains("session.idle.minutes is 1").contains("5 to 43200"));
        assertThatThrownBy(() -> read(Map.of("proxy.addresses", "10.0.0.1, proxy.local")).session()).hasMessage("access.settings-wrong");
        assertThat(read(Map.of("proxy.addresses", "10.0.0.1， ::1")).proxies()).containsExactlyInAnyOrder("10.0.0.1", "::1");
        assertThat(read(Map.of("session.idle.minutes", "30")).idle()).isEqualTo(Duration.ofMinutes(30));
    }
}
