package org.shuyuan.directory.internal.rest;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.records.HeldDataSource.Held;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.directory.internal.DataAboutMe;
import org.shuyuan.directory.internal.rest.RecordResource.ModuleRef;

/** What modules hold about somebody, in a reader's language. Thread-safe. */
final class HeldTables {

    /** @param columns in the reader's language */
    public record Table(ModuleRef module, String title, List<String> columns, List<List<@Nullable Object>> rows) {}

    private final Texts texts;
    private final Labels labels;

    HeldTables(Texts texts) {
        this.texts = texts;
        this.labels = new Labels(texts);
    }

    List<Table> of(Language language, List<DataAboutMe.Part> parts) {
        return parts.stream().flatMap(part -> part.tables().stream().map(held -> table(language, part.module(), held))).toList();
    }

    private Table table(Language language, String module, Held held) {
        boolean ours = module.equals("directory") && held.columns().contains("me.field");
        List<List<@Nullable Object>> rows = ours ? held.rows().stream().map(r -> field(language, r)).toList() : held.rows();
        return new Table(module(language, module), texts.text(language, module, held.key()), held.columns().stream().map(c -> texts.text(language, module, c)).toList(), rows);
    }

    private List<@Nullable Object> field(Language language, List<@Nullable Object> row) {
        String name = String.valueOf(row.get(0));
        String value = String.valueOf(row.get(1));
        return java.util.Arrays.asList(labels.text(language, name.equals("photo") ? "people.photo" : "field." + name),
                name.equals("photo") ? labels.text(language, "me.yes") : labels.value(language, name, value));
    }

    ModuleRef module(Language language, String id) {
        return new ModuleRef(id, texts.text(language, id, "module.name"));
    }
}
