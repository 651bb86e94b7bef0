package org.shuyuan.modules.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.shuyuan.api.module.Profiles;
import org.shuyuan.api.text.Language;
import org.shuyuan.rest.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Profiles as files that an administrator may edit or add to: looked at every second at most, read anew when one of them is another. Thread-safe. */
@Component
public class FileProfiles implements Profiles {

    private static final Logger LOG = LoggerFactory.getLogger(FileProfiles.class);

    private static final Duration LOOK = Duration.ofSeconds(1);

    /**
     * What was read.
     *
     * @param files and what tells that one is another
     * @param looked when, by {@link System#nanoTime()}
     */
    private record Known(Map<String, JsonNode> byId, List<Profile> profiles, Map<Path, String> files, long looked) {}

    private final Path folder;
    private final Duration look;
    private volatile @Nullable Known known;

    @Activate
    public FileProfiles() {
        this(Path.of(System.getProperty("karaf.etc", "etc"), "profiles"), LOOK);
    }

    FileProfiles(Path folder, Duration look) {
        this.folder = folder;
        this.look = look;
    }

    @Override
    public List<Profile> all() {
        return known().profiles();
    }

    @Override
    public Optional<Profile> find(String id) {
        return all().stream().filter(p -> p.id().equals(id)).findFirst();
    }

    @Override
    public Optional<String> template(String profile, String module) {
        return Optional.ofNullable(known().byId().get(profile)).map(json -> json.path("templates").path(module)).filter(JsonNode::isObject)
                .map(JsonNode::toString);
    }

    private static Map<Language, String> texts(JsonNode json) {
        Map<Language, String> texts = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            if (json.has(language.tag())) {
                texts.put(language, json.path(language.tag()).asText());
            }
        }
        return texts;
    }

    private Known known() {
        Known before = known;
        long now = System.nanoTime();
        if (before != null && now - before.looked() < look.toNanos()) {
            return before;
        }
        Map<Path, String> files = files();
        Known after;
        if (before != null && before.files().equals(files)) {
            after = new Known(before.byId(), before.profiles(), files, now);
        } else {
            Map<String, JsonNode> read = read(files.keySet());
            after = new Known(read, profiles(read), files, now);
        }
        known = after;
        return after;
    }

    private static List<Profile> profiles(Map<String, JsonNode> read) {
        List<Profile> profiles = new ArrayList<>();
        read.forEach((id, json) -> {
            List<String> modules = new ArrayList<>();
            json.path("modules").forEach(m -> modules.add(m.asText()));
            profiles.add(new Profile(id, texts(json.path("name")), texts(json.path("description")), List.copyOf(modules)));
        });
        return List.copyOf(profiles);
    }

    private Map<Path, String> files() {
        Map<Path, String> found = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                found.put(file, Files.getLastModifiedTime(file) + " " + Files.size(file));
            }
        } catch (IOException e) {
            LOG.warn("Profiles cannot be read from {}: {}", folder, e.getMessage());
        }
        return found;
    }

    private static Map<String, JsonNode> read(Set<Path> files) {
        Map<String, JsonNode> found = new TreeMap<>();
        for (Path file : files) {
            try {
                JsonNode json = Json.mapper().readTree(file.toFile());
                found.put(json.path("id").asText(file.getFileName().toString().replace(".json", "")), json);
            } catch (IOException e) {
                LOG.warn("Profile {} cannot be read and is left out: {}", file, e.getMessage());
            }
        }
        return found;
    }
}
