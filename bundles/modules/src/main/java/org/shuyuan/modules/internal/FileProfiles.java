package org.shuyuan.modules.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.shuyuan.api.module.Profiles;
import org.shuyuan.api.text.Language;
import org.shuyuan.rest.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Profiles as files that an administrator may edit or add to; read anew each time, which happens rarely. */
@Component
public class FileProfiles implements Profiles {

    private static final Logger LOG = LoggerFactory.getLogger(FileProfiles.class);

    private final Path folder;

    @Activate
    public FileProfiles() {
        this(Path.of(System.getProperty("karaf.etc", "etc"), "profiles"));
    }

    FileProfiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public List<Profile> all() {
        List<Profile> profiles = new ArrayList<>();
        read().forEach((id, json) -> {
            List<String> modules = new ArrayList<>();
            json.path("modules").forEach(m -> modules.add(m.asText()));
            profiles.add(new Profile(id, texts(json.path("name")), texts(json.path("description")), modules));
        });
        return profiles;
    }

    @Override
    public Optional<Profile> find(String id) {
        return all().stream().filter(p -> p.id().equals(id)).findFirst();
    }

    @Override
    public Optional<String> template(String profile, String module) {
        return Optional.ofNullable(read().get(profile)).map(json -> json.path("templates").path(module)).filter(JsonNode::isObject)
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

    private Map<String, JsonNode> read() {
        Map<String, JsonNode> found = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                try {
                    JsonNode json = Json.mapper().readTree(file.toFile());
                    found.put(json.path("id").asText(file.getFileName().toString().replace(".json", "")), json);
                } catch (IOException e) {
                    LOG.warn("Profile {} cannot be read and is left out: {}", file, e.getMessage());
                }
            }
        } catch (IOException e) {
            LOG.warn("Profiles cannot be read from {}: {}", folder, e.getMessage());
        }
        return found;
    }
}
