package org.shuyuan.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.module.ModulePage;
import org.shuyuan.api.module.Modules;
import org.shuyuan.api.module.Register;

/** Modules that are simply there, and on at every unit that is not named. */
public final class FakeModules implements Modules {

    private final List<ModuleInfo> modules = new ArrayList<>();
    private final Map<String, Set<String>> suggested = new HashMap<>();
    private final Map<String, Set<UUID>> off = new HashMap<>();
    private final Map<String, List<Register>> registers = new HashMap<>();
    private long revision;

    public FakeModules add(String id, String... permissions) {
        List<ModuleInfo.Permission> declared = List.of(permissions).stream().map(p -> new ModuleInfo.Permission(p, "permission")).toList();
        modules.add(new ModuleInfo(id, "0.1.0", "0.1.0-00000000", false, ModuleInfo.State.ACTIVE, declared, null));
        revision++;
        return this;
    }

    public FakeModules remove(String id) {
        modules.removeIf(m -> m.id().equals(id));
        revision++;
        return this;
    }

    public FakeModules suggest(String role, String... permissions) {
        suggested.put(role, Set.of(permissions));
        revision++;
        return this;
    }

    /** The module declares these registers. */
    public FakeModules declare(String id, Register... declared) {
        registers.put(id, List.of(declared));
        revision++;
        return this;
    }

    /** The module is here in another state than that it answers. */
    public FakeModules state(String id, ModuleInfo.State state) {
        modules.replaceAll(m -> m.id().equals(id) ? new ModuleInfo(id, m.version(), m.tag(), m.platform(), state, m.permissions(), null) : m);
        revision++;
        return this;
    }

    @Override
    public List<ModuleInfo> all() {
        return List.copyOf(modules);
    }

    @Override
    public Optional<ModuleInfo> find(String id) {
        return modules.stream().filter(m -> m.id().equals(id)).findFirst();
    }

    /** From now on the module is off at that unit. */
    public FakeModules off(String id, UUID unit) {
        off.computeIfAbsent(id, key -> new HashSet<>()).add(unit);
        revision++;
        return this;
    }

    /** And on again. */
    public FakeModules on(String id, UUID unit) {
        off.getOrDefault(id, new HashSet<>()).remove(unit);
        revision++;
        return this;
    }

    @Override
    public boolean active(String id, UUID unit) {
        return !off.getOrDefault(id, Set.of()).contains(unit);
    }

    @Override
    public Optional<ModulePage> page(String id, String path) {
        return Optional.empty();
    }

    @Override
    public Optional<byte[]> file(String id, String tag, String path) {
        return Optional.empty();
    }

    @Override
    public List<Register> registers(String id) {
        return find(id).isPresent() ? registers.getOrDefault(id, List.of()) : List.of();
    }

    @Override
    public Set<String> suggestedFor(String role) {
        return suggested.getOrDefault(role, Set.of());
    }

    @Override
    public Map<String, List<ModuleInfo.Permission>> permissions() {
        Map<String, List<ModuleInfo.Permission>> all = new HashMap<>();
        modules.forEach(m -> all.put(m.id(), m.permissions()));
        return all;
    }

    @Override
    public long revision() {
        return revision;
    }
}
