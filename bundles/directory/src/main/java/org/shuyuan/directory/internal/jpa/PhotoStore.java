package org.shuyuan.directory.internal.jpa;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;

/** Which files are whose photo. Thread-safe. */
@Component(service = PhotoStore.class)
public final class PhotoStore {

    /** Ids of files. */
    public record Photo(String large, String small) {}

    private final Jpa jpa;

    @Activate
    public PhotoStore(@Reference(target = "(shuyuan.module=directory)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<Photo> find(UUID person) {
        return jpa.read(em -> Optional.ofNullable(em.find(PhotoEntity.class, person)).map(e -> new Photo(e.largeFile, e.smallFile)));
    }

    /** At most as many as a page has. */
    public Map<UUID, Photo> of(Collection<UUID> people) {
        if (people.isEmpty()) {
            return Map.of();
        }
        return jpa.read(em -> {
            Map<UUID, Photo> found = new HashMap<>();
            em.createQuery("select e from PhotoEntity e where e.person in :people", PhotoEntity.class).setParameter("people", List.copyOf(people)).getResultList()
                    .forEach(e -> found.put(e.person, new Photo(e.largeFile, e.smallFile)));
            return found;
        });
    }

    /** @param photo null: none any more */
    public void put(UUID person, @Nullable Photo photo) {
        jpa.run(em -> {
            @Nullable PhotoEntity e = em.find(PhotoEntity.class, person);
            if (photo == null) {
                if (e != null) {
                    em.remove(e);
                }
                return;
            }
            PhotoEntity kept = e == null ? new PhotoEntity() : e;
            kept.person = person;
            kept.largeFile = photo.large();
            kept.smallFile = photo.small();
            kept.changedAt = Instant.now();
            if (e == null) {
                em.persist(kept);
            }
        });
    }

    /** Whether anybody's photo is in that file. */
    public boolean used(String file) {
        return jpa.read(em -> !em.createQuery("select e.person from PhotoEntity e where e.largeFile = :f or e.smallFile = :f").setParameter("f", file).setMaxResults(1)
                .getResultList().isEmpty());
    }
}
