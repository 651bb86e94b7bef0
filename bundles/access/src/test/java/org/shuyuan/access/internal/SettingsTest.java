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

class SettingsTest {

    private static Settings read(Map<String, Object> given) {
        Settings.Config config = (Settings.Config) Proxy.newProxyInstance(SettingsTest.class.getClassLoader(), new Class<?>[] {Settings.Config.class},
                (proxy, key, none) -> {
                    Object value = given.get(key.getName().replace('_', '.'));
                    return value == null ? key.getDefaultValue() : Integer.valueOf(value.toString());
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
        assertThatThrownBy(() -> read(mistyped)).hasMessage("org.shuyuan.access.cfg has settings that do not exist: session.hour");
    }

    @Test
    void aValueOutOfBoundsIsRefusedWithItsBounds() {
        assertThatThrownBy(() -> read(Map.of("session.idle.minutes", "1"))).hasMessageContaining("session.idle.minutes is 1").hasMessageContaining("5 to 43200");
        assertThat(read(Map.of("session.idle.minutes", "30")).idle()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void aNetworkOfOneMachineIsCountedAsOne() {
        assertThat(Throttle.network("2001:db8:1:2:aaaa::1")).isEqualTo(Throttle.network("2001:db8:1:2::ffff")).isNotEqualTo(Throttle.network("2001:db8:1:3::1"));
        assertThat(Throttle.network("10.0.0.1")).isEqualTo("10.0.0.1");
    }
}
