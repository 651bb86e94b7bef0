package org.shuyuan.access.internal.rest;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.access.internal.AuditTrail;
import org.shuyuan.access.internal.Rights;
import org.shuyuan.access.internal.jpa.AuditChainStore;
import org.shuyuan.access.internal.jpa.AuditChainStore.Anchor;
import org.shuyuan.access.internal.jpa.AuditChainStore.Check;
import org.shuyuan.access.internal.jpa.AuditChainStore.Head;
import org.shuyuan.access.internal.jpa.AuditChainStore.Tail;
import org.shuyuan.access.internal.trail.AuditChecks;
import org.shuyuan.access.internal.trail.AuditKeeping;
import org.shuyuan.access.internal.trail.AuditLines;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;

/** The chain over the trail, which is of the whole portal: {@code access.audit-chain} is needed at every top unit. */
@Component(service = AuditChainResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=access)")
@Path("audit")
@Produces("application/json")
public class AuditChainResource {

    private static final int SHOWN_ANCHORS = 40;
    private static final long LARGEST_FILE = 4L << 30;

    /** A check, running or done; {@code report} is what it found. */
    public record OneCheck(UUID id, Instant started, @Nullable Instant ended, String who, String result, long checked, long expected,
            @JsonRawValue @Nullable String report) {}

    /** @param tail entries that have no number yet, at most 1000 are counted */
    public record Chain(long number, String hash, long tail, @Nullable Instant tailSince, @Nullable Anchor cut, List<Anchor> anchors, int days,
            @Nullable OneCheck check) {}

    private final AuditTrail trail;
    private final AuditChainStore store;
    private final AuditChecks checks;
    private final AuditKeeping keeping;
    private final Rights rights;
    private final Transactions transactions;
    private final Mirror mirror;

    @Activate
    public AuditChainResource(@Reference AuditTrail trail, @Reference AuditChainStore store, @Reference AuditChecks checks,
            @Reference AuditKeeping keeping, @Reference Rights rights, @Reference Transactions transactions, @Reference Mirror mirror) {
        this.trail = trail;
        this.store = store;
        this.checks = checks;
        this.keeping = keeping;
        this.rights = rights;
        this.transactions = transactions;
        this.mirror = mirror;
    }

    /** The chain's head, what is not chained yet, the hashes noted of late, and what the last check found or how far it is. */
    @GET
    @Path("chain")
    @Needs("access.audit-chain")
    public Chain chain(@BeanParam Call call) {
        trail.requireWhole(rights, call.caller());
        Head head = store.head();
        Tail tail = store.tail(1000);
        List<Anchor> anchors = store.anchors(SHOWN_ANCHORS).stream().filter(one -> !one.id().equals("cut")).toList();
        return new Chain(head.number(), head.hash(), tail.entries(), tail.oldest(), store.anchor("cut").orElse(null), anchors, keeping.days(),
                store.checks(1).stream().findFirst().map(check -> shown(check, call.language())).orElse(null));
    }

    /** Begins to check the whole chain; how far it is and what it found is told by {@code GET audit/chain}. */
    @POST
    @Path("verify")
    @Needs("access.audit-chain")
    public Response verify(@BeanParam Call call) {
        trail.requireWhole(rights, call.caller());
        return Response.accepted(shown(checks.begin(call.caller()), call.language())).build();
    }

    /**
     * Checks an exported trail (JSON lines): whether each line is as it was written, and whether this portal's chain holds it.
     *
     * @param name name of the file
     */
    @POST
    @Path("verify-file")
    @Needs("access.audit-chain")
    @Consumes("application/octet-stream")
    public AuditLines.FileReport verifyFile(@BeanParam Call call, @QueryParam("name") @Nullable String name, InputStream body) throws IOException {
        trail.requireWhole(rights, call.caller());
        AuditLines.FileReport report = AuditLines.check(Transfers.bounded(body, LARGEST_FILE), store);
        transactions.run(() -> trail.write(call.caller(), null, "access.verify-file", new Audit.Subject("access.audit", "", Transfers.fileName(name)),
                null, Map.of("lines", report.lines(), "whole", report.fault() == null)));
        return report;
    }

    private OneCheck shown(Check check, Language language) {
        String who = check.who().indexOf(' ') > 0 ? mirror.actor(check.who(), language) : check.who();
        return new OneCheck(check.id(), check.started(), check.ended(), who, check.result(), check.checked(), check.expected(), check.report());
    }
}
