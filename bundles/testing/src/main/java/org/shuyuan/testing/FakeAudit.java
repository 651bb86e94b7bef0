package org.shuyuan.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.id.Ids;

/** Remembers what was written to the trail, oldest first. */
public final class FakeAudit implements Audit {

    private final List<Entry> entries = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void write(Caller caller, @Nullable UUID unit, String action, Subject subject, @Nullable Object before, @Nullable Object after) {
        entries.add(new Entry(Ids.next(), Instant.now(), caller.name(), caller.account(), caller.address(), unit, action, subject,
                before == null ? null : before.toString(), after == null ? null : after.toString()));
    }

    /** Empties what it holds about the subject and says so by an entry, as the portal's own trail does. */
    @Override
    public int redact(Caller caller, @Nullable UUID unit, Redaction what) {
        int gone = 0;
        synchronized (entries) {
            for (int i = 0; i < entries.size(); i++) {
                Entry old = entries.get(i);
                if (old.subject().kind().equals(what.kind()) && old.subject().id().equals(what.id())) {
                    entries.set(i, new Entry(old.id(), old.at(), old.who(), old.account(), old.address(), old.unit(), old.action(),
                            new Subject(what.kind(), what.id(), ""), null, null));
                    gone++;
                }
            }
        }
        write(caller, unit, "access.redact", new Subject(what.kind(), what.id(), ""), null, what.reason());
        return gone;
    }

    @Override
    public List<Entry> about(String kind, String id, int limit) {
        List<Entry> found = new ArrayList<>(entries.stream().filter(e -> e.subject().kind().equals(kind) && e.subject().id().equals(id)).toList());
        Collections.reverse(found);
        return found.subList(0, Math.min(limit, found.size()));
    }

    public List<String> actions() {
        return entries.stream().map(Entry::action).toList();
    }

    public List<Entry> entries() {
        return List.copyOf(entries);
    }
}
