package org.shuyuan.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.shuyuan.api.notices.Live;
import org.shuyuan.api.notices.Notices;

/** Remembers what was told to whom, and what open pages heard. */
public final class FakeNotices implements Notices, Live {

    public record Sent(Notice notice, List<UUID> accounts) {}

    private final List<Sent> sent = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final List<String> withdrawn = new ArrayList<>();

    @Override
    public synchronized void send(Notice notice, Collection<UUID> accounts) {
        sent.add(new Sent(notice, List.copyOf(accounts)));
    }

    @Override
    public synchronized void withdraw(String module, String link, Instant moment) {
        withdrawn.add(link);
    }

    @Override
    public synchronized void publish(String event, String json) {
        heard.add(event + " " + json);
    }

    public synchronized List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** Links of what was taken back. */
    public synchronized List<String> withdrawn() {
        return List.copyOf(withdrawn);
    }

    public synchronized List<String> heard() {
        return List.copyOf(heard);
    }
}
