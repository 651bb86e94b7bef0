package org.shuyuan.itests;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What a page fetches over the network, as Chromium itself counts it: compressed, headers included, without what its cache answered. */
final class Traffic {

    private final Map<String, String> requests = new ConcurrentHashMap<>();
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();

    Traffic(BrowserContext context, Page page) {
        CDPSession session = context.newCDPSession(page);
        session.on("Network.requestWillBeSent", event -> {
            // The stream of events stays open and is counted by itself.
            String type = event.has("type") ? event.get("type").getAsString() : "";
            if (!type.equals("EventSource")) {
                requests.put(id(event), event.getAsJsonObject("request").get("url").getAsString());
            }
            // The end of other requests (the shared worker's script, the icon) is not told to the page.
            if (type.equals("Fetch") || type.equals("Stylesheet")) {
                open.add(id(event));
            }
        });
        session.on("Network.requestServedFromCache", event -> {
            requests.remove(id(event));
            open.remove(id(event));
        });
        session.on("Network.loadingFailed", event -> open.remove(id(event)));
        session.on("Network.responseReceived", event -> {
            JsonObject answer = event.getAsJsonObject("response");
            if (answer.has("fromDiskCache") && answer.get("fromDiskCache").getAsBoolean()) {
                requests.remove(id(event));
            }
        });
        session.on("Network.loadingFinished", event -> {
            open.remove(id(event));
            if (requests.containsKey(id(event))) {
                bytes.addAndGet(event.get("encodedDataLength").getAsLong());
            }
        });
        session.send("Network.enable");
    }

    private static String id(JsonObject event) {
        return event.get("requestId").getAsString();
    }

    Collection<String> requests() {
        return List.copyOf(requests.values());
    }

    boolean nothingOpen() {
        return open.isEmpty();
    }

    long bytes() {
        return bytes.get();
    }
}
