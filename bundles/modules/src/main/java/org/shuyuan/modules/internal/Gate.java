package org.shuyuan.modules.internal;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.http.whiteboard.Preprocessor;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.module.Maintenance;
import org.shuyuan.api.module.ModuleInfo.State;
import org.shuyuan.api.text.Language;
import org.shuyuan.rest.Json;
import org.shuyuan.rest.SignedIn;
import org.shuyuan.rest.SwitchedOff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before every request to {@code /api/<module>}: 404 when there is no such module, 503 with {@code Retry-After} while it
 * is updated, while the database is away or the portal starts. So no module has to know about coming and going. A request to a
 * domain module names its unit: 400 without, 404 for a unit that does not exist or at which the module is off; what it keeps there can still be read by those
 * who answer for it, which is for whoever knows the caller to decide ({@link SwitchedOff}). More requests at once in one domain module than it may have are
 * asked to come again; who waits longer than a module may take is answered in its place; and one that does nothing but fail is told of ({@link Guard}). Also answers {@code /api/modules/ready}, which
 * must work when nothing else does.
 */
@Component(service = {Preprocessor.class, Gate.class})
public class Gate implements Preprocessor {

    private static final String READY = "/api/modules/ready";
    private static final Set<String> READING = Set.of("GET", "HEAD");
    /** Requests in one module until the settings are read; it answers sixteen people at once with room to spare, and Jetty has two hundred threads for all of them. */
    private static final int MOST_AT_ONCE = 50;
    /** Within five minutes, see {@link Guard}. */
    private static final int FAILURES = 50;
    /** Until the settings are read. */
    private static final int DEADLINE_S = 60;
    private static final String TOO_SLOW = "modules.too-slow";
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    /** Answers in the module's place. @return false when the module has begun to */
    private interface Late {
        boolean answer() throws IOException;
    }

    private final ModuleRegistry registry;
    private final Guard guard;
    private final Map<String, String> probes = new ConcurrentHashMap<>();
    private final Map<Guard.Inside, Late> open = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread thread = new Thread(r, "shuyuan-deadlines");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Consumer<String> failing = id -> { };
    private volatile @Nullable ModuleSettings settings;
    /** What the portal still waits for; empty once it is ready. */
    private volatile List<String> waitingFor = List.of("start");

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Maintenance maintenance;

    /** Needs the database, which the gate does not wait for. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Units units;

    @Activate
    public Gate(@Reference ModuleRegistry registry) {
        this.registry = registry;
        guard = new Guard(() -> settings == null ? MOST_AT_ONCE : settings.requestsAtOnce(), () -> settings == null ? FAILURES : settings.failures(), System::nanoTime);
        clock.scheduleWithFixedDelay(this::answerLate, 1, 1, TimeUnit.SECONDS);
    }

    @Deactivate
    public void close() {
        clock.shutdownNow();
    }

    Gate(ModuleRegistry registry, Guard guard) {
        this.registry = registry;
        this.guard = guard;
    }

    /** The limits, once they are read; the gate does not wait for them. */
    void settings(ModuleSettings read) {
        settings = read;
    }

    /** Who is told, once, of a module that does nothing but fail. */
    void failing(Consumer<String> told) {
        failing = told;
    }

    Guard guard() {
        return guard;
    }

    void waitingFor(List<String> parts) {
        waitingFor = List.copyOf(parts);
    }

    /** Why nobody is served just now, if that is so. */
    Optional<String> maintenance() {
        return Optional.ofNullable(maintenance).flatMap(Maintenance::reason);
    }

    boolean ready() {
        return waitingFor.isEmpty();
    }

    /** Waits until no request is inside the module, at most so many milliseconds. */
    void drain(String id, long milliseconds) throws InterruptedException {
        long end = System.nanoTime() + milliseconds * 1_000_000;
        while (guard.inside(id) > 0 && System.nanoTime() < end) {
            Thread.sleep(10);
        }
    }

    @Override
    public void init(FilterConfig config) {
        // nothing to set up
    }

