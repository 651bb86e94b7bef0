package org.shuyuan.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Public;
import org.shuyuan.rest.SwitchedOff;
import org.shuyuan.rest.Transfers;
import org.shuyuan.rest.Versions;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.ModuleDatabase;

class RestOverHttpTest {

    public record Thing(String name, int size) {}

    @Path("")
    @Produces("application/json")
    @Consumes("application/json")
    public static final class Things {
        final ModuleDatabase db;
        final AtomicInteger made = new AtomicInteger();
        volatile CountDownLatch mayGoOn = new CountDownLatch(0);
        final CountDownLatch begun = new CountDownLatch(1);
        volatile boolean refuse;

        Things(ModuleDatabase db) {
            this.db = db;
        }

        @GET
        public Map<String, Object> list(@BeanParam Call call, @BeanParam ListQuery query) {
            return Map.of("who", call.caller().name(), "unit", call.unit(), "q", query.q(), "size", query.size());
        }

        @POST
        @Public(toServers = true)
        @Path("servers")
        @Consumes("application/x-www-form-urlencoded")
        public Map<String, Object> notice(@BeanParam Call call, javax.ws.rs.core.MultivaluedMap<String, String> form) {
            return Map.of("caller", call.callerIfAny().isPresent(), "said", form.getFirst("said"));
        }

        @POST
        @Public(toServers = true)
        @Path("undeclared")
        @Consumes("application/x-www-form-urlencoded")
        public Map<String, Object> undeclared(javax.ws.rs.core.MultivaluedMap<String, String> form) {
            return Map.of();
        }

        @GET
        @Public
        @Path("open")
        public Map<String, Object> open(@BeanParam Call call) {
            return Map.of("known", call.callerIfAny().isPresent(), "language", call.language().tag());
        }

        @GET
        @Public
        @Path("forgotten")
        public Map<String, Object> forgotten() {
            return Map.of();
        }

        @POST
        public Response make(@BeanParam Call call, Thing thing) throws Exception {
            begun.countDown();
            mayGoOn.await();
            int number = db.transactions().call(() -> {
                int n = made.incrementAndGet();
                if (refuse) {
                    throw Problem.invalid("name", "rest.bad-value");
                }
                return n;
            });
            return Versions.tag(Response.created(URI.create("/" + number)), 0).entity(Map.of("number", number, "name", thing.name())).build();
        }

        @POST
        @Path("secret")
        public Response secret() {
            db.transactions().run(made::incrementAndGet);
            return Response.ok(Map.of("token", "shown once")).header("Cache-Control", "no-store").build();
        }

        @POST
        @Path("upload")
        @Consumes("application/octet-stream")
        public Map<String, Object> upload(@QueryParam("name") String name, InputStream body) throws IOException {
            return Map.of("name", Transfers.fileName(name), "bytes", Transfers.bounded(body, 2_000_000).readAllBytes().length);
        }

        @PUT
        public Response change(@BeanParam Call call, Thing thing) {
            if (call.expectedVersion() != 3) {
                throw Versions.changedMeanwhile(new Thing("theirs", 1), 3, "李娜", null);
            }
            return Versions.ok(thing, 4);
        }
    }

    private final ModuleDatabase db = ModuleDatabase.of("rest", Database.H2);
    private final Things things = new Things(db);
    private PortalOverHttp portal;

    @BeforeEach
    void start() throws Exception {
        portal = new PortalOverHttp(db, things);
    }

    @AfterEach
    void stop() throws Exception {
        portal.close();
        db.close();
    }

    @Test
    void onlyWhoIsSignedInIsAnswered() {
        String path = "?unit=0190a5c0-0000-7000-8000-000000000001&q=x";
        assertThat(portal.send(portal.request(path)).statusCode()).isEqualTo(401);
        assertThat(portal.send(portal.request(path).header("Cookie", "shuyuan_session=stolen")).statusCode()).isEqualTo(401);
        assertThat(portal.send(portal.request(path).header("Authorization", "Bearer wrong")).statusCode()).isEqualTo(401);
        assertThat(portal.send(portal.signedIn(path)).body()).contains("王伟").contains("\"size\":20");
        assertThat(portal.send(portal.request(path).header("Authorization", "Bearer t0ken")).statusCode()).isEqualTo(200);
    }

