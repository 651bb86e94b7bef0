package org.shuyuan.directory.internal.roster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which unit a written name means: the one somebody chose for it, one that is there, one that the file brings, or a short form of
 * either (货币信贷 for 货币信贷科). Not thread-safe.
 */
public final class UnitNames {

    /** A unit to put people in. @param id null: it is new @param nature stored of it */
    public record Target(@Nullable UUID id, String name, @Nullable String nature) {
        public Target(@Nullable UUID id, String name) {
            this(id, name, null);
        }
    }

    public enum How {
        /** As it stands there. */
        WRITTEN,
        /** The short form was read as the full one. */
        GUESSED,
        /** Somebody said what it means. */
        CHOSEN
    }

    public record Meant(Target target, How how) {}

    /** A name as the file has it. @param rows how many rows have it */
    public record Written(String name, int rows, Meant meant) {}

    /** What the name of a branch holds. */
    private static final java.util.regex.Pattern BRANCH = java.util.regex.Pattern.compile(".*(支部|党委|黨委|总支|總支|党组|黨組).*");
    private static final List<String> ENDINGS = List.of("科", "处", "處", "室", "部", "股", "办", "辦", "办公室", "辦公室", "组", "組", "中心", "局", "所", "站", "队",
            "隊", "支部", "党支部", "黨支部", "有限公司");

    private final Map<String, Target> known = new LinkedHashMap<>();
    private final Map<String, Target> byId = new HashMap<>();
    private final Map<String, String> chosen = new HashMap<>();
    private final Map<String, Integer> written = new LinkedHashMap<>();
    private final Map<String, String> names = new HashMap<>();

    /**
     * @param existing units at and below the one chosen, nearest first
     * @param chosen by written name what it means: the id of an existing unit, or a name
     */
    public UnitNames(Collection<Target> existing, Map<String, String> chosen) {
        existing.forEach(t -> {
            known.putIfAbsent(Clean.key(t.name()), t);
            byId.put(String.valueOf(t.id()), t);
        });
        chosen.forEach((name, target) -> this.chosen.put(Clean.key(name), target));
    }

    /** Whether a unit counts as one when a file names branches. */
    public static boolean branch(String kind, String name) {
        return kind.equals("branch") || BRANCH.matcher(name).matches();
    }

    /** Every name in the file once, before any is asked for: the full form may come after the short one. */
    public void note(String name) {
        written.merge(Clean.key(name), 1, Integer::sum);
        names.putIfAbsent(Clean.key(name), name);
    }

    /** What was noted, in the file's order. */
    public List<Written> written() {
        List<Written> all = new ArrayList<>();
        written.forEach((key, rows) -> {
            String name = names.getOrDefault(key, key);
            all.add(new Written(name, rows, meant(name, false)));
        });
        return all;
    }

    /** @param literal somebody typed it just so into that row */
    public Meant meant(String name, boolean literal) {
        String key = Clean.key(name);
        @Nullable String wanted = chosen.get(key);
        if (wanted != null) {
            return new Meant(target(wanted), How.CHOSEN);
        }
        Target there = known.get(key);
        if (there != null && there.id() != null || literal) {
            return new Meant(literally(name), How.WRITTEN);
        }
        Optional<String> full = fuller(key);
        if (full.isPresent()) {
            return new Meant(meant(names.getOrDefault(full.get(), full.get()), true).target(), How.GUESSED);
        }
        return new Meant(literally(name), How.WRITTEN);
    }

    /** A choice may lead to a name for which another was made. */
    private Target target(String wanted) {
        String name = wanted;
        for (int steps = 0; steps < 10; steps++) {
            Target existing = byId.get(name);
            @Nullable String next = chosen.get(Clean.key(name));
            if (existing != null) {
                return existing;
            }
            if (next == null || next.equals(name)) {
                break;
            }
            name = next;
        }
        return literally(name);
    }

    private Target literally(String name) {
        return known.computeIfAbsent(Clean.key(name), k -> new Target(null, name));
    }

    /** The one longer form; empty when there is none or several. */
    private Optional<String> fuller(String key) {
        List<String> forms = ENDINGS.stream().map(e -> key + e)
                .filter(k -> known.containsKey(k) && known.get(k).id() != null || written.getOrDefault(k, 0) > written.getOrDefault(key, 0)).toList();
        return forms.size() == 1 ? Optional.of(forms.get(0)) : Optional.empty();
    }
}