    @Override
    public void destroy() {
        // nothing held
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !http.getRequestURI().startsWith("/api/")) {
            chain.doFilter(request, response);
            return;
        }
        HttpServletResponse answer = (HttpServletResponse) response;
        String path = http.getRequestURI();
        Optional<String> reason = maintenance();
        if (path.equals(READY)) {
            ready(answer, reason);
            return;
        }
        int slash = path.indexOf('/', 5);
        String id = slash < 0 ? path.substring(5) : path.substring(5, slash);
        if (probed(id, http)) {
            chain.doFilter(request, response);
            return;
        }
        if (reason.isPresent() && !path.startsWith("/api/notices/stream")) {
            refuse(http, answer, 503, reason.get(), id);
        } else if (!ready()) {
            refuse(http, answer, 503, "modules.starting", id);
        } else {
            State state = registry.state(id).orElse(State.WITHDRAWN);
            switch (state) {
                case ACTIVE -> {
                    Refusal wrong = registry.isPlatform(id) ? null : wrongUnit(http, id);
                    if (wrong == null) {
                        pass(id, http, answer, chain);
                    } else {
                        refuse(http, answer, wrong.status(), wrong.code(), id);
                    }
                }
                case UPDATING -> refuse(http, answer, 503, "modules.updating", id);
                default -> refuse(http, answer, 404, "modules.not-active", id);
            }
        }
    }

    /** Lets the portal itself in to a module that is being exchanged, to see whether it answers. @return what the question says in {@link Answers#PROBE} */
    String probe(String id) {
        return probes.computeIfAbsent(id, key -> UUID.randomUUID().toString());
    }

    /** From now on it is asked as everybody asks. */
    void probed(String id) {
        probes.remove(id);
    }

    private boolean probed(String id, HttpServletRequest http) {
        String secret = probes.isEmpty() ? null : probes.get(id);
        return secret != null && secret.equals(http.getHeader(Answers.PROBE));
    }

    private record Refusal(int status, String code) {}

    /** The query is read by hand: asking the request for its parameters would consume the body of a form. */
    private @Nullable Refusal wrongUnit(HttpServletRequest http, String id) {
        UUID unit;
        try {
            List<String> named = units(http.getQueryString());
            // of two, nobody knows which one the module takes
            if (named.size() != 1) {
                return new Refusal(400, "rest.unit-needed");
            }
            unit = UUID.fromString(named.get(0));
        } catch (IllegalArgumentException e) {
            return new Refusal(400, "rest.unit-needed");
        }
        Units known = units;
        if (known != null && known.find(unit).isEmpty()) {
            return new Refusal(404, "directory.no-such-unit");
        }
        if (registry.active(id, unit)) {
            return null;
        }
        if (!READING.contains(http.getMethod())) {
            return new Refusal(404, "modules.off");
        }
        SwitchedOff.mark(http, unit);
        return null;
    }

    /** @throws IllegalArgumentException when something in the query is no encoded text */
    private static List<String> units(@Nullable String query) {
        return query == null ? List.of() : Arrays.stream(query.split("&")).map(one -> one.split("=", 2))
                .filter(one -> URLDecoder.decode(one[0], StandardCharsets.UTF_8).equals("unit")).map(one -> one.length < 2 ? "" : URLDecoder.decode(one[1], StandardCharsets.UTF_8)).toList();
    }

    /** Also asked while the request goes on, or has just ended. */
    private static String who(HttpServletRequest request, String address) {
        try {
            return SignedIn.account(request).map(UUID::toString).orElse(address);
        } catch (RuntimeException over) {
            return address;
        }
    }

    private void pass(String id, HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        if (registry.isPlatform(id)) {
            chain.doFilter(request, response);
            return;
        }
        String address = String.valueOf(request.getRemoteAddr());
        Guard.Inside one = guard.enter(id, request.getMethod() + " " + request.getRequestURI(), () -> who(request, address));
        if (one == null) {
            refuse(request, response, 503, "modules.busy", id);
            return;
        }
        Answer answer = new Answer(response);
        // read now: whoever answers in the module's place must not touch a request that is in use
        String language = request.getHeader("Accept-Language");
        open.put(one, () -> answer.instead(() -> {
            response.setHeader("Connection", "close");
            refuse(language, response, 503, TOO_SLOW, id);
        }));
        boolean bad = false;
        try {
            chain.doFilter(new Upload(request, () -> guard.heard(one)), answer);
            bad = response.getStatus() == HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        } catch (RuntimeException | ServletException | Error e) {
            bad = true;
            throw e;
        } finally {
            open.remove(one);
            // an answer that nobody waited for (IOException) is nobody's fault either
            // while the database is away nothing is a module's fault
            if (guard.leave(id, one, bad && maintenance().isEmpty())) {
                failing.accept(id);
            }
        }
    }

    /**
     * Answers whoever has waited longer than a module may take. The thread that is busy with it goes on and is named on the page: to stop a thread from outside
     * would leave what it holds in no state that anybody knows.
     */
    void answerLate() {
        Duration deadline = Duration.ofSeconds(settings == null ? DEADLINE_S : settings.deadlineSeconds());
        for (String id : guard.known()) {
            for (Guard.Inside one : guard.overdue(id, deadline)) {
                answerLate(id, one);
            }
        }
    }

    private void answerLate(String id, Guard.Inside one) {
        Late late = open.get(one);
        boolean answered;
        try {
            answered = late != null && late.answer();
        } catch (IOException | RuntimeException nobodyListens) {
            answered = true;
        }
        if (answered) {
            LOG.warn("Module {} has not answered {} in time; whoever waited was told", id, one.what());
            if (guard.late(id, one) && maintenance().isEmpty()) {
                failing.accept(id);
            }
        }
    }

    private void ready(HttpServletResponse answer, Optional<String> reason) throws IOException {
        boolean ready = ready() && reason.isEmpty();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ready", ready);
        if (!ready) {
            body.put("waitingFor", reason.map(List::of).orElse(waitingFor));
        }
        write(answer, ready ? 200 : 503, "application/json", body);
    }

    private void refuse(HttpServletRequest request, HttpServletResponse answer, int status, String code, String id) throws IOException {
        refuse(request.getHeader("Accept-Language"), answer, status, code, id);
    }

    private void refuse(@Nullable String wanted, HttpServletResponse answer, int status, String code, String id) throws IOException {
        Language language = Language.of(wanted);
        int dot = code.indexOf('.');
        String module = code.substring(0, dot);
        String key = "problem." + code.substring(dot + 1);
        Map<String, String> values = Map.of("module", id.length() > 40 ? id.substring(0, 40) : id);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", registry.text(language, module, key, values));
        body.put("status", status);
        body.put("detail", registry.text(language, module, key + ".do", values));
        body.put("code", code);
        // a page repeats by itself what it may; what was begun may have been done
        if (status == 503 && !code.equals(TOO_SLOW)) {
            answer.setHeader("Retry-After", "1");
        }
        write(answer, status, "application/problem+json", body);
    }

    private static void write(HttpServletResponse answer, int status, String type, Map<String, Object> body) throws IOException {
        byte[] bytes = Json.mapper().writeValueAsBytes(body);
        answer.setStatus(status);
        answer.setContentType(type);
        answer.setHeader("Cache-Control", "no-store");
        answer.setContentLength(bytes.length);
        answer.getOutputStream().write(bytes);
    }
}
