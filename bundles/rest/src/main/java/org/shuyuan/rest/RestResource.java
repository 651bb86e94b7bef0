package org.shuyuan.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Makes a component a JAX-RS resource that exists only together with sign-in, JSON, problem texts, idempotency keys and the
 * trail of exports: when one of them is away the resource answers 404, never unprotected. Beside it stands
 * {@code @JaxrsApplicationSelect("(osgi.jaxrs.name=<module>)")}.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface RestResource {

    boolean osgi_jaxrs_resource() default true;

    String[] osgi_jaxrs_extension_select() default {
        "(osgi.jaxrs.name=shuyuan.sign-in)", "(osgi.jaxrs.name=shuyuan.json)", "(osgi.jaxrs.name=shuyuan.problem)",
        "(osgi.jaxrs.name=shuyuan.idempotency)", "(osgi.jaxrs.name=shuyuan.exports)"
    };
}
