package org.shuyuan.modules.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.shuyuan.api.module.Register;

/** The member {@code registers} of a descriptor that keeps to the schema. */
final class Registers {

    private Registers() {}

    static List<Register> of(JsonNode descriptor) {
        return nodes(descriptor.path("registers")).stream().map(Registers::register).toList();
    }

    private static Register register(JsonNode node) {
        return new Register(node.path("id").asText(), node.path("text").asText(), node.path("read").asText(), node.path("write").asText(), node.path("title").asText(),
                node.path("reaches").asText().equals("below"), nodes(node.path("fields")).stream().map(Registers::field).toList());
    }

    private static Register.Field field(JsonNode node) {
        Register.Type type = Register.Type.valueOf(node.path("type").asText().toUpperCase(Locale.ROOT));
        List<Register.Option> options = nodes(node.path("options")).stream().map(one -> new Register.Option(one.path("value").asText(), one.path("text").asText())).toList();
        return new Register.Field(node.path("key").asText(), node.path("text").asText(), type, node.path("required").asBoolean(false),
                node.path("max").asInt(type == Register.Type.LONGTEXT ? Register.Field.LONGTEXT : Register.Field.TEXT), options);
    }

    private static List<JsonNode> nodes(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).collect(Collectors.toCollection(ArrayList::new));
    }
}
