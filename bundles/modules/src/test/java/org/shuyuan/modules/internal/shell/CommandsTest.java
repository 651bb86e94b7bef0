package org.shuyuan.modules.internal.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.junit.jupiter.api.Test;

class CommandsTest {

    private static List<Class<?>> commands() throws Exception {
        List<Class<?>> found = new ArrayList<>();
        try (var files = Files.list(Path.of("src/main/java", CommandsTest.class.getPackageName().replace('.', '/')))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                if (!name.equals("package-info")) {
                    Class<?> one = Class.forName(CommandsTest.class.getPackageName() + "." + name);
                    if (one.isAnnotationPresent(Command.class)) {
                        found.add(one);
                    }
                }
            }
        }
        return found;
    }

    @Test
    void everyActOnModulesHasACommandThatTheConsoleFinds() throws Exception {
        assertThat(commands()).extracting(one -> one.getAnnotation(Command.class).scope() + ":" + one.getAnnotation(Command.class).name()).containsExactlyInAnyOrder(
                "shuyuan:module-list", "shuyuan:module-plan", "shuyuan:module-install", "shuyuan:module-withdraw", "shuyuan:module-versions", "shuyuan:module-back", "shuyuan:module-history");
        assertThat(commands()).allSatisfy(one -> assertThat(one.isAnnotationPresent(Service.class)).isTrue());
        assertThat(Files.readString(Path.of("bnd.bnd"))).contains("Karaf-Commands: " + CommandsTest.class.getPackageName());
    }

    @Test
    void eachHasHelpAndCompletesWhatItIsGiven() throws Exception {
        assertThat(commands()).allSatisfy(one -> {
            assertThat(one.getAnnotation(Command.class).description()).isNotBlank();
            assertThat(one.getDeclaredConstructor()).as("the console makes it").isNotNull();
            Arrays.stream(one.getDeclaredFields()).filter(field -> field.isAnnotationPresent(Argument.class)).forEach(field -> {
                assertThat(field.getAnnotation(Argument.class).description()).isNotBlank();
                assertThat(field.isAnnotationPresent(Completion.class)).as(field.toString()).isTrue();
            });
        });
    }
}
