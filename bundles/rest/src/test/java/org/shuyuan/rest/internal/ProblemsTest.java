package org.shuyuan.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.sql.SQLException;
import java.io.IOException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import javax.ws.rs.NotFoundException;
import javax.ws.rs.core.Response;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.TransactionFailed;
import org.shuyuan.rest.Json;
import org.shuyuan.testing.FakeTexts;

class ProblemsTest {

    record Thing(int size) {}

    @SuppressWarnings("unchecked")
    private static Map<String, Object> body(Response response) {
        assertThat(response.getMediaType().toString()).isEqualTo("application/problem+json");
        return (Map<String, Object>) response.getEntity();
    }

    private static Response answer(Throwable error) {
        return Problems.answer(error, Language.ZH_CN, new FakeTexts());
    }

    @Test
    void aRefusalSaysWhatHappenedAndWhatToDo() {
        Response response = answer(new Problem(409, "calendar.kind-used").with("count", 3).extra("link", "/calendar"));
        assertThat(response.getStatus()).isEqualTo(409);
        assertThat(body(response)).containsEntry("title", "calendar:problem.kind-used{count=3}")
                .containsEntry("detail", "calendar:problem.kind-used.do{count=3}").containsEntry("code", "calendar.kind-used")
                .containsEntry("link", "/calendar");
    }

    @Test
    void aFaultOfTheProgramShowsOnlyItsNumber() {
        Map<String, Object> body = body(answer(new NullPointerException("secret detail")));
        assertThat(body).containsEntry("code", "rest.unexpected").containsKey("logId");
        assertThat(body.toString()).doesNotContain("secret").doesNotContain("NullPointer");
    }

    @Test
    void aDatabaseThatIsAwayIsNoFault() {
        Response response = answer(new TransactionFailed("x", new SQLTransientConnectionException("timeout")));
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeaderString("Retry-After")).isNotNull();
        assertThat(body(response)).containsEntry("code", "persistence.database-unavailable");
    }

    @Test
    void aDiskThatIsFullIsSaidToBeFullAndNotAFault() {
        SQLException closed = new SQLException("The database has been closed", "90098", 90098);
        closed.initCause(new IllegalStateException(new IOException("No space left on device")));
        for (SQLException full : List.of(closed, new SQLException("IO Exception", "90028", 90028), new SQLException("could not extend file", "53100"))) {
            Response response = answer(new TransactionFailed("x", full));
            assertThat(response.getStatus()).isEqualTo(507);
            assertThat(body(response)).containsEntry("code", "persistence.no-space");
        }
        assertThat(answer(new SQLException("column not found", "42122", 42122)).getStatus()).isEqualTo(500);
    }

    private static JsonProcessingException wrong(String json) {
        try {
            Json.mapper().readValue(json, Thing.class);
        } catch (JsonProcessingException e) {
            return e;
        }
        throw new AssertionError("read");
    }

    @Test
    void wrongJsonNamesItsField() {
        assertThat(body(answer(Problems.ofBody(wrong("{\"size\":\"viele\"}")))).get("errors").toString()).contains("size");
        assertThat(body(answer(Problems.ofBody(wrong("{\"size\":")))).get("code")).isEqualTo("rest.bad-json");
    }

    @Test
    void jsonThatThePortalItselfCannotWriteOrHasStoredWrongIsNotTheCallersMistake() {
        Response response = answer(new IllegalStateException(wrong("{\"size\":\"viele\"}")));
        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(body(response)).containsEntry("code", "rest.unexpected");
    }

    @Test
    void anUnknownPathIsAProblemToo() {
        assertThat(body(answer(new NotFoundException()))).containsEntry("code", "rest.not-found");
    }
}
