package org.shuyuan.notices.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.module.ModuleInfo;
import org.shuyuan.api.module.Modules;
import org.shuyuan.api.notices.Notices;
import org.shuyuan.api.outbox.Outbox;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.api.tx.Transactions;

/**
 * Keeps notices and shows each reader their own, in their own language. There is no permission to ask: an account reaches
 * nothing but what was sent to it. Reading is noted on the receipt itself and not in the audit trail. Thread-safe.
 */
@Component(service = {Notices.class, NoticeService.class})
public class NoticeService implements Notices {

    /** Topic of the outbox; the payload is the notice's id as a JSON string. */
    static final String SENT = "notices.sent";
    static final Duration KEPT = Duration.ofDays(365);
    /** How closely the moment of sending must be known: by it, and not by the link, notices are found. */
    private static final Duration ABOUT = Duration.ofHours(1);
    private static final int MOST_ACCOUNTS = 50_000;
    private static final int MOST_IDS = 200;
    private static final int LONGEST_VALUES = 8_000;
    private static final int LONGEST_LINK = 500;
    private static final Pattern UNIT = Pattern.compile("[?&]unit=([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(?:&|$)");

    /**
     * A notice as its reader sees it.
     *
     * @param text a second, longer text; empty when the module has none
     * @param link path in the portal
     */
    public record View(UUID id, String title, String text, String link, String module, Instant at, boolean read) {}

    /** One page, with the number of all that are unread. */
    public record Views(List<View> items, long total, int page, int size, long unread) {}

    private final NoticeStore store;
    private final Transactions transactions;
    private final Outbox outbox;
    private final Texts texts;
    private final Modules modules;
    private final Clock clock;

    @Activate
    public NoticeService(@Reference NoticeStore store, @Reference Transactions transactions, @Reference Outbox outbox, @Reference Texts texts, @Reference Modules modules) {
        this(store, transactions, outbox, texts, modules, Clock.systemUTC());
    }

    NoticeService(NoticeStore store, Transactions transactions, Outbox outbox, Texts texts, Modules modules, Clock clock) {
        this.store = store;
        this.transactions = transactions;
        this.outbox = outbox;
        this.texts = texts;
        this.modules = modules;
        this.clock = clock;
    }

    @Override
    public void send(Notice notice, Collection<UUID> accounts) {
        Set<UUID> readers = new LinkedHashSet<>(accounts);
        if (readers.isEmpty()) {
            return;
        }
        boolean ownPath = notice.link().startsWith("/") && !notice.link().startsWith("//") && notice.link().length() <= LONGEST_LINK;
        if (!ownPath || readers.size() > MOST_ACCOUNTS || NoticeStore.write(notice.values()).length() > LONGEST_VALUES) {
            throw new IllegalArgumentException("A notice needs a path of the portal of at most " + LONGEST_LINK + " characters, at most "
                    + LONGEST_VALUES + " characters of values and " + MOST_ACCOUNTS + " readers: " + notice.module() + " " + notice.key());
        }
        if (off(notice)) {
            return;
        }
        transactions.run(() -> {
            UUID id = Ids.next();
            store.add(id, notice, clock.instant(), readers);
            outbox.add(SENT, "\"" + id + "\"");
        });
    }

    /** Where a module is off it tells nobody anything; its link says where. */
    private boolean off(Notice notice) {
        Matcher unit = UNIT.matcher(notice.link());
        return unit.find() && modules.find(notice.module()).isPresent() && !modules.active(notice.module(), UUID.fromString(unit.group(1)));
    }

    @Override
    public void withdraw(String module, String link, Instant sent) {
        transactions.run(() -> store.withdraw(module, link, sent.minus(ABOUT), sent.plus(ABOUT)));
    }

    public Views mine(Caller caller, boolean unreadOnly, int page, int size) {
        List<View> items = store.page(caller.account(), unreadOnly, (page - 1) * size, size).stream().map(n -> view(n, caller.language())).toList();
        long unread = store.count(caller.account(), true);
        return new Views(items, unreadOnly ? unread : store.count(caller.account(), false), page, size, unread);
    }

    public long unread(Caller caller) {
        return store.count(caller.account(), true);
    }

    /**
     * @param ids null for all
     * @return how many are still unread
     * @throws Problem 422 when more than 200 ids are given
     */
    public long markRead(Caller caller, @Nullable Collection<UUID> ids) {
        if (ids != null && ids.size() > MOST_IDS) {
            throw Problem.invalid("ids", "notices.too-many-ids");
        }
        return transactions.call(() -> {
            if (ids == null) {
                store.markAllRead(caller.account(), clock.instant());
            } else {
                store.markRead(caller.account(), ids, clock.instant());
            }
            return store.count(caller.account(), true);
        });
    }

    View view(NoticeStore.Stored stored, Language language) {
        Notice notice = stored.notice();
        String title = texts.text(language, notice.module(), notice.key(), notice.values());
        String longer = notice.key() + ".text";
        String text = texts.text(language, notice.module(), longer, notice.values());
        boolean gone = title.equals(notice.key());
        return new View(stored.id(), gone ? untold(notice.module(), language) : title, text.equals(longer) ? "" : text,
                notice.link(), notice.module(), stored.at(), stored.read() != null);
    }

    /** Of a notice whose text is not here: its module is gone, or runs in a version that says it no more. */
    private String untold(String module, Language language) {
        if (modules.find(module).filter(one -> one.state() == ModuleInfo.State.ACTIVE || one.state() == ModuleInfo.State.UPDATING).isEmpty()) {
            return texts.text(language, "notices", "notice.module-away");
        }
        String name = texts.text(language, module, "module.name");
        return texts.text(language, "notices", "notice.of-module", Map.of("module", name.equals("module.name") ? module : name));
    }

    void purge() {
        transactions.run(() -> store.purge(clock.instant().minus(KEPT)));
    }
}
