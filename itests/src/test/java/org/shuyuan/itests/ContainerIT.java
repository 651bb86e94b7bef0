package org.shuyuan.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.shuyuan.api.files.Files;
import org.shuyuan.api.office.Calendars;
import org.shuyuan.api.office.Workbooks;

/** Inside the real container: what only shows where every bundle has a class loader of its own. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ContainerIT {

    @Inject
    private BundleContext context;

    @Inject
    private Workbooks workbooks;

    @Inject
    private Calendars calendars;

    @Inject
    private Files files;

    @Configuration
    public Option[] portal() throws IOException {
        return new Option[] {
            karafDistributionConfiguration().frameworkUrl(new File(System.getProperty("portal.archive")).toURI().toString())
                    .karafVersion(System.getProperty("karaf.version")).name("Shuyuan").unpackDirectory(new File(System.getProperty("target"), "container")).useDeployFolder(false),
            configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
            editConfigurationFilePut("etc/custom.system.properties", "org.osgi.service.http.port", String.valueOf(free())),
            editConfigurationFilePut("etc/custom.system.properties", "shuyuan.console.port", String.valueOf(free())),
            editConfigurationFilePut("etc/org.ops4j.pax.url.mvn.cfg", "org.ops4j.pax.url.mvn.localRepository",
                    System.getProperty("org.ops4j.pax.url.mvn.localRepository")),
        };
    }

    /** The container answers the test as soon as its own bundles run; the portal is whole a little later, and says so itself. */
    @Before
    public void thePortalIsReady() throws InterruptedException {
        String address = "http://127.0.0.1:" + context.getProperty("org.osgi.service.http.port") + "/api/modules/ready";
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        String answer = answer(address);
        while (!answer.startsWith("200") && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
            answer = answer(address);
        }
        assertTrue(answer, answer.startsWith("200"));
    }

    private static String answer(String address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) new URL(address).openConnection(Proxy.NO_PROXY);
            int status = connection.getResponseCode();
            try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                return status + (body == null ? "" : " " + new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    public void everyBundleOfTheHouseRuns() {
        List<String> idle = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            if (!fragment && bundle.getState() != Bundle.ACTIVE && bundle.getSymbolicName().startsWith("org.shuyuan.")) {
                idle.add(bundle.getSymbolicName() + " " + bundle.getState());
            }
        }
        assertEquals(List.of(), idle);
    }

    /** Besides the pages (files that say nothing of anybody) and the sheet that lets PCs trust the portal's certificate, everything is behind {@code /api}, where the sign-in is asked for. */
    @Test
    public void noDoorLeadsPastTheSignIn() throws Exception {
        Set<String> doors = new TreeSet<>();
        for (String kind : List.of("javax.servlet.Servlet", "jakarta.servlet.Servlet")) {
            for (ServiceReference<?> servlet : all(kind, null)) {
                strings(servlet.getProperty("osgi.http.whiteboard.servlet.pattern")).stream()
                        .filter(pattern -> !servlet.getBundle().getSymbolicName().equals("org.apache.aries.jax.rs.whiteboard"))
                        .forEach(pattern -> doors.add(pattern + " of " + servlet.getBundle().getSymbolicName()));
            }
        }
        assertEquals(Set.of("/* of org.shuyuan.web", "/m/* of org.shuyuan.web", "/tls of org.shuyuan.transport", "/tls/* of org.shuyuan.transport"), doors);
        assertTrue(registered().toString(), registered().contains("/api/directory"));
        List<String> unguarded = new ArrayList<>();
        for (ServiceReference<?> application : all("javax.ws.rs.core.Application", null)) {
            boolean empty = ".default".equals(application.getProperty("osgi.jaxrs.name"));
            if (!empty && !(String.valueOf(application.getProperty("osgi.jaxrs.application.base")).startsWith("/api/") && "true".equals(String.valueOf(application.getProperty("shuyuan.api"))))) {
                unguarded.add(application.toString());
            }
        }
        for (ServiceReference<?> resource : all(null, "(osgi.jaxrs.resource=true)")) {
            if (!strings(resource.getProperty("osgi.jaxrs.extension.select")).contains("(osgi.jaxrs.name=shuyuan.sign-in)") || resource.getProperty("osgi.jaxrs.application.select") == null) {
                unguarded.add(resource.toString());
            }
        }
        assertEquals(List.of(), unguarded);
    }

    /** As it is started anew when it has lost a service: everything answers again, and nothing has to be restarted besides. */
    @Test
    public void everyInterfaceIsThereAgainAfterTheWhiteboardWasStartedAnew() throws Exception {
        Set<String> before = registered();
        assertTrue(before.toString(), before.contains("/api/directory"));
        for (Bundle bundle : context.getBundles()) {
            if ("org.apache.aries.jax.rs.whiteboard".equals(bundle.getSymbolicName())) {
                bundle.stop(Bundle.STOP_TRANSIENT);
                assertTrue(registered().isEmpty());
                bundle.start(Bundle.START_TRANSIENT);
            }
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!registered().equals(before) && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        assertEquals(before, registered());
    }

    /** Where the whiteboard has put applications. */
    private Set<String> registered() throws Exception {
        Set<String> bases = new TreeSet<>();
        for (ServiceReference<?> servlet : all("javax.servlet.Servlet", null)) {
            if (servlet.getBundle().getSymbolicName().equals("org.apache.aries.jax.rs.whiteboard")) {
                bases.add(String.valueOf(servlet.getProperty("osgi.jaxrs.application.base")));
            }
        }
        return bases;
    }

    private ServiceReference<?>[] all(String type, String filter) throws Exception {
        ServiceReference<?>[] found = context.getAllServiceReferences(type, filter);
        return found == null ? new ServiceReference<?>[0] : found;
    }

    private static List<String> strings(Object property) {
        return property == null ? List.of() : property instanceof String one ? List.of(one) : List.of((String[]) property);
    }

    @Test
    public void workbooksAreWrittenAndReadInTheContainer() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        workbooks.write("名册", List.of(new Workbooks.Column("姓名", 10), new Workbooks.Column("日期", 12)), sink -> sink.row("=王芳", LocalDate.of(2026, 7, 1)), out);
        Workbooks.Workbook back = workbooks.read(new ByteArrayInputStream(out.toByteArray()), "a.xlsx", Workbooks.Limits.DEFAULT);
        assertEquals("=王芳", back.sheets().get(0).rows().get(1).cells().get("A").text());
        assertEquals(LocalDateTime.of(2026, 7, 1, 0, 0), back.sheets().get(0).rows().get(1).cells().get("B").date());
    }

    @Test
    public void calendarsAreReadAndRulesAreFollowedInTheContainer() {
        String text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=\"China Standard Time\":20260105T143000\r\nRRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=12\r\n"
                + "SUMMARY:党员学习日\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        Calendars.Item item = calendars.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), ZoneId.of("Europe/Berlin")).items().get(0);
        assertEquals(ZoneId.of("Asia/Shanghai"), item.zone());
        assertEquals(12, calendars.occurrences(item.start(), String.valueOf(item.rule()), List.of(), List.of(), item.start(), item.start().plusYears(3), 100).size());
    }

    @Test
    public void filesAreKept() throws IOException {
        Files.StoredFile stored = files.put(new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)), 100);
        assertEquals("hello", new String(files.open(stored.id()).readAllBytes(), StandardCharsets.UTF_8));
        assertTrue(files.find(stored.id()).isPresent());
    }
}
