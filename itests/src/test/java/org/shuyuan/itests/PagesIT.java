package org.shuyuan.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every page of a unit with a roster and a calendar: for a reader by ear, on a desk and on a phone. */
@ExtendWith(Pictures.class)
class PagesIT {

    private static Portal portal;
    private static Browser browser;

    @BeforeAll
    static void aUnitAtWork() throws Exception {
        portal = new Portal("pages").start().setUp();
        WholeTour.walk(portal);
        browser = new Browser();
    }

    @AfterAll
    static void closed() {
        browser.close();
        portal.close();
    }

    @Test
    void everyPageIsAccessibleOnTheDeskAndFitsThePhone() throws Exception {
        BrowserContext desk = browser.context(1440, 900);
        Page page = desk.newPage();
        Browser.signIn(page, portal);
        BrowserContext phone = browser.context(390, 844);
        Page small = phone.newPage();
        Browser.signIn(small, portal);
        for (String path : paths()) {
            for (Page each : List.of(page, small)) {
                each.navigate(portal.url + path);
                each.locator("main").first().waitFor();
                each.locator(".sy-skeleton").first().waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
                Browser.accessible(each, path);
            }
            Browser.fits(small, path);
        }
        phone.close();
        desk.close();
        assertThat(browser.complaints).isEmpty();
    }

    /** Every route of every active module that needs no parameter, and the shell's own pages. */
    private static List<String> paths() throws Exception {
        List<String> paths = new ArrayList<>(List.of("/", "/account", "/api-docs"));
        for (var module : Portal.json(portal.get("/api/modules/active?unit=" + portal.unit), 200).path("modules")) {
            for (var route : module.path("routes")) {
                if (!route.path("path").asText().contains(":")) {
                    paths.add("/" + module.path("id").asText() + "/" + route.path("path").asText() + "?unit=" + portal.unit);
                }
            }
        }
        return paths;
    }
}
