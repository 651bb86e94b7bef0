package org.shuyuan.registers.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.module.Modules;
import org.shuyuan.api.module.Register;
import org.shuyuan.api.records.HeldDataSource;
import org.shuyuan.api.text.Texts;
import org.shuyuan.registers.internal.jpa.EntryStore;

/** What the caller has entered, for "data about me". Of a module that is not here any more its word is told. Thread-safe. */
@Component(service = HeldDataSource.class)
public final class OwnEntries implements HeldDataSource {

    private static final int ROWS = 1_000;

    private final EntryStore store;
    private final Modules modules;
    private final Texts texts;

    @Activate
    public OwnEntries(@Reference EntryStore store, @Reference Modules modules, @Reference Texts texts) {
        this.store = store;
        this.modules = modules;
        this.texts = texts;
    }

    @Override
    public String module() {
        return "registers";
    }

    @Override
    public List<Held> held(Caller self) {
        List<Entry> all = store.by(self.account(), ROWS);
        return all.isEmpty() ? List.of() : List.of(new Held("own.entered", List.of("own.register", "own.title", "own.at"), all.stream().map(entry -> {
            Optional<Register> register = modules.registers(entry.module()).stream().filter(one -> one.id().equals(entry.register())).findFirst();
            return Arrays.<Object>asList(register.map(one -> texts.text(self.language(), entry.module(), one.text())).orElse(entry.module()),
                    register.map(one -> entry.content().path(one.title()).asText("")).orElse(""), entry.created().at());
        }).toList()));
    }
}
