package org.shuyuan.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.service.jaxrs.runtime.JaxrsServiceRuntime;
import org.osgi.service.jaxrs.runtime.dto.ApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.ExtensionDTO;
import org.osgi.service.jaxrs.runtime.dto.FailedApplicationDTO;
import org.osgi.service.jaxrs.runtime.dto.FailedExtensionDTO;
import org.osgi.service.jaxrs.runtime.dto.FailedResourceDTO;
import org.osgi.service.jaxrs.runtime.dto.ResourceDTO;
import org.osgi.service.jaxrs.runtime.dto.RuntimeDTO;

class WhiteboardWatchTest {

    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
    /** What the whiteboard says it knows of. */
    private volatile RuntimeDTO view = view();
    private final WhiteboardWatch watch = new WhiteboardWatch(stub(BundleContext.class, (self, method, args) -> switch (method.getName()) {
        case "getServiceReference" -> reference("runtime", 1L);
        case "getService" -> stub(JaxrsServiceRuntime.class, (runtime, asked, none) -> view);
        case "getAllServiceReferences" -> new ServiceReference<?>[] {reference("calendar", 7L), reference("calendar.events", 8L), reference("calendar.kinds", 9L)};
        default -> null;
    }), 200);

    @AfterEach
    void end() {
        watch.close();
    }

    private static <T> T stub(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(WhiteboardWatchTest.class.getClassLoader(), new Class<?>[] {type}, answers));
    }

    /** Where the bundle comes from that offers the third service. */
    private volatile String location = "mvn:org.shuyuan/shuyuan-calendar/0.1.0";

    private ServiceReference<?> reference(String name, long id) {
        return stub(ServiceReference.class, (self, method, args) -> switch (method.getName()) {
            case "getProperty" -> args[0].equals("service.id") ? (Object) id : name;
            case "getBundle" -> bundle(WhiteboardWatch.WHITEBOARD);
            default -> null;
        });
    }

    private static RuntimeDTO view(long... resources) {
        RuntimeDTO view = new RuntimeDTO();
        ApplicationDTO application = new ApplicationDTO();
        application.serviceId = 7;
        application.resourceDTOs = Arrays.stream(resources).mapToObj(id -> {
            ResourceDTO resource = new ResourceDTO();
            resource.serviceId = id;
            return resource;
        }).toArray(ResourceDTO[]::new);
        application.extensionDTOs = new ExtensionDTO[0];
        view.applicationDTOs = new ApplicationDTO[] {application};
        view.failedApplicationDTOs = new FailedApplicationDTO[0];
        view.failedExtensionDTOs = new FailedExtensionDTO[0];
        view.failedResourceDTOs = new FailedResourceDTO[0];
        return view;
    }

    private void comes() {
        watch.serviceChanged(new ServiceEvent(ServiceEvent.REGISTERED, reference("calendar.kinds", 9L)));
    }

    private Bundle bundle(String name) {
        return stub(Bundle.class, (self, method, args) -> switch (method.getName()) {
            case "getSymbolicName" -> name;
            case "getLocation" -> location;
            case "stop", "start" -> done.add(method.getName()) ? null : null;
            case "hashCode" -> 1;
            default -> null;
        });
    }

    private void happens(int type, String bundle) {
        watch.frameworkEvent(new FrameworkEvent(type, bundle(bundle), new ConcurrentModificationException()));
    }

    @Test
    void aWhiteboardThatLostServicesIsStartedAnewOnce() throws InterruptedException {
        happens(FrameworkEvent.ERROR, WhiteboardWatch.WHITEBOARD);
        happens(FrameworkEvent.ERROR, WhiteboardWatch.WHITEBOARD);

        assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("stop");
        assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("start");
        assertThat(done.poll(100, TimeUnit.MILLISECONDS)).as("a second time").isNull();
    }

    @Test
    void whatGoesWrongElsewhereDoesNotTouchIt() throws InterruptedException {
        happens(FrameworkEvent.ERROR, "org.example.other");
        happens(FrameworkEvent.WARNING, WhiteboardWatch.WHITEBOARD);

        assertThat(done.poll(1_500, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void whatAModuleMakesItThrowDoesNotTouchIt() throws InterruptedException {
        watch.frameworkEvent(new FrameworkEvent(FrameworkEvent.ERROR, bundle(WhiteboardWatch.WHITEBOARD), new IllegalArgumentException("no @Path")));

        assertThat(done.poll(1_500, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void whatAModuleLostIsForWhoeverBroughtItToSee() throws InterruptedException {
        view = view(8);
        location = "shuyuan:reading";

        comes();

        assertThat(done.poll(1_500, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void aServiceThatItLostWithoutAWordIsMissed() throws InterruptedException {
        view = view(8);

        comes();

        assertThat(done.poll(20, TimeUnit.SECONDS)).isEqualTo("stop");
        assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("start");
    }

    @Test
    void whatItTakesUpSlowlyIsNotLost() throws InterruptedException {
        view = view(8);

        comes();
        assertThat(done.poll(300, TimeUnit.MILLISECONDS)).as("missed once").isNull();
        view = view(8, 9);

        assertThat(done.poll(1_500, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void whileServicesStillComeNothingIsMissed() throws InterruptedException {
        view = view(8);

        for (int i = 0; i < 5; i++) {
            comes();
            assertThat(done.poll(300, TimeUnit.MILLISECONDS)).isNull();
        }

        assertThat(done.poll(20, TimeUnit.SECONDS)).isEqualTo("stop");
    }

    @Test
    void aWhiteboardThatKnowsOfEverythingIsLeftAlone() throws InterruptedException {
        view = view(8);
        FailedResourceDTO refused = new FailedResourceDTO();
        refused.serviceId = 9;
        view.failedResourceDTOs = new FailedResourceDTO[] {refused};

        comes();

        assertThat(done.poll(1_500, TimeUnit.MILLISECONDS)).isNull();
    }
}
