package org.shuyuan.testing;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Manifest;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The components that a bundle declares, read from what the build wrote for the container ({@code OSGI-INF/*.xml}). */
final class Components {

    /** Finds what a reference wants. */
    interface Services {

        /** @param type the reference's interface @param parameter what takes it: that interface, or a list of it */
        Object find(String type, Class<?> parameter);
    }

    /**
     * One component. {@code parameters} are the interfaces of the references by the place of the constructor's parameter that takes them, {@code fields} those
     * of references in fields that must be there.
     */
    record Component(String type, Set<String> offers, Set<String> properties, Map<Integer, String> parameters, Map<String, String> fields) {

        /** A new one; its constructor's parameters, and fields that must be filled, are what is found. */
        Object make(Services services) {
            try {
                Class<?> found = Class.forName(type);
                Constructor<?> constructor = Arrays.stream(found.getDeclaredConstructors()).filter(c -> c.getParameterCount() >= parameters.size())
                        .min((a, b) -> Integer.compare(a.getParameterCount(), b.getParameterCount())).orElseThrow();
                constructor.setAccessible(true);
                Object made = constructor.newInstance(IntStream.range(0, constructor.getParameterCount())
                        .mapToObj(at -> parameters.containsKey(at) ? services.find(parameters.get(at), constructor.getParameterTypes()[at]) : null).toArray());
                for (Map.Entry<String, String> field : fields.entrySet()) {
                    Field into = found.getDeclaredField(field.getKey());
                    into.setAccessible(true);
                    into.set(made, services.find(field.getValue(), into.getType()));
                }
                return made;
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Component " + type + " cannot be made", e);
            }
        }
    }

    private final List<Component> all = new ArrayList<>();

    private Components() {}

    /** Those of the module whose folder the test runs in, as its manifest names them: beside them may lie what earlier builds wrote for classes that are gone. */
    static Components ofThisModule() {
        Components components = new Components();
        Path classes = Path.of("target", "classes");
        Path manifest = classes.resolve("META-INF/MANIFEST.MF");
        try (InputStream in = Files.exists(manifest) ? Files.newInputStream(manifest) : InputStream.nullInputStream()) {
            String named = new Manifest(in).getMainAttributes().getValue("Service-Component");
            for (String file : named == null ? List.<String>of() : Stream.of(named.split(",")).map(String::strip).sorted().toList()) {
                components.all.add(read(classes.resolve(file)));
            }
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException("The components of the module cannot be read", e);
        }
        return components;
    }

    List<Component> offering(String type) {
        return all.stream().filter(one -> one.offers().contains(type) || one.type().equals(type)).toList();
    }

    List<Component> withProperty(String name) {
        return all.stream().filter(one -> one.properties().contains(name)).toList();
    }

    private static Component read(Path file) throws IOException, SAXException, ParserConfigurationException {
        Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        Set<String> offers = new HashSet<>();
        elements(document, "provide").forEach(provide -> offers.add(provide.getAttribute("interface")));
        Set<String> properties = new HashSet<>();
        elements(document, "property").forEach(property -> properties.add(property.getAttribute("name")));
        Map<Integer, String> parameters = new HashMap<>();
        Map<String, String> fields = new HashMap<>();
        for (Element reference : elements(document, "reference")) {
            if (reference.hasAttribute("parameter")) {
                parameters.put(Integer.valueOf(reference.getAttribute("parameter")), reference.getAttribute("interface"));
            } else if (reference.hasAttribute("field") && !reference.getAttribute("cardinality").startsWith("0")) {
                fields.put(reference.getAttribute("field"), reference.getAttribute("interface"));
            }
        }
        return new Component(elements(document, "implementation").get(0).getAttribute("class"), offers, properties, parameters, fields);
    }

    private static List<Element> elements(Document document, String name) {
        NodeList found = document.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
    }
}
