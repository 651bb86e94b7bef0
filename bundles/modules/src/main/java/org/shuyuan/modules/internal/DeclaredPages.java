package org.shuyuan.modules.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.JsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.shuyuan.declared.DeclaredTexts;
import org.shuyuan.declared.PageKeys;
import org.shuyuan.declared.PageWays;
import org.shuyuan.rest.Json;

/**
 * The pages in JSON that a descriptor names. A module of pages alone was held against nothing by a build; what is wrong in it would be an empty place on somebody's
 * page, or the key where a text should be.
 */
final class DeclaredPages {

    private static final String FOLDER = "shuyuan/web/";
    private static final String TEXTS = "shuyuan/i18n/zh-CN.json";
    private static final int LARGEST = 1 << 20;
    private static final int MOST_TOLD = 5;

    private DeclaredPages() {}

    /** @throws Problem 422 {@code modules.bad-descriptor} with what is wrong with them, for whoever writes the module */
    static void check(Descriptor descriptor, ZipFile jar, JsonSchema schema) throws IOException {
        Map<String, JsonNode> read = new LinkedHashMap<>();
        for (String view : views(descriptor)) {
            String file = view.substring(0, view.indexOf('#'));
            if (!read.containsKey(file)) {
                JsonNode pages = json(jar, FOLDER + file);
                if (pages == null) {
                    throw Descriptors.bad("view " + view + ": " + file + " is missing");
                }
                Descriptors.keepTo(schema, file, pages);
                read.put(file, pages);
            }
            if (!read.get(file).has(view.substring(view.indexOf('#') + 1))) {
                throw Descriptors.bad("view " + view + ": there is no such page in " + file);
            }
        }
        JsonNode texts = read.isEmpty() ? null : json(jar, TEXTS);
        read.forEach((file, pages) -> held(descriptor, file, pages, texts == null ? MissingNode.getInstance() : texts));
    }

    private static void held(Descriptor descriptor, String file, JsonNode pages, JsonNode texts) {
        String missing = DeclaredTexts.ofPages(pages).stream().filter(key -> !texts.has(key)).limit(MOST_TOLD).collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw Descriptors.bad(file + " names texts that are missing: " + missing);
        }
        // what code answers is held by the module's own build
        Stream.concat(PageWays.astray(descriptor.json(), pages).stream(), PageKeys.unknown(descriptor.json(), MissingNode.getInstance(), pages).stream()).findFirst().ifPresent(why -> {
            throw Descriptors.bad(file + ": " + why);
        });
    }

    private static Set<String> views(Descriptor descriptor) {
        return Stream.of("routes", "cards", "banners").flatMap(part -> descriptor.json().path(part).findValuesAsText("view").stream()).filter(view -> view.contains(".json#"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static @Nullable JsonNode json(ZipFile jar, String path) throws IOException {
        ZipEntry entry = jar.getEntry(path);
        if (entry == null) {
            return null;
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return Json.mapper().readTree(in.readNBytes(LARGEST));
        } catch (JsonProcessingException noJson) {
            throw Descriptors.bad(Descriptors.noJson(path, noJson));
        }
    }
}
