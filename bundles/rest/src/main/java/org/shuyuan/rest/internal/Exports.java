package org.shuyuan.rest.internal;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Priority;
import javax.ws.rs.Priorities;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.StreamingOutput;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.rest.Transfers;

/**
 * Enters every file that is taken away into the trail, so that no module can forget it: who, which list with which filter, how many
 * rows. The file is made whole first, then entered, then sent; what cannot be entered does not leave. A module that writes an entry
 * of its own about a download says so by {@link Audit#WRITTEN}. What everybody may have ({@code @Public}) is no export.
 */
@Component(service = ContainerResponseFilter.class)
@JaxrsExtension
@JaxrsName("shuyuan.exports")
@JaxrsApplicationSelect("(shuyuan.api=true)")
@Priority(Priorities.USER)
public class Exports implements ContainerResponseFilter {

    private static final Set<String> LEFT_OUT = Set.of("unit", "page", "size", "columns");
    private static final Pattern SECRET = Pattern.compile("token|code|key|pass|secret|hash|pin|salt|auth|cookie|credential", Pattern.CASE_INSENSITIVE);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern NAME = Pattern.compile("filename\\*=UTF-8''([^;]+)|filename=\"?([^\";]+)");
    private static final Pattern MODULE = Pattern.compile("/api/([a-z]+)/?$");
    /** What stands once in each thing of a file of that type. */
    private static final Map<String, String> EACH = Map.of("text/calendar", "BEGIN:VEVENT", "text/vcard", "BEGIN:VCARD", "application/x-ndjson", "\n",
            "text/csv", "\n");

    private final Audit audit;

    @Activate
    public Exports(@Reference Audit audit) {
        this.audit = audit;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) throws IOException {
        String disposition = response.getHeaderString(HttpHeaders.CONTENT_DISPOSITION);
        boolean told = response.getHeaders().remove(Audit.WRITTEN) != null;
        if (told || disposition == null || !disposition.startsWith("attachment") || response.getStatus() != 200
                || !(request.getSecurityContext().getUserPrincipal() instanceof Caller caller)) {
            return;
        }
        if (!(response.getEntity() instanceof StreamingOutput body)) {
            enter(caller, request, disposition, response.getEntity() instanceof byte[] whole ? (long) whole.length : null, null);
            return;
        }
        MediaType type = response.getMediaType();
        String each = type == null ? null : EACH.get(type.getType() + "/" + type.getSubtype());
        Spool spool = new Spool(each);
        try {
            body.write(spool);
            spool.close();
            enter(caller, request, disposition, spool.bytes(), body instanceof Transfers.Counted counted ? Long.valueOf(counted.rows())
                    : each == null ? null : Long.valueOf(spool.found()));
        } catch (IOException | RuntimeException e) {
            spool.discard();
            throw e;
        }
        response.getHeaders().putSingle(HttpHeaders.CONTENT_LENGTH, spool.bytes());
        response.setEntity((StreamingOutput) spool::sendTo, response.getEntityAnnotations(), type);
    }

    private void enter(Caller caller, ContainerRequestContext request, String disposition, @Nullable Long bytes, @Nullable Long rows) {
        Matcher base = MODULE.matcher(request.getUriInfo().getBaseUri().getPath().replaceAll("/+$", ""));
        String module = base.find() ? base.group(1) : "rest";
        String path = request.getUriInfo().getPath();
        path = path.startsWith("/") ? path.substring(1) : path;
        Matcher id = ID.matcher(path);
        Map<String, Object> after = new TreeMap<>();
        after.put("path", path);
        Map<String, String> filter = filter(request);
        if (!filter.isEmpty()) {
            after.put("filter", filter);
        }
        if (rows != null) {
            after.put("rows", rows);
        }
        if (bytes != null) {
            after.put("bytes", bytes);
        }
        audit.read(caller, unit(request), module + ".export",
                new Audit.Subject(module + "." + (path.isEmpty() ? "file" : path.split("/", 2)[0]), id.find() ? id.group() : "", name(disposition)), after);
    }

    private static Map<String, String> filter(ContainerRequestContext request) {
        Map<String, String> filter = new TreeMap<>();
        request.getUriInfo().getQueryParameters().forEach((name, values) -> {
            if (!LEFT_OUT.contains(name) && !SECRET.matcher(name).find() && name.length() <= 40 && filter.size() < 30) {
                String text = String.join(", ", values);
                filter.put(name, text.length() > 200 ? text.substring(0, 200) : text);
            }
        });
        return filter;
    }

    private static @Nullable UUID unit(ContainerRequestContext request) {
        List<String> given = request.getUriInfo().getQueryParameters().get("unit");
        return given == null || given.isEmpty() || !ID.matcher(given.get(0).toLowerCase(Locale.ROOT)).matches() ? null : UUID.fromString(given.get(0));
    }

    private static String name(String disposition) {
        Matcher found = NAME.matcher(disposition);
        if (!found.find()) {
            return "";
        }
        return found.group(1) == null ? found.group(2) : URLDecoder.decode(found.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
