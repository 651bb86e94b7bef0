package org.shuyuan.modules.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.module.Register;

/** The member {@code registers} of a descriptor that keeps to the schema, and what the schema cannot say of it. */
final class DeclaredRegisters {

    private DeclaredRegisters() {}

    static List<Register> of(JsonNode descriptor) {
        return nodes(descriptor.path("registers")).stream().map(DeclaredRegisters::register).toList();
    }

    private static Register register(JsonNode node) {
        return new Register(node.path("id").asText(), node.path("text").asText(), node.path("read").asText(), node.path("write").asText(), node.path("title").asText(),
                node.path("reaches").asText().equals("below"), nodes(node.path("fields")).stream().map(DeclaredRegisters::field).toList());
    }

    private static Register.Field field(JsonNode node) {
        Register.Type type = Register.Type.valueOf(node.path("type").asText().toUpperCase(Locale.ROOT));
        List<Register.Option> options = nodes(node.path("options")).stream().map(one -> new Register.Option(one.path("value").asText(), one.path("text").asText())).toList();
        return new Register.Field(node.path("key").asText(), node.path("text").asText(), type, node.path("required").asBoolean(false),
                node.path("max").asInt(type == Register.Type.LONGTEXT ? Register.Field.LONGTEXT : Register.Field.TEXT), options);
    }

    /** What is wrong with them in one sentence for whoever writes the module. */
    static Optional<String> fault(Descriptor descriptor) {
        Set<String> own = descriptor.permissions().stream().map(ModuleInfo.Permission::id).collect(Collectors.toSet());
        Set<String> ids = new HashSet<>();
        for (Register register : descriptor.registers()) {
            String name = "register " + register.id();
            if (!ids.add(register.id())) {
                return Optional.of(name + " is declared twice");
            }
            if (!own.contains(register.read()) || !own.contains(register.write())) {
                return Optional.of(name + " is read or written by a permission that the module does not declare");
            }
            if (register.field(register.title()).filter(field -> field.type() == Register.Type.TEXT && field.required()).isEmpty()) {
                return Optional.of("the title of " + name + " is no required field of type text");
            }
            if (twice(register.fields().stream().map(Register.Field::key).toList())
                    || register.fields().stream().anyMatch(field -> twice(field.options().stream().map(Register.Option::value).toList()))) {
                return Optional.of(name + " has two fields of one key, or a choice two options of one value");
            }
        }
        return Optional.empty();
    }

    private static boolean twice(List<String> keys) {
        return new HashSet<>(keys).size() < keys.size();
    }

    private static List<JsonNode> nodes(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).collect(Collectors.toCollection(ArrayList::new));
    }
}
