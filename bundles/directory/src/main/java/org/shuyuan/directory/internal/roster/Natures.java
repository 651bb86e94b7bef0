package org.shuyuan.directory.internal.roster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.shuyuan.directory.internal.roster.UnitNames.Target;

/** Of which nature the enterprises of a file are: said in every row, and not always alike. */
public final class Natures {

    /**
     * One enterprise.
     *
     * @param unit which
     * @param written what the rows say and how many say it, the most frequent first
     * @param before what is stored
     * @param nature what it will be; null: it stays as it is
     * @param chosen somebody said so
     */
    public record Nature(Target unit, Map<String, Integer> written, @Nullable String before, @Nullable String nature, boolean chosen) {
        public boolean changes() {
            return nature != null && !nature.equals(before);
        }
    }

    private Natures() {}

    /**
     * What all rows say, or most; where they differ, what is stored stays until somebody chooses.
     *
     * @param units where each row belongs
     * @param chosen by the unit's name
     */
    static List<Nature> of(List<Entry> entries, Map<Entry, Target> units, Map<String, String> chosen) {
        Map<String, Target> targets = new LinkedHashMap<>();
        Map<String, Map<String, Integer>> written = new LinkedHashMap<>();
        for (Entry entry : entries) {
            Target unit = units.get(entry);
            if (entry.get(Field.NATURE) != null && unit != null) {
                targets.put(Clean.key(unit.name()), unit);
                written.computeIfAbsent(Clean.key(unit.name()), k -> new LinkedHashMap<>()).merge(Objects.requireNonNull(entry.get(Field.NATURE)), 1, Integer::sum);
            }
        }
        List<Nature> natures = new ArrayList<>();
        Map<String, Nature> byUnit = new LinkedHashMap<>();
        targets.forEach((key, unit) -> {
            Map<String, Integer> sorted = new LinkedHashMap<>();
            written.get(key).entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed()).forEach(e -> sorted.put(e.getKey(), e.getValue()));
            @Nullable String said = chosen.get(unit.name());
            String most = sorted.keySet().iterator().next();
            Nature nature = new Nature(unit, sorted, unit.nature(), said != null ? said : sorted.size() == 1 || unit.nature() == null ? most : null, said != null);
            natures.add(nature);
            byUnit.put(key, nature);
        });
        entries.forEach(e -> tell(e, units.get(e), byUnit));
        return natures;
    }

    private static void tell(Entry entry, @Nullable Target unit, Map<String, Nature> byUnit) {
        @Nullable String own = entry.get(Field.NATURE);
        if (own == null || unit == null) {
            return;
        }
        Nature nature = Objects.requireNonNull(byUnit.get(Clean.key(unit.name())));
        String kept = Objects.requireNonNullElse(nature.nature(), Objects.requireNonNullElse(nature.before(), ""));
        if (!own.equals(kept)) {
            entry.add(Finding.Severity.INFO, "nature-differs", Field.NATURE, own, kept, Map.of("unit", unit.name()));
        }
    }
}
