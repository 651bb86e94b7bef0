package org.shuyuan.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A database that is away and files that are none, on one running portal with PostgreSQL, in this order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BadInputIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration START = Duration.ofMinutes(3);
    private static final List<String> LANGUAGES = List.of("zh-CN", "zh-TW", "en");
    private static Portal portal;
    private static EmbeddedPostgres postgres;
    private static Path folder;
    private static int port;

    @BeforeAll
    static void aPortalIsToldOfADatabase() throws Exception {
        portal = new Portal("bad-input");
        port = Portal.freePort();
        folder = portal.data.resolveSibling("bad-input-postgres");
        Portal.delete(folder);
        Postgres.configure(portal, port, "postgres");
    }

    @AfterAll
    static void stopped() throws Exception {
        portal.close();
        theDatabaseEnds();
    }

    /** So that what one test found is not found again by all that follow it. */
    @AfterEach
    void theDatabaseIsThereForTheNext() throws Exception {
        if (postgres == null) {
            theDatabaseRuns();
            Until.holds("it serves again", SOON, () -> portal.get("/api/access/me").statusCode() == 200);
        }
    }

    private static void theDatabaseEnds() throws IOException {
        if (postgres != null) {
            postgres.close();
            postgres = null;
        }
    }

    private static void theDatabaseRuns() throws IOException {
        postgres = EmbeddedPostgres.builder().setPort(port).setDataDirectory(folder).setCleanDataDirectory(false).start();
    }

    /** The refusal of that request, the same in each language: what is wrong, what to do, when to come again. */
    private static void databaseIsAway(String path) throws Exception {
        Set<String> sentences = new LinkedHashSet<>();
        for (String language : LANGUAGES) {
            HttpResponse<String> answer = portal.send(portal.requestIn(language, path));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).get().asString().matches("[1-9]\\d*");
            JsonNode problem = problem(answer);
            assertThat(problem.path("code").asText()).isEqualTo("persistence.database-unavailable");
            sentences.add(problem.path("title").asText());
        }
        assertThat(sentences).containsExactly("数据库暂时连接不上", "資料庫暫時無法連線", "The database cannot be reached at the moment");
    }

    /** Every refusal has a title, a next step, and no word of Java. */
    private static JsonNode problem(HttpResponse<String> answer) throws IOException {
        assertThat(answer.headers().firstValue("Content-Type")).get().asString().startsWith("application/problem+json");
        JsonNode problem = Portal.JSON.readTree(answer.body());
        assertThat(problem.path("title").asText()).isNotBlank().doesNotContain(".not-", "problem.");
        assertThat(problem.path("detail").asText()).isNotBlank().doesNotContain("problem.");
        assertThat(answer.body()).doesNotContain("Exception", "org.", "java.");
        return problem;
    }

    @Test
    @Order(1)
    void aDatabaseThatIsNotThereAtTheStartIsWaitedForWithoutARestart() throws Exception {
        // Given a start while nothing listens where the database should be
        CompletableFuture<Portal> started = CompletableFuture.supplyAsync(() -> {
            try {
                return portal.start();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        // Then visitors and the administrator are told so
        Until.holds("pages answer", START, () -> portal.get("/api/access/portal").body().contains("persistence.database-unavailable"));
        databaseIsAway("/api/access/portal");
        Until.holds("the log says what to check", SOON, () -> portal.log().contains("org.shuyuan.persistence.cfg"));
        assertThat(started).isNotDone();
        long process = portal.process().pid();
        // When it comes, then the portal is ready by itself
        theDatabaseRuns();
        started.get(3, java.util.concurrent.TimeUnit.MINUTES);
        assertThat(portal.process().pid()).isEqualTo(process);
        portal.setUp();
        assertThat(WholeTour.walk(portal)).doesNotContain(0L);
    }

    @Test
    @Order(2)
    void aDatabaseThatGoesAwayAndComesBackEndsNothing() throws Exception {
        long process = portal.process().pid();
        int before = portal.log().length();
        Events events = new Events(portal);
        long count = events.count();
        String kind = events.kind();
        // When the database ends under the running portal
        theDatabaseEnds();
        // Then reading and writing are refused, and an administrator finds out why
        Until.holds("requests are refused", SOON, () -> portal.get("/api/directory/people?unit=" + portal.unit).statusCode() == 503);
        databaseIsAway("/api/directory/people?unit=" + portal.unit);
        HttpResponse<String> written = portal.post("/api/calendar/events?unit=" + portal.unit, Events.body(kind, "断线时写的", "2026-09-01"));
        assertThat(written.statusCode()).isEqualTo(503);
        problem(written);
        Until.holds("the log says so", SOON, () -> portal.log().substring(before).lines().anyMatch(line -> line.contains(" ERROR ") && line.contains("atabase")));
        assertThat(portal.log().substring(before).lines().filter(line -> line.startsWith("\tat "))).as("no stack traces for a database that is away").isEmpty();
        // When it is back, then the same process goes on, nobody was signed out, nothing was half written
        theDatabaseRuns();
        Until.holds("it serves again by itself", SOON, () -> portal.get("/api/access/me").statusCode() == 200);
        assertThat(portal.process().pid()).isEqualTo(process);
        Until.holds("every part serves", SOON, () -> portal.get("/api/calendar/events?unit=" + portal.unit).statusCode() == 200);
        assertThat(events.count()).isEqualTo(count);
        events.add(kind, "恢复后写的", "2026-09-02");
        assertThat(events.count()).isEqualTo(count + 1);
        Until.holds("the log says that it is over", SOON, () -> portal.log().substring(before).contains("answers again"));
    }

    @Test
    @Order(3)
    void aRosterThatIsNoneIsRefusedInTheReadersWordsAndNothingIsWritten() throws Exception {
        refused("/api/directory/imports", WrongFiles.rosters());
    }

    @Test
    @Order(4)
    void aCalendarThatIsNoneIsRefusedInTheReadersWordsAndNothingIsWritten() throws Exception {
        refused("/api/calendar/imports", WrongFiles.calendars());
    }

    private static void refused(String path, Map<String, byte[]> files) throws Exception {
        Events events = new Events(portal);
        long people = WholeTour.people(portal);
        long count = events.count();
        String imports = portal.get("/api/directory/imports?unit=" + portal.unit).body();
        for (var file : files.entrySet()) {
            Set<String> titles = new LinkedHashSet<>();
            for (String language : LANGUAGES) {
                String query = "?unit=" + portal.unit + "&name=" + URLEncoder.encode(file.getKey(), StandardCharsets.UTF_8);
                HttpResponse<String> answer = portal.send(portal.requestIn(language, path + query).header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(file.getValue())));
                assertThat(answer.statusCode()).as(file.getKey() + ": " + answer.body()).isIn(400, 413, 415, 422);
                titles.add(problem(answer).path("title").asText());
            }
            assertThat(titles).as(file.getKey() + " is refused in three languages").hasSize(3);
        }
        assertThat(WholeTour.people(portal)).isEqualTo(people);
        assertThat(events.count()).isEqualTo(count);
        assertThat(portal.get("/api/directory/imports?unit=" + portal.unit).body()).isEqualTo(imports);
        assertThat(portal.log()).doesNotContain("OutOfMemory");
    }
}
