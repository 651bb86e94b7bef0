package org.shuyuan.directory.internal.roster;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.shuyuan.directory.internal.roster.UnitNames.Target;

/** Which new unit of a file lies below which: said in every row, perhaps in a circle. */
final class Parents {

    /** Levels that a file may bring. */
    private static final int DEPTH = 6;

    private Parents() {}

    /** The first row that says it counts; a circle is told and lies open below the unit imported into. */
    static Map<String, Target> of(List<Entry> entries, Map<Entry, Target> placed, UnitNames units) {
        Map<String, Target> parents = new LinkedHashMap<>();
        Map<Entry, Target> said = new HashMap<>();
        for (Entry entry : entries) {
            @Nullable String name = entry.get(Field.PARENT);
            Target unit = placed.get(entry);
            if (name != null && unit != null && entry.get(Field.UNIT) != null) {
                Target parent = units.meant(name, false).target();
                said.put(entry, parent);
                if (unit.id() == null) {
                    parents.putIfAbsent(Clean.key(unit.name()), parent);
                }
            }
        }
        Map<String, Target> sound = new LinkedHashMap<>();
        parents.forEach((unit, parent) -> {
            if (!circular(unit, parents)) {
                sound.put(unit, parent);
            }
        });
        said.forEach((entry, parent) -> {
            String unit = Clean.key(Objects.requireNonNull(placed.get(entry)).name());
            if (parents.containsKey(unit) && !sound.containsKey(unit)) {
                entry.add(Finding.Severity.WARNING, "unit-cycle", Field.PARENT, Objects.requireNonNull(entry.get(Field.PARENT)), null, Map.of("unit", unit));
            } else if (parents.containsKey(unit) && !parents.get(unit).equals(parent)) {
                entry.add(Finding.Severity.WARNING, "unit-parent-differs", Field.PARENT, Objects.requireNonNull(entry.get(Field.PARENT)), parents.get(unit).name(), Map.of());
            }
        });
        return sound;
    }

    private static boolean circular(String unit, Map<String, Target> parents) {
        String at = unit;
        for (int steps = 0; steps < DEPTH; steps++) {
            Target parent = parents.get(at);
            if (parent == null) {
                return false;
            }
            at = Clean.key(parent.name());
            if (at.equals(unit)) {
                return true;
            }
        }
        return true;
    }
}
