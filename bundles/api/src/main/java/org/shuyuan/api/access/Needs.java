package org.shuyuan.api.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who may call a resource method: what the service behind it asks {@code access} for, at the unit the request is about. It refuses
 * nobody itself; it stands in the REST description ({@code x-needs}), and the tests of the whole portal hold every method to it for
 * every role. A method carries this or says that it is public.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Needs {

    /** Everybody who is signed in: it reaches nothing but the caller's own. */
    String SIGN_IN = "";
    /** System administrators: it concerns the whole portal. */
    String EVERYTHING = "*";

    /**
     * Permissions of which one is enough.
     *
     * @return {@code <module>.<name>} each
     */
    String[] value();

    /**
     * Those who may not are told 404, since its existence is the secret; otherwise 403.
     *
     * @return false unless said
     */
    boolean orAbsent() default false;

    /**
     * Also those who hold it at a unit below and name that one: what a unit has for all below it, as an event for everybody, is theirs to
     * read too.
     *
     * @return false unless said
     */
    boolean orBelow() default false;

    /**
     * Only a person in a browser, never a token: a stolen token must not make others or keep its owner out.
     *
     * @return false unless said
     */
    boolean browserOnly() default false;
}