    @Test
    void aPageThatIsNoNumberIsTheCallersMistakeAndNoUnknownPath() {
        HttpResponse<String> answer = portal.send(portal.signedIn("?unit=0190a5c0-0000-7000-8000-000000000001&size=abc"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("rest.bad-number");
    }

    @Test
    void aPublicAnswerNeedsNobody() {
        assertThat(portal.send(portal.request("/open").header("Accept-Language", "zh-TW")).body()).contains("\"known\":false").contains("zh-TW");
        assertThat(portal.send(portal.signedIn("/open").header("Accept-Language", "en")).body()).contains("\"known\":true").contains("\"en\"");
    }

    @Test
    void whatAModuleKeepsThatIsOffIsReadByThoseWhoAnswerForItOnly() {
        UUID unit = portal.units.add("支行", null).id();
        String list = "?unit=" + unit;
        HttpResponse<String> refused = portal.send(portal.signedIn(list).header("X-Off", unit.toString()));
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.body()).contains("\"modules.off\"");
        assertThat(portal.send(portal.request("/open").header("X-Off", unit.toString())).statusCode()).as("nor by everybody").isEqualTo(404);
        assertThat(portal.send(portal.request(list).header("X-Off", unit.toString())).statusCode()).as("who is not signed in hears that first").isEqualTo(401);

        portal.access.grant(PortalOverHttp.WANG, SwitchedOff.READERS, unit);
        assertThat(portal.send(portal.signedIn(list).header("X-Off", unit.toString())).statusCode()).isEqualTo(200);
    }

    @Test
    void whatTheDescriptorDoesNotDeclareOpenStaysClosed() {
        assertThat(portal.send(portal.request("/forgotten")).statusCode()).isEqualTo(401);
        assertThat(portal.send(portal.signedIn("/forgotten")).statusCode()).isEqualTo(200);
    }

    @Test
    void problemsAreToldInTheCallersLanguage() {
        HttpResponse<String> unknown = portal.send(portal.signedIn("/nothing/here").header("Accept-Language", "en"));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(unknown.body()).contains("rest.not-found").doesNotContain("problem.");
        assertThat(portal.send(portal.signedIn("").header("Accept-Language", "zh-TW")).body()).contains("沒有說明是哪個單位");
        assertThat(portal.send(portal.signedIn("")).body()).contains("没有说明是哪个单位").contains("rest.unit-needed");
    }

    @Test
    void anotherSiteCannotWriteInSomebodysName() {
        HttpRequest.Builder crossSite = portal.request("").header("Cookie", "shuyuan_session=s3cret").header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"a\",\"size\":1}"));
        assertThat(portal.send(crossSite).statusCode()).isEqualTo(403);
        assertThat(portal.send(crossSite.header("X-Shuyuan", "1").header("Origin", "http://evil.example")).statusCode()).isEqualTo(403);
        assertThat(things.made).hasValue(0);
    }

    @Test
    void wrongJsonIsTheCallersMistake() {
        assertThat(portal.post("", "{\"name\":", "k1").body()).contains("rest.bad-json");
        assertThat(portal.post("", "{\"name\":\"a\",\"colour\":1}", "k2").body()).contains("rest.unknown-member").contains("colour");
        assertThat(portal.post("", "{\"name\":\"a\",\"size\":\"big\"}", "k3").body()).contains("rest.invalid").contains("\"field\":\"size\"");
        assertThat(portal.post("", "{\"name\":\"a\",\"size\":1} {}", "k4").statusCode()).isEqualTo(400);
        String deep = "[".repeat(100) + "]".repeat(100);
        assertThat(portal.post("", "{\"name\":" + deep + ",\"size\":1}", "k5").statusCode()).isBetween(400, 422);
        assertThat(things.made).hasValue(0);
    }

    @Test
    void aBodyOfNothingIsAnObjectOfNothing() {
        assertThat(portal.post("", "", "n1").statusCode()).isEqualTo(portal.post("", "{}", "n2").statusCode());
        assertThat(portal.post("", "null", "n3").statusCode()).isEqualTo(portal.post("", "{}", "n4").statusCode());
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        String large = "{\"name\":\"a\",\"size\":1" + " ".repeat(1 << 20) + "}";
        assertThat(portal.post("", large, "k").statusCode()).isEqualTo(413);
        HttpRequest.Builder withoutKey = portal.signedIn("").header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(large));
        assertThat(portal.send(withoutKey).statusCode()).isEqualTo(413);
        HttpRequest.Builder file = portal.signedIn("/upload?name=%E8%8A%B1.xlsx").header("Content-Type", "application/octet-stream");
        assertThat(portal.send(file.POST(HttpRequest.BodyPublishers.ofByteArray(new byte[2_000_001]))).statusCode()).isEqualTo(413);
        assertThat(portal.send(file.POST(HttpRequest.BodyPublishers.ofByteArray(new byte[2_000_000]))).body()).contains("花.xlsx").contains("2000000");
    }

    @Test
    void aRepeatedWriteIsDoneOnce() {
        HttpResponse<String> first = portal.post("", "{\"name\":\"课程\",\"size\":1}", "key-1");
        HttpResponse<String> again = portal.post("", "{\"name\":\"课程\",\"size\":1}", "key-1");
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).contains("\"number\":1").contains("课程");
        assertThat(again.headers().firstValue("Location")).isEqualTo(first.headers().firstValue("Location")).isPresent();
        assertThat(again.headers().firstValue("ETag")).isEqualTo(first.headers().firstValue("ETag")).isPresent();
        assertThat(things.made).hasValue(1);
    }

    @Test
    void aKeyCannotBeUsedForSomethingElse() {
        portal.post("", "{\"name\":\"a\",\"size\":1}", "key-1");
        HttpResponse<String> other = portal.post("", "{\"name\":\"b\",\"size\":1}", "key-1");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("rest.key-reused");
        assertThat(things.made).hasValue(1);
    }

    @Test
    void aRefusedWriteMayBeTriedAgainWithTheSameKey() {
        things.refuse = true;
        assertThat(portal.post("", "{\"name\":\"a\",\"size\":1}", "key-1").statusCode()).isEqualTo(422);
        things.refuse = false;
        assertThat(portal.post("", "{\"name\":\"a\",\"size\":1}", "key-1").statusCode()).isEqualTo(201);
    }

    @Test
    void aTwinWaitsForTheFirstAndGetsItsAnswer() throws Exception {
        things.mayGoOn = new CountDownLatch(1);
        CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(() -> portal.post("", "{\"name\":\"a\",\"size\":1}", "twin"));
        things.begun.await();
        CompletableFuture<HttpResponse<String>> second = CompletableFuture.supplyAsync(() -> portal.post("", "{\"name\":\"a\",\"size\":1}", "twin"));
        things.mayGoOn.countDown();
        assertThat(second.get().body()).isEqualTo(first.get().body());
        assertThat(things.made).hasValue(1);
    }

    @Test
    void aSecretIsNeverKept() {
        assertThat(portal.post("/secret", "{}", "key-1").body()).contains("shown once");
        HttpResponse<String> again = portal.post("/secret", "{}", "key-1");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("rest.already-done").doesNotContain("shown once");
        assertThat(things.made).hasValue(1);
    }

    @Test
    void theSecondOfTwoEditorsIsToldWhatChanged() {
        HttpRequest.Builder change = portal.signedIn("").header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"name\":\"mine\",\"size\":1}"));
        assertThat(portal.send(change).statusCode()).isEqualTo(428);
        assertThat(portal.send(change.copy().header("If-Match", "\"2\"")).body()).contains("rest.changed-meanwhile").contains("theirs").contains("李娜");
        assertThat(portal.send(change.copy().header("If-Match", "\"3\"")).headers().firstValue("ETag")).hasValue("\"4\"");
    }

    @Test
    void whatIsForServersIsCalledForNobodyWhateverCookieComesAlong() {
        for (HttpRequest.Builder request : new HttpRequest.Builder[] {portal.request("/servers"), portal.request("/servers").header("Origin", "https://evil.example"),
            portal.signedIn("/servers"), portal.request("/servers").header("Authorization", "Bearer t0ken")}) {
            HttpResponse<String> answer = portal.send(request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("said=%E5%BC%A0+x&b=2")));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("\"caller\":false").contains("张 x");
        }
        HttpResponse<String> json = portal.send(portal.request("/servers").header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(json.statusCode()).isEqualTo(415);
        HttpResponse<String> undeclared = portal.send(portal.request("/undeclared").header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("said=x")));
        assertThat(undeclared.statusCode()).as("open only where the descriptor says so too").isEqualTo(403);
    }
}
