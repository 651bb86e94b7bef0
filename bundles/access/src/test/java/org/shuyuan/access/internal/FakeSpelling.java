package org.shuyuan.access.internal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.shuyuan.api.text.Names;

/** Spells the names it was told. */
final class FakeSpelling implements Names {

    private final Map<String, String> known = new HashMap<>();

    FakeSpelling put(String name, String letters) {
        known.put(name, letters);
        return this;
    }

    @Override
    public String key(String name, Order order) {
        return name;
    }

    @Override
    public Comparator<String> comparator(Order order) {
        return Comparator.naturalOrder();
    }

    @Override
    public String folded(String text) {
        return text;
    }

    @Override
    public List<String> spellings(String name) {
        String letters = known.get(name);
        return letters == null ? List.of() : List.of(letters);
    }
}
