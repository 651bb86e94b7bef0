package org.shuyuan.directory.internal.jpa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.persistence.EntityManager;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.tx.Jpa;
import org.shuyuan.directory.internal.ImportData;
import org.shuyuan.directory.internal.roster.Choices;
import org.shuyuan.directory.internal.roster.Decisions;
import org.shuyuan.directory.internal.roster.Field;
import org.shuyuan.directory.internal.roster.Layout;
import org.shuyuan.rest.Json;

/** Imports and what the columns of known forms mean. Thread-safe. */
@Component(service = ImportStore.class)
public final class ImportStore {

    private record SheetJson(int sheet, int headerRow, Map<String, String> columns, @Nullable String category) {}

    private record LayoutJson(List<SheetJson> sheets, @Nullable Map<String, String> units, @Nullable Map<String, String> natures, @Nullable String charset) {}

    private record DecisionsJson(Map<String, String> persons, Set<UUID> left) {}

    /** A sheet of a form. @param signature of its header row, empty without one */
    public record SheetForm(int sheet, int headerRow, String signature, Map<String, String> columns, @Nullable String category) {}

    /** How files of one source are read. @param charset null: as it is found out */
    public record Form(@Nullable String charset, List<SheetForm> sheets) {}

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

    /** How many imports hold something about a person, as {@link #forget} finds it. */
    public long about(UUID person, Set<String> traces) {
        return jpa.read(em -> mentioned(em).filter(e -> !without(e, person, traces).equals(choices(e))).count());
    }

    /**
     * Takes out what was decided about a person, so that no row means that person any more, and what was corrected in the person's rows of
     * imports that are over. An open one keeps its corrections: it is a file that somebody is about to bring in, in which the person is somebody new.
     *
     * @param traces values of cells that say whose row it is
     */
    public void forget(UUID person, Set<String> traces) {
        jpa.run(em -> mentioned(em).forEach(e -> {
            Choices choices = choices(e);
            Choices left = without(e, person, traces);
            if (!left.equals(choices)) {
                fill(e, data(e).with(left));
            }
        }));
    }

    private static Stream<ImportEntity> mentioned(EntityManager em) {
        return em.createQuery("select i from ImportEntity i where i.decisions is not null or i.corrections <> '{}'", ImportEntity.class).getResultList().stream();
    }

    private static Choices without(ImportEntity e, UUID person, Set<String> traces) {
        Choices all = choices(e);
        Set<String> rows = new HashSet<>();
        all.decisions().persons().forEach((row, id) -> {
            if (id.equals(person.toString())) {
                rows.add(row);
            }
        });
        Choices undecided = all.decided(all.decisions().without(person));
        return e.status.equals("open") ? undecided
                : undecided.uncorrected((sheet, row, cells) -> rows.contains(sheet + "-" + row) || cells.values().stream().anyMatch(traces::contains));
    }

    /** What was chosen the last time for a form with these headers. */
    public Optional<Map<String, Field>> remembered(String signature) {
        return jpa.read(em -> Optional.ofNullable(em.find(MappingEntity.class, hash(signature)))
                .map(m -> Choices.columns(read(m.columns, new TypeReference<Map<String, String>>() {}))));
    }

    public void remember(String signature, Map<String, Field> columns) {
        keep(signature, write(ids(columns)));
    }

    /** How files of this source were read the last time. */
    public Optional<Form> form(String source) {
        return jpa.read(em -> Optional.ofNullable(em.find(MappingEntity.class, hash("source " + source))).map(m -> read(m.columns, new TypeReference<Form>() {})));
    }

    public void remember(String source, Form form) {
        keep("source " + source, write(form));
    }

    private void keep(String signature, String json) {
        jpa.run(em -> {
            MappingEntity e = new MappingEntity();
            e.signature = hash(signature);
            e.columns = json;
            e.usedAt = Instant.now();
            em.merge(e);
        });
    }

    private static void fill(ImportEntity e, ImportData data) {
        e.status = data.status();
        Choices choices = data.choices();
        e.layout = write(new LayoutJson(choices.sheets().stream().map(l -> new SheetJson(l.sheet(), l.headerRow(), ids(l.columns()), l.category())).toList(), choices.units(),
                choices.natures(), choices.charset()));
        e.decisions = choices.decisions().equals(Decisions.NONE) ? null : write(new DecisionsJson(choices.decisions().persons(), choices.decisions().left()));
        e.corrections = write(choices.corrections());
        e.result = data.result() == null ? null : write(data.result());
        e.confirmedAt = data.confirmedAt();
        e.confirmedBy = data.confirmedBy();
    }

    private static ImportData data(ImportEntity e) {
        return new ImportData(e.id, e.unit, e.fileId, e.fileName, e.status, choices(e), e.result == null ? null : read(e.result, new TypeReference<Map<String, Long>>() {}),
                e.createdAt, e.createdBy, e.confirmedAt, e.confirmedBy, e.version);
    }

    private static Choices choices(ImportEntity e) {
        // rows written before an import could have several sheets
        if (e.layout.startsWith("{\"sheet\":")) {
            SheetJson only = read(e.layout, new TypeReference<SheetJson>() {});
            Map<Integer, Map<String, String>> corrections = read(e.corrections, new TypeReference<Map<Integer, Map<String, String>>>() {});
            return new Choices(List.of(layout(only)), corrections.isEmpty() ? Map.of() : Map.of(only.sheet(), corrections), Map.of(), Map.of(), null, Decisions.NONE);
        }
        LayoutJson layout = read(e.layout, new TypeReference<LayoutJson>() {});
        return new Choices(layout.sheets().stream().map(ImportStore::layout).toList(),
                read(e.corrections, new TypeReference<Map<Integer, Map<Integer, Map<String, String>>>>() {}), layout.units() == null ? Map.of() : layout.units(),
                layout.natures() == null ? Map.of() : layout.natures(), layout.charset(), decisions(e));
    }

    private static Decisions decisions(ImportEntity e) {
        if (e.decisions == null) {
            return Decisions.NONE;
        }
        DecisionsJson json = read(e.decisions, new TypeReference<DecisionsJson>() {});
        return new Decisions(json.persons(), json.left());
    }

    private static Layout layout(SheetJson json) {
        return new Layout(json.sheet(), json.headerRow(), Choices.columns(json.columns()), json.category());
    }

    public static Map<String, String> ids(Map<String, Field> columns) {
        return columns.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, c -> c.getValue().id(), (a, b) -> a, LinkedHashMap::new));
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
