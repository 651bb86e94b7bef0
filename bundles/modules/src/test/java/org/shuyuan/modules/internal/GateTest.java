package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.rest.Json;
import org.shuyuan.testing.FakeProfiles;
import org.shuyuan.testing.FakeUnits;

class GateTest {

    @TempDir
    Path folder;

    private final FakeUnits units = new FakeUnits();
    private final UUID unit = units.add("总行", null).id();
    private TestContainer house;
    private Gate gate;

    /** @param inside the request came through to the module */
    private record Answer(boolean inside, int status, String code, Map<String, String> headers, Map<String, Object> marks) {}

    @BeforeEach
    void open() throws Exception {
        house = new TestContainer(folder);
        gate = house.gate;
        gate.units = units;
        house.install(Jars.module("reading", "1.0.0").in(folder, "reading.jar"), ModuleManager.FROM_UPLOAD);
        house.context.installBundle(Jars.module("access", "1.0.0").describe(",\"platform\":true").in(folder, "access.jar").toUri().toString()).start();
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    /** What a request says that it is the portal's own by. */
    private @Nullable String probe;
    /** What the module's answer ends with instead, if anything. */
    private @Nullable Exception breaks;
    /** The account that is signed in, if any. */
    private @Nullable UUID asking;
    /** What the module answers with. */
    private int ends = 200;

    private Answer ask(String path) throws Exception {
        return ask("GET", path);
    }

    private Answer ask(String verb, String path) throws Exception {
        Map<String, Object> marks = new HashMap<>();
        int mark = path.indexOf('?');
        HttpServletRequest request = TestContainer.fake(HttpServletRequest.class, (self, method, values) -> switch (method.getName()) {
            case "getRequestURI" -> mark < 0 ? path : path.substring(0, mark);
            case "getQueryString" -> mark < 0 ? null : path.substring(mark + 1);
            case "getHeader" -> values[0].equals(Answers.PROBE) ? probe : null;
            case "getMethod" -> verb;
            case "setAttribute" -> marks.put((String) values[0], values[1]);
            case "getAttribute" -> asking;
            case "getRemoteAddr" -> "192.0.2.1";
            default -> throw new AssertionError("the gate must not ask for " + method.getName());
        });
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Map<String, String> headers = new HashMap<>();
        int[] status = {200};
        boolean[] inside = {false};
        HttpServletResponse response = TestContainer.fake(HttpServletResponse.class, (self, method, values) -> switch (method.getName()) {
            case "setStatus" -> status[0] = (int) values[0];
            case "getStatus" -> ends;
            case "setHeader" -> headers.put((String) values[0], (String) values[1]);
            case "getOutputStream" -> new ServletOutputStream() {
                @Override
                public void write(int b) {
                    body.write(b);
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setWriteListener(WriteListener listener) {
                    throw new UnsupportedOperationException();
                }
            };
            default -> null;
        });
        gate.doFilter(request, response, (q, a) -> {
            inside[0] = true;
            if (breaks instanceof IOException io) {
                throw io;
            }
            if (breaks instanceof RuntimeException broken) {
                throw broken;
            }
        });
        JsonNode problem = body.size() == 0 ? Json.mapper().createObjectNode() : Json.mapper().readTree(body.toByteArray());
        return new Answer(inside[0], status[0], problem.path("code").asText(), headers, marks);
    }

    @Test
    void aRequestToADomainModuleNamesItsUnit() throws Exception {
        assertThat(ask("/api/reading/books?unit=" + unit).inside()).isTrue();
        assertThat(ask("/api/reading/books?q=x&unit=" + unit + "&page=2").inside()).isTrue();
        for (String without : List.of("/api/reading/books", "/api/reading/books?q=unit", "/api/reading/books?unit=", "/api/reading/books?unit=1",
                "/api/reading/books?subunit=" + unit, "/api/reading/books?%75nit=" + UUID.randomUUID() + "&unit=" + unit, "/api/reading/books?unit=" + unit + "&unit=" + unit,
                "/api/reading/books?unit=" + unit + "&%=1")) {
            Answer answer = ask(without);
            assertThat(answer.inside()).as(without).isFalse();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("rest.unit-needed");
        }
    }

    @Test
    void aUnitThatDoesNotExistHasNoModules() throws Exception {
        Answer answer = ask("/api/reading/books?unit=" + UUID.randomUUID());
        assertThat(answer.inside()).isFalse();
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("directory.no-such-unit");
    }

    @Test
    void whatAModuleKeepsWhereItIsOffCanBeReadByWhomTheNextDoorLetsInAndNothingElse() throws Exception {
        assertThat(ask("/api/reading/books?unit=" + unit).marks()).isEmpty();
        Activation activation = new Activation(house.registry, house.db.dataSource(), house.db.transactions(), house.audit, units, new FakeProfiles(), false);
        activation.choose(house.administrator, "reading", "读书", units.get(unit), false);

        Answer read = ask("/api/reading/books?unit=" + unit);
        assertThat(read.inside()).isTrue();
        assertThat(read.marks()).containsValue(unit);
        for (String verb : List.of("POST", "PUT", "PATCH", "DELETE")) {
            Answer write = ask(verb, "/api/reading/books?unit=" + unit);
            assertThat(write.inside()).as(verb).isFalse();
            assertThat(write.status()).isEqualTo(404);
            assertThat(write.code()).isEqualTo("modules.off");
        }
        activation.choose(house.administrator, "reading", "读书", units.get(unit), true);
        assertThat(ask("POST", "/api/reading/books?unit=" + unit).inside()).isTrue();
        activation.close();
    }

    @Test
    void thePlatformAnswersWithoutAUnitToo() throws Exception {
        assertThat(ask("/api/access/me").inside()).isTrue();
        assertThat(ask("/anything/else").inside()).isTrue();
    }

    @Test
    void aModuleThatIsNotHereIsAnswered404AndOneThatIsUpdatedAsksToComeAgain() throws Exception {
        assertThat(ask("/api/nowhere/x?unit=" + unit).code()).isEqualTo("modules.not-active");
        house.registry.updating("reading", true);
        Answer updating = ask("/api/reading/books?unit=" + unit);
        assertThat(updating.status()).isEqualTo(503);
        assertThat(updating.headers()).containsEntry("Retry-After", "1");
        house.registry.updating("reading", false);
        house.manager.withdraw("reading", house.administrator);
        assertThat(ask("/api/reading/books?unit=" + unit).status()).isEqualTo(404);
    }

    @Test
    void thePortalItselfAsksAModuleThatIsBeingExchangedAndNobodyElseDoes() throws Exception {
        house.registry.updating("reading", true);
        probe = gate.probe("reading");
        assertThat(ask("/api/reading/").inside()).isTrue();
        probe = "guessed";
        assertThat(ask("/api/reading/").status()).isEqualTo(503);
        String before = gate.probe("reading");
        gate.probed("reading");
        probe = before;
        assertThat(ask("/api/reading/").status()).as("it was for once").isEqualTo(503);
    }

    @Test
    void oneThatHangsIsAskedToComeAgainAndTheOthersAreServed() throws Exception {
        for (int i = 0; i < 50; i++) {
            assertThat(gate.guard().enter("reading", "GET /api/reading/hangs", () -> "somebody")).isNotNull();
        }
        Answer busy = ask("/api/reading/books?unit=" + unit);
        assertThat(busy.inside()).isFalse();
        assertThat(busy.code()).isEqualTo("modules.busy");
        assertThat(busy.headers()).containsEntry("Retry-After", "1");
        assertThat(ask("/api/access/me").inside()).isTrue();
    }

    @Test
    void oneThatDoesNothingButFailIsTold() throws Exception {
        List<String> told = new ArrayList<>();
        AtomicLong clock = new AtomicLong(1L << 50);
        gate = new Gate(house.registry, new Guard(() -> 50, () -> 5, clock::get));
        gate.units = units;
        gate.waitingFor(List.of());
        gate.failing(told::add);
        ends = 500;
        asking = UUID.randomUUID();
        for (int i = 0; i < 6; i++) {
            ask("/api/reading/books?unit=" + unit);
            clock.addAndGet(10_000_000_000L);
        }
        assertThat(told).as("for one account alone: it may have found a request that breaks").isEmpty();
        asking = UUID.randomUUID();
        ask("/api/reading/books?unit=" + unit);
        assertThat(told).containsExactly("reading");
    }

    @Test
    void whoGoesAwayBeforeTheAnswerIsNoFailureOfTheModule() throws Exception {
        List<String> told = new ArrayList<>();
        AtomicLong clock = new AtomicLong(1L << 50);
        gate = new Gate(house.registry, new Guard(() -> 50, () -> 5, clock::get));
        gate.units = units;
        gate.waitingFor(List.of());
        gate.failing(told::add);
        for (Exception thrown : List.of(new EOFException("gone"), new IllegalStateException("broken"))) {
            breaks = thrown;
            for (int i = 0; i < 6; i++) {
                asking = UUID.randomUUID();
                assertThatThrownBy(() -> ask("/api/reading/books?unit=" + unit)).isSameAs(thrown);
                clock.addAndGet(10_000_000_000L);
            }
            assertThat(told).as(thrown.getMessage()).hasSize(thrown instanceof EOFException ? 0 : 1);
            gate.guard().anew("reading");
        }
        assertThat(gate.guard().inside("reading")).isZero();
    }

    @Test
    void whileTheDatabaseIsAwayOrThePortalStartsEverythingIsAskedToComeAgain() throws Exception {
        gate.maintenance = () -> Optional.of("persistence.database-unavailable");
        assertThat(ask("/api/access/me").code()).isEqualTo("persistence.database-unavailable");
        assertThat(ask("/api/notices/stream").status()).as("open pages keep their stream").isNotEqualTo(503);
        assertThat(ask("/api/modules/ready").status()).isEqualTo(503);
        gate.maintenance = Optional::empty;
        gate.waitingFor(List.of("access"));
        assertThat(ask("/api/access/me").code()).isEqualTo("modules.starting");
        gate.waitingFor(List.of());
        assertThat(ask("/api/modules/ready").status()).isEqualTo(200);
    }
}
