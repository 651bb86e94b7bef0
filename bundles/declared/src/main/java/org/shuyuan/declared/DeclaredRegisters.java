package org.shuyuan.declared;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The member {@code registers} of a descriptor: what its schema cannot say of it. */
public final class DeclaredRegisters {

    private DeclaredRegisters() {}

    /** @param descriptor that keeps to its schema @return what is wrong, in sentences for whoever writes the module */
    public static List<String> faults(JsonNode descriptor) {
        List<String> faults = new ArrayList<>();
        Set<String> permissions = new HashSet<>(descriptor.path("permissions").findValuesAsText("id"));
        Set<String> ids = new HashSet<>();
        for (JsonNode register : descriptor.path("registers")) {
            String name = "register " + register.path("id").asText();
            if (!ids.add(name)) {
                faults.add(name + " is declared twice");
            }
            if (Stream.of("read", "write").anyMatch(what -> !permissions.contains(register.path(what).asText()))) {
                faults.add(name + " is read or written by a permission that the module does not declare");
            }
            fields(name, register, faults);
        }
        return faults;
    }

    private static void fields(String name, JsonNode register, List<String> faults) {
        boolean title = false;
        Set<String> keys = new HashSet<>();
        for (JsonNode field : register.path("fields")) {
            String key = field.path("key").asText();
            title |= key.equals(register.path("title").asText()) && field.path("type").asText().equals("text") && field.path("required").asBoolean();
            if (!keys.add(key)) {
                faults.add(name + " has two fields " + key);
            }
            Set<String> values = new HashSet<>();
            for (JsonNode option : field.path("options")) {
                if (!values.add(option.path("value").asText())) {
                    faults.add("the choice " + key + " of " + name + " has two options " + option.path("value").asText());
                }
            }
        }
        if (!title) {
            faults.add("the title of " + name + " is no required field of type text");
        }
    }
}
