package org.shuyuan.directory.internal.roster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shuyuan.api.office.Workbooks;
import org.shuyuan.api.office.Workbooks.Workbook;
import org.shuyuan.directory.internal.roster.Comparison.Line;
import org.shuyuan.directory.internal.roster.UnitNames.Target;
import org.shuyuan.office.internal.OfficeWorkbooks;

/** The real files, read by the real reader. */
public final class RosterFiles {

    public static final Target HOME = new Target(new UUID(0, 1), "云溪县支行");

    private RosterFiles() {}

    public static Path file(String name) {
        return Path.of("src", "test", "resources", "rosters", name);
    }

    public static Workbook book(String name) {
        try (InputStream in = Files.newInputStream(file(name))) {
            return new OfficeWorkbooks().read(in, name, Workbooks.Limits.DEFAULT);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Preview preview(String name) {
        return preview(name, Map.of(), List.of());
    }

    static Preview preview(String name, Map<Integer, Map<String, String>> corrections, List<Known> known) {
        Workbook book = book(name);
        Choices choices = Choices.of(Layout.propose(book));
        return preview(book, corrections.isEmpty() ? choices : choices.corrected(choices.sheets().get(0).sheet(), corrections), known);
    }

    static Preview preview(Workbook book, Choices choices, List<Known> known) {
        return Preview.of(Preview.read(book, choices), new Comparison(HOME, new UnitNames(List.of(HOME), choices.units()), new UnitNames(List.of(), Map.of()), known, choices));
    }

    static Line row(Preview preview, int number) {
        return row(preview, 0, number);
    }

    static Line row(Preview preview, int sheet, int number) {
        return preview.lines().stream().filter(l -> l.entry().place().equals(new Place(sheet, number))).findFirst().orElseThrow();
    }
}
