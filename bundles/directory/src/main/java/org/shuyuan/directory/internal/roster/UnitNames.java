package org.shuyuan.directory.internal.roster;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which unit a written name means: one that is there, one that the file brings, or a short form of either
 * (货币信贷 for 货币信贷科). Not thread-safe.
 */
public final class UnitNames {

    /** A unit to put people in. @param id null: it is new */
    public record Target(@Nullable UUID id, String name) {}

    /** @param guessed the short form was read as the full one */
    public record Meant(Target target, boolean guessed) {}

    private static final List<String> ENDINGS = List.of("科", "处", "處", "室", "部", "股", "办", "辦", "办公室", "辦公室", "组", "組", "中心", "局", "所", "站", "队",
            "隊", "支部", "党支部", "黨支部", "有限公司");

    private final Map<String, Target> known = new LinkedHashMap<>();
    private final Map<String, Integer> written = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();

    /** @param existing units at and below the one chosen, nearest first */
    public UnitNames(Collection<Target> existing) {
        existing.forEach(t -> known.putIfAbsent(Clean.key(t.name()), t));
    }

    /** Every name in the file once, before any is asked for: the full form may come after the short one. */
    public void note(String name) {
        written.merge(Clean.key(name), 1, Integer::sum);
        names.putIfAbsent(Clean.key(name), name);
    }

    /** @param literal somebody typed it just so */
    public Meant meant(String name, boolean literal) {
        String key = Clean.key(name);
        Target there = known.get(key);
        if (there != null && (there.id() != null || literal)) {
            return new Meant(there, false);
        }
        if (!literal) {
            Optional<String> full = fuller(key);
            if (full.isPresent()) {
                Target target = known.get(full.get());
                return new Meant(target != null ? target : meant(names.getOrDefault(full.get(), full.get()), true).target(), true);
            }
        }
        Target made = there != null ? there : new Target(null, name);
        known.put(key, made);
        return new Meant(made, false);
    }

    /** The one longer form; empty when there is none or several. */
    private Optional<String> fuller(String key) {
        List<String> forms = ENDINGS.stream().map(e -> key + e)
                .filter(k -> known.containsKey(k) && known.get(k).id() != null || written.getOrDefault(k, 0) > written.getOrDefault(key, 0)).toList();
        return forms.size() == 1 ? Optional.of(forms.get(0)) : Optional.empty();
    }
}
