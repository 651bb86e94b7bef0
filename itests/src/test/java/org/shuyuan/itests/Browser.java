package org.shuyuan.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Chromium as the system has it, in Chinese, with what the pages complain about collected. */
final class Browser implements AutoCloseable {

    private static final Set<BrowserContext> OPEN = ConcurrentHashMap.newKeySet();
    private static final Queue<String> ASKED = new ConcurrentLinkedQueue<>();
    private static final int LAST_ASKED = 300;
    /**
     * Nothing moves that ends: what turns for ever, as a sign of waiting, does not count. A message that goes by itself stays for as long as the pointer is on it; so it is
     * held, or it would fade while it is looked at.
     */
    private static final String AT_REST = """
            () => {
              document.querySelectorAll('.el-message').forEach(message => message.dispatchEvent(new MouseEvent('mouseenter')))
              return document.getAnimations().every(a => a.playState !== 'running' || a.effect?.getComputedTiming().iterations === Infinity)
            }""";
    private static final String LET_GO = "() => document.querySelectorAll('.el-message').forEach(message => message.dispatchEvent(new MouseEvent('mouseleave')))";

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;
    final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    Browser() {
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(Path.of(System.getProperty("chromium", "/usr/bin/chromium")))
                .setArgs(List.of("--no-sandbox")));
    }

    BrowserContext context(int width, int height) {
        return context(width, height, false);
    }

    /** @param touch a screen that is touched */
    BrowserContext context(int width, int height, boolean touch) {
        BrowserContext context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions().setLocale("zh-CN").setTimezoneId("Asia/Shanghai")
                .setViewportSize(width, height).setHasTouch(touch));
        context.setDefaultTimeout(30_000);
        OPEN.add(context);
        context.onClose(OPEN::remove);
        context.onResponse(answer -> {
            ASKED.add(LocalTime.now() + " " + answer.status() + " " + answer.request().method() + " " + answer.url());
            while (ASKED.size() > LAST_ASKED) {
                ASKED.poll();
            }
        });
        context.onWebError(error -> complaints.add("uncaught: " + error.error()));
        context.onConsoleMessage(message -> {
            if (message.type().equals("error") && message.text().contains("Content Security Policy")) {
                complaints.add(message.text());
            }
        });
        return context;
    }

    static void pictures(Path folder, String name) throws IOException {
        int number = 0;
        for (BrowserContext context : OPEN) {
            for (Page page : context.pages()) {
                page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + "-" + ++number + ".png")));
            }
        }
        if (number > 0) {
            Files.write(folder.resolve(name + ".txt"), List.copyOf(ASKED));
        }
    }

    /** WCAG 2.1 A and AA. */
    static void accessible(Page page, String where) {
        page.waitForLoadState(LoadState.DOMCONTENTLOADED);
        // a dialog that is still fading in has paler letters than anybody will read
        Until.holds(where + " comes to rest", Duration.ofSeconds(10), () -> (Boolean) page.evaluate(AT_REST));
        AxeResults results = new AxeBuilder(page).withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")).analyze();
        page.evaluate(LET_GO);
        assertThat(results.getViolations().stream()
                .map(rule -> where + " " + rule.getId() + ": " + rule.getNodes().stream().map(node -> String.valueOf(node.getTarget())).limit(5).toList()).toList()).isEmpty();
    }

    /** Nothing is wider than the window. */
    static void fits(Page page, String where) {
        assertThat(page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).as(where + " scrolls sideways").isEqualTo(0);
    }

    static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true)).first();
    }

    static Locator label(Page page, String text) {
        return page.getByLabel(text).first();
    }

    /** Presses Tab until the focus is there, as who has no mouse does. */
    static void tabTo(Page page, Locator goal) {
        for (int pressed = 0; pressed < 120; pressed++) {
            if (Boolean.TRUE.equals(goal.first().evaluate("e => e === document.activeElement"))) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("Tab does not reach " + goal + ", but " + page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)"));
    }

    static void signIn(Page page, Portal portal) {
        page.navigate(portal.url + "/sign-in");
        label(page, "账号").fill(Portal.ADMIN);
        page.locator("input[name=password]").fill(Portal.PASSWORD);
        button(page, "登录").click();
        page.waitForURL(url -> !url.contains("/sign-in"));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
