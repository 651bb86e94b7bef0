package org.shuyuan.launcher;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The example unit's study day: holiday years, the first of each month by rule, later where that is no workday, for the months to come; and what was held before there was the rule. Of holidays
 * there are those that the law puts on a fixed date, named as the demonstration's: which days are off around them the State Council's office says each year, and nobody here makes that up.
 */
final class DemoStudy {

    static final String SOURCE = "演示数据：仅含日期固定的法定节日，不含农历节日和调休；正式安排以国务院办公厅通知为准";
    private static final Map<MonthDay, String> FIXED = new TreeMap<>(Map.of(MonthDay.of(1, 1), "元旦", MonthDay.of(5, 1), "劳动节", MonthDay.of(5, 2), "劳动节", MonthDay.of(10, 1), "国庆节",
            MonthDay.of(10, 2), "国庆节", MonthDay.of(10, 3), "国庆节"));
    private static final String TITLE = "合规学习日";
    private static final String PLACE = "三楼会议室";
    private static final int AHEAD = 6;

    private final Demo demo;
    private final String url;
    private final String unit;

    DemoStudy(Demo demo, String url, String unit) {
        this.demo = demo;
        this.url = url;
        this.unit = unit;
    }

    boolean made() throws IOException, InterruptedException {
        LocalDate today = LocalDate.now(Demo.ZONE);
        YearMonth first = YearMonth.from(today);
        first = day(first).isBefore(today) ? first.plusMonths(1) : first;
        HttpResponse<String> kinds = get("/api/calendar/kinds?size=100");
        if (kinds.statusCode() != 200) {
            return demo.told("demo-study", kinds);
        }
        Map<String, String> ids = new HashMap<>();
        Control.entries(kinds.body(), "items").forEach(k -> ids.put(String.valueOf(k.get("word")), String.valueOf(k.get("id"))));
        String kind = ids.get("compliance");
        return published(DemoAttendance.since(today), first.plusMonths(AHEAD)) && (kind == null || ruled(kind, first) && held(kind, today, first));
    }

    /** The day of a month: its first, or the next on which people work. */
    static LocalDate day(YearMonth month) {
        LocalDate day = month.atDay(1);
        while (day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY || FIXED.containsKey(MonthDay.from(day))) {
            day = day.plusDays(1);
        }
        return day;
    }

    private boolean published(LocalDate from, YearMonth to) throws IOException, InterruptedException {
        for (int year : new TreeSet<>(List.of(from.getYear(), to.getYear() - 1, to.getYear()))) {
            HttpResponse<String> known = get("/api/calendar/years/" + year);
            if (known.statusCode() != 200) {
                return demo.told("demo-study", known);
            }
            if (!"none".equals(Json.object(known.body()).get("state"))) {
                continue;
            }
            List<Map<String, Object>> days = FIXED.entrySet().stream().map(d -> Map.<String, Object>of("day", d.getKey().atYear(year).toString(), "kind", "holiday", "name", d.getValue())).toList();
            HttpResponse<String> published = demo.send(demo.request(url + "/api/calendar/years/" + year + "?unit=" + unit, null).header("Content-Type", "application/json").header("If-Match", "\"0\"")
                    .PUT(HttpRequest.BodyPublishers.ofString(Json.write(Map.of("source", SOURCE, "days", days)))));
            if (published.statusCode() >= 300) {
                return demo.told("demo-study", published);
            }
        }
        return true;
    }

    private boolean ruled(String kind, YearMonth first) throws IOException, InterruptedException {
        HttpResponse<String> rule = demo.post(url + "/api/calendar/study-rules?unit=" + unit, Json.write(Map.of("kind", kind, "title", TITLE, "every", "monthly", "day", 1, "start", "15:00",
                "minutes", 90, "place", PLACE, "move", "later", "within", true, "from", first.toString())), "study-rule-" + first);
        if (rule.statusCode() >= 300) {
            return demo.told("demo-study", rule);
        }
        HttpResponse<String> made = demo.post(url + "/api/calendar/study-rules/" + Json.object(rule.body()).get("id") + "/events?unit=" + unit,
                Json.write(Map.of("from", first.toString(), "to", first.plusMonths(AHEAD).toString())), null);
        return made.statusCode() < 300 || demo.told("demo-study", made);
    }

    /** What was held month by month before the rule began. */
    private boolean held(String kind, LocalDate today, YearMonth rule) throws IOException, InterruptedException {
        for (YearMonth month = YearMonth.from(DemoAttendance.since(today)); month.isBefore(rule); month = month.plusMonths(1)) {
            LocalDate day = day(month);
            HttpResponse<String> made = demo.post(url + "/api/calendar/events?unit=" + unit, Json.write(Map.of("title", TITLE, "kind", kind, "place", PLACE,
                    "start", day + "T15:00:00+08:00", "end", day + "T16:30:00+08:00", "allDay", false)), "study-" + day);
            if (made.statusCode() >= 300) {
                return demo.told("demo-study", made);
            }
        }
        return true;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return demo.send(demo.request(url + path + (path.contains("?") ? "&" : "?") + "unit=" + unit, null).GET());
    }
}
