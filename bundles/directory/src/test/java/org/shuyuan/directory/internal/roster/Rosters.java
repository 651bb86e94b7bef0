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
public final class Rosters {

    public static final Target HOME = new Target(new UUID(0, 1), "云溪县支行");

    private Rosters() {}

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

    static Preview preview(String name, Map<Integer, Map<String, String>> corrections, List<Known> known) {
        Workbook book = book(name);
        Layout layout = Layout.propose(book);
        return preview(book, layout, corrections, known);
    }

    static Preview preview(Workbook book, Layout layout, Map<Integer, Map<String, String>> corrections, List<Known> known) {
        var sheet = book.sheets().get(layout.sheet());
        RosterReader.Read read = new RosterReader(sheet, layout, corrections).read(sheet);
        return Preview.of(new Comparison(HOME, new UnitNames(List.of(HOME)), known).compare(read.entries()), read.leftOut());
    }

    static Line row(Preview preview, int number) {
        return preview.lines().stream().filter(l -> l.entry().row() == number).findFirst().orElseThrow();
    }
}
