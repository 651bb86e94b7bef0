package org.shuyuan.calendar.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.files.FileType;
import org.shuyuan.api.files.Files;
import org.shuyuan.api.files.OwnFiles;
import org.shuyuan.api.tx.Transactions;
import org.shuyuan.calendar.internal.jpa.MaterialStore;

/** The files among materials, which go once what named them is gone for good. Thread-safe. */
@Component(service = MaterialFiles.class)
public final class MaterialFiles {

    /** In bytes: slides with pictures; what is larger is named by its address. */
    static final long LARGEST = 50L << 20;
    private static final Set<FileType> ALLOWED = EnumSet.allOf(FileType.class);

    private final MaterialStore store;
    private final OwnFiles files;
    private final Transactions transactions;

    @Activate
    public MaterialFiles(@Reference MaterialStore store, @Reference Files files, @Reference Transactions transactions) {
        this.store = store;
        this.files = new OwnFiles(files);
        this.transactions = transactions;
    }

    /** @throws org.shuyuan.api.problem.Problem as {@link OwnFiles#put} */
    Material.Kept put(InputStream content, String name) {
        OwnFiles.Kept kept = files.put(content, name, LARGEST, ALLOWED);
        return new Material.Kept(kept.id(), kept.type(), kept.size());
    }

    InputStream open(Material.Kept file) throws IOException {
        return files.open(file.id());
    }

    /** What was put is not named after all. */
    void drop(Material.Kept file) {
        files.remove(file.id());
    }

    /** Part of the transaction that takes them away. */
    void forget(List<Material> gone) {
        List<Material.Kept> kept = gone.stream().map(Material::file).filter(Objects::nonNull).toList();
        if (!kept.isEmpty()) {
            transactions.afterCommit(() -> kept.forEach(this::drop));
        }
    }

    /** The event goes, and by the database what stands at it. Part of the transaction that removes it, before it does. */
    void goWith(Event event) {
        forget(store.of(event.id()));
    }
}
