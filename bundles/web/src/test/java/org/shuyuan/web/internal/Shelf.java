package org.shuyuan.web.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.module.ModulePage;
import org.shuyuan.api.module.Modules;
import org.shuyuan.api.module.Register;

/** One module with pages and files, by path; and the files of versions that ran before. */
final class Shelf implements Modules {

    final String id;
    final Map<String, ModulePage> pages = new HashMap<>();
    private final Map<String, byte[]> files = new HashMap<>();
    private String tag;

    Shelf(String id, String tag) {
        this.id = id;
        this.tag = tag;
    }

    /** Of the version that runs. */
    Shelf file(String path, String content) {
        files.put(tag + "/" + path, content.getBytes());
        return this;
    }

    /** Another version runs from now on. */
    Shelf tag(String now) {
        tag = now;
        return this;
    }

    @Override
    public List<ModuleInfo> all() {
        return List.of(new ModuleInfo(id, tag, tag, false, ModuleInfo.State.ACTIVE, List.of(), null));
    }

    @Override
    public Optional<ModuleInfo> find(String wanted) {
        return all().stream().filter(module -> module.id().equals(wanted)).findFirst();
    }

    @Override
    public boolean active(String wanted, UUID unit) {
        return wanted.equals(id);
    }

    @Override
    public Optional<ModulePage> page(String wanted, String path) {
        return Optional.ofNullable(wanted.equals(id) ? pages.get(path) : null);
    }

    @Override
    public Optional<byte[]> file(String wanted, String of, String path) {
        return Optional.ofNullable(wanted.equals(id) ? files.get(of + "/" + path) : null);
    }

    @Override
    public List<Register> registers(String id) {
        return List.of();
    }

    @Override
    public Set<String> suggestedFor(String role) {
        return Set.of();
    }

    @Override
    public Map<String, List<ModuleInfo.Permission>> permissions() {
        return Map.of();
    }

    @Override
    public long revision() {
        return 0;
    }
}
