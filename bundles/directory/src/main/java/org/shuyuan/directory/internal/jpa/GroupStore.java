package org.shuyuan.directory.internal.jpa;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.persistence.LockModeType;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.directory.internal.GroupData;
import org.shuyuan.directory.internal.LocalNames;

/** Audience groups, who was named by hand, and the people whom rules are asked about. Thread-safe. */
@Component(service = GroupStore.class)
public final class GroupStore {

    /** A person in a unit, before the past is put in. */
    public record Held(UUID person, String name, @Nullable String number, @Nullable String gender, @Nullable String birth, @Nullable String political,
            @Nullable String category, UUID membership, UUID unit, @Nullable String position, boolean main) {}

    private static final int CHUNK = 500;
    private static final String HELD = "select p.id, p.name, p.number, p.gender, p.birth, p.political, p.category, m.id, m.unit, m.position, m.main"
            + " from PersonEntity p, MembershipEntity m where p.id = m.person and (m.fromDay is null or m.fromDay <= :on) and (m.toDay is null or m.toDay > :on)";

    private final Jpa jpa;

    @Activate
    public GroupStore(@Reference(target = "(shuyuan.module=directory)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** All, closed ones too. */
    public List<GroupData> all() {
        return jpa.read(em -> em.createQuery("select g from GroupEntity g order by g.sortOrder, g.createdAt, g.id", GroupEntity.class).getResultList().stream()
                .map(GroupStore::data).toList());
    }

    public Optional<GroupData> find(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(GroupEntity.class, id)).map(GroupStore::data));
    }

    public void add(GroupData group) {
        jpa.run(em -> {
            GroupEntity e = new GroupEntity();
            e.id = group.id();
            e.unit = group.unit();
            e.createdAt = Instant.now();
            fill(e, group);
            em.persist(e);
        });
    }

    /** What the rule was stays in the past. @return false when somebody changed it meanwhile or it is gone */
    public boolean change(GroupData group) {
        return jpa.write(em -> {
            @Nullable GroupEntity e = em.find(GroupEntity.class, group.id());
            if (e == null || e.version != group.version()) {
                return false;
            }
            PastStore.keep(em, e.id, PastStore.RULE, e.rule, group.rule());
            fill(e, group);
            em.lock(e, LockModeType.OPTIMISTIC_FORCE_INCREMENT);
            return true;
        });
    }

    /** Gives a unit's groups to another; whose they were until the day stays in the past. */
    public void handOver(GroupData group, UUID to, LocalDate on) {
        jpa.run(em -> {
            GroupEntity e = em.find(GroupEntity.class, group.id());
            PastStore.keep(em, e.id, PastStore.UNIT, String.valueOf(e.unit), to.toString(), on);
            e.unit = to;
            em.lock(e, LockModeType.OPTIMISTIC_FORCE_INCREMENT);
        });
    }

    /** Who was named by hand on the day, by group. */
    public Map<UUID, Set<UUID>> named(LocalDate on) {
        return jpa.read(em -> {
            Map<UUID, Set<UUID>> found = new HashMap<>();
            em.createQuery("select m.group, m.person from GroupMemberEntity m where m.fromDay <= :on and (m.toDay is null or m.toDay > :on)", Object[].class)
                    .setParameter("on", on).getResultList().forEach(r -> found.computeIfAbsent((UUID) r[0], g -> new HashSet<>()).add((UUID) r[1]));
            return found;
        });
    }

    /** Names people by hand who are not named yet. @return how many were new */
    public int name(UUID group, Collection<UUID> people, LocalDate from) {
        return jpa.write(em -> {
            Set<UUID> there = new HashSet<>(em.createQuery("select m.person from GroupMemberEntity m where m.group = :g and m.toDay is null", UUID.class)
                    .setParameter("g", group).getResultList());
            int added = 0;
            for (UUID person : Set.copyOf(people)) {
                if (there.add(person)) {
                    GroupMemberEntity e = new GroupMemberEntity();
                    e.id = Ids.next();
                    e.group = group;
                    e.person = person;
                    e.fromDay = from;
                    em.persist(e);
                    added++;
                }
            }
            return added;
        });
    }

    /** @return false when the person was not named */
    public boolean unname(UUID group, UUID person, LocalDate to) {
        return jpa.write(em -> {
            List<GroupMemberEntity> there = em.createQuery("select m from GroupMemberEntity m where m.group = :g and m.person = :p and m.toDay is null", GroupMemberEntity.class)
                    .setParameter("g", group).setParameter("p", person).getResultList();
            there.forEach(m -> m.toDay = m.fromDay.isAfter(to) ? m.fromDay : to);
            return !there.isEmpty();
        });
    }

    /** Who belonged anywhere on the day. */
    public List<Held> held(LocalDate on) {
        return jpa.read(em -> em.createQuery(HELD, Object[].class).setParameter("on", on).getResultList().stream().map(GroupStore::held).toList());
    }

    public List<Held> heldBy(Collection<UUID> people, LocalDate on) {
        return held("m.person", people, on);
    }

    public List<Held> heldAt(Collection<UUID> units, LocalDate on) {
        return held("m.unit", units, on);
    }

    private List<Held> held(String attribute, Collection<UUID> keys, LocalDate on) {
        List<UUID> all = List.copyOf(keys);
        List<Held> found = new ArrayList<>();
        for (int i = 0; i < all.size(); i += CHUNK) {
            List<UUID> some = all.subList(i, Math.min(all.size(), i + CHUNK));
            found.addAll(jpa.<List<Held>>read(em -> em.createQuery(HELD + " and " + attribute + " in :some", Object[].class).setParameter("on", on)
                    .setParameter("some", some).getResultList().stream().map(GroupStore::held).toList()));
        }
        return found;
    }

    private static Held held(Object[] r) {
        return new Held((UUID) r[0], (String) r[1], (String) r[2], (String) r[3], (String) r[4], (String) r[5], (String) r[6], (UUID) r[7], (UUID) r[8], (String) r[9],
                (Boolean) r[10]);
    }

    private static void fill(GroupEntity e, GroupData group) {
        e.names = group.names().json();
        e.rule = group.rule();
        e.note = group.note();
        e.sortOrder = group.order();
        e.closedOn = group.closedOn();
    }

    private static GroupData data(GroupEntity e) {
        return new GroupData(e.id, e.unit, LocalNames.parse(e.names), e.rule, e.note, e.sortOrder, e.closedOn, e.version);
    }
}
