package org.shuyuan.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Marks a module's one JAX-RS application, so that the platform's extensions apply to it:
 * {@code @Component(service = Application.class) @RestApplication @JaxrsName("calendar") @JaxrsApplicationBase("/api/calendar")}.
 *
 * <p>The whiteboard builds an application's interface anew for each resource that comes after it. So the applications of the distribution ask in their constructor for
 * {@link org.shuyuan.api.module.ModuleHealth}, which the platform publishes when the database is open and every module's parts are there: they come last, and are built once.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface RestApplication {

    boolean shuyuan_api() default true;
}
