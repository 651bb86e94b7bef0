package org.shuyuan.registers.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.module.KeptForModules;
import org.shuyuan.registers.internal.jpa.EntryStore;

/** The entries of a module's registers: they stay when it is withdrawn and go when it is purged. Thread-safe. */
@Component(service = KeptForModules.class)
public final class KeptEntries implements KeptForModules {

    private final EntryStore store;

    @Activate
    public KeptEntries(@Reference EntryStore store) {
        this.store = store;
    }

    @Override
    public long rows(String module) {
        return store.count(module);
    }

    @Override
    public void erase(String module) {
        store.erase(module);
    }
}
