package org.shuyuan.access.internal.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shuyuan.access.internal.Settings;
import org.shuyuan.api.problem.Problem;

class PasswordsTest {

    private final Passwords passwords = new Passwords(Settings.defaults());

    @Test
    void aHashSaysHowItWasMadeAndNeverTheSameTwice() {
        String one = passwords.hash("correct horse");
        assertThat(one).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").isNotEqualTo(passwords.hash("correct horse"));
        assertThat(passwords.matches("correct horse", one)).isTrue();
        assertThat(passwords.matches("ｃｏｒｒｅｃｔ horse", one)).as("full width is the same").isTrue();
        assertThat(passwords.matches("wrong horse", one)).isFalse();
        assertThat(passwords.matches("anything", null)).isFalse();
        assertThat(passwords.outdated(one)).isFalse();
        assertThat(passwords.outdated(passwords.hashGenerated("2345-6789-abcd"))).isTrue();
    }

    @Test
    void refusesAHashOfAnotherKind() {
        assertThatThrownBy(() -> Argon2.parse("$2a$10$abcdefghijklmnopqrstuv")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aGeneratedPasswordIsGoodByOurOwnRules() {
        for (int i = 0; i < 200; i++) {
            String made = passwords.generate();
            assertThat(made).matches("[2-9a-hjkmnp-z]{4}-[2-9a-hjkmnp-z]{4}-[2-9a-hjkmnp-z]{4}");
            assertThatCode(() -> PasswordRules.check(made, true, List.of("wang"), "password")).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567", "12345678", "87654321", "88888888", "19900101", "13812345678", "password", "Password1!", "woaini1314", "WoAiNi520",
        "qwertyuiop", "abcdefgh", "admin@123", "aaaabbbb", "wang2026", "５２０１３１４５２０", "1qaz2wsx3edc"})
    void refusesWhatEverybodyTriesFirst(String weak) {
        assertThatThrownBy(() -> PasswordRules.check(weak, false, List.of("wang"), "password")).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trustno1", "Beatles1", "supernova", "bordeaux"})
    void refusesWhatIsKnownFromLeaks(String known) {
        assertThatThrownBy(() -> PasswordRules.check(known, false, List.of("wang"), "password")).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"窗前明月光疑是地上霜", "correct horse battery", "tree-lamp-otter", "Xk29!vvQ", "      a b c d "})
    void asksForNoKindsOfCharacters(String good) {
        assertThatCode(() -> PasswordRules.check(good, false, List.of("wang"), "password")).doesNotThrowAnyException();
    }

    @Test
    void isLongerForWhoMayDoEverythingAndEndsAt128() {
        assertThatThrownBy(() -> PasswordRules.check("Xk29!vvQ", true, List.of(), "password")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> PasswordRules.check("ab".repeat(65), false, List.of(), "password")).isInstanceOf(Problem.class);
    }
}
