package org.shuyuan.directory.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.office.Workbooks.Row;
import org.shuyuan.api.office.Workbooks.Sheet;
import org.shuyuan.api.office.Workbooks.Workbook;
import org.shuyuan.directory.internal.jpa.ImportStore;
import org.shuyuan.directory.internal.jpa.ImportStore.Form;
import org.shuyuan.directory.internal.jpa.ImportStore.SheetForm;
import org.shuyuan.directory.internal.roster.Choices;
import org.shuyuan.directory.internal.roster.Clean;
import org.shuyuan.directory.internal.roster.Layout;

/**
 * The forms that offices send again and again: encoding, sheets, header row and columns as they were confirmed the last time. A source
 * is known by how its file looks when nobody has chosen anything, months and counts in the names of sheets left aside. Thread-safe.
 */
final class Forms {

    private final ImportStore store;
    private final Rosters rosters;

    Forms(ImportStore store, Rosters rosters) {
        this.store = store;
        this.rosters = rosters;
    }

    /** As the last time, where it still fits; else the best guess. */
    Choices propose(String file, String name) {
        Workbook plain = rosters.read(file, name, null);
        List<Layout> guessed = Layout.propose(plain);
        Optional<Form> known = store.form(source(plain, guessed));
        if (known.isPresent()) {
            @Nullable String charset = known.get().charset();
            Workbook book = charset == null ? plain : rosters.read(file, name, charset);
            List<Layout> sheets = known.get().sheets().stream().map(s -> fitting(book, s)).flatMap(Optional::stream).toList();
            if (sheets.size() == known.get().sheets().size() && !sheets.isEmpty()) {
                return charset == null ? Choices.of(sheets) : Choices.in(charset, sheets);
            }
        }
        return Choices.of(guessed.stream().map(l -> remembered(plain, l)).toList());
    }

    /** Read in an encoding that somebody chose. */
    Choices in(String file, String name, String charset) {
        Workbook book = rosters.read(file, name, charset);
        return Choices.in(charset, Layout.propose(book).stream().map(l -> remembered(book, l)).toList());
    }

    /** The columns as they were confirmed the last time for these headers. */
    Layout remembered(Workbook book, Layout proposed) {
        return header(book, proposed).flatMap(h -> store.remembered(Layout.signature(h))).map(proposed::with).orElse(proposed);
    }

    /** To be called inside the import's transaction. */
    void remember(ImportData data, Workbook book) {
        Choices choices = data.choices();
        List<SheetForm> sheets = new ArrayList<>();
        for (Layout layout : choices.sheets()) {
            String signature = header(book, layout).map(Layout::signature).orElse("");
            sheets.add(new SheetForm(layout.sheet(), layout.headerRow(), signature, ImportStore.ids(layout.columns()), layout.category()));
            if (!signature.isEmpty()) {
                store.remember(signature, layout.columns());
            }
        }
        Workbook plain = choices.charset() == null ? book : rosters.read(data.fileId(), data.fileName(), null);
        store.remember(source(plain, Layout.propose(plain)), new Form(choices.charset(), sheets));
    }

    private static Optional<Layout> fitting(Workbook book, SheetForm form) {
        if (form.sheet() >= book.sheets().size()) {
            return Optional.empty();
        }
        Layout layout = new Layout(form.sheet(), form.headerRow(), Choices.columns(new java.util.LinkedHashMap<>(form.columns())), form.category());
        return header(book, layout).map(Layout::signature).orElse("").equals(form.signature()) ? Optional.of(layout) : Optional.empty();
    }

    private static Optional<Row> header(Workbook book, Layout layout) {
        return layout.headerRow() == 0 ? Optional.empty() : Layout.row(book.sheets().get(layout.sheet()), layout.headerRow());
    }

    private static String source(Workbook book, List<Layout> guessed) {
        String sheets = book.sheets().stream().map(Sheet::name).map(n -> Clean.key(n).replaceAll("\\d+", "#")).collect(Collectors.joining("|"));
        String headers = guessed.stream().map(l -> header(book, l).map(Layout::signature).orElse("-")).collect(Collectors.joining("||"));
        int columns = book.sheets().stream().flatMap(s -> s.rows().stream().limit(3)).mapToInt(r -> r.cells().size()).max().orElse(0);
        return book.charset() + " " + sheets + " " + headers + " " + columns;
    }
}
