package org.shuyuan.api.problem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal that the caller can act on; not a fault of the program, so it is never logged as one.
 *
 * <p>The code {@code <module>.<name>} finds the texts {@code problem.<name>} (what happened) and {@code problem.<name>.do}
 * (what to do) in the module's i18n files; {@code {placeholders}} are filled from {@link #values()}. Answered as RFC 9457
 * {@code application/problem+json}. Confined to the thread that builds it until thrown.
 */
public class Problem extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * One wrong field of a form; the text is {@code problem.<name>} of the code's module.
     *
     * @param field name of the field
     * @param code {@code <module>.<name>}
     * @param values for the text's placeholders
     */
    public record FieldError(String field, String code, Map<String, Object> values) {}

    /** HTTP status. */
    private final int status;
    /** What never changes. */
    private final String code;
    private final transient Map<String, Object> values = new LinkedHashMap<>();
    private final transient Map<String, @Nullable Object> extra = new LinkedHashMap<>();
    private final transient List<FieldError> errors = new ArrayList<>();

    /**
     * A refusal.
     *
     * @param status HTTP status
     * @param code {@code <module>.<name>}
     */
    public Problem(int status, String code) {
        super(code, null, false, false);
        this.status = status;
        this.code = code;
    }

    /**
     * 404; also where the existence of the thing is not the caller's to know.
     *
     * @param code {@code <module>.<name>}
     * @return to throw
     */
    public static Problem notFound(String code) {
        return new Problem(404, code);
    }

    /**
     * 400
     *
     * @param code {@code <module>.<name>}
     * @return to throw
     */
    public static Problem badRequest(String code) {
        return new Problem(400, code);
    }

    /**
     * 403
     *
     * @param code {@code <module>.<name>}
     * @return to throw
     */
    public static Problem forbidden(String code) {
        return new Problem(403, code);
    }

    /**
     * 409
     *
     * @param code {@code <module>.<name>}
     * @return to throw
     */
    public static Problem conflict(String code) {
        return new Problem(409, code);
    }

    /**
     * 422 {@code rest.invalid} with the first wrong field; add more with {@link #field(String, String)}.
     *
     * @param field name of the field
     * @param code {@code <module>.<name>}
     * @return to throw
     */
    public static Problem invalid(String field, String code) {
        return new Problem(422, "rest.invalid").field(field, code);
    }

    /**
     * A value for the text's placeholder of that name.
     *
     * @param name of the placeholder
     * @param value shown as its string
     * @return this
     */
    public Problem with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /**
     * A further member of the answer.
     *
     * @param name in English lower camel case
     * @param value what JSON can hold
     * @return this
     */
    public Problem extra(String name, @Nullable Object value) {
        extra.put(name, value);
        return this;
    }

    /**
     * A further wrong field.
     *
     * @param field name of the field
     * @param code {@code <module>.<name>}
     * @return this
     */
    public Problem field(String field, String code) {
        return field(field, code, Map.of());
    }

    /**
     * A further wrong field whose text has placeholders.
     *
     * @param field name of the field
     * @param code {@code <module>.<name>}
     * @param values for the text's placeholders
     * @return this
     */
    public Problem field(String field, String code, Map<String, Object> values) {
        errors.add(new FieldError(field, code, values));
        return this;
    }

    /**
     * HTTP status.
     *
     * @return 400–599
     */
    public int status() {
        return status;
    }

    /**
     * What never changes.
     *
     * @return {@code <module>.<name>}
     */
    public String code() {
        return code;
    }

    /**
     * The module whose texts explain this problem.
     *
     * @return its id
     */
    public String module() {
        return code.substring(0, Math.max(0, code.indexOf('.')));
    }

    /**
     * Values for the text's placeholders.
     *
     * @return by name
     */
    public Map<String, Object> values() {
        return values;
    }

    /**
     * Further members of the answer.
     *
     * @return by name
     */
    public Map<String, @Nullable Object> extra() {
        return extra;
    }

    /**
     * Wrong fields.
     *
     * @return in their order
     */
    public List<FieldError> errors() {
        return errors;
    }
}
