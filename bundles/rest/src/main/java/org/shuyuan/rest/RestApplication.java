package org.shuyuan.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Marks a module's one JAX-RS application, so that the platform's extensions apply to it:
 * {@code @Component(service = Application.class) @RestApplication @JaxrsName("calendar") @JaxrsApplicationBase("/api/calendar")}.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface RestApplication {

    boolean shuyuan_api() default true;
}
