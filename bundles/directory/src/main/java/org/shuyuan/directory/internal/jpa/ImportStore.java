package org.shuyuan.directory.internal.jpa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.directory.internal.ImportData;
import org.shuyuan.rest.Json;

/** Imports and what the columns of known forms mean. Thread-safe. */
@Component(service = ImportStore.class)
public final class ImportStore {

    private record Layout(int sheet, int headerRow, Map<String, String> columns) {}

    private final Jpa jpa;

    @Activate
    public ImportStore(@Reference(target = "(shuyuan.module=directory)") Jpa jpa) {
        this.jpa = jpa;
    }

    public Optional<ImportData> find(UUID id) {
        return jpa.read(em -> Optional.ofNullable(em.find(ImportEntity.class, id)).map(ImportStore::data));
    }

    /** The last confirmed import of the same bytes into the same unit. */
    public Optional<ImportData> confirmedBefore(UUID unit, String file) {
        return jpa.read(em -> em.createQuery("select i from ImportEntity i where i.unit = :u and i.fileId = :f and i.status = 'confirmed' order by i.confirmedAt desc",
                ImportEntity.class).setParameter("u", unit).setParameter("f", file).setMaxResults(1).getResultList().stream().findFirst().map(ImportStore::data));
    }

    /** The newest imports into any of the units. */
    public List<ImportData> newest(Collection<UUID> units, int limit) {
        return units.isEmpty() ? List.of() : jpa.read(em -> em.createQuery("select i from ImportEntity i where i.unit in :u and i.status <> 'dropped' order by i.createdAt desc",
                ImportEntity.class).setParameter("u", units).setMaxResults(limit).getResultList().stream().map(ImportStore::data).toList());
    }

    public void add(ImportData data) {
        jpa.run(em -> {
            ImportEntity e = new ImportEntity();
            e.id = data.id();
            e.unit = data.unit();
            e.fileId = data.fileId();
            e.fileName = data.fileName();
            e.createdAt = data.createdAt();
            e.createdBy = data.createdBy();
            fill(e, data);
            em.persist(e);
        });
    }

    /** @return false when somebody changed or confirmed it meanwhile */
    public boolean change(ImportData data) {
        return jpa.write(em -> {
            @Nullable ImportEntity e = em.find(ImportEntity.class, data.id());
            if (e == null || e.version != data.version() || !e.status.equals("open")) {
                return false;
            }
            fill(e, data);
            return true;
        });
    }

    /** What was chosen the last time for a form with these headers. */
    public Optional<Map<String, String>> remembered(String signature) {
        return jpa.read(em -> Optional.ofNullable(em.find(MappingEntity.class, hash(signature))).map(m -> read(m.columns, new TypeReference<Map<String, String>>() {})));
    }

    public void remember(String signature, Map<String, String> columns) {
        jpa.run(em -> {
            MappingEntity e = new MappingEntity();
            e.signature = hash(signature);
            e.columns = write(columns);
            e.usedAt = Instant.now();
            em.merge(e);
        });
    }

    private static void fill(ImportEntity e, ImportData data) {
        e.status = data.status();
        e.layout = write(new Layout(data.sheet(), data.headerRow(), data.columns()));
        e.corrections = write(data.corrections());
        e.result = data.result() == null ? null : write(data.result());
        e.confirmedAt = data.confirmedAt();
        e.confirmedBy = data.confirmedBy();
    }

    private static ImportData data(ImportEntity e) {
        Layout layout = read(e.layout, new TypeReference<Layout>() {});
        return new ImportData(e.id, e.unit, e.fileId, e.fileName, e.status, layout.sheet(), layout.headerRow(), layout.columns(),
                read(e.corrections, new TypeReference<Map<Integer, Map<String, String>>>() {}),
                e.result == null ? null : read(e.result, new TypeReference<Map<String, Long>>() {}), e.createdAt, e.createdBy, e.confirmedAt, e.confirmedBy, e.version);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static String write(Object value) {
        try {
            return Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return Json.mapper().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
