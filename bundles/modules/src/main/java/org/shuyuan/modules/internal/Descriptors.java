package org.shuyuan.modules.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.rest.Json;

/** Reads descriptors, and the pages that they name, and holds them against the JSON schemas. Thread-safe. */
final class Descriptors {

    static final String HEADER = "Shuyuan-Module";
    static final String PATH = "shuyuan/module.json";
    private static final int LARGEST = 256 * 1024;

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
        DeclaredPages.fault(descriptor, jar, pages).ifPresent(why -> {
            throw bad(why);
        });
    }

    /** @throws Problem 422 {@code modules.bad-descriptor} with what is wrong */
    Descriptor read(String header, InputStream in) {
        JsonNode json;
        try {
            json = Json.mapper().readTree(in.readNBytes(LARGEST));
        } catch (IOException e) {
            throw bad(e.getMessage() == null ? "not JSON" : e.getMessage().lines().findFirst().orElse("not JSON"));
        }
        Set<ValidationMessage> faults = schema.validate(json);
        if (!faults.isEmpty()) {
            throw bad(faults.stream().map(ValidationMessage::getMessage).sorted().limit(5).collect(Collectors.joining("; ")));
        }
        Descriptor descriptor = new Descriptor(json);
        if (!descriptor.id().equals(header)) {
            throw bad("id " + descriptor.id() + " differs from the header " + header);
        }
        String foreign = descriptor.permissions().stream().map(p -> p.id()).filter(p -> !p.startsWith(descriptor.id() + "."))
                .collect(Collectors.joining(", "));
        if (!foreign.isEmpty()) {
            throw bad("permissions of another module: " + foreign);
        }
        DeclaredRegisters.fault(descriptor).ifPresent(why -> {
            throw bad(why);
        });
        return descriptor;
    }

    private static Problem bad(String why) {
        return new Problem(422, "modules.bad-descriptor").with("why", why);
    }
}
