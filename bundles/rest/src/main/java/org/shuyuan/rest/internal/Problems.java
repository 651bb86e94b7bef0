package org.shuyuan.rest.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import javax.persistence.OptimisticLockException;
import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever a resource throws into an RFC 9457 answer. A user's mistake is not logged; a fault is, and shows only its id. */
@Component(service = Problems.class)
public class Problems {

    /** Reading or writing its file failed; it closed itself, perhaps because of that. */
    private static final Set<Integer> UNWRITABLE_H2 = Set.of(90028, 90031);
    private static final int CLOSED_H2 = 90098;
    private static final String DISK_FULL_POSTGRESQL = "53100";
    private static final Logger LOG = LoggerFactory.getLogger("org.shuyuan.rest.unexpected");

    /** Texts come from the modules, which come and go. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Texts texts;

    Response answer(Throwable error, @Nullable HttpHeaders headers, @Nullable SecurityContext security) {
        return answer(error, language(headers, security), texts);
    }

    private static Language language(@Nullable HttpHeaders headers, @Nullable SecurityContext security) {
        try {
            if (security != null && security.getUserPrincipal() instanceof Caller caller) {
                return caller.language();
            }
            return Language.of(headers == null ? null : headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
        } catch (RuntimeException outsideARequest) {
            return Language.ZH_CN;
        }
    }

    static Response answer(Throwable error, Language language, @Nullable Texts texts) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return answer(problem, language, texts, Response.status(problem.status()));
            }
            Problem known = known(cause);
            if (known != null) {
                return answer(known, language, texts, Response.status(known.status()));
            }
        }
        if (error instanceof WebApplicationException web && web.getResponse().getStatus() < 500) {
            Response response = web.getResponse();
            return answer(new Problem(response.getStatus(), code(response.getStatus())), language, texts, Response.fromResponse(response));
        }
        if (clientIsGone(error)) {
            LOG.debug("The caller was gone before the answer was", error);
            return Response.status(503).build();
        }
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()).substring(8);
        LOG.error("Unexpected error {} in a REST call", id, error);
        return answer(new Problem(500, "rest.unexpected").with("id", id).extra("logId", id), language, texts, Response.serverError());
    }

    /** Nobody reads this answer; the connection ended while it was being written. */
    private static boolean clientIsGone(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClosedChannelException || cause instanceof IOException && cause.getClass().getSimpleName().equals("EofException")) {
                return true;
            }
        }
        return false;
    }

    private static boolean unwritable(SQLException e) {
        if (UNWRITABLE_H2.contains(e.getErrorCode()) || DISK_FULL_POSTGRESQL.equals(e.getSQLState())) {
            return true;
        }
        boolean file = false;
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            file |= cause instanceof IOException;
        }
        return file && e.getErrorCode() == CLOSED_H2;
    }

    /** What is wrong with the JSON that a caller sent. What the portal itself writes or has stored is not the caller's fault, and never comes here. */
    static Problem ofBody(JsonProcessingException wrong) {
        for (Throwable cause = wrong.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return problem;
            }
        }
        if (wrong instanceof UnrecognizedPropertyException unknown) {
            return Problem.badRequest("rest.unknown-member").with("name", bounded(unknown.getPropertyName()));
        }
        if (wrong instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            String field = mapping.getPath().stream().map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
                    .collect(Collectors.joining("."));
            return Problem.invalid(bounded(field), "rest.bad-value");
        }
        return Problem.badRequest("rest.bad-json");
    }

    private static @Nullable Problem known(Throwable cause) {
        if (cause instanceof OptimisticLockException) {
            return new Problem(412, "rest.changed-meanwhile").with("who", "?");
        }
        if (cause instanceof SQLException sql && unwritable(sql)) {
            LOG.error("The database could not write: {}. Make room on its disk; nothing of the request was stored.", sql.getMessage());
            return new Problem(507, "persistence.no-space");
        }
        boolean away = cause instanceof SQLTransientConnectionException || cause instanceof SQLNonTransientConnectionException
                || cause instanceof SQLException sql && sql.getSQLState() != null && sql.getSQLState().startsWith("08");
        return away ? new Problem(503, "persistence.database-unavailable") : null;
    }

    private static String code(int status) {
        return switch (status) {
            case 401 -> "access.sign-in-needed";
            case 404 -> "rest.not-found";
            case 405 -> "rest.method-not-allowed";
            case 406 -> "rest.not-acceptable";
            case 413 -> "rest.too-large";
            case 415 -> "rest.unsupported-type";
            default -> "rest.bad-request";
        };
    }

    private static Response answer(Problem problem, Language language, @Nullable Texts texts, Response.ResponseBuilder response) {
        if (problem.status() == 503 || problem.status() == 429) {
            Object seconds = problem.extra().get("retryAfter");
            response.header("Retry-After", seconds != null ? seconds : problem.status() == 503 ? 3 : 30);
        }
        return response.type("application/problem+json").entity(body(problem, language, texts)).build();
    }

    /** The members of RFC 9457 §3, then our own. */
    static Map<String, @Nullable Object> body(Problem problem, Language language, @Nullable Texts texts) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", ProblemTexts.what(problem, language, texts));
        body.put("status", problem.status());
        body.put("detail", ProblemTexts.toDo(problem, language, texts));
        body.put("code", problem.code());
        if (!problem.errors().isEmpty()) {
            List<Map<String, Object>> errors = new ArrayList<>();
            for (Problem.FieldError error : problem.errors()) {
                errors.add(Map.of("field", error.field(), "code", error.code(), "message", ProblemTexts.field(error, language, texts)));
            }
            body.put("errors", errors);
        }
        body.putAll(problem.extra());
        return body;
    }

    private static String bounded(String name) {
        return name.length() > 60 ? name.substring(0, 60) : name;
    }
}
