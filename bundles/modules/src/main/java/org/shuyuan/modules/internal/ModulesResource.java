package org.shuyuan.modules.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.api.module.Register;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Json;
import org.shuyuan.rest.ListQuery;
import org.shuyuan.rest.Page;
import org.shuyuan.rest.Public;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.Transfers;

/** The administrator's door to the modules, and what pages need of them. */
@Component(service = ModulesResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=modules)")
@javax.ws.rs.Path("")
@Produces(MediaType.APPLICATION_JSON)
public class ModulesResource {

    /** One module as the administrator sees it; {@code details} what stands behind the problem, for whoever made the module. */
    public record ModuleRow(String id, String name, @Nullable String version, String state, boolean platform, @Nullable String origin,
            @Nullable String problem, @Nullable String advice, @Nullable String details, @Nullable String catalogueVersion, @Nullable String step, List<BusyRow> busy) {}

    /** A request that has been inside the module for long. */
    public record BusyRow(String what, long seconds) {}

    /** A version that is kept: {@code used} when it was installed or brought back last, {@code running} whether it is what was chosen. */
    public record VersionRow(String version, String sha, Instant used, boolean running) {}

    /** What can be brought back, the newest first. */
    public record Versions(List<VersionRow> items) {}

    /**
     * One line of the history; {@code action} is {@code install}, {@code update}, {@code withdraw}, {@code purge} or
     * {@code failure}, {@code problem} why it failed, {@code runs} what ran on all the same, {@code details} what stands behind that; of a failure
     * {@code version} is the one that was tried and {@code previous} the one that runs.
     */
    public record HistoryRow(UUID id, String module, String name, Instant at, String who, String action, @Nullable String version, @Nullable String previous,
            @Nullable String origin, @Nullable String problem, @Nullable String runs, @Nullable String details) {}

    /** Jars in the deploy folder that do not run, and in the shared catalogue those that are not offered. */
    public record Unused(List<UnusedFile> items) {}

    /** @param from {@code deploy} or {@code share} */
    public record UnusedFile(String from, String file, String problem, String advice) {}

    private static final int MOST_MODULES = 100;

    private final ModuleRegistry registry;
    private final ModuleManager manager;
    private final Planner planner;
    private final Overview overview;
    private final Managers managers;

    @Activate
    public ModulesResource(@Reference ModuleRegistry registry, @Reference ModuleManager manager, @Reference Planner planner, @Reference Overview overview,
            @Reference Managers managers) {
        this.registry = registry;
        this.manager = manager;
        this.planner = planner;
        this.overview = overview;
        this.managers = managers;
    }

    /**
     * All texts of some modules, for their pages. Under another tag a module has other texts, so a browser keeps the answer for good. They are no secret, as the
     * pages' files are none: the page names them before anybody has signed in.
     *
     * @param language of the texts; what is missing in it is in Chinese
     * @param of {@code <module>:<tag>}, at most 100; a module that is gone or has another tag by now is left out, and such an answer is not kept
     */
    @GET
    @Public
    @javax.ws.rs.Path("texts")
    public Response texts(@QueryParam("language") @Nullable String language, @QueryParam("of") List<String> of) {
        Language chosen = Language.of(language);
        Map<String, Map<String, String>> answer = new TreeMap<>();
        List<String> wanted = of.stream().distinct().limit(MOST_MODULES).toList();
        for (String one : wanted) {
            String[] parts = one.split(":", 2);
            registry.entry(parts[0]).filter(entry -> parts.length > 1 && entry.tag().equals(parts[1])).ifPresent(entry -> answer.put(parts[0], entry.allTexts(chosen)));
        }
        return Response.ok(answer).header("Cache-Control", answer.size() == wanted.size() ? "public, max-age=31536000, immutable" : "no-store").build();
    }

    /** All modules: those that run, those that were withdrawn, those that the catalogue offers. Needs {@code modules.manage}. */
    @GET
    @Needs("modules.manage")
    public List<ModuleRow> all(@BeanParam Call call) {
        managers.require(call.caller());
        return overview.modules(call.language());
    }

