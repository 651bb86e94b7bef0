package org.shuyuan.calendar.internal.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.shuyuan.api.access.Audit;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.calendar.internal.Event;
import org.shuyuan.calendar.internal.rest.Views.ChangeView;
import org.shuyuan.calendar.internal.rest.Views.HistoryView;
import org.shuyuan.calendar.internal.rest.Views.KindRef;
import org.shuyuan.rest.Json;

/** What differs between two states of an event, with names in place of ids. Thread-safe. */
@Component(service = HistoryViews.class)
public final class HistoryViews {

    private static final String OVERRIDES = "overrides";

    private final ViewMaker views;
    private final Texts texts;

    @Activate
    public HistoryViews(@Reference ViewMaker views, @Reference Texts texts) {
        this.views = views;
        this.texts = texts;
    }

    HistoryView entry(Audit.Entry entry, Language language) {
        JsonNode before = read(entry.before());
        JsonNode after = read(entry.after());
        List<ChangeView> changes = before == null || after == null ? List.of() : changes(before, after, language);
        String verb = entry.action().substring(entry.action().indexOf('.') + 1);
        return new HistoryView(entry.at(), entry.who(), texts.text(language, "calendar", "audit." + verb), changes);
    }

    List<ChangeView> changes(Event before, Event after, Language language) {
        return changes(Json.mapper().valueToTree(before.snapshot()), Json.mapper().valueToTree(after.snapshot()), language);
    }

    private List<ChangeView> changes(JsonNode before, JsonNode after, Language language) {
        List<ChangeView> changes = new ArrayList<>();
        for (String field : fields(before, after)) {
            if (field.equals(OVERRIDES)) {
                changes.addAll(dates(before.path(field), after.path(field), language));
            } else if (differ(before.get(field), after.get(field))) {
                changes.add(new ChangeView(field, null, value(field, before.get(field), language), value(field, after.get(field), language)));
            }
        }
        return List.copyOf(changes);
    }

    private List<ChangeView> dates(JsonNode before, JsonNode after, Language language) {
        Map<String, JsonNode> was = byDate(before);
        Map<String, JsonNode> is = byDate(after);
        Set<String> dates = new LinkedHashSet<>(was.keySet());
        dates.addAll(is.keySet());
        List<ChangeView> changes = new ArrayList<>();
        JsonNode none = Json.mapper().createObjectNode();
        for (String date : dates) {
            JsonNode from = was.getOrDefault(date, none);
            JsonNode to = is.getOrDefault(date, none);
            for (String field : fields(from, to)) {
                if (!field.equals("recurrence") && differ(from.get(field), to.get(field))) {
                    changes.add(new ChangeView(field, date, value(field, from.get(field), language), value(field, to.get(field), language)));
                }
            }
        }
        return changes;
    }

    private static Map<String, JsonNode> byDate(JsonNode overrides) {
        Map<String, JsonNode> byDate = new LinkedHashMap<>();
        overrides.forEach(o -> byDate.put(o.path("recurrence").asText(), o));
        return byDate;
    }

    private static Set<String> fields(JsonNode before, JsonNode after) {
        Set<String> fields = new LinkedHashSet<>();
        before.fieldNames().forEachRemaining(fields::add);
        after.fieldNames().forEachRemaining(fields::add);
        return fields;
    }

    /** A field that was not known when an entry was written is no change of it. */
    private static boolean differ(@Nullable JsonNode before, @Nullable JsonNode after) {
        return !empty(before) || !empty(after) ? !java.util.Objects.equals(before, after) : false;
    }

    private static boolean empty(@Nullable JsonNode value) {
        return value == null || value.isNull() || value.isArray() && value.isEmpty();
    }

    private @Nullable Object value(String field, @Nullable JsonNode value, Language language) {
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.isArray()) {
            List<Object> all = new ArrayList<>();
            value.forEach(v -> all.add(named(field, v.asText(), language)));
            return all;
        }
        return value.isBoolean() ? (Object) value.booleanValue() : named(field, value.asText(), language);
    }

    private String named(String field, String text, Language language) {
        @Nullable String name = switch (field) {
            case "kind" -> id(text) == null ? text : name(views.kind(id(text), language));
            case "units" -> id(text) == null ? text : views.unit(id(text)).name();
            case "groups" -> id(text) == null ? text : views.group(id(text), language).name();
            case "people", "host" -> id(text) == null ? text : views.person(id(text), language).name();
            case "rooms" -> id(text) == null ? text : views.room(id(text));
            default -> text;
        };
        return name == null ? "?" : name;
    }

    private static @Nullable String name(@Nullable KindRef kind) {
        return kind == null ? null : kind.name();
    }

    /** Null where it is no id: a host by name. */
    private static @Nullable UUID id(String text) {
        try {
            return text.length() == 36 ? UUID.fromString(text) : null;
        } catch (IllegalArgumentException name) {
            return null;
        }
    }

    private static @Nullable JsonNode read(@Nullable String json) {
        try {
            return json == null ? null : Json.mapper().readTree(json);
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }
}
