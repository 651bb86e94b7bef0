package org.shuyuan.rest.internal;

import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import javax.ws.rs.ext.ExceptionMapper;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;

/** Needed beside {@link AnyProblemMapper}: the runtime's own mapper for this class would be nearer than Throwable's. */
@Component(service = ExceptionMapper.class)
@JaxrsExtension
@JaxrsName("shuyuan.web-problem")
@JaxrsApplicationSelect("(shuyuan.api=true)")
public class WebProblemMapper implements ExceptionMapper<WebApplicationException> {

    private final Problems problems;

    @Context
    @Nullable
    HttpHeaders headers;

    @Context
    @Nullable
    SecurityContext security;

    @Activate
    public WebProblemMapper(@Reference Problems problems) {
        this.problems = problems;
    }

    @Override
    public Response toResponse(WebApplicationException error) {
        return problems.answer(error, headers, security);
    }
}
