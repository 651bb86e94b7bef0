package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

class StartupTest {

    @TempDir
    Path folder;

    private TestContainer house;

    @BeforeEach
    void open() throws Exception {
        house = new TestContainer(folder);
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    /** Once such a failure ended the asking, and a portal that was whole said for ever that it starts. */
    @Test
    void whatTheContainerCannotTellWhileItChangesIsAskedAgain() throws Exception {
        house.install(Jars.module("reading", "1.0.0").in(folder.resolve("jars"), "reading-1.0.0.jar"), ModuleManager.FROM_UPLOAD);
        AtomicBoolean changing = new AtomicBoolean(true);
        ServiceComponentRuntime components = (ServiceComponentRuntime) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {ServiceComponentRuntime.class},
                (self, method, values) -> {
                    if (changing.get()) {
                        throw new IllegalStateException("Bundle context is no longer valid");
                    }
                    return List.of();
                });
        Startup startup = new Startup(house.context, house.manager, house.registry, house.gate, new Health(house.context, components));

        assertThat(startup.ready()).isFalse();
        assertThat(house.gate.ready()).isFalse();

        changing.set(false);

        assertThat(startup.ready()).isTrue();
        assertThat(house.gate.ready()).isTrue();
    }
}