    /** What was done to the modules and what failed, the newest first. Needs {@code modules.manage}. */
    @GET
    @Needs("modules.manage")
    @javax.ws.rs.Path("history")
    public Page<HistoryRow> history(@BeanParam Call call, @BeanParam ListQuery query, @QueryParam("module") @Nullable String module) {
        managers.require(call.caller());
        String one = module == null || module.isBlank() ? null : module;
        List<HistoryRow> rows = overview.history(one, query.offset(), query.size(), call.language());
        return Page.of(rows, manager.history().count(one), query);
    }

    /** The jars in the deploy folder that do not run, those in the shared catalogue that are not offered, and why. Needs {@code modules.manage}. */
    @GET
    @Needs("modules.manage")
    @javax.ws.rs.Path("deploy")
    public Unused unused(@BeanParam Call call) {
        managers.require(call.caller());
        Map<String, DesiredStore.Desired> wanted = manager.store().all();
        List<UnusedFile> files = new ArrayList<>();
        for (Catalogue.Found found : manager.deployed().all()) {
            if (found.problem().isPresent()) {
                files.add(unused("deploy", found.file(), found.problem().get(), call.language()));
            } else {
                String id = found.jar().orElseThrow().id();
                DesiredStore.Desired chosen = wanted.get(id);
                if (chosen == null || !chosen.installed() || !found.jar().orElseThrow().sha().equals(chosen.sha())) {
                    Problem why = manager.failures().getOrDefault(id, new Problem(422, "modules.other-chosen").with("module", id));
                    files.add(unused("deploy", found.file(), why, call.language()));
                }
            }
        }
        manager.offers().shared().all().forEach(found -> found.problem().ifPresent(why -> files.add(unused("share", found.file(), why, call.language()))));
        return new Unused(files);
    }

    private UnusedFile unused(String from, Path file, Problem why, Language language) {
        return new UnusedFile(from, file.getFileName().toString(), registry.sentence(language, why), registry.advice(language, why));
    }

    /**
     * What bringing the jar or Karaf archive would do; nothing is done yet.
     *
     * @param name of the file: what ends with {@code .kar} is read as an archive
     * @param knowing whether bundles of other modules may be touched by it
     */
    @POST
    @Needs("modules.manage")
    @javax.ws.rs.Path("plan")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    public Plan plan(@BeanParam Call call, @QueryParam("name") @Nullable String name, @QueryParam("knowing") boolean knowing, InputStream body) throws IOException {
        managers.require(call.caller());
        return withJar(name, body, jar -> planner.plan(jar, call.language(), knowing));
    }

    /** The versions of a module that ran here and are kept: the last six. Each can be brought back. */
    @GET
    @Needs("modules.manage")
    @javax.ws.rs.Path("{id}/versions")
    public Versions versions(@BeanParam Call call, @PathParam("id") String id) {
        managers.require(call.caller());
        String chosen = manager.store().find(id).filter(DesiredStore.Desired::installed).map(DesiredStore.Desired::sha).orElse("");
        return new Versions(manager.versions().of(id).stream()
                .map(kept -> new VersionRow(kept.jar().version().toString(), kept.jar().sha(), kept.used(), kept.jar().sha().equals(chosen))).toList());
    }

    /**
     * What installing from the catalogue, or the version that ran last, would do.
     *
     * @param sha of a kept version: what bringing that one back would do
     * @param knowing whether bundles of other modules may be touched by it
     */
    @GET
    @Needs("modules.manage")
    @javax.ws.rs.Path("{id}/plan")
    public Plan plan(@BeanParam Call call, @PathParam("id") String id, @QueryParam("sha") @Nullable String sha, @QueryParam("knowing") boolean knowing) {
        managers.require(call.caller());
        manager.refusePlatform(id);
        return planner.plan(sha == null ? manager.offered(id).jar() : manager.versions().find(id, sha), call.language(), knowing);
    }

