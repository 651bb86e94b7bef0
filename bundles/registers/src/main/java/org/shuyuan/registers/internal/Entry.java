package org.shuyuan.registers.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.module.Register;

/**
 * One entry of a register. Not to be changed, nor its content.
 *
 * @param content what stands in its fields, by their keys; also what a former version of the module declared
 */
public record Entry(UUID id, int version, String module, String register, UUID unit, ObjectNode content, Trace created, Trace changed) {

    /** Who did it and when. @param name as it was then */
    public record Trace(UUID account, @Nullable UUID person, String name, Instant at) {

        private static final int LONGEST_NAME = 100;

        static Trace of(Caller caller, Instant at) {
            String name = caller.name();
            return new Trace(caller.account(), caller.person(), name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name, at);
        }
    }

    /** What stands in a field: text, number, whether; a day or a person as text. Null where there is nothing, or nothing of the field's type. */
    public @Nullable Object shown(Register.Field field) {
        return Values.shown(field, content);
    }

    Entry with(ObjectNode now, Trace by) {
        return new Entry(id, version, module, register, unit, now, created, by);
    }
}
