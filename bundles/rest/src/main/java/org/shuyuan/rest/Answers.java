package org.shuyuan.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a resource method answers that must return a {@code Response}, for its version, its status or because it may answer a workbook too. It stands in the REST
 * description, and the contract test of a module holds pages in JSON against it. A method that returns what it answers says it by that alone.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Answers {

    /** The record that is written as JSON. */
    Class<?> value();

    /** Not one, but a {@link Page} of them. */
    boolean page() default false;
}
