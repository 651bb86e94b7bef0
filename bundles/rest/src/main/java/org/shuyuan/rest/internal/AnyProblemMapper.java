package org.shuyuan.rest.internal;

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
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;

/** See {@link Problems}. */
@Component(service = ExceptionMapper.class)
@JaxrsExtension
@JaxrsName("shuyuan.problem")
@JaxrsApplicationSelect("(shuyuan.api=true)")
public class AnyProblemMapper implements ExceptionMapper<Throwable> {

    /** Texts come from the modules, which come and go. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Texts texts;

    @Context
    @Nullable
    HttpHeaders headers;

    @Context
    @Nullable
    SecurityContext security;

    @Override
    public Response toResponse(Throwable error) {
        return Problems.answer(error, language(headers, security), texts);
    }

    static Language language(@Nullable HttpHeaders headers, @Nullable SecurityContext security) {
        try {
            if (security != null && security.getUserPrincipal() instanceof Caller caller) {
                return caller.language();
            }
            return Language.of(headers == null ? null : headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
        } catch (RuntimeException outsideARequest) {
            return Language.ZH_CN;
        }
    }
}
