package org.shuyuan.notices.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.records.HeldDataSource;

/** The notices of whoever asks, for the page of what is held about oneself. Thread-safe. */
@Component(service = HeldDataSource.class)
public final class HeldNotices implements HeldDataSource {

    private static final int PAGE = 200;
    private static final int PAGES = 5;

    private final NoticeService notices;

    @Activate
    public HeldNotices(@Reference NoticeService notices) {
        this.notices = notices;
    }

    @Override
    public String module() {
        return "notices";
    }

    @Override
    public List<Held> held(Caller self) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int page = 1; page <= PAGES; page++) {
            List<NoticeService.View> some = notices.mine(self, false, page, PAGE).items();
            some.forEach(n -> rows.add(Arrays.asList(n.at(), n.title(), n.text(), n.read())));
            if (some.size() < PAGE) {
                break;
            }
        }
        return rows.isEmpty() ? List.of() : List.of(new Held("module.name", List.of("held.at", "held.title", "held.text", "held.read"), rows));
    }
}
