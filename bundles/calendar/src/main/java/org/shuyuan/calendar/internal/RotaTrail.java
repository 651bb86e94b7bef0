package org.shuyuan.calendar.internal;

import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Accounts;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.notices.Live;
import org.shuyuan.api.notices.Notices;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.tx.Transactions;

/** What is written down of every change of a rota, and who hears of it. Part of the transaction that changes it. Thread-safe. */
@Component(service = RotaTrail.class)
public final class RotaTrail {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final Audit audit;
    private final Live live;
    private final Notices notices;
    private final Accounts accounts;
    private final Names names;
    private final Transactions transactions;

    @Activate
    public RotaTrail(@Reference Audit audit, @Reference Live live, @Reference Notices notices, @Reference Accounts accounts, @Reference Names names, @Reference Transactions transactions) {
        this.audit = audit;
        this.live = live;
        this.notices = notices;
        this.accounts = accounts;
        this.names = names;
        this.transactions = transactions;
    }

    /** @param before null for what is new @param after null for what is gone */
    void written(Caller caller, Rota rota, String action, @Nullable Object before, @Nullable Object after) {
        audit.write(caller, rota.unit(), "calendar." + action, new Audit.Subject("calendar.rota", rota.id().toString(), rota.name()), before, after);
        transactions.afterCommit(() -> live.publish("changed", "{\"module\":\"calendar\",\"type\":\"rota\",\"id\":\"" + rota.id() + "\",\"unit\":\"" + rota.unit() + "\"}"));
    }

    static String when(RotaTurn turn) {
        return turn.date().starts().atZone(turn.date().zone()).format(turn.date().allDay() ? DAY : MINUTE);
    }

    static String link(Rota rota) {
        return "/calendar/rotas/" + rota.id() + "?unit=" + rota.unit();
    }

    /** Whoever acts for a member: the person; of a department its organisers, and the speaker that is named. */
    Set<UUID> readers(Rota rota, @Nullable UUID member, RotaTurn turn) {
        Set<UUID> readers = new HashSet<>();
        if (member != null) {
            readers.addAll(rota.over() == Rota.Over.PEOPLE ? accounts.ofPeople(List.of(member)) : accounts.holding(Permissions.WRITE, member));
        }
        UUID speaker = turn.speaker().person();
        if (speaker != null) {
            readers.addAll(accounts.ofPeople(List.of(speaker)));
        }
        return readers;
    }

    /** Who looks after the rota. */
    List<UUID> organisers(Rota rota) {
        return accounts.holding(Permissions.WRITE, rota.unit());
    }

    /** @param about another member, named in {@code who} @param to accounts; whoever does it is not told */
    void tell(Caller caller, Rota rota, RotaTurn turn, String key, @Nullable UUID about, Map<String, String> more, Collection<UUID> to) {
        List<UUID> readers = to.stream().filter(a -> !a.equals(caller.account())).distinct().toList();
        if (!readers.isEmpty()) {
            Map<String, String> values = new HashMap<>(more);
            values.put("title", turn.date().title());
            values.put("when", when(turn));
            values.put("rota", rota.name());
            values.put("who", about == null ? caller.name() : name(rota, about));
            notices.send(new Notices.Notice("calendar", key, values, link(rota)), readers);
        }
    }

    String name(Rota rota, UUID member) {
        String name = rota.over() == Rota.Over.PEOPLE ? names.person(member, Language.ZH_CN) : names.unit(member);
        return Objects.requireNonNullElse(name, "—");
    }
}
