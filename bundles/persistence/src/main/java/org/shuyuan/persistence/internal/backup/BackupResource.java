package org.shuyuan.persistence.internal.backup;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Map;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import javax.ws.rs.core.StreamingOutput;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.problem.Problem;

/** Takes an archive away, or brings one. Without sign-in, problem texts and JSON of {@code rest} it does not answer. */
@Component(service = BackupResource.class,
        property = {"osgi.jaxrs.resource:Boolean=true", "osgi.jaxrs.application.select=(osgi.jaxrs.name=persistence)",
            "osgi.jaxrs.extension.select=(osgi.jaxrs.name=shuyuan.sign-in)", "osgi.jaxrs.extension.select=(osgi.jaxrs.name=shuyuan.json)",
            "osgi.jaxrs.extension.select=(osgi.jaxrs.name=shuyuan.problem)"})
@javax.ws.rs.Path("")
public class BackupResource {

    private final BackupService service;

    @Activate
    public BackupResource(@Reference BackupService service) {
        this.service = service;
    }

    /** Makes an archive of everything and answers it. It is written whole before the first byte is sent, so that a full disk is an answer
     * and not a torso. */
    @POST
    @Needs("persistence.backup")
    @javax.ws.rs.Path("backup")
    @Produces({"application/zip", MediaType.APPLICATION_JSON})
    public Response backup(@Context SecurityContext security) throws java.io.IOException {
        BackupService.Download download = service.backup(caller(security));
        long size = Files.size(download.file());
        StreamingOutput body = out -> send(download, out);
        return Response.ok(body, "application/zip").header("Content-Length", size).header("Cache-Control", "no-store").header(Audit.WRITTEN, BackupService.BACKUP)
                .header("Content-Disposition", "attachment; filename=\"" + BackupService.name(download.at()) + "\"").build();
    }

    private void send(BackupService.Download download, OutputStream out) throws java.io.IOException {
        try {
            Files.copy(download.file(), out);
            out.flush();
            service.arrived(download);
        } finally {
            Backups.delete(download.file());
        }
    }

    /** Restores an archive. The body is the archive; afterwards the portal holds what the archive held. Answers when the rows are there. */
    @POST
    @Needs("persistence.restore")
    @javax.ws.rs.Path("restore")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Object> restore(@Context SecurityContext security, InputStream archive) {
        Manifest manifest = service.restore(caller(security), archive);
        return Map.of("at", manifest.at(), "product", manifest.product(), "tables", manifest.tables().size(),
                "rows", manifest.tables().stream().mapToLong(Manifest.Table::rows).sum());
    }

    private static Caller caller(SecurityContext security) {
        if (security.getUserPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw new Problem(401, "access.sign-in-needed");
    }
}
