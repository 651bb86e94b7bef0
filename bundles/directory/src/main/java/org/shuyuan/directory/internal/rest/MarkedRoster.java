package org.shuyuan.directory.internal.rest;

import java.util.ArrayList;
import java.util.List;
import org.shuyuan.api.office.Workbooks.Mark;
import org.shuyuan.api.text.Language;
import org.shuyuan.directory.internal.ImportService.Opened;
import org.shuyuan.directory.internal.roster.Comparison.State;

/** What the user's own table says where: every cell that needs a look, with what is wrong and what to do. */
final class MarkedRoster {

    /** Worth a mark though they only inform. */
    private static final List<String> TOLD = List.of("formula", "nature-differs", "branch-not-member");

    private MarkedRoster() {}

    static List<Mark> marks(Opened opened, ImportView view, Language language) {
        List<Mark> marks = new ArrayList<>();
        opened.preview().lines().stream().filter(l -> l.entry().refused() || l.entry().warned() || l.state() == State.UNCLEAR || l.entry().noted()).forEach(line -> {
            ImportView.RowView row = view.row(opened, line, language);
            row.findings().stream().filter(f -> !f.severity().equals("info") || TOLD.contains(f.code())).forEach(f -> marks.add(new Mark(row.sheet(), row.row(), f.column(),
                    f.severity().equals("error"), f.text() + view.stop(language) + f.action())));
        });
        return marks;
    }
}
