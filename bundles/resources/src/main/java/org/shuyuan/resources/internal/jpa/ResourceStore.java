package org.shuyuan.resources.internal.jpa;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.persistence.EntityManager;
import javax.persistence.OptimisticLockException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.resources.internal.Resource;

/** Rooms and equipment. Thread-safe. */
@Component(service = ResourceStore.class)
public final class ResourceStore {

    private final Jpa jpa;

    @Activate
    public ResourceStore(@Reference(target = "(shuyuan.module=resources)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<Resource> find(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(ResourceEntity.class, id)).map(ResourceStore::read));
    }

    public List<Resource> get(Collection<UUID> ids) {
        return Chunks.of(ids, some -> jpa.<List<Resource>>read(em -> em.createQuery("select r from ResourceEntity r where r.id in :some", ResourceEntity.class)
                .setParameter("some", some).getResultList().stream().map(ResourceStore::read).toList()));
    }

    /** Of all these units. */
    public List<Resource> of(Collection<UUID> units) {
        return Chunks.of(units, some -> jpa.<List<Resource>>read(em -> em.createQuery("select r from ResourceEntity r where r.unit in :some", ResourceEntity.class)
                .setParameter("some", some).getResultList().stream().map(ResourceStore::read).toList()));
    }

    /**
     * Takes the lock by which bookings of it wait for one another, on whatever node; held until the transaction ends.
     *
     * @return it as it is now that nobody else can change it
     */
    public Optional<Resource> lock(UUID id) {
        return jpa.<Optional<Resource>>write(em -> {
            if (em.createNativeQuery("select id from resources_resource where id = ?1 for update").setParameter(1, id).getResultList().isEmpty()) {
                return Optional.empty();
            }
            return Optional.ofNullable(em.find(ResourceEntity.class, id)).map(ResourceStore::read);
        });
    }

    public void add(Resource resource, Instant at) {
        jpa.run(em -> {
            ResourceEntity e = new ResourceEntity();
            e.id = resource.id();
            e.createdAt = at;
            write(resource, e);
            em.persist(e);
        });
    }

    /** @throws OptimisticLockException it is gone, or another version than {@code resource.version()} */
    public Resource change(Resource resource) {
        return jpa.write(em -> {
            ResourceEntity e = current(em, resource);
            write(resource, e);
            em.flush();
            return read(e);
        });
    }

    /** @throws OptimisticLockException as {@link #change} */
    public void remove(Resource resource) {
        jpa.run(em -> em.remove(current(em, resource)));
    }

    private static ResourceEntity current(EntityManager em, Resource resource) {
        @Nullable ResourceEntity e = em.find(ResourceEntity.class, resource.id());
        if (e == null || e.version != resource.version()) {
            throw new OptimisticLockException("resource " + resource.id());
        }
        return e;
    }

    private static Resource read(ResourceEntity e) {
        return new Resource(e.id, e.version, e.unit, e.name, e.kind, e.place, e.seats, e.note, e.bookable, e.shared, e.retired);
    }

    private static void write(Resource r, ResourceEntity e) {
        e.unit = r.unit();
        e.name = r.name();
        e.kind = r.kind();
        e.place = r.place();
        e.seats = r.seats();
        e.note = r.note();
        e.bookable = r.bookable();
        e.shared = r.shared();
        e.retired = r.retired();
    }
}
