package org.shuyuan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    @Test
    void optionsMayStandBeforeAndAfterTheCommandWithBlankOrEqualsSign() {
        Arguments a = Arguments.parse("--port", "80", "run", "--data=/srv/portal", "--host", "0.0.0.0");

        assertThat(a.command()).isEqualTo("run");
        assertThat(a.port()).hasValue(80);
        assertThat(a.host()).contains("0.0.0.0");
        assertThat(a.data()).contains(Path.of("/srv/portal"));
    }

    @Test
    void noCommandIsACryForHelp() {
        assertThat(Arguments.parse().command()).isEqualTo("help");
        assertThat(Arguments.parse("--help").command()).isEqualTo("help");
    }

    @Test
    void aConsoleCommandKeepsItsOwnOptions() {
        Arguments a = Arguments.parse("shell", "--data", "d", "bundle:list", "-t", "--no-format");

        assertThat(a.words()).containsExactly("bundle:list", "-t", "--no-format");
        assertThat(a.data()).contains(Path.of("d"));
    }

    @Test
    void theDataFolderMayStandBehindAConsoleCommandAsBehindEveryOther() {
        Arguments a = Arguments.parse("shell", "bundle:list", "-t", "--data", "d");

        assertThat(a.words()).containsExactly("bundle:list", "-t");
        assertThat(a.data()).contains(Path.of("d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run --port", "run --port --host 0.0.0.0", "run --port=", "--port"})
    void anOptionWithoutItsValueIsToldSoWhateverFollowsIt(String line) {
        assertThatThrownBy(() -> Arguments.parse(line.split(" "))).isInstanceOfSatisfying(Failure.class, f -> {
            assertThat(f.getMessage()).isEqualTo("usage.value-missing");
            assertThat(f.text(Messages.of(java.util.Locale.ENGLISH))).contains("--port");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"fly", "run now", "backup", "restore a b", "module", "--port", "run --port=", "run --colour red",
        "run --port 0", "run --port 65536", "run --port http"})
    void whatIsNotUnderstoodIsRefusedAndNotGuessed(String line) {
        assertThatThrownBy(() -> Arguments.parse(line.split(" "))).isInstanceOfSatisfying(Failure.class,
                f -> assertThat(f.exitCode()).isEqualTo(Failure.USAGE));
    }
}
