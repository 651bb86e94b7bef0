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
 * <p>The whiteboard builds an application's interface anew for each resource that comes or goes while it is there. So an application asks in its constructor for
 * {@link org.shuyuan.api.module.ModuleStarted} of its module, which is there after the module's bundle has started; those of the platform for
 * {@link org.shuyuan.api.module.ModuleHealth}, which is published when the database is open and every part that lives on it is there: they come last, and are built once.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface RestApplication {

    boolean shuyuan_api() default true;
}
