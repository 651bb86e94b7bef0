package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.problem.Problem;

/** Asking a module's interface over the portal's port. */
class AnswersTest {

    private HttpServer server;
    private Answers answers;
    private int status = 401;
    private String type = "application/problem+json";
    private String secret = "";

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/reading/", exchange -> {
            secret = exchange.getRequestHeaders().getFirst(Answers.PROBE);
            exchange.getResponseHeaders().add("Content-Type", type);
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        answers = new Answers("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private Optional<String> said() {
        return answers.trouble("reading", "s3cret").map(Problem::code);
    }

    @Test
    void aRefusalOfItsOwnIsAnAnswer() {
        assertThat(said()).isEmpty();
        assertThat(secret).isEqualTo("s3cret");
        status = 404;
        assertThat(said()).as("it has nothing at that address").isEmpty();
    }

    @Test
    void aPageOfThePortalIsNoneAndAFailureIsNone() {
        type = "text/html;charset=utf-8";
        status = 200;
        assertThat(said()).contains("modules.not-answering");
        type = "application/problem+json";
        status = 500;
        assertThat(said()).contains("modules.not-answering");
    }

    @Test
    void whereNothingListensItSaysSo() {
        server.stop(0);
        assertThat(said()).contains("modules.not-answering");
    }

    @Test
    void withoutAServerNothingIsAsked() {
        assertThat(new Answers(null).trouble("reading", "s3cret")).isEmpty();
    }
}
