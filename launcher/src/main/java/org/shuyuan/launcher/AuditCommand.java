package org.shuyuan.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code portal audit verify [FILE]}: the running portal checks the chain over its trail, or an exported trail. */
final class AuditCommand {

    private final Control control;
    private final Messages messages;
    private final PrintStream out;

    AuditCommand(Control control, Messages messages, PrintStream out) {
        this.control = control;
        this.messages = messages;
        this.out = out;
    }

    int run(List<String> words) throws IOException, InterruptedException {
        if (!words.get(0).equals("verify")) {
            throw new Failure(Failure.USAGE, "usage.words", "audit");
        }
        return words.size() > 1 ? file(Path.of(words.get(1))) : chain();
    }

    private int chain() throws IOException, InterruptedException {
        Object begun = Json.object(control.post("/api/access/audit/verify")).get("id");
        long told = System.nanoTime();
        while (true) {
            Map<String, Object> check = object(Json.object(control.get("/api/access/audit/chain")).get("check"));
            Object result = check.get("result");
            if (begun != null && begun.equals(check.get("id")) && !"running".equals(result)) {
                return ended(String.valueOf(result), object(check.get("report")));
            }
            if (System.nanoTime() - told > 5_000_000_000L) {
                out.println(messages.get("audit.checking", number(check, "checked"), number(check, "expected")));
                told = System.nanoTime();
            }
            Thread.sleep(300);
        }
    }

    private int ended(String result, Map<String, Object> report) {
        switch (result) {
            case "ok" -> out.println(messages.get("audit.ok", number(report, "first"), number(report, "last"), report.get("hash")));
            case "broken" -> out.println(messages.get("audit.broken", number(report, "number"), report.get("fault")));
            default -> out.println(messages.get("audit.failed"));
        }
        return result.equals("ok") ? 0 : Failure.REFUSED;
    }

    private int file(Path file) throws IOException, InterruptedException {
        Map<String, Object> report = Json.object(control.upload("/api/access/audit/verify-file?name=" + Control.encode(String.valueOf(file.getFileName())), file));
        if (report.get("fault") != null) {
            out.println(messages.get("audit.file-broken", file, number(report, "wrongLine"), report.get("fault")));
            return Failure.REFUSED;
        }
        out.println(messages.get("audit.file-ok", file, number(report, "lines"), number(report, "here"), number(report, "elsewhere")));
        return 0;
    }

    private static long number(Map<String, Object> answer, String key) {
        return answer.get(key) instanceof Number number ? number.longValue() : 0;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
