package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.shuyuan.api.module.ModuleHealth;

class HealthTest {

    @TempDir
    Path folder;

    private static ComponentDescriptionDTO part(String name, String offers, String needs, String of) {
        ComponentDescriptionDTO part = new ComponentDescriptionDTO();
        part.name = name;
        part.serviceInterfaces = new String[] {offers};
        ReferenceDTO reference = new ReferenceDTO();
        reference.name = needs;
        reference.interfaceName = of;
        part.references = new ReferenceDTO[] {reference};
        return part;
    }

    private static ComponentConfigurationDTO waiting(ComponentDescriptionDTO part) {
        ComponentConfigurationDTO one = new ComponentConfigurationDTO();
        one.state = ComponentConfigurationDTO.UNSATISFIED_REFERENCE;
        UnsatisfiedReferenceDTO reference = new UnsatisfiedReferenceDTO();
        reference.name = part.references[0].name;
        reference.target = "(shuyuan.module=reading)";
        one.unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {reference};
        return one;
    }

    @Test
    void ofPartsThatWaitForOneAnotherTheOneIsNamedThatWaitsForSomethingElse() throws Exception {
        ComponentDescriptionDTO resource = part("BookResource", "BookResource", "service", "BookService");
        ComponentDescriptionDTO store = part("BookStore", "BookStore", "jpa", "org.shuyuan.api.tx.Jpa");
        ComponentDescriptionDTO service = part("BookService", "BookService", "store", "BookStore");
        try (TestContainer house = new TestContainer(folder)) {
            house.install(Jars.module("reading", "1.0.0").in(folder, "reading.jar"), ModuleManager.FROM_UPLOAD);
            Health health = new Health(house.context, TestContainer.fake(ServiceComponentRuntime.class, (self, method, values) ->
                    method.getName().equals("getComponentDescriptionDTOs") ? List.of(resource, store, service) : List.of(waiting((ComponentDescriptionDTO) values[0]))));
            assertThat(health.trouble("reading", house.manager.bundle("reading")).orElseThrow().values())
                    .containsEntry("part", "BookStore").containsEntry("what", "jpa (shuyuan.module=reading)");
        }
    }

    @Test
    void ofPartsThatFailTogetherTheOneIsNamedThatThrew() throws Exception {
        ComponentDescriptionDTO resource = part("BookResource", "BookResource", "service", "BookService");
        ComponentDescriptionDTO service = part("BookService", "BookService", "store", "BookStore");
        ComponentConfigurationDTO failed = new ComponentConfigurationDTO();
        failed.state = ComponentConfigurationDTO.FAILED_ACTIVATION;
        failed.failure = "org.osgi.service.component.ComponentException: Unable to get service for reference service\n\tat x.Y.z(Y.java:1)";
        ComponentConfigurationDTO asked = new ComponentConfigurationDTO();
        asked.state = ComponentConfigurationDTO.SATISFIED;
        LogWatch logs = new LogWatch();
        try (TestContainer house = new TestContainer(folder)) {
            house.install(Jars.module("reading", "1.0.0").in(folder, "reading.jar"), ModuleManager.FROM_UPLOAD);
            Health health = new Health(house.context, TestContainer.fake(ServiceComponentRuntime.class, (self, method, values) ->
                    method.getName().equals("getComponentDescriptionDTOs") ? List.of(resource, service) : List.of(values[0] == resource ? failed : asked)));
            health.logs = logs;
            assertThat(health.trouble("reading", house.manager.bundle("reading")).orElseThrow().values()).containsEntry("part", "BookResource");

            // as the container logs it
            Exception thrown = new java.lang.reflect.InvocationTargetException(new IllegalStateException("the shelf is gone"));
            Map<String, Object> error = Map.of("getLogLevel", LogLevel.ERROR, "getLoggerName", "BookService", "getException", thrown, "getTime", System.currentTimeMillis(),
                    "getBundle", house.context.getBundle());
            logs.logged(TestContainer.fake(LogEntry.class, (self, method, values) -> error.get(method.getName())));

            assertThat(health.trouble("reading", house.manager.bundle("reading")).orElseThrow().values())
                    .containsEntry("part", "BookService").containsEntry("detail", "the shelf is gone");
        }
    }

    @Test
    void anAdministratorReadsWhatWasWrongAndNotWhichExceptionCarriedIt() {
        assertThat(Health.innermost("java.lang.reflect.InvocationTargetException\n\tat x.Y.z(Y.java:1)\n"
                + "Caused by: java.lang.IllegalArgumentException: days must be 1 to 3650\n\tat x.Y.<init>(Y.java:2)\n\t... 5 more"))
                .isEqualTo("days must be 1 to 3650");
        assertThat(Health.innermost("java.lang.IllegalStateException: no")).isEqualTo("no");
    }

    @Test
    void aScriptThatWasChangedAfterItRanIsNamedInWords() throws Exception {
        try (TestContainer house = new TestContainer(folder)) {
            house.health.schemas = new ModuleHealth() {
                @Override
                public Optional<Trouble> trouble(String module) {
                    return Optional.of(new Trouble(module, "1.0.0", "persistence.migration-failed", "Validate failed: Migrations have failed validation · "
                            + "Migration checksum mismatch for migration version 2 · -> Applied to database : 1 · -> Resolved locally    : 2 · Either revert the changes"));
                }

                @Override
                public List<String> pending(String module, Collection<String> paths) {
                    return List.of();
                }
            };
            assertThat(house.health.failedForGood("reading").orElseThrow()).satisfies(why -> {
                assertThat(why.code()).isEqualTo("persistence.script-changed");
                assertThat(why.values()).containsEntry("script", "V2").containsKey(Reasons.CHAIN);
            });
        }
    }

    @Test
    void whatADatabaseSaidOfAScriptIsOneSentence() {
        assertThat(Health.sentence("Failed to execute script V3__broken.sql · SQL State  : 42S02 · Message    : Table \"NOWHERE\" not found; SQL statement: · alter table nowhere · Line : 1"))
                .isEqualTo("V3__broken.sql, line 1: Table \"NOWHERE\" not found");
        assertThat(Health.sentence("tables must be named reading_*")).isEqualTo("tables must be named reading_*");
    }
}
