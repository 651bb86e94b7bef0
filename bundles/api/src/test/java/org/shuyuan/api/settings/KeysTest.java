package org.shuyuan.api.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.api.access.OutsideRules;
import org.shuyuan.api.text.Language;

class KeysTest {

    private static Keys keys(Map<String, ?> given) {
        return new Keys("x.cfg", given, name -> name.equals("SECRET") ? "s3cret" : null);
    }

    @Test
    void whatIsMissingHasItsDefaultAndWhatIsWrongIsNamed() {
        Keys keys = keys(Map.of("a", "5", "b", "ture", "c", " text ", "felix.fileinstall.filename", "x"));
        assertThat(keys.number("a", 1, 1, 10)).isEqualTo(5);
        assertThat(keys.number("z", 7, 1, 10)).isEqualTo(7);
        assertThat(keys.text("c", "", 10)).isEqualTo("text");
        assertThatThrownBy(() -> keys.flag("b", false)).hasMessage("x.cfg: b: it is \"ture\", allowed are true and false");
        assertThatThrownBy(() -> keys.number("a", 1, 6, 10)).hasMessageContaining("x.cfg: a: it is \"5\"");
        assertThatThrownBy(() -> keys.number("c", 1, 6, 10)).hasMessageContaining("allowed are 6 to 10");
        assertThatThrownBy(() -> keys.choice("c", "ONE", "TWO_THREE")).hasMessage("x.cfg: c: allowed are one, two-three");
        assertThatThrownBy(() -> keys.text("c", "", 2)).hasMessageContaining("longer than 2");
        assertThatThrownBy(() -> keys.needed("y", 10)).hasMessage("x.cfg: y: it is needed");
        keys.refuseUnknown();
        Keys unread = keys(Map.of("labels.cn", "x"));
        assertThatThrownBy(unread::refuseUnknown).hasMessage("x.cfg has settings that do not exist: labels.cn");
    }

    @Test
    void aSecretComesFromTheEnvironmentOrAFileOfItsOwnAndIsNeverSaid(@TempDir Path folder) throws Exception {
        assertThat(keys(Map.of("p", "env:SECRET")).secret("p")).isEqualTo("s3cret");
        assertThat(keys(Map.of()).secret("p")).isEmpty();
        assertThatThrownBy(() -> keys(Map.of("p", "env:OTHER")).secret("p")).hasMessageContaining("OTHER");
        assertThatThrownBy(() -> keys(Map.of("p", "hunter2")).secret("p")).hasMessageContaining("does not stand here").hasMessageNotContaining("hunter2");
        Path file = Files.writeString(folder.resolve("secret"), "from the file\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> keys(Map.of("p", "file:" + file)).secret("p")).hasMessageContaining("chmod 600").hasMessageNotContaining("from the file");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(keys(Map.of("p", "file:" + file)).secret("p")).isEqualTo("from the file");
        assertThatThrownBy(() -> keys(Map.of("p", "file:" + folder.resolve("none"))).secret("p")).hasMessageContaining("cannot be read");
    }

    @Test
    void groupsAreReadLineByLineAndNobodyBecomesAdministratorByAccident() {
        OutsideRules rules = rules(Map.of("groups", "CN=科长, OU=组 -> head @ 江城支行/办公室; ops@x -> member @ 江城支行 ;"));
        assertThat(rules.groups()).containsExactly(new OutsideRules.GroupRole("CN=科长, OU=组", "head", "江城支行/办公室"), new OutsideRules.GroupRole("ops@x", "member", "江城支行"));
        assertThat(rules.label(Language.EN)).isEqualTo("Directory");
        assertThatThrownBy(() -> rules(Map.of("groups", "heads = head"))).hasMessageContaining("group -> role @ unit");
        assertThatThrownBy(() -> rules(Map.of("groups", "a -> system-administrator @ *"))).hasMessageContaining("administrators = true");
        assertThatThrownBy(() -> rules(Map.of("groups", "a -> head @ *"))).hasMessageContaining("no other role");
        assertThat(rules(Map.of("groups", "a -> system-administrator @ *", "administrators", "true")).groups()).hasSize(1);
        assertThatThrownBy(() -> rules(Map.of("match.by", "name"))).hasMessageContaining("number, mail, phone, account");
    }

    private static OutsideRules rules(Map<String, String> given) {
        return OutsideRules.of(keys(given), Map.of(Language.EN, "Directory"), "employeeNumber");
    }
}
