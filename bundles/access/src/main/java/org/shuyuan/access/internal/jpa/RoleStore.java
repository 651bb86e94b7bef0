package org.shuyuan.access.internal.jpa;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.access.internal.Grant;
import org.shuyuan.access.internal.Role;
import org.shuyuan.api.id.Ids;
import org.shuyuan.api.tx.Jpa;

/** Rows of {@code access_role}, {@code access_role_permission}, {@code access_grant}, {@code access_revision}. Thread-safe. */
@Component(service = RoleStore.class)
public class RoleStore {

    private static final String TEMPLATE = "template";
    private static final String ADDED = "added";
    private static final String REMOVED = "removed";

    private final Jpa jpa;

    @Activate
    public RoleStore(@Reference(target = "(shuyuan.module=access)") Jpa jpa) {
        this.jpa = jpa;
    }

    /** All roles in their order. */
    public List<Role> roles() {
        return jpa.read(em -> {
            Map<String, List<RolePermissionEntity>> permissions = new LinkedHashMap<>();
            for (RolePermissionEntity row : em.createQuery("select p from RolePermissionEntity p", RolePermissionEntity.class)
                    .getResultList()) {
                permissions.computeIfAbsent(row.role, key -> new ArrayList<>()).add(row);
            }
            return em.createQuery("select r from RoleEntity r order by r.position, r.roleKey", RoleEntity.class).getResultList()
                    .stream().map(row -> {
                        List<RolePermissionEntity> own = permissions.getOrDefault(row.roleKey, List.of());
                        return new Role(row.roleKey, row.names, row.descriptions, row.own, row.unit, row.position, row.version, of(own, TEMPLATE),
                                of(own, ADDED), of(own, REMOVED));
                    }).toList();
        });
    }

    private static Set<String> of(List<RolePermissionEntity> rows, String source) {
        Set<String> found = new HashSet<>();
        rows.stream().filter(row -> row.source.equals(source)).forEach(row -> found.add(row.permission));
        return Set.copyOf(found);
    }

    public Optional<Role> role(String key) {
        return roles().stream().filter(role -> role.key().equals(key)).findFirst();
    }

    /** Stores the role with its permissions, new or changed; the version grows by one. */
    public void save(Role role) {
        jpa.run(em -> {
            RoleEntity row = em.find(RoleEntity.class, role.key());
            boolean fresh = row == null;
            if (row == null) {
                row = new RoleEntity();
                row.roleKey = role.key();
            }
            row.names = role.names();
            row.descriptions = role.descriptions();
            row.unit = role.unit();
            row.own = role.own();
            row.position = role.position();
            row.version = role.version() + 1;
            if (fresh) {
                em.persist(row);
                em.flush();
            }
            em.createQuery("delete from RolePermissionEntity p where p.role = :role").setParameter("role", role.key()).executeUpdate();
            Map.of(TEMPLATE, role.template(), ADDED, role.added(), REMOVED, role.removed()).forEach((source, all) -> all.forEach(one -> {
                RolePermissionEntity permission = new RolePermissionEntity();
                permission.id = Ids.next();
                permission.role = role.key();
                permission.permission = one;
                permission.source = source;
                em.persist(permission);
            }));
        });
    }

    public void add(Grant grant) {
        jpa.run(em -> {
            GrantEntity row = new GrantEntity();
            row.id = grant.id();
            row.account = grant.account();
            row.role = grant.role();
            row.unit = grant.unit();
            row.subtree = grant.subtree();
            row.since = grant.since();
            row.until = grant.until();
            row.grantedBy = grant.grantedBy();
            row.createdAt = grant.createdAt();
            Grant.Delegated delegated = grant.delegated();
            if (delegated != null) {
                row.source = delegated.source();
                row.delegatedBy = delegated.by();
                row.reason = delegated.reason();
            }
            em.persist(row);
        });
    }

