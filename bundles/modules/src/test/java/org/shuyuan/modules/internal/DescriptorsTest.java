package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.problem.Problem;

class DescriptorsTest {

    private final Descriptors descriptors = new Descriptors();

    private Descriptor read(String header, String json) {
        return descriptors.read(header, new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private void refused(String header, String json, String why) {
        assertThatThrownBy(() -> read(header, json)).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.code()).isEqualTo("modules.bad-descriptor");
            assertThat(p.values().get("why").toString()).contains(why);
        });
    }

    @Test
    void aDescriptorThatKeepsToTheSchemaIsRead() {
        Descriptor reading = read("reading", """
                {"contract":1,"id":"reading","name":"module.name","requires":["calendar"],
                 "permissions":[{"id":"reading.read","text":"permission.read"}],"roles":{"member":["reading.read"]}}""");
        assertThat(reading.platform()).isFalse();
        assertThat(reading.requires()).containsExactly("calendar");
        assertThat(reading.suggestedFor("member")).containsExactly("reading.read");
        assertThat(reading.suggestedFor("head")).isEmpty();
    }

    @Test
    void anUnknownContractIsRefused() {
        refused("reading", "{\"contract\":2,\"id\":\"reading\",\"name\":\"module.name\"}", "contract");
    }

    @Test
    void anUnknownMemberIsRefused() {
        refused("reading", "{\"contract\":1,\"id\":\"reading\",\"name\":\"module.name\",\"script\":\"x\"}", "script");
    }

    @Test
    void aModuleMayNotClaimAnothersNameOrPermissionsNorThePortalsPaths() {
        refused("calendar", "{\"contract\":1,\"id\":\"reading\",\"name\":\"module.name\"}", "differs");
        refused("reading", "{\"contract\":1,\"id\":\"reading\",\"name\":\"module.name\",\"permissions\":[{\"id\":\"access.all\",\"text\":\"permission.x\"}]}",
                "access.all");
        refused("api", "{\"contract\":1,\"id\":\"api\",\"name\":\"module.name\"}", "id");
    }

    @Test
    void whatIsNoJsonIsRefused() {
        refused("reading", "<html>", "");
    }
}
