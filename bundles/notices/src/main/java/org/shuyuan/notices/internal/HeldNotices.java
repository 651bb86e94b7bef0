package org.shuyuan.notices.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.records.HeldDataSource;
import org.shuyuan.api.text.Texts;
import org.shuyuan.notices.internal.mail.MailStore;

/** The notices and letters of whoever asks, for the page of what is held about oneself. Thread-safe. */
@Component(service = HeldDataSource.class)
public final class HeldNotices implements HeldDataSource {

    private static final int PAGE = 200;
    private static final int PAGES = 5;

    private static final int LETTERS = 1_000;

    private final NoticeService notices;
    private final MailStore letters;
    private final Texts texts;

    @Activate
    public HeldNotices(@Reference NoticeService notices, @Reference MailStore letters, @Reference Texts texts) {
        this.notices = notices;
        this.letters = letters;
        this.texts = texts;
    }

    @Override
    public String module() {
        return "notices";
    }

    @Override
    public List<Held> held(Caller self) {
        return Stream.of(notices(self), letters(self)).filter(held -> !held.rows().isEmpty()).toList();
    }

    /** Of what a server has taken, address and values are not kept any more; the subject is then told without them. */
    private Held letters(Caller self) {
        UUID person = self.person();
        List<MailStore.Row> mine = person == null ? List.of() : letters.of(person, LETTERS);
        return new Held("held.letters", List.of("held.at", "held.title", "held.to", "held.state"), mine.stream()
                .<List<@Nullable Object>>map(l -> Arrays.asList(l.at(), texts.text(self.language(), l.module(), l.key(), l.values()), l.to().isEmpty() ? null : l.to(),
                        texts.text(self.language(), "notices", "mail.state." + l.state(), Map.of()))).toList());
    }

    private Held notices(Caller self) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int page = 1; page <= PAGES; page++) {
            List<NoticeService.View> some = notices.mine(self, false, page, PAGE).items();
            some.forEach(n -> rows.add(Arrays.asList(n.at(), n.title(), n.text(), n.read())));
            if (some.size() < PAGE) {
                break;
            }
        }
        return new Held("module.name", List.of("held.at", "held.title", "held.text", "held.read"), rows);
    }
}
