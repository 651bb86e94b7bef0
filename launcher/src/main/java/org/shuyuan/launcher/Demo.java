package org.shuyuan.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Fills an empty portal with an example unit through the same public API that people's browsers use: the set-up, the
 * roster's import, the calendar's import, a few events, rooms with who uses them, the study day by rule, twelve months of attendance, who speaks in turn, and what is
 * owed. A second start finds it done and changes nothing.
 */
final class Demo {

    static final String USER = "admin";
    private static final String UNIT = "云溪县支行";
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(new CookieManager()).build();
    private final Path home;
    private final DataFolder data;
    private final Messages messages;
    private final PrintStream out;

    Demo(Path home, DataFolder data, Messages messages, PrintStream out) {
        this.home = home;
        this.data = data;
        this.messages = messages;
        this.out = out;
    }

    /** Made once for this data folder; {@code SHUYUAN_ADMIN_PASSWORD} where it is set. */
    String password() throws IOException {
        Path file = data.keys().resolve("demo-password");
        if (!Files.exists(file)) {
            String given = System.getenv("SHUYUAN_ADMIN_PASSWORD");
            DataFolder.writeSecret(file, given == null || given.isBlank() ? generate(new SecureRandom()) : given);
        }
        return Files.readString(file).strip();
    }

    /** Whoever tries the portal, or writes a module, installs what nobody signed; once it is set, it is the administrator's. */
    void welcomeUnsigned() throws IOException {
        Path file = data.etc().resolve("org.shuyuan.modules.cfg");
        if (!Files.exists(file)) {
            EtcFiles.renew(home.resolve("etc"), data.etc());
            Files.writeString(file, Files.readString(file).replaceFirst("(?m)^unsigned *=.*$", "unsigned = true"));
        }
    }