    public Optional<Grant> grant(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(GrantEntity.class, id)).map(RoleStore::grant));
    }

    public void removeGrant(UUID id) {
        jpa.run(em -> em.createQuery("delete from GrantEntity g where g.id = :id").setParameter("id", id).executeUpdate());
    }

    public List<Grant> grants(Collection<UUID> accounts) {
        return accounts.isEmpty() ? List.of() : jpa.read(em -> em
                .createQuery("select g from GrantEntity g where g.account in :accounts order by g.createdAt, g.id", GrantEntity.class)
                .setParameter("accounts", accounts).getResultList().stream().map(RoleStore::grant).toList());
    }

    /** What is delegated from this grant. */
    public List<Grant> delegatedFrom(UUID source) {
        return jpa.read(em -> em.createQuery("select g from GrantEntity g where g.source = :source order by g.createdAt, g.id", GrantEntity.class)
                .setParameter("source", source).getResultList().stream().map(RoleStore::grant).toList());
    }

    /** What the account has delegated. */
    public List<Grant> delegatedBy(UUID account) {
        return jpa.read(em -> em.createQuery("select g from GrantEntity g where g.delegatedBy = :account order by g.createdAt, g.id", GrantEntity.class)
                .setParameter("account", account).getResultList().stream().map(RoleStore::grant).toList());
    }

    /** Who holds the role, now, later or once. */
    public List<Grant> ofRole(String role) {
        return jpa.read(em -> em.createQuery("select g from GrantEntity g where g.role = :role order by g.createdAt, g.id", GrantEntity.class)
                .setParameter("role", role).getResultList().stream().map(RoleStore::grant).toList());
    }

    /** Removes a role with its permissions and the grants that are over. */
    public void remove(String role) {
        jpa.run(em -> {
            em.createQuery("delete from GrantEntity g where g.role = :role").setParameter("role", role).executeUpdate();
            em.createQuery("delete from RolePermissionEntity p where p.role = :role").setParameter("role", role).executeUpdate();
            em.createQuery("delete from RoleEntity r where r.roleKey = :role").setParameter("role", role).executeUpdate();
        });
    }

    /** The grants of all accounts that are enabled and whose password is their own; what is delegated ends with the account it comes from. */
    public List<Grant> effective() {
        return jpa.read(em -> AccountStore.with(em.createQuery("select g from GrantEntity g, AccountEntity a where a.id = g.account"
                + " and a.enabled = :yes and a.mustChange = :no and (g.delegatedBy is null or exists"
                + " (select b.id from AccountEntity b where b.id = g.delegatedBy and b.enabled = :yes))", GrantEntity.class), Map.of("yes", true, "no", false))
                .getResultList().stream().map(RoleStore::grant).toList());
    }

    /** The enabled accounts that are system administrators for good or on some day. */
    public List<UUID> administrators() {
        return jpa.read(em -> em.createQuery("select distinct a.id from GrantEntity g, AccountEntity a where a.id = g.account"
                + " and a.enabled = true and g.role = :role and g.until is null", UUID.class)
                .setParameter("role", Role.SYSTEM_ADMINISTRATOR).getResultList());
    }

    public long revision(String name) {
        return jpa.read(em -> {
            RevisionEntity row = em.find(RevisionEntity.class, name);
            return row == null ? 0L : row.revision;
        });
    }

    /** Also a lock: two who change the same kind of thing come one after the other. */
    public void raise(String name) {
        jpa.run(em -> em.createQuery("update RevisionEntity r set r.revision = r.revision + 1 where r.name = :name")
                .setParameter("name", name).executeUpdate());
    }

    private static Grant grant(GrantEntity row) {
        return new Grant(row.id, row.account, row.role, row.unit, row.subtree, row.since, row.until, row.grantedBy, row.createdAt,
                row.source == null ? null : new Grant.Delegated(row.source, row.delegatedBy, row.reason == null ? "" : row.reason));
    }
}
