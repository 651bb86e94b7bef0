package org.shuyuan.directory.internal.roster;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One person as a row of the file gives them: cleaned values and what was odd. Confined to one thread. */
public final class Entry {

    private final int sheet;
    private final int row;
    private final Map<Field, String> values = new EnumMap<>(Field.class);
    private final Map<Field, String> raw = new EnumMap<>(Field.class);
    private final List<Finding> findings = new ArrayList<>();
    private boolean unitTyped;

    Entry(int sheet, int row) {
        this.sheet = sheet;
        this.row = row;
    }

    /** Index of the sheet in its workbook, from 0. */
    public int sheet() {
        return sheet;
    }

    /** Number of the row as people see it, from 1. */
    public int row() {
        return row;
    }

    public @Nullable String get(Field field) {
        return values.get(field);
    }

    void set(Field field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            values.remove(field);
        } else {
            values.put(field, value);
        }
    }

    /** What stood in the cells, bounded. */
    public Map<Field, String> raw() {
        return raw;
    }

    public Map<Field, String> values() {
        return values;
    }

    public List<Finding> findings() {
        return findings;
    }

    void add(Finding.Severity severity, String code, @Nullable Field field, String found, @Nullable String stored, Map<String, String> with) {
        add(severity, code, field, found, stored, with, List.of());
    }

    void add(Finding.Severity severity, String code, @Nullable Field field, String found, @Nullable String stored, Map<String, String> with, List<Place> places) {
        findings.add(new Finding(severity, code, field, Clean.cut(Clean.line(found), 80), stored, with, places));
    }

    /** Somebody corrected the unit by hand: it is taken at its word. */
    void unitTyped() {
        unitTyped = true;
    }

    public boolean isUnitTyped() {
        return unitTyped;
    }

    public boolean refused() {
        return findings.stream().anyMatch(f -> f.severity() == Finding.Severity.ERROR);
    }

    public boolean warned() {
        return findings.stream().anyMatch(f -> f.severity() == Finding.Severity.WARNING);
    }

    /** Comes in as it is, but something was put in order or is worth knowing. */
    public boolean noted() {
        return findings.stream().anyMatch(f -> f.severity() == Finding.Severity.INFO);
    }

    /** Where it stands, as findings of other rows name it. */
    public Place place() {
        return new Place(sheet, row);
    }
}
