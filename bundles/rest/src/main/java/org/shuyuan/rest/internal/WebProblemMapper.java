package org.shuyuan.rest.internal;

import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import javax.ws.rs.ext.ExceptionMapper;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.shuyuan.api.text.Texts;

/** Needed beside {@link AnyProblemMapper}: the runtime's own mapper for this class would be nearer than Throwable's. */
@Component(service = ExceptionMapper.class)
@JaxrsExtension
@JaxrsName("shuyuan.web-problem")
@JaxrsApplicationSelect("(shuyuan.api=true)")
public class WebProblemMapper implements ExceptionMapper<WebApplicationException> {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Texts texts;

    @Context
    @Nullable
    HttpHeaders headers;

    @Context
    @Nullable
    SecurityContext security;

    @Override
    public Response toResponse(WebApplicationException error) {
        return Problems.answer(error, AnyProblemMapper.language(headers, security), texts);
    }
}
