package org.shuyuan.rest.internal;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.UUID;
import javax.annotation.Priority;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Priorities;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ResourceInfo;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Authenticator;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Public;
import org.shuyuan.rest.SessionCookie;
import org.shuyuan.rest.SignedIn;
import org.shuyuan.rest.SwitchedOff;

/**
 * Lets in who is signed in, and everybody to the {@link OpenRoutes}; to a module that is {@link SwitchedOff} only those who answer for it, to read.
 */
@Component(service = ContainerRequestFilter.class)
@JaxrsExtension
@JaxrsName("shuyuan.sign-in")
@JaxrsApplicationSelect("(shuyuan.api=true)")
@Priority(Priorities.AUTHENTICATION)
public class SignInFilter implements ContainerRequestFilter {

    private static final String BEARER = "Bearer ";
    private static final String OFF = "modules.off";

    private final Authenticator authenticator;
    private final Access access;
    private final OpenRoutes open;

    @Context
    @Nullable
    ResourceInfo resource;

    @Context
    @Nullable
    HttpServletRequest servlet;

    @Activate
    public SignInFilter(@Reference Authenticator authenticator, @Reference Access access) {
        this(authenticator, access, new OpenRoutes());
    }

    SignInFilter(Authenticator authenticator, Access access, OpenRoutes open) {
        this.authenticator = authenticator;
        this.access = access;
        this.open = open;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Optional<UUID> off = SwitchedOff.at(servlet);
        if (isForServers(request.getMethod())) {
            off.ifPresent(unit -> {
                throw new Problem(404, OFF);
            });
            return;
        }
        String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        String token = authorization != null && authorization.startsWith(BEARER) ? authorization.substring(BEARER.length()).strip() : null;
        if (token == null) {
            CrossSite.refuse(request.getMethod(), request::getHeaderString);
        }
        String cookie = token == null ? SessionCookie.of(servlet) : null;
        String wanted = request.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE);
        String address = authenticator.address(servlet == null ? null : servlet.getRemoteAddr(), request.getHeaderString("X-Forwarded-For"));
        Optional<Caller> caller = authenticator.authenticate(new Authenticator.Credentials(cookie, token,
                address, wanted == null ? null : Language.of(wanted)));
        if (caller.isPresent()) {
            SignedIn.mark(servlet, caller.get().account());
            request.setSecurityContext(new Call.CallerSecurity(caller.get(), request.getSecurityContext().isSecure()));
        } else if (!isOpen(request.getMethod())) {
            throw new Problem(401, "access.sign-in-needed");
        }
        off.filter(unit -> caller.isEmpty() || !access.can(caller.get(), SwitchedOff.READERS, unit)).ifPresent(unit -> {
            throw new Problem(404, OFF);
        });
    }

    private boolean isForServers(String verb) {
        Method method = resource == null ? null : resource.getResourceMethod();
        return method != null && method.isAnnotationPresent(Public.class) && method.getAnnotation(Public.class).toServers() && isOpen(verb);
    }

    private boolean isOpen(String verb) {
        Method method = resource == null ? null : resource.getResourceMethod();
        return method != null && open.contains(resource.getResourceClass(), method, verb);
    }
}
