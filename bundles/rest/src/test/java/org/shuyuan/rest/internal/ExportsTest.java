package org.shuyuan.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.rest.Public;
import org.shuyuan.rest.Transfers;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAudit;
import org.shuyuan.testing.ModuleDatabase;

class ExportsTest {

    private static final UUID UNIT = UUID.fromString("0190a5c0-0000-7000-8000-000000000001");

    /** A module that hands out files and says nothing of it. */
    @Path("")
    @Produces("application/json")
    public static final class Forgetful {

        @GET
        @Path("people")
        public Response people() {
            return Transfers.download("名册.vcf", "text/vcard", out -> {
                for (int i = 0; i < 20_000; i++) {
                    out.write(("BEGIN:VCARD\r\nFN:" + i + "\r\nEND:VCARD\r\n").getBytes(StandardCharsets.US_ASCII));
                }
            });
        }

        @GET
        @Path("broken")
        public Response broken() {
            return Transfers.download("a.txt", "text/plain", out -> {
                out.write(new byte[10]);
                throw new IllegalStateException("half way");
            });
        }

        @GET
        @Path("own")
        public Response own() {
            return Response.fromResponse(Transfers.download("a.txt", "text/plain", out -> out.write(65))).header(Audit.WRITTEN, "things.own").build();
        }

        @GET
        @Path("open")
        @Public
        public Response open() {
            return Transfers.download("a.txt", "text/plain", out -> out.write(65));
        }
    }

    private final ModuleDatabase db = ModuleDatabase.of("rest", Database.H2);
    private final FakeAudit trail = new FakeAudit();
    private @Nullable PortalOverHttp portal;

    private PortalOverHttp portal(Audit audit) throws Exception {
        portal = new PortalOverHttp(db, new Forgetful(), audit);
        return portal;
    }

    @AfterEach
    void stop() throws Exception {
        if (portal != null) {
            portal.close();
        }
        db.close();
    }

    @Test
    void aFileThatLeavesIsInTheTrailWithItsFilterAndItsRows() throws Exception {
        PortalOverHttp there = portal(trail);
        HttpResponse<String> answer = there.send(there.signedIn("/people?unit=" + UNIT + "&q=wang&token=t0p&page=2"));

        assertThat(answer.body()).startsWith("BEGIN:VCARD").hasSizeGreaterThan(500_000);
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(answer.body().length());
        Audit.Entry entry = trail.entries().get(0);
        assertThat(entry.action()).isEqualTo("things.export");
        assertThat(entry.who()).isEqualTo("王伟");
        assertThat(entry.unit()).isEqualTo(UNIT);
        assertThat(entry.subject()).isEqualTo(new Audit.Subject("things.people", "", "名册.vcf"));
        assertThat(entry.after()).contains("rows=20000", "q=wang", "bytes=" + answer.body().length()).doesNotContain("t0p", "page");
    }

    @Test
    void whatCannotBeEnteredDoesNotLeave() throws Exception {
        PortalOverHttp there = portal(new Audit() {
            @Override
            public void write(Caller caller, @Nullable UUID unit, String action, Subject subject, @Nullable Object before, @Nullable Object after) {
                throw new IllegalStateException("disk full");
            }

            @Override
            public List<Entry> about(String kind, String id, int limit) {
                return List.of();
            }
        });
        HttpResponse<String> answer = there.send(there.signedIn("/people"));
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("VCARD");
    }

    @Test
    void halfAFileIsNoneAndNoEntry() throws Exception {
        PortalOverHttp there = portal(trail);
        assertThat(there.send(there.signedIn("/broken")).statusCode()).isEqualTo(500);
        assertThat(trail.entries()).isEmpty();
    }

    @Test
    void whoHasWrittenAnEntryOfItsOwnAndWhatIsForEverybodyGetNone() throws Exception {
        PortalOverHttp there = portal(trail);
        HttpResponse<String> own = there.send(there.signedIn("/own"));
        assertThat(own.body()).isEqualTo("A");
        assertThat(own.headers().firstValue(Audit.WRITTEN)).isEmpty();
        assertThat(there.send(there.request("/open")).body()).isEqualTo("A");
        assertThat(trail.entries()).isEmpty();
    }
}
