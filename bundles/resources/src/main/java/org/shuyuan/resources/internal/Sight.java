package org.shuyuan.resources.internal;

import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.problem.Problem;

/** Who sees and who may use what. Thread-safe. */
@Component(service = Sight.class)
public final class Sight {

    private final Access access;
    private final Units units;

    @Activate
    public Sight(@Reference Access access, @Reference Units units) {
        this.access = access;
        this.units = units;
    }

    /** Who may read the register of its unit; of one that is shared, also who may read that of a unit below. */
    public boolean sees(Caller caller, Resource resource) {
        if (units.find(resource.unit()).isEmpty()) {
            return false;
        }
        return access.can(caller, Permissions.READ, resource.unit()) || resource.shared() && access.unitsWith(caller, Permissions.READ).stream()
                .map(held -> units.find(held.unit())).flatMap(Optional::stream).anyMatch(held -> held.within(resource.unit()));
    }

    public boolean manages(Caller caller, Resource resource) {
        return access.can(caller, Permissions.MANAGE, resource.unit());
    }

    /** For a unit one may book for: what is shared with it, and what one may book at its own unit. */
    public boolean mayBook(Caller caller, Resource resource, UUID unit) {
        return resource.bookable() && !resource.retired() && access.can(caller, Permissions.BOOK, unit) && offered(caller, resource, unit);
    }

    private boolean offered(Caller caller, Resource resource, UUID unit) {
        return access.can(caller, Permissions.BOOK, resource.unit())
                || resource.shared() && units.find(unit).filter(u -> u.within(resource.unit())).isPresent();
    }

    /** What a booking is for is told to who may read at its unit, to who made it, and to who looks after the resource. */
    public boolean readsTitle(Caller caller, Booking booking, Resource resource) {
        return booking.of(caller) || access.can(caller, Permissions.READ, booking.unit()) || manages(caller, resource);
    }

    /** @throws Problem 403; 404 {@code resources.no-such-resource}; 409 {@code resources.not-bookable} */
    void requireUse(Caller caller, Resource resource, UUID unit) {
        Unit there = units.get(unit);
        access.require(caller, Permissions.BOOK, there.id());
        if (!sees(caller, resource) && !offered(caller, resource, unit)) {
            throw Problem.notFound("resources.no-such-resource");
        }
        if (!resource.bookable() || resource.retired()) {
            throw Problem.conflict("resources.not-bookable").with("name", resource.name());
        }
        if (!offered(caller, resource, unit)) {
            throw Problem.forbidden("resources.not-shared").with("name", resource.name());
        }
    }
}
