package org.shuyuan.api.directory;

import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A node of the unit tree.
 *
 * @param kind code of its kind: {@code organisation}, {@code department}, {@code branch}, {@code group}, or one the office added
 * @param path ids from the root down to and with this unit
 * @param profile the profile it started from, inherited from above when it has none of its own
 * @param zone its time zone, inherited likewise; Asia/Shanghai unless set
 * @param order position among its siblings
 */
public record Unit(UUID id, @Nullable UUID parent, String name, String kind, List<UUID> path, @Nullable String profile, ZoneId zone,
        int order) {

    /**
     * Whether it is that unit or lies below it.
     *
     * @param ancestor id of a unit
     * @return true also for itself
     */
    public boolean within(UUID ancestor) {
        return path.contains(ancestor);
    }
}
