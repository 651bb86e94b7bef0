package org.shuyuan.itests;

import static org.assertj.core.api.Assertions.assertThat;

/** The main job over the API: roster, office calendar, an event, an export. The same on every database. */
final class WholeTour {

    private WholeTour() {}

    /** @return how many people and events there are now */
    static long[] walk(Portal portal) throws Exception {
        var preview = Portal.json(portal.upload("/api/directory/imports?unit=" + portal.unit + "&name=roster-bank.xlsx", Portal.resource("roster-bank.xlsx")), 200, 201);
        String draft = "/api/directory/imports/" + preview.path("id").asText();
        String version = portal.get(draft + "?unit=" + portal.unit).headers().firstValue("ETag").orElseThrow();
        var confirmed = portal.send(portal.request(draft + "/confirm?unit=" + portal.unit).header("If-Match", version).header("Content-Type", "application/json")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(confirmed.statusCode()).as(confirmed.body()).isBetween(200, 204);
        Until.holds("the import is written", java.time.Duration.ofSeconds(60),
                () -> !Portal.json(portal.get(draft + "/job?unit=" + portal.unit), 200).path("state").asText().equals("running"));
        long people = people(portal);
        assertThat(people).isBetween(70L, 86L);
        var calendar = Portal.json(portal.upload("/api/calendar/imports?unit=" + portal.unit + "&name=a.ics", Portal.resource("study-calendar-2026.ics")), 200, 201);
        assertThat(portal.post("/api/calendar/imports/" + calendar.path("id").asText() + "/confirm?unit=" + portal.unit, java.util.Map.of()).statusCode()).isBetween(200, 204);
        Events events = new Events(portal);
        events.add(events.kind(), "党员学习日（加开）", "2026-06-18");
        long count = events.count();
        assertThat(count).isEqualTo(6);
        assertThat(portal.get("/api/calendar/occurrences?unit=" + portal.unit + "&from=2026-05-01&to=2026-06-01&view=unit").body()).contains("因放假顺延");
        assertThat(portal.get("/api/calendar/export.ics?unit=" + portal.unit + "&from=2026-01-01&to=2027-01-01").body()).startsWith("BEGIN:VCALENDAR\r\n");
        return new long[] {people, count};
    }

    static long people(Portal portal) throws Exception {
        return Portal.json(portal.get("/api/directory/people?sub=true&size=1&unit=" + portal.unit), 200).path("total").asLong();
    }
}
