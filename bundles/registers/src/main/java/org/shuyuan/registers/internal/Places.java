package org.shuyuan.registers.internal;

import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Access;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.directory.Units;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.module.Modules;
import org.shuyuan.api.module.Register;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.rest.SwitchedOff;

/**
 * Finds the register a request is about, and answers for the module as the portal's gate would: not here, being updated, off at the unit. Thread-safe.
 */
@Component(service = Places.class)
public final class Places {

    private final Modules modules;
    private final Units units;
    private final Access access;

    @Activate
    public Places(@Reference Modules modules, @Reference Units units, @Reference Access access) {
        this.modules = modules;
        this.units = units;
        this.access = access;
    }

    /**
     * For reading; where the module is off those who answer for it still read what it keeps.
     *
     * @throws Problem 404 {@code registers.no-such-register}, {@code directory.no-such-unit}, {@code modules.off}; 503 {@code modules.updating}
     */
    Place toRead(Caller caller, String module, String register, UUID unit) {
        Place place = at(module, register, unit);
        if (!modules.active(module, unit) && !access.can(caller, SwitchedOff.READERS, unit)) {
            throw off();
        }
        return place;
    }

    /** For writing. @throws Problem as {@link #toRead} */
    Place toWrite(String module, String register, UUID unit) {
        Place place = at(module, register, unit);
        on(module, unit);
        return place;
    }

    /** @throws Problem 404 {@code modules.off} */
    void on(String module, UUID unit) {
        if (!modules.active(module, unit)) {
            throw off();
        }
    }

    private Place at(String module, String id, UUID unit) {
        ModuleInfo.State state = modules.find(module).map(ModuleInfo::state).orElse(ModuleInfo.State.WITHDRAWN);
        if (state == ModuleInfo.State.UPDATING) {
            throw new Problem(503, "modules.updating").with("module", module).extra("retryAfter", 1);
        }
        Register register = modules.registers(module).stream().filter(one -> state == ModuleInfo.State.ACTIVE && one.id().equals(id)).findFirst()
                .orElseThrow(() -> Problem.notFound("registers.no-such-register"));
        Unit found = units.get(unit);
        return new Place(module, register, found);
    }

    private static Problem off() {
        return Problem.notFound("modules.off");
    }
}
