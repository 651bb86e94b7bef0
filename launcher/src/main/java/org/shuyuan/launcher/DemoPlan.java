package org.shuyuan.launcher;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The year's study plan of the example unit, approved: what each month is about; the months so far stand at the dates on which the leading group met. */
final class DemoPlan {

    /** Month by month: topic and form. */
    private static final String[][] YEAR = {
        {"年度工作部署与形势任务", "集中学习"}, {"党风廉政建设", "专题研讨"}, {"金融服务乡村振兴", "集中学习"}, {"防范化解金融风险", "专题研讨"},
        {"劳动模范与工匠精神", "主题活动"}, {"党章与党的历史", "集中学习"}, {"纪念建党主题学习", "主题活动"}, {"普惠金融与小微企业", "专题研讨"},
        {"数字人民币与支付安全", "集中学习"}, {"爱国主义教育", "主题活动"}, {"反洗钱与合规文化", "专题研讨"}, {"年终总结与述学", "集中学习"}};

    private final Demo demo;
    private final String url;
    private final String unit;
    private Map<String, Object> plan = new HashMap<>();

    DemoPlan(Demo demo, String url, String unit) {
        this.demo = demo;
        this.url = url;
        this.unit = unit;
    }

    boolean made() throws IOException, InterruptedException {
        LocalDate today = LocalDate.now(Demo.ZONE);
        HttpResponse<String> begun = demo.post(url + "/api/calendar/plans?unit=" + unit,
                Json.write(Map.of("title", today.getYear() + "年度理论学习中心组学习计划", "period", "year", "year", today.getYear())), "plan-" + today.getYear());
        if (begun.statusCode() >= 300) {
            return demo.told("demo-plan", begun);
        }
        plan = Json.object(begun.body());
        for (int month = 1; month <= YEAR.length; month++) {
            if (!step("POST", "/items", Map.of("month", month, "topic", YEAR[month - 1][0], "content", YEAR[month - 1][0] + "有关文件和资料", "form", YEAR[month - 1][1],
                    "hostName", month % 3 == 0 ? "副行长" : "行长", "audience", "中心组成员", "responsibleName", "办公室"))) {
                return false;
            }
        }
        return step("POST", "/submit", Map.of()) && step("POST", "/approve", Map.of()) && held(today);
    }

    /** The first meeting of each month so far is the item's. */
    private boolean held(LocalDate today) throws IOException, InterruptedException {
        HttpResponse<String> met = demo.send(demo.request(url + "/api/calendar/occurrences?view=unit&kind=leading-group&from=" + today.withDayOfYear(1) + "&to=" + today.plusDays(1) + "&unit=" + unit,
                null).GET());
        if (met.statusCode() != 200) {
            return demo.told("demo-plan", met);
        }
        Map<String, Map<String, Object>> first = new TreeMap<>();
        Control.entries(met.body(), "items").forEach(date -> first.putIfAbsent(String.valueOf(date.get("start")).substring(0, 7), date));
        List<Map<String, Object>> items = new ArrayList<>();
        if (plan.get("items") instanceof List<?> all) {
            for (Object one : all) {
                if (one instanceof Map<?, ?> item) {
                    items.add(Map.of("id", item.get("id"), "month", String.valueOf(item.get("month")).replaceFirst("\\.0$", "")));
                }
            }
        }
        for (Map<String, Object> item : items) {
            Map<String, Object> date = first.get(today.getYear() + "-" + String.format("%02d", Integer.parseInt(String.valueOf(item.get("month")))));
            if (date == null) {
                continue;
            }
            String start = String.valueOf(date.get("original") == null ? date.get("start") : date.get("original")).substring(0, 16);
            Map<String, Object> link = new HashMap<>(Map.of("event", date.get("event")));
            if (Boolean.TRUE.equals(date.get("repeats"))) {
                link.put("recurrence", start);
            }
            if (!step("PUT", "/items/" + item.get("id") + "/event", link)) {
                return false;
            }
        }
        return true;
    }

    /** One change of the plan, which is at another version after it. */
    private boolean step(String method, String path, Map<String, Object> body) throws IOException, InterruptedException {
        String version = String.valueOf(plan.get("version")).replaceFirst("\\.0$", "");
        HttpResponse<String> done = demo.send(demo.request(url + "/api/calendar/plans/" + plan.get("id") + path + "?unit=" + unit, null).header("Content-Type", "application/json")
                .header("If-Match", "\"" + version + "\"").method(method, HttpRequest.BodyPublishers.ofString(Json.write(body))));
        if (done.statusCode() >= 300) {
            return demo.told("demo-plan", done);
        }
        plan = Json.object(done.body());
        return true;
    }
}
