package org.shuyuan.directory.internal;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.id.Ids;
import org.shuyuan.directory.internal.jpa.UnitStore;
import org.shuyuan.directory.internal.roster.Clean;
import org.shuyuan.directory.internal.roster.Natures.Nature;
import org.shuyuan.directory.internal.roster.Preview;
import org.shuyuan.directory.internal.roster.UnitNames.Target;

/** Makes the units and branches that a roster brings. One use only, inside the import's transaction. */
final class NewUnits {

    private static final Pattern ENTERPRISE = Pattern.compile(".*(公司|集团|集團|厂|廠|商行|事务所|事務所|合作社)");

    private final UnitStore units;
    private final Audit audit;
    private final Caller caller;
    private final Unit home;
    private final Preview preview;
    private final Map<String, UUID> made = new HashMap<>();
    private final Map<String, UUID> branches = new HashMap<>();
    private final Map<String, String> natures;
    private int order;

    NewUnits(UnitStore units, Audit audit, Caller caller, Unit home, Preview preview) {
        this.units = units;
        this.audit = audit;
        this.caller = caller;
        this.home = home;
        this.preview = preview;
        this.natures = preview.natures().stream().filter(n -> n.nature() != null)
                .collect(Collectors.toMap(n -> Clean.key(n.unit().name()), n -> Objects.requireNonNull(n.nature()), (a, b) -> a));
        this.order = units.snapshot().units().stream().filter(u -> home.id().equals(u.parent())).mapToInt(UnitData::order).max().orElse(0);
    }

    NewUnits make() {
        Set<String> wanted = new HashSet<>();
        preview.newUnits().forEach(name -> unit(name, wanted));
        preview.newBranches().forEach(this::branch);
        preview.natures().stream().filter(n -> n.unit().id() != null && n.changes()).forEach(this::change);
        return this;
    }

    UUID id(Target unit) {
        return unit.id() != null ? unit.id() : Objects.requireNonNull(made.get(Clean.key(unit.name())));
    }

    UUID branchId(Target branch) {
        return branch.id() != null ? branch.id() : Objects.requireNonNull(branches.get(Clean.key(branch.name())));
    }

    private UUID unit(String name, Set<String> wanted) {
        String key = Clean.key(name);
        @Nullable UUID there = made.get(key);
        if (there != null) {
            return there;
        }
        @Nullable Target above = wanted.add(key) ? preview.parents().get(key) : null;
        UUID parent = above == null ? home.id() : above.id() != null ? above.id() : unit(above.name(), wanted);
        UUID id = add(parent, name, natures.containsKey(key) || ENTERPRISE.matcher(name).matches() ? "organisation" : "department", natures.get(key));
        made.put(key, id);
        return id;
    }

    /** Below the unit of all its people; others below the unit imported into. */
    private void branch(String name) {
        String key = Clean.key(name);
        UUID parent = preview.around(name).map(this::id).orElse(home.id());
        branches.put(key, made.containsKey(key) && parent.equals(home.id()) ? made.get(key) : add(parent, name, "branch", null));
    }

    private UUID add(UUID parent, String name, String kind, @Nullable String nature) {
        UnitData unit = new UnitData(Ids.next(), parent, name, kind, null, null, nature, ++order, 0);
        units.add(unit);
        audit.write(caller, home.id(), "directory.create-unit", new Audit.Subject("directory.unit", unit.id().toString(), name), null, unit);
        return unit.id();
    }

    private void change(Nature nature) {
        UnitData before = units.find(Objects.requireNonNull(nature.unit().id())).orElseThrow();
        UnitData after = new UnitData(before.id(), before.parent(), before.name(), before.kind(), before.profile(), before.zone(), nature.nature(), before.order(), before.version());
        if (!units.change(after, LocalDate.now(home.zone()))) {
            throw new IllegalStateException("unit " + before.id() + " changed under the lock");
        }
        audit.write(caller, before.id(), "directory.change-unit", new Audit.Subject("directory.unit", before.id().toString(), before.name()), before, after);
    }
}
