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

    /** One wrong field of a form; the text is {@code problem.<name>} of the code's module. */
    public record FieldError(String field, String code, Map<String, Object> values) {}

    private final int status;
    private final String code;
    private final transient Map<String, Object> values = new LinkedHashMap<>();
    private final transient Map<String, @Nullable Object> extra = new LinkedHashMap<>();
    private final transient List<FieldError> errors = new ArrayList<>();

    public Problem(int status, String code) {
        super(code, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** 404; also where the existence of the thing is not the caller's to know. */
    public static Problem notFound(String code) {
        return new Problem(404, code);
    }

    public static Problem badRequest(String code) {
        return new Problem(400, code);
    }

    public static Problem forbidden(String code) {
        return new Problem(403, code);
    }

    public static Problem conflict(String code) {
        return new Problem(409, code);
    }

    /** 422 {@code rest.invalid} with the first wrong field; add more with {@link #field}. */
    public static Problem invalid(String field, String code) {
        return new Problem(422, "rest.invalid").field(field, code);
    }

    /** A value for the text's placeholder of that name. */
    public Problem with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** A further member of the answer, in English lower camel case. */
    public Problem extra(String name, @Nullable Object value) {
        extra.put(name, value);
        return this;
    }

    public Problem field(String field, String code) {
        return field(field, code, Map.of());
    }

    public Problem field(String field, String code, Map<String, Object> values) {
        errors.add(new FieldError(field, code, values));
        return this;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** The module whose texts explain this problem. */
    public String module() {
        return code.substring(0, Math.max(0, code.indexOf('.')));
    }

    public Map<String, Object> values() {
        return values;
    }

    public Map<String, @Nullable Object> extra() {
        return extra;
    }

    public List<FieldError> errors() {
        return errors;
    }
}
