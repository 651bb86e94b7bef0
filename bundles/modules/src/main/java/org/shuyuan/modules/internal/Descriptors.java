package org.shuyuan.modules.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Texts;
import org.shuyuan.declared.DeclaredRegisters;
import org.shuyuan.rest.Json;

/** Reads descriptors, and the pages that they name, and holds them against the JSON schemas. Thread-safe. */
final class Descriptors {

    static final String HEADER = "Shuyuan-Module";
    static final String PATH = "shuyuan/module.json";
    private static final String BAD = "modules.bad-descriptor";
    private static final String WHY = "why";
    private static final int LARGEST = 256 * 1024;
    private static final int MOST_TOLD = 5;

    private final JsonSchema schema = schema("module.schema.json");
    private final JsonSchema pages = schema("pages.schema.json");

    private static JsonSchema schema(String name) {
        try (InputStream in = ModuleInfo.class.getResourceAsStream(name)) {
            JsonNode json = Json.mapper().readTree(in);
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(json);
        } catch (IOException e) {
            throw new IllegalStateException("The schema " + name + " is missing", e);
        }
    }

    /**
     * Of a module that comes: what runs already is not taken away for what a newer portal says of its pages.
     *
     * @throws Problem 422 {@code modules.bad-descriptor} with what is wrong in the pages in JSON that the descriptor names
     */
    void checkPages(Descriptor descriptor, ZipFile jar) throws IOException {
        DeclaredPages.check(descriptor, jar, pages);
    }

    /** @throws Problem 422 {@code modules.bad-descriptor} with what is wrong */
    Descriptor read(String header, InputStream in) {
        JsonNode json;
        try {
            json = Json.mapper().readTree(in.readNBytes(LARGEST));
        } catch (IOException e) {
            throw bad(noJson(PATH, e));
        }
        keepTo(schema, PATH, json);
        Descriptor descriptor = new Descriptor(json);
        if (!descriptor.id().equals(header)) {
            throw bad("id " + descriptor.id() + " differs from the header " + header);
        }
        String foreign = descriptor.permissions().stream().map(p -> p.id()).filter(p -> !p.startsWith(descriptor.id() + "."))
                .collect(Collectors.joining(", "));
        if (!foreign.isEmpty()) {
            throw bad("permissions of another module: " + foreign);
        }
        DeclaredRegisters.faults(json).stream().findFirst().ifPresent(why -> {
            throw bad(why);
        });
        return descriptor;
    }

    /** @throws Problem 422 {@code modules.bad-descriptor} with the members that are wrong, in each language */
    static void keepTo(JsonSchema schema, String file, JsonNode json) {
        if (!schema.validate(json).isEmpty()) {
            Problem bad = new Problem(422, BAD);
            Texts.each(WHY, language -> {
                Locale locale = Locale.forLanguageTag(language.tag());
                return file + ": " + schema.validate(json, context -> context.getExecutionConfig().setLocale(locale)).stream()
                        .map(ValidationMessage::getMessage).sorted().limit(MOST_TOLD).collect(Collectors.joining("; "));
            }).forEach(bad::with);
            throw bad;
        }
    }

    /** Where it is none. */
    static String noJson(String file, IOException e) {
        if (e instanceof JsonProcessingException syntax && syntax.getLocation() != null) {
            // where an object began is said as an address in memory
            String why = syntax.getOriginalMessage().lines().findFirst().orElse("").replaceFirst(" \\(start marker.*", "");
            return file + " is no JSON at line " + syntax.getLocation().getLineNr() + ", column " + syntax.getLocation().getColumnNr() + ": " + why;
        }
        return file + " is no JSON";
    }

    static Problem bad(String why) {
        return new Problem(422, BAD).with(WHY, why);
    }
}