    /** Five groups of letters and digits that cannot be mistaken for one another when typed from paper. */
    static String generate(SecureRandom random) {
        String signs = "abcdefghjkmnpqrstuvwxyz23456789";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            text.append(i > 0 && i % 4 == 0 ? "-" : "").append(signs.charAt(random.nextInt(signs.length())));
        }
        return text.toString();
    }

    void fill(String url) throws IOException, InterruptedException {
        Path done = data.root().resolve("demo-done");
        if (Files.exists(done)) {
            return;
        }
        out.println(messages.get("demo-filling"));
        String unit = unit(url);
        if (unit == null) {
            return;
        }
        // Every step is marked when it is done, so that the next start repeats only what failed.
        Path steps = data.root().resolve("demo-steps");
        Properties before = new Properties();
        if (Files.exists(steps)) {
            try (var in = Files.newBufferedReader(steps)) {
                before.load(in);
            }
        }
        boolean roster = before.containsKey("roster") || imported(url, "directory", unit, "roster-bank.xlsx");
        boolean calendar = before.containsKey("calendar") || imported(url, "calendar", unit, "study-calendar-2026.ics");
        boolean events = before.containsKey("events") || events(url, unit);
        boolean rooms = before.containsKey("rooms") || rooms(url, unit);
        boolean study = before.containsKey("study") || new DemoStudy(this, url, unit).made();
        boolean attendance = before.containsKey("attendance") || roster && calendar && study && new DemoAttendance(this, url, unit).taken();
        boolean rota = before.containsKey("rota") || roster && calendar && new DemoRota(this, url, unit).made();
        boolean owed = before.containsKey("owed") || roster && calendar && events && new DemoObligations(this, url, unit).made();
        boolean plan = before.containsKey("plan") || calendar && new DemoPlan(this, url, unit).made();
        if (roster && calendar && events && rooms && study && attendance && rota && owed && plan) {
            Files.writeString(done, "");
            Files.deleteIfExists(steps);
        } else {
            Files.writeString(steps, (roster ? "roster\n" : "") + (calendar ? "calendar\n" : "") + (events ? "events\n" : "") + (rooms ? "rooms\n" : "") + (study ? "study\n" : "")
                    + (attendance ? "attendance\n" : "") + (rota ? "rota\n" : "") + (owed ? "owed\n" : "") + (plan ? "plan\n" : ""));
        }
    }

    /** The example unit: by the set-up while there is no administrator, else by signing in. Null when neither works. */
    private @Nullable String unit(String url) throws IOException, InterruptedException {
        String link = data.read("setup-link");
        HttpResponse<String> answer;
        if (link != null && link.contains("code=")) {
            answer = post(url + "/api/access/setup", Json.write(Map.of("code", link.substring(link.indexOf("code=") + 5),
                    "administrator", Map.of("name", USER, "displayName", "系统管理员", "password", password()),
                    "unit", Map.of("name", UNIT, "profile", "bank", "zone", ZONE.getId()))), "setup");
        } else {
            answer = post(url + "/api/access/session", Json.write(Map.of("name", USER, "password", password())), null);
        }
        Map<String, Object> me = Json.object(answer.body());
        if (answer.statusCode() >= 300 || !(me.get("unit") instanceof Map<?, ?> unit)) {
            told("demo-sign-in", answer);
            return null;
        }
        return String.valueOf(unit.get("id"));
    }

    private boolean imported(String url, String module, String unit, String name) throws IOException, InterruptedException {
        Path file = home.resolve("demo").resolve(name);
        String imports = url + "/api/" + module + "/imports";
        HttpResponse<String> preview = send(request(imports + "?unit=" + unit + "&name=" + Control.encode(name), null)
                .header("Content-Type", "application/octet-stream").POST(HttpRequest.BodyPublishers.ofFile(file)));
        if (preview.statusCode() >= 300) {
            return told("demo-import", preview, name);
        }
        Object id = Json.object(preview.body()).get("id");
        HttpRequest.Builder confirm = request(imports + "/" + id + "/confirm?unit=" + unit, null)
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString("{}"));
        preview.headers().firstValue("ETag").ifPresent(seen -> confirm.header("If-Match", seen));
        HttpResponse<String> confirmed = send(confirm);
        return confirmed.statusCode() < 300 || told("demo-import", confirmed, name);
    }

    private boolean events(String url, String unit) throws IOException, InterruptedException {
        LocalDate today = LocalDate.now(ZONE);
        HttpResponse<String> kinds = send(request(url + "/api/calendar/kinds?unit=" + unit, null).GET());
        if (kinds.statusCode() != 200) {
            return told("demo-event", kinds, "");
        }
        Map<String, Object> ids = new HashMap<>();
        Control.entries(kinds.body(), "items").forEach(k -> ids.put(String.valueOf(k.get("word")), k.get("id")));
        for (String[] e : new String[][] {
                {"-6", "集中学习：金融服务乡村振兴", "group-study", "三楼会议室", "09:00", "11:00"},
                {"-2", "支部党员大会", "members-meeting", "党员活动室", "15:00", "16:30"},
                {"1", "中心组学习：年度重点工作", "leading-group", "二楼小会议室", "09:00", "11:30"},
                {"4", "读书交流会", "reading", "职工书屋", "14:30", "16:00"},
                {"9", "结对共建：走进云溪中学", "pairing", "云溪中学", "14:00", "17:00"}}) {
            LocalDate day = today.plusDays(Long.parseLong(e[0]));
            String offset = "+08:00";
            HttpResponse<String> made = post(url + "/api/calendar/events?unit=" + unit, Json.write(Map.of("title", e[1],
                    "kind", ids.getOrDefault(e[2], ids.values().stream().findFirst().orElse("")), "place", e[3],
                    "start", day + "T" + e[4] + ":00" + offset, "end", day + "T" + e[5] + ":00" + offset, "allDay", false)), e[1] + day);
            if (made.statusCode() >= 300) {
                return told("demo-event", made, e[1]);
            }
        }
        return true;
    }

    private boolean rooms(String url, String unit) throws IOException, InterruptedException {
        LocalDate today = LocalDate.now(ZONE);
        for (String[] r : new String[][] {
                {"三楼会议室", "room", "办公楼三楼", "60", "0", "中心组学习", "09:00", "11:30"},
                {"党员活动室", "room", "办公楼二楼", "40", "1", "支部委员会", "15:00", "16:30"},
                {"二楼小会议室", "room", "办公楼二楼", "12", "2", "谈心谈话", "10:00", "11:00"},
                {"职工书屋", "room", "办公楼一楼", "20", "4", "读书交流会", "14:30", "16:00"},
                {"远程教育站点", "station", "办公楼二楼", "30", "3", "远程党课", "14:00", "15:30"},
                {"投影仪（便携）", "equipment", "办公室", "", "1", "支部委员会", "15:00", "16:30"}}) {
            Map<String, Object> room = new HashMap<>(Map.of("name", r[0], "kind", r[1], "place", r[2], "shared", true));
            if (!r[3].isEmpty()) {
                room.put("seats", Integer.valueOf(r[3]));
            }
            HttpResponse<String> made = post(url + "/api/resources/items?unit=" + unit, Json.write(room), "room-" + r[0]);
            if (made.statusCode() >= 300) {
                return told("demo-room", made, r[0]);
            }
            LocalDate day = today.plusDays(Long.parseLong(r[4]));
            HttpResponse<String> booked = post(url + "/api/resources/bookings?unit=" + unit, Json.write(Map.of("resource", String.valueOf(Json.object(made.body()).get("id")),
                    "title", r[5], "start", day + "T" + r[6], "end", day + "T" + r[7])), "booking-" + r[0]);
            if (booked.statusCode() >= 300) {
                return told("demo-room", booked, r[0]);
            }
        }
        return true;
    }

    boolean told(String key, HttpResponse<String> answer, Object... values) {
        String why = Control.refused(answer.statusCode(), answer.body()).text(messages);
        out.println(messages.get(key, values.length > 0 ? values[0] : "", why));
        return false;
    }

    HttpResponse<String> post(String url, String json, @Nullable String once) throws IOException, InterruptedException {
        return send(request(url, once).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** @param once what makes the request the same one when it is repeated, so that the portal does it only once */
    HttpRequest.Builder request(String url, @Nullable String once) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofMinutes(2))
                .header("X-Shuyuan", "1").header("Accept-Language", "zh-CN");
        if (once != null) {
            request.header("Idempotency-Key", UUID.nameUUIDFromBytes((password() + once).getBytes(StandardCharsets.UTF_8)).toString());
        }
        return request;
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
