package org.shuyuan.launcher;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is owed at the example unit. Its profile has brought rules that begin with the next period; some of them are made to have held since the year began, so that there is something done; one
 * that nobody keeps since last month, so that one was missed and is due; and each of four leaders is to give a talk a year, of which one did and one is about to.
 */
final class DemoObligations {

    private static final List<String> KEPT = List.of("leading-group", "members-meeting", "reading", "pairing", "party-lecture");
    private static final String FORGOTTEN = "small-group";

    private final Demo demo;
    private final String url;
    private final String unit;

    DemoObligations(Demo demo, String url, String unit) {
        this.demo = demo;
        this.url = url;
        this.unit = unit;
    }

    boolean made() throws IOException, InterruptedException {
        LocalDate today = LocalDate.now(Demo.ZONE);
        HttpResponse<String> rules = get("/api/calendar/obligations?size=100");
        if (rules.statusCode() != 200) {
            return demo.told("demo-owed", rules);
        }
        for (Map<String, Object> rule : Control.entries(rules.body(), "items")) {
            String word = rule.get("kind") instanceof Map<?, ?> kind ? String.valueOf(kind.get("word")) : "";
            if ("members".equals(rule.get("over"))) {
                // who the leaders are the roster does not say; their talks are an obligation of its own below
                continue;
            }
            if (KEPT.contains(word) && !since(rule, today.withDayOfYear(1), null) || FORGOTTEN.equals(word) && !since(rule, today.withDayOfMonth(1).minusMonths(1), 28)) {
                return false;
            }
        }
        return talks(today);
    }

    private boolean since(Map<String, Object> rule, LocalDate from, @Nullable Integer lead) throws IOException, InterruptedException {
        Map<String, Object> wish = new HashMap<>();
        wish.put("kind", ((Map<?, ?>) rule.get("kind")).get("id"));
        wish.put("count", whole(rule.get("count")));
        wish.put("every", rule.get("every"));
        wish.put("over", rule.get("over"));
        wish.put("from", from.toString());
        wish.put("lead", lead == null ? whole(rule.get("lead")) : lead);
        HttpResponse<String> changed = demo.send(demo.request(url + "/api/calendar/obligations/" + rule.get("id") + "?unit=" + unit, null).header("Content-Type", "application/json")
                .header("If-Match", "\"" + whole(rule.get("version")) + "\"").PUT(HttpRequest.BodyPublishers.ofString(Json.write(wish))));
        // a second try finds it as the first has left it
        return changed.statusCode() < 300 || changed.statusCode() == 422 || demo.told("demo-owed", changed);
    }

    private static Integer whole(Object number) {
        // numbers come as they stand in the text
        return Integer.valueOf(String.valueOf(number).replaceFirst("\\.0$", ""));
    }

    private boolean talks(LocalDate today) throws IOException, InterruptedException {
        String kind = Control.entries(get("/api/calendar/kinds?size=100").body(), "items").stream().filter(k -> "party-lecture".equals(k.get("word"))).map(k -> String.valueOf(k.get("id")))
                .findFirst().orElse("");
        List<String> leaders = Control.entries(get("/api/directory/people?size=4&sort=number").body(), "items").stream().map(p -> String.valueOf(p.get("id"))).toList();
        if (kind.isEmpty() || leaders.size() < 2) {
            return true;
        }
        Map<String, Object> wish = Map.of("title", "班子成员讲党课", "kind", kind, "count", 1, "every", "year", "over", "people", "targets", leaders, "from", today.withDayOfYear(1).toString(), "lead", 365);
        HttpResponse<String> made = demo.post(url + "/api/calendar/obligations?unit=" + unit, Json.write(wish), "owed-talks-" + today);
        if (made.statusCode() >= 300) {
            return demo.told("demo-owed", made);
        }
        String[][] talks = {{"-3", "党课：以学促干，把规矩立在前面"}, {"12", "党课：廉洁从业十讲"}};
        for (int i = 0; i < talks.length; i++) {
            LocalDate day = today.plusDays(Long.parseLong(talks[i][0]));
            HttpResponse<String> event = demo.post(url + "/api/calendar/events?unit=" + unit, Json.write(Map.of("title", talks[i][1], "kind", kind, "place", "党员活动室", "host", leaders.get(i),
                    "start", day + "T16:00:00+08:00", "end", day + "T17:00:00+08:00", "allDay", false)), talks[i][1] + day);
            if (event.statusCode() >= 300) {
                return demo.told("demo-owed", event);
            }
        }
        return true;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return demo.send(demo.request(url + path + (path.contains("?") ? "&" : "?") + "unit=" + unit, null).GET());
    }
}
