package org.shuyuan.modules.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.rest.Json;

/**
 * A folder, or a file share, from which an organisation hands out modules. What it offers stands in {@code index.json}, whose bytes are signed with Ed25519 in
 * {@code index.sig}; a jar that is not in the index, or not as the index says, is not offered. Thread-safe.
 */
final class SharedCatalogue {

    static final String INDEX = "index.json";
    static final String INDEX_SIGNATURE = "index.sig";
    private static final long LARGEST_INDEX = 4L << 20;

    private record Line(String id, String version, long size, String sha) {}

    private record Index(Map<String, Line> lines, @Nullable String signer, @Nullable Problem problem) {

        static Index refused(String code) {
            return new Index(Map.of(), null, new Problem(422, code));
        }
    }

    private final ModuleSettings settings;
    private final Descriptors descriptors;
    private final Certificates trusted;
    private volatile @Nullable Catalogue reader;

    SharedCatalogue(ModuleSettings settings, Descriptors descriptors, Certificates trusted) {
        this.settings = settings;
        this.descriptors = descriptors;
        this.trusted = trusted;
    }

    /** Every jar there; those that are not offered with the reason. */
    List<Catalogue.Found> all() {
        Optional<Catalogue> there = catalogue();
        if (there.isEmpty()) {
            return List.of();
        }
        Index index = index(there.get().folder());
        return there.get().all().stream().map(found -> vetted(found, index)).toList();
    }

    /** The newest of each module that is offered. */
    Map<String, ModuleJar> newest() {
        Map<String, ModuleJar> newest = new TreeMap<>();
        all().forEach(found -> found.jar().ifPresent(jar -> newest.merge(jar.id(), jar, (a, b) -> Catalogue.BY_VERSION.compare(a, b) >= 0 ? a : b)));
        return newest;
    }

    /** Who signed the index, if the jar is in it as it is. */
    Optional<String> signer(ModuleJar jar) {
        return catalogue().map(there -> index(there.folder())).filter(index -> index.problem() == null && index.lines().values().stream().anyMatch(line -> line.sha().equals(jar.sha())))
                .map(Index::signer);
    }

    private Optional<Catalogue> catalogue() {
        try {
            Optional<Path> folder = settings.catalogue().map(path -> path.toAbsolutePath().normalize());
            if (folder.isEmpty()) {
                return Optional.empty();
            }
            Catalogue known = reader;
            if (known == null || !known.folder().equals(folder.get())) {
                known = new Catalogue(folder.get(), descriptors);
                reader = known;
            }
            return Optional.of(known);
        } catch (InvalidPathException noFolder) {
            return Optional.empty();
        }
    }

    private static Catalogue.Found vetted(Catalogue.Found found, Index index) {
        if (found.jar().isEmpty()) {
            return found;
        }
        Problem problem = index.problem();
        if (problem == null) {
            ModuleJar jar = found.jar().get();
            Line line = index.lines().get(found.file().getFileName().toString());
            if (line == null) {
                problem = new Problem(422, "modules.not-in-index").with("file", found.file().getFileName());
            } else if (!line.sha().equals(jar.sha()) || !line.id().equals(jar.id()) || !line.version().equals(jar.version().toString())) {
                problem = new Problem(422, "modules.not-as-in-index").with("file", found.file().getFileName());
            }
        }
        return problem == null ? found : new Catalogue.Found(found.file(), Optional.empty(), Optional.of(problem));
    }

    private Index index(Path folder) {
        Path file = folder.resolve(INDEX);
        Path signature = folder.resolve(INDEX_SIGNATURE);
        try {
            if (!Files.isRegularFile(file) || !Files.isRegularFile(signature) || Files.size(file) > LARGEST_INDEX || Files.size(signature) > LARGEST_INDEX) {
                return Index.refused("modules.no-index");
            }
            byte[] bytes = Files.readAllBytes(file);
            Optional<X509Certificate> signer = trusted.signer(bytes, Base64.getMimeDecoder().decode(Files.readAllBytes(signature)));
            return signer.isEmpty() ? Index.refused("modules.index-not-trusted") : new Index(lines(Json.mapper().readTree(bytes)), Certificates.name(signer.get()), null);
        } catch (IOException | IllegalArgumentException e) {
            return Index.refused("modules.index-not-trusted");
        }
    }

    private static Map<String, Line> lines(JsonNode index) {
        Map<String, Line> lines = new HashMap<>();
        for (JsonNode one : index.path("modules")) {
            lines.put(one.path("file").asText(), new Line(one.path("id").asText(), one.path("version").asText(), one.path("size").asLong(), one.path("sha256").asText()));
        }
        return lines;
    }
}
