package org.shuyuan.examples.reading.internal;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Units;

/** Whose books and meetings are shown at a unit. Thread-safe. */
@Component(service = Shelves.class)
public final class Shelves {

    private final Access access;
    private final Units units;

    @Activate
    public Shelves(@Reference Access access, @Reference Units units) {
        this.access = access;
        this.units = units;
    }

    /**
     * The unit's own, those below it, and those above it: people belong to an office of a branch, and its books stand with the branch. Each only where the caller may.
     *
     * @throws org.shuyuan.api.problem.Problem 403 {@code access.forbidden} where the caller may not at the unit itself
     */
    Set<UUID> seen(Caller caller, UUID unit) {
        Set<UUID> seen = new HashSet<>(access.within(caller, BookService.READ, unit));
        units.get(unit).path().stream().filter(above -> access.can(caller, BookService.READ, above)).forEach(seen::add);
        return seen;
    }
}
