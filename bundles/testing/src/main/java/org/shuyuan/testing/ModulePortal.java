package org.shuyuan.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;

/**
 * A module without a container: its components, put together as the container would, on a real database with its tables, and a portal around them that
 * exists as far as the module can see. {@code try (var portal = ModulePortal.of("books", Database.H2)) { BookResource books = portal.get(BookResource.class); … }}
 *
 * <p>There is one unit, {@link #unit}, and one below it, {@link #below}; nobody may do anything until {@link #access} grants it. What the portal does not fake
 * is given by {@link #with} before the first {@link #get}. For one thread.
 */
public final class ModulePortal implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    public final FakeUnits units = new FakeUnits();
    public final Unit unit = units.add("测试单位", null);
    public final Unit below = units.add("测试部门", unit);
    public final FakePeople people = new FakePeople();
    public final FakeGroups groups = new FakeGroups(units, people);
    public final FakeAccess access = new FakeAccess(units);
    public final FakeAudit audit = new FakeAudit();
    public final FakeNotices notices = new FakeNotices();
    public final FakeMail mail = new FakeMail();
    public final FakeGatherings gatherings = new FakeGatherings();
    public final FakeModules modules;
    public final ModuleDatabase database;

    private final Components components = Components.ofThisModule();
    private final Map<String, Object> services = new HashMap<>();
    private final Map<String, Object> made = new LinkedHashMap<>();

    private ModulePortal(String module, Database on) {
        modules = new FakeModules().add(module);
        database = ModuleDatabase.of(module, on);
        for (Object service : List.of(units, people, groups, access, audit, notices, mail, gatherings, modules, new FakeFiles(), new FakeBookings(), new FakeProfiles(),
                database.transactions(), database.outbox(), database.jpa(), database.dataSource(), (Texts) ModulePortal::text)) {
            offer(service.getClass(), service);
        }
        workbooks().ifPresent(written -> offer(written.getClass(), written));
    }

    /** The module whose {@code target/classes} the test runs on. */
    public static ModulePortal of(String module, Database on) {
        return new ModulePortal(module, on);
    }

    /** A service of the portal that a test wants to be another. */
    public <S> ModulePortal with(Class<S> type, S service) {
        services.put(type.getName(), service);
        return this;
    }

    /** Somebody of {@link #unit} who may do this there and below. */
    public Caller person(String name, String... permissions) {
        Caller caller = FakeAccess.person(name);
        people.add(Objects.requireNonNull(caller.person()), name, name, unit);
        List.of(permissions).forEach(permission -> access.grant(caller, permission, unit.id()));
        return caller;
    }

    /**
     * A component of the module, or what it offers as a service.
     *
     * @throws IllegalStateException it has none
     */
    public <T> T get(Class<T> type) {
        return type.cast(component(type.getName()).orElseThrow(() -> new IllegalStateException("The module has no component " + type.getName())));
    }

    /** Its REST resources. */
    List<Object> resources() {
        return components.withProperty("osgi.jaxrs.resource").stream().map(this::make).toList();
    }

    private Optional<Object> component(String type) {
        return components.offering(type).stream().findFirst().map(this::make);
    }

    private Object make(Components.Component component) {
        Object known = made.get(component.type());
        if (known == null) {
            known = component.make((type, parameter) -> parameter.isAssignableFrom(List.class) ? components.offering(type).stream().map(this::make).toList() : service(type, parameter));
            made.put(component.type(), known);
        }
        return known;
    }

    private Object service(String type, Class<?> parameter) {
        Object given = services.get(type);
        return given != null ? given : component(type).orElseGet(() -> unknown(parameter));
    }

    /** What nobody asks may be there; who asks is told what is missing. */
    private static Object unknown(Class<?> type) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, values) -> {
            if (method.getDeclaringClass() == Object.class) {
                return method.getName().equals("hashCode") ? System.identityHashCode(self) : method.getName().equals("equals") ? (Object) (self == values[0]) : type.getSimpleName();
            }
            throw new UnsupportedOperationException("ModulePortal.with(" + type.getSimpleName() + ".class, …) says what " + method.getName() + " answers");
        });
    }

    private void offer(Class<?> type, Object service) {
        for (Class<?> one = type; one != null; one = one.getSuperclass()) {
            for (Class<?> face : one.getInterfaces()) {
                services.put(face.getName(), service);
            }
        }
    }

    /** As the portal writes them, where its bundle is on the test's path. */
    private static Optional<Object> workbooks() {
        try {
            return Optional.of(Class.forName("org.shuyuan.office.internal.OfficeWorkbooks").getConstructor().newInstance());
        } catch (ReflectiveOperationException none) {
            return Optional.empty();
        }
    }

    private static String text(Language language, String module, String key, Map<String, ?> values) {
        return Texts.filled(language, texts(module, language).getOrDefault(key, key), values);
    }

    /** Texts of a module on the test's path; empty when it is not there. */
    static Map<String, String> texts(String module, Language language) {
        try {
            for (URL descriptor : Collections.list(ModulePortal.class.getClassLoader().getResources("shuyuan/module.json"))) {
                JsonNode json = JSON.readTree(descriptor);
                if (json.path("id").asText().equals(module)) {
                    Map<String, String> texts = new TreeMap<>();
                    try (InputStream in = new URL(descriptor, "i18n/" + language.tag() + ".json").openStream()) {
                        JSON.readTree(in).fields().forEachRemaining(text -> texts.put(text.getKey(), text.getValue().asText()));
                    }
                    return texts;
                }
            }
            return Map.of();
        } catch (IOException e) {
            throw new IllegalStateException("The texts of " + module + " cannot be read", e);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
