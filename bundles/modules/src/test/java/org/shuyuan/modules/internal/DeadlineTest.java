package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.servlet.DispatcherType;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.ee8.servlet.FilterHolder;
import org.eclipse.jetty.ee8.servlet.ServletContextHandler;
import org.eclipse.jetty.ee8.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.rest.Json;
import org.shuyuan.rest.SignedIn;
import org.shuyuan.testing.FakeUnits;

/** A module that takes longer than it may, asked over HTTP. */
class DeadlineTest {

    private static final long MINUTE = TimeUnit.SECONDS.toNanos(61);

    /** Bytes; more than the browser's buffers hold. */
    private static final int PHOTO = 400_000;

    @TempDir
    Path folder;

    private final FakeUnits units = new FakeUnits();
    private final UUID unit = units.add("总行", null).id();
    private final AtomicLong clock = new AtomicLong(1L << 50);
    private final List<String> told = new ArrayList<>();
    private final Server server = new Server(0);
    private final HttpClient browser = HttpClient.newHttpClient();
    private TestContainer house;
    private Gate gate;
    private final AtomicInteger asked = new AtomicInteger();
    private final Semaphore arrived = new Semaphore(0);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** The module: it answers at once, or says half of it, or waits, or waits for all that the browser sends. */
    private final class Module extends HttpServlet {

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            // two accounts, as the platform marks them
            SignedIn.mark(request, new UUID(0, asked.getAndIncrement() % 2));
            arrived.release();
            String how = String.valueOf(request.getParameter("how"));
            if (how.equals("begins")) {
                response.getOutputStream().write("first".getBytes(StandardCharsets.UTF_8));
                response.flushBuffer();
            }
            if (request.getMethod().equals("POST")) {
                request.getInputStream().readAllBytes();
            }
            if (how.equals("begins") || how.equals("hangs")) {
                begun.countDown();
                await(mayGoOn);
            }
            response.setStatus(201);
            response.setHeader("X-Module", "reading");
            response.getOutputStream().write("second".getBytes(StandardCharsets.UTF_8));
            response.getOutputStream().close();
            ended.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void open() throws Exception {
        house = new TestContainer(folder);
        house.install(Jars.module("reading", "1.0.0").in(folder, "reading.jar"), ModuleManager.FROM_UPLOAD);
        gate = new Gate(house.registry, new Guard(() -> 50, () -> 3, clock::get));
        gate.units = units;
        gate.waitingFor(List.of());
        gate.failing(told::add);
        ServletContextHandler context = new ServletContextHandler();
        context.addFilter(new FilterHolder(gate), "/*", EnumSet.allOf(DispatcherType.class));
        context.addServlet(new ServletHolder(new Module()), "/*");
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void close() throws Exception {
        mayGoOn.countDown();
        server.stop();
        gate.close();
        house.close();
    }

    private HttpRequest.Builder asks(String how) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort() + "/api/reading/books?unit=" + unit + "&how=" + how));
    }

    private CompletableFuture<HttpResponse<String>> sent(HttpRequest.Builder request) {
        return browser.sendAsync(request.build(), BodyHandlers.ofString());
    }

    @Test
    void whoWaitsTooLongIsAnsweredInItsPlaceAndWhatTheModuleSaysAfterwardsIsDropped() throws Exception {
        var waiting = sent(asks("hangs").header("Accept-Language", "en"));
        await(begun);
        gate.answerLate();
        assertThat(waiting).as("it has a minute").isNotDone();
        clock.addAndGet(MINUTE);
        gate.answerLate();
        HttpResponse<String> answer = waiting.get(10, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(Json.mapper().readTree(answer.body()).path("code").asText()).isEqualTo("modules.too-slow");
        assertThat(answer.headers().map()).as("what was begun may have been done: no page repeats it by itself").doesNotContainKeys("Retry-After", "X-Module");
        assertThat(gate.guard().inside("reading")).as("its thread is not stopped").isEqualTo(1);
        assertThat(gate.guard().longer("reading", Duration.ofSeconds(10))).extracting(Guard.Busy::what).containsExactly("GET /api/reading/books");
        mayGoOn.countDown();
        await(ended);
        assertThat(sent(asks("answers")).get(10, TimeUnit.SECONDS).body()).isEqualTo("second");
    }

    @Test
    void whatHasBegunToAnswerIsLetGoOn() throws Exception {
        var waiting = sent(asks("begins"));
        await(begun);
        clock.addAndGet(MINUTE);
        gate.answerLate();
        mayGoOn.countDown();
        assertThat(waiting.get(10, TimeUnit.SECONDS).body()).isEqualTo("firstsecond");
    }

    @Test
    void theTimeCountsFromWhenAllThatTheBrowserSendsIsThere() throws Exception {
        CountDownLatch sends = new CountDownLatch(1);
        var waiting = sent(asks("hangs").POST(BodyPublishers.ofInputStream(() -> new InputStream() {
            private int sent;

            @Override
            public int read() {
                if (sent == PHOTO / 2) {
                    await(sends);
                }
                return sent++ < PHOTO ? 'x' : -1;
            }
        })));
        // the module has begun to read; a phone with a slow line sends
        assertThat(arrived.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        clock.addAndGet(MINUTE);
        sends.countDown();
        await(begun);
        gate.answerLate();
        assertThat(waiting).isNotDone();
        mayGoOn.countDown();
        assertThat(waiting.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
    }

    @Test
    void oneThatIsTooSlowAgainAndAgainIsFailing() throws Exception {
        for (int i = 0; i < 4; i++) {
            var waiting = sent(asks("hangs"));
            assertThat(arrived.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            clock.addAndGet(MINUTE);
            gate.answerLate();
            assertThat(waiting.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
        }
        assertThat(told).containsExactly("reading");
    }
}
