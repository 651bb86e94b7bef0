package org.shuyuan.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the first page costs a slow line, as Chromium counts it. */
@ExtendWith(Pictures.class)
class DashboardIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static Portal portal;
    private static Browser browser;

    @BeforeAll
    static void aPortal() throws Exception {
        portal = new Portal("dashboard").start().setUp();
        browser = new Browser();
    }

    @AfterAll
    static void closed() {
        browser.close();
        portal.close();
    }

    @Test
    void theDashboardIsLightWhenColdAndAlmostNothingWhenWarm() {
        // Given who is signed in, in a browser that never saw the portal
        BrowserContext context = browser.context(1440, 900);
        Browser.signIn(context.newPage(), portal);
        BrowserContext fresh = browser.context(1440, 900);
        fresh.addCookies(context.cookies().stream().map(cookie -> new Cookie(cookie.name, cookie.value).setUrl(portal.url)).toList());
        // When the dashboard is opened the first time
        Page first = fresh.newPage();
        Traffic cold = new Traffic(fresh, first);
        first.navigate(portal.url + "/");
        int cards = settled(first, cold);
        // Then it costs at most 25 requests and 450 KB (the stream is one that the page does not see)
        assertThat(cold.requests().size() + 1).as("cold: " + cold.requests()).isLessThanOrEqualTo(25);
        assertThat(cold.bytes()).as("cold: " + cold.requests()).isLessThanOrEqualTo(450 * 1024).isGreaterThan(50 * 1024);
        // When it is opened again, then only what may have changed is asked for: the page, who I am, the modules, and one answer for each card
        Page second = fresh.newPage();
        Traffic warm = new Traffic(fresh, second);
        second.navigate(portal.url + "/");
        settled(second, warm);
        assertThat(warm.requests().size()).as("warm: " + warm.requests()).isLessThanOrEqualTo(3 + cards);
        fresh.close();
    }

    private static int settled(Page dashboard, Traffic traffic) {
        dashboard.locator("main h1").first().waitFor();
        assertThat(dashboard.locator("main .sy-skeleton")).hasCount(0);
        Until.holds("everything is loaded", SOON, () -> {
            dashboard.waitForTimeout(20);
            return traffic.nothingOpen();
        });
        return dashboard.locator(".sy-cards section.sy-card").count();
    }
}