    /**
     * Takes a module out of the running portal; its data stays.
     *
     * @param knowing whether bundles of other modules that use it may be stopped and wired anew
     */
    @POST
    @Needs("modules.manage")
    @javax.ws.rs.Path("{id}/withdraw")
    public Response withdraw(@BeanParam Call call, @PathParam("id") String id, @QueryParam("knowing") boolean knowing) {
        managers.require(call.caller());
        manager.withdraw(id, call.caller(), knowing);
        return Response.noContent().build();
    }

    /**
     * Installs a module from the catalogue, or the version that ran last.
     *
     * @param sha of a kept version: brings that one back
     * @param knowing whether bundles of other modules may be stopped and wired anew by it; without that such a module is refused (409 {@code modules.touches-others})
     */
    @POST
    @Needs("modules.manage")
    @javax.ws.rs.Path("{id}/install")
    public Response install(@BeanParam Call call, @PathParam("id") String id, @QueryParam("sha") @Nullable String sha, @QueryParam("knowing") boolean knowing) {
        managers.require(call.caller());
        if (sha == null) {
            manager.install(id, call.caller(), knowing);
        } else {
            manager.install(manager.versions().find(id, sha), ModuleManager.FROM_KEPT, call.caller(), knowing);
        }
        return Response.noContent().build();
    }

    /**
     * Installs a module from a jar or Karaf archive sent along.
     *
     * @param name of the file: what ends with {@code .kar} is read as an archive
     * @param knowing whether bundles of other modules may be stopped and wired anew by it; without that such a module is refused (409 {@code modules.touches-others})
     */
    @POST
    @Needs("modules.manage")
    @javax.ws.rs.Path("install")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    public Response upload(@BeanParam Call call, @QueryParam("name") @Nullable String name, @QueryParam("knowing") boolean knowing, InputStream body) throws IOException {
        managers.require(call.caller());
        return withJar(name, body, jar -> {
            manager.install(jar, ModuleManager.FROM_UPLOAD, call.caller(), knowing);
            return Response.noContent().build();
        });
    }

    private <T> T withJar(@Nullable String name, InputStream body, Function<ModuleJar, T> work) throws IOException {
        Path temp = Files.createTempFile("shuyuan-module", name != null && name.endsWith(Kar.SUFFIX) ? Kar.SUFFIX : ".jar");
        try (InputStream bounded = Transfers.bounded(body, ModuleJar.LARGEST)) {
            Files.copy(bounded, temp, StandardCopyOption.REPLACE_EXISTING);
            return work.apply(ModuleJar.brought(temp, registry.descriptors()));
        } finally {
            Files.deleteIfExists(temp);
        }
    }

    /** A module's REST description (OpenAPI 3), in the caller's language. */
    @GET
    @Needs(Needs.SIGN_IN)
    @javax.ws.rs.Path("openapi/{id}")
    public ObjectNode openapi(@BeanParam Call call, @PathParam("id") String id) throws IOException {
        ModuleRegistry.Entry entry = registry.entry(id).orElseThrow(() -> Problem.notFound("modules.no-openapi").with("module", id));
        List<Register> registers = entry.descriptor() == null ? List.of() : entry.descriptor().registers();
        URL built = entry.bundle().getEntry("shuyuan/openapi.json");
        if (built == null && registers.isEmpty()) {
            throw Problem.notFound("modules.no-openapi").with("module", id);
        }
        // Modules without code have no description of their own; what all descriptions have in common is in this bundle's.
        ObjectNode document = built == null ? RegisterDescription.empty(description(ModulesResource.class.getResource("/shuyuan/openapi.json"))) : description(built);
        return new ApiDescription(registry, call.language()).complete(document, entry, id, registers);
    }

    private static ObjectNode description(URL file) throws IOException {
        try (InputStream in = file.openStream()) {
            return (ObjectNode) Json.mapper().readTree(in);
        }
    }
}
