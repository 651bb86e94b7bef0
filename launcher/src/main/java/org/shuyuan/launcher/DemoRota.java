package org.shuyuan.launcher;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who speaks in turn at the example unit: six people at a series of its calendar, since two months ago; all past turns but the last confirmed, topics for what comes next. */
final class DemoRota {

    private static final List<String> TOPICS = List.of("党的二十届四中全会精神", "金融服务乡村振兴", "普惠小微贷款办理要点", "反洗钱新规解读", "数字人民币试点进展", "基层治理典型案例");

    private final Demo demo;
    private final String url;
    private final String unit;

    DemoRota(Demo demo, String url, String unit) {
        this.demo = demo;
        this.url = url;
        this.unit = unit;
    }

    boolean made() throws IOException, InterruptedException {
        LocalDate today = LocalDate.now(Demo.ZONE);
        HttpResponse<String> dates = get("/api/calendar/occurrences?view=unit&from=" + today.minusDays(60) + "&to=" + today.plusDays(60));
        HttpResponse<String> roster = get("/api/directory/people?size=6&sort=number");
        if (dates.statusCode() != 200 || roster.statusCode() != 200) {
            return demo.told("demo-rota", dates.statusCode() != 200 ? dates : roster);
        }
        String event = series(Control.entries(dates.body(), "items"), today.toString());
        List<String> people = Control.entries(roster.body(), "items").stream().map(p -> String.valueOf(p.get("id"))).toList();
        if (event == null || people.isEmpty()) {
            return true;
        }
        Map<String, Object> wish = Map.of("name", "学习主讲轮流表", "over", "people", "event", event, "from", today.minusDays(60).toString(), "ahead", 12, "remindDays", 7, "members", people);
        HttpResponse<String> made = demo.post(url + "/api/calendar/rotas?unit=" + unit, Json.write(wish), "rota-" + today);
        return made.statusCode() < 300 ? spoken("/api/calendar/rotas/" + Json.object(made.body()).get("id")) : demo.told("demo-rota", made);
    }

    /** The series with most dates, of those that have some behind and some ahead. */
    private static @Nullable String series(List<Map<String, Object>> dates, String today) {
        Map<String, int[]> counts = new LinkedHashMap<>();
        for (Map<String, Object> date : dates) {
            if (Boolean.TRUE.equals(date.get("repeats")) && !Boolean.TRUE.equals(date.get("allDay"))) {
                counts.computeIfAbsent(String.valueOf(date.get("event")), e -> new int[2])[String.valueOf(date.get("start")).compareTo(today) < 0 ? 0 : 1]++;
            }
        }
        String best = null;
        int most = 1;
        for (Map.Entry<String, int[]> one : counts.entrySet()) {
            int both = Math.min(one.getValue()[0], one.getValue()[1]);
            if (both > most) {
                best = one.getKey();
                most = both;
            }
        }
        return best;
    }

    private boolean spoken(String rota) throws IOException, InterruptedException {
        List<Map<String, Object>> past = new ArrayList<>(Control.entries(get(rota + "/turns?when=past&size=50").body(), "items"));
        for (int i = 1; i < past.size(); i++) {
            HttpResponse<String> confirmed = change(rota, past.get(i), "/confirm", "POST", Map.of("topic", TOPICS.get(i % TOPICS.size())));
            if (confirmed.statusCode() >= 300) {
                return demo.told("demo-rota", confirmed);
            }
        }
        // confirming may have changed whose turn comes
        List<Map<String, Object>> ahead = Control.entries(get(rota + "/turns?when=ahead&size=2").body(), "items");
        for (int i = 0; i < ahead.size(); i++) {
            change(rota, ahead.get(i), "", "PUT", Map.of("topic", TOPICS.get((i + 3) % TOPICS.size())));
        }
        return true;
    }

    private HttpResponse<String> change(String rota, Map<String, Object> turn, String what, String method, Map<String, Object> body) throws IOException, InterruptedException {
        // numbers come as they stand in the text
        String version = String.valueOf(turn.get("version")).replaceFirst("\\.0$", "");
        return demo.send(demo.request(url + rota + "/turns/" + turn.get("id") + what + "?unit=" + unit, null).header("Content-Type", "application/json").header("If-Match", "\"" + version + "\"")
                .method(method, HttpRequest.BodyPublishers.ofString(Json.write(body))));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return demo.send(demo.request(url + path + (path.contains("?") ? "&" : "?") + "unit=" + unit, null).GET());
    }
}
