package org.shuyuan.launcher;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The example unit's attendance of the last twelve months: of each event one date a month, and a circular of the last third quarter that is over. Who was there is drawn from names and days, so
 * that it is the same at each start, that most come, and that some fall behind.
 */
final class DemoAttendance {

    private final Demo demo;
    private final String url;
    private final String unit;

    DemoAttendance(Demo demo, String url, String unit) {
        this.demo = demo;
        this.url = url;
        this.unit = unit;
    }

    boolean taken() throws IOException, InterruptedException {
        LocalDate today = LocalDate.now(Demo.ZONE);
        Set<String> seen = new HashSet<>();
        // the calendar answers for a year and a month at most
        for (LocalDate from = since(today); from.isBefore(today); from = from.plusMonths(6)) {
            LocalDate to = from.plusMonths(6).isBefore(today) ? from.plusMonths(6) : today;
            HttpResponse<String> held = get("/api/calendar/occurrences?view=unit&from=" + from + "&to=" + to);
            if (held.statusCode() != 200) {
                return demo.told("demo-attendance", held);
            }
            for (Map<String, Object> date : Control.entries(held.body(), "items")) {
                String start = String.valueOf(date.get("start"));
                boolean whole = Boolean.TRUE.equals(date.get("allDay"));
                if (!whole && seen.add(date.get("event") + start.substring(0, 7)) && !taken(String.valueOf(date.get("event")), start.substring(0, 16))) {
                    return false;
                }
            }
        }
        return seen.isEmpty() || circulated(quarter(today));
    }

    /** From when on there are rolls: twelve months ago, or the first day that the circular is about. */
    static LocalDate since(LocalDate today) {
        LocalDate year = today.minusYears(1);
        return quarter(today).isBefore(year) ? quarter(today) : year;
    }

    /** The first day of this year's third quarter, of last year's until that is over. */
    static LocalDate quarter(LocalDate today) {
        return LocalDate.of(today.getMonthValue() > 9 ? today.getYear() : today.getYear() - 1, 7, 1);
    }

    private boolean taken(String event, String date) throws IOException, InterruptedException {
        HttpResponse<String> made = post("/api/calendar/events/" + event + "/occurrences/" + date + "/gathering", "{}");
        if (made.statusCode() >= 300) {
            return demo.told("demo-attendance", made);
        }
        String gathering = "/api/attendance/gatherings/" + Json.object(made.body()).get("id");
        List<Map<String, Object>> marks = new ArrayList<>();
        for (Map<String, Object> row : Control.entries(get(gathering + "/roll").body(), "items")) {
            if (row.get("state") == null && row.get("person") instanceof Map<?, ?> person) {
                marks.add(Map.of("person", String.valueOf(person.get("id")), "state", drawn(String.valueOf(person.get("name")), date)));
            }
        }
        HttpResponse<String> marked = demo.send(demo.request(url + gathering + "/marks?unit=" + unit, null).header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(Json.write(Map.of("marks", marks)))));
        HttpResponse<String> seen = get(gathering);
        if (marks.isEmpty() || marked.statusCode() >= 300 || seen.statusCode() != 200) {
            return marks.isEmpty() || demo.told("demo-attendance", marked);
        }
        demo.send(demo.request(url + gathering + "/close?unit=" + unit, null).header("Content-Type", "application/json").header("If-Match", seen.headers().firstValue("ETag").orElse("*"))
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        return true;
    }

    /** One in ten is often away. */
    static String drawn(String name, String date) {
        int often = Math.floorMod(name.hashCode(), 10) == 0 ? 4 : 1;
        int lot = Math.floorMod((name + date).hashCode() * 31, 100);
        return lot < 4 * often ? "absent" : lot < 7 * often ? "on-leave" : lot < 10 * often ? "late" : "present";
    }

    private boolean circulated(LocalDate first) throws IOException, InterruptedException {
        Map<String, Object> wish = Map.of("from", first.toString(), "to", first.plusMonths(3).minusDays(1).toString(), "names", true,
                "remark", "请出勤率未达到要求的同志说明原因，按要求补学；各部门负责人带头参加集中学习。");
        HttpResponse<String> shown = post("/api/attendance/circulations/preview", Json.write(wish));
        if (shown.statusCode() >= 300) {
            return demo.told("demo-attendance", shown);
        }
        if (String.valueOf(Json.object(shown.body()).get("gatherings")).matches("0(\\.0)?")) {
            return true;
        }
        Map<String, Object> titled = new HashMap<>(wish);
        titled.put("title", String.valueOf(Json.object(shown.body()).get("title")));
        HttpResponse<String> issued = demo.post(url + "/api/attendance/circulations?unit=" + unit, Json.write(titled), "circulation-" + first);
        return issued.statusCode() < 300 || demo.told("demo-attendance", issued);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return demo.send(demo.request(url + path + (path.contains("?") ? "&" : "?") + "unit=" + unit, null).GET());
    }

    private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return demo.post(url + path + "?unit=" + unit, json, null);
    }
}
