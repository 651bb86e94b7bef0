package org.shuyuan.directory.internal;

import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.shuyuan.api.office.Workbooks.Row;
import org.shuyuan.api.office.Workbooks.Sheet;
import org.shuyuan.api.office.Workbooks.Workbook;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.directory.internal.ImportService.Adjustment;
import org.shuyuan.directory.internal.roster.Choices;
import org.shuyuan.directory.internal.roster.Comparison.State;
import org.shuyuan.directory.internal.roster.Decisions;
import org.shuyuan.directory.internal.roster.Known;
import org.shuyuan.directory.internal.roster.Layout;
import org.shuyuan.directory.internal.roster.Preview;

/** What comes of the choices for an import when somebody changes some. */
final class Adjusting {

    private final Rosters rosters;
    private final Forms forms;

    Adjusting(Rosters rosters, Forms forms) {
        this.rosters = rosters;
        this.forms = forms;
    }

    /** @param preview as it is before the change, asked for only where it is needed @throws Problem 422 for a sheet, row or column that is not there */
    Choices adjusted(ImportData data, Adjustment change, Supplier<Preview> preview) {
        Choices choices = table(rosters.read(data.fileId(), data.fileName(), data.choices().charset()), data.choices(), change);
        Decisions decisions = choices.decisions();
        if (change.persons() != null) {
            decisions = decisions.decided(change.persons());
        }
        if (change.alike() != null) {
            boolean same = change.alike().equals("same");
            decisions = decisions.decided(preview.get().lines().stream().filter(l -> l.state() == State.UNCLEAR && (!same || l.candidates().size() == 1))
                    .collect(Collectors.toMap(l -> Decisions.key(l.entry().place()), l -> same ? l.candidates().get(0).id().toString() : Decisions.NEW)));
        }
        if (change.left() != null) {
            List<UUID> people = change.left().people() != null ? change.left().people() : preview.get().missing().stream().map(Known::id).toList();
            decisions = decisions.gone(people, change.left().yes());
        }
        return choices.decided(decisions);
    }

    private Choices table(Workbook book, Choices before, Adjustment change) {
        int index = change.sheet() == null ? before.sheets().get(0).sheet() : change.sheet();
        if (index < 0 || index >= book.sheets().size()) {
            throw Problem.invalid("sheet", "directory.no-such-sheet");
        }
        if (Boolean.FALSE.equals(change.use())) {
            return before.without(index);
        }
        Sheet sheet = book.sheets().get(index);
        Layout layout = before.sheet(index).orElseGet(() -> forms.remembered(book, Layout.propose(sheet, index)));
        if (change.headerRow() != null && change.headerRow() == 0) {
            layout = Layout.headless(sheet, index);
        } else if (change.headerRow() != null && change.headerRow() != layout.headerRow()) {
            Row header = Layout.row(sheet, change.headerRow()).orElseThrow(() -> Problem.invalid("headerRow", "directory.no-such-row"));
            layout = forms.remembered(book, Layout.at(header, sheet, index));
        }
        if (change.columns() != null) {
            layout = layout.with(Choices.columns(change.columns()));
        }
        if (change.category() != null) {
            layout = layout.categorised(change.category());
        }
        Choices after = before.with(layout);
        if (change.corrections() != null) {
            after = after.corrected(index, change.corrections());
        }
        after = change.natures() == null ? after : after.natured(change.natures());
        return change.units() == null ? after : after.placed(change.units());
    }
}
