package org.shuyuan.itests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;

/** The calendar as its API's users see it. */
final class Events {

    private final Portal portal;

    Events(Portal portal) {
        this.portal = portal;
    }

    String kind() throws IOException, InterruptedException {
        return Portal.json(portal.get("/api/calendar/kinds?unit=" + portal.unit), 200).path("items").path(0).path("id").asText();
    }

    JsonNode add(String kind, String title, String day) throws IOException, InterruptedException {
        return Portal.json(portal.post("/api/calendar/events?unit=" + portal.unit, body(kind, title, day)), 200, 201);
    }

    static Map<String, Object> body(String kind, String title, String day) {
        return Map.of("kind", kind, "title", title, "start", day + "T09:00:00+08:00", "end", day + "T10:00:00+08:00", "allDay", false);
    }

    long count() throws IOException, InterruptedException {
        return Portal.json(portal.get("/api/calendar/events?size=1&unit=" + portal.unit), 200).path("total").asLong();
    }
}
