package org.shuyuan.api.attendance;

/**
 * What a module has that people attend: one date of an event, a meeting, a lecture, a session of a course. It is the same subject as
 * long as module, id and part are the same.
 *
 * @param module id of the module
 * @param id of what the module has, 1–60 characters
 * @param part which one of several that share the id, e.g. the recurrence id of an event's date; empty when there is but one; at most 40 characters
 * @param link path in the portal that opens it, at most 300 characters
 */
public record Subject(String module, String id, String part, String link) {

    /**
     * Whether it is the same subject, wherever its link leads.
     *
     * @param other another one
     * @return true when module, id and part are equal
     */
    public boolean same(Subject other) {
        return module.equals(other.module) && id.equals(other.id) && part.equals(other.part);
    }
}
