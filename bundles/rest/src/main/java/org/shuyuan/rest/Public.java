package org.shuyuan.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A resource method that answers people who are not signed in, e.g. the sign-in itself. Everything else asks for a caller. The module's
 * descriptor declares it too ({@code "open": ["POST /session"]}): whoever installs a module reads there what it opens, and what is not
 * declared stays closed.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Public {

    /**
     * For other servers, which send neither our header nor a browser's: the method is called for nobody, whatever cookie or token comes
     * along, so that no page can use it in somebody's name. What is sent must prove itself.
     */
    boolean toServers() default false;
}
