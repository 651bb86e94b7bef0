package org.shuyuan.rest.internal;

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

/** See {@link Problems}. */
@Component(service = ExceptionMapper.class)
@JaxrsExtension
@JaxrsName("shuyuan.problem")
@JaxrsApplicationSelect("(shuyuan.api=true)")
public class AnyProblemMapper implements ExceptionMapper<Throwable> {

    private final Problems problems;

    @Context
    @Nullable
    HttpHeaders headers;

    @Context
    @Nullable
    SecurityContext security;

    @Activate
    public AnyProblemMapper(@Reference Problems problems) {
        this.problems = problems;
    }

    @Override
    public Response toResponse(Throwable error) {
        return problems.answer(error, headers, security);
    }
}
