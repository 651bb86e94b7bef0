package org.shuyuan.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every page of a unit with a roster and a calendar: for a reader by ear, on a desk and on a phone. */
@ExtendWith(Pictures.class)
class PagesIT {

    private static Portal portal;
    private static Browser browser;
    private static Visitor administrator;
    private static List<String> paths;

    @BeforeAll
    static void aUnitAtWork() throws Exception {
        portal = new Portal("pages").start().setUp();
        WholeTour.walk(portal);
        administrator = new Visitor(portal, "system administrator", RouteTable.Place.SUPER, Set.of("*"), portal.unit, null).signIn(Portal.ADMIN, Portal.PASSWORD);
        paths = paths();
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
        SoftAssertions all = new SoftAssertions();
        for (String path : paths) {
            all.check(() -> {
                for (Page each : List.of(page, small)) {
                    opened(each, path);
                    Browser.accessible(each, path);
                }
                Browser.fits(small, path);
            });
        }
        all.assertAll();
        phone.close();
        desk.close();
        assertThat(browser.complaints).isEmpty();
    }

    /** Words are longer in English; and a page that stands in Chinese may lack a text in another language. */
    @ParameterizedTest
    @ValueSource(strings = {"zh-TW", "en"})
    void everyPageFitsThePhoneInTheOtherLanguagesToo(String language) throws Exception {
        assertThat(administrator.call("PUT", "/api/access/me/language", "{\"language\":\"" + language + "\"}", false).status()).isEqualTo(204);
        BrowserContext phone = browser.context(390, 844);
        Page small = phone.newPage();
        Browser.signIn(small, portal);
        SoftAssertions all = new SoftAssertions();
        for (String path : paths) {
            all.check(() -> {
                opened(small, path);
                assertThat(small.locator("html").getAttribute("lang")).isEqualTo(language);
                Browser.fits(small, path + " in " + language);
            });
        }
        all.assertAll();
        phone.close();
        assertThat(browser.complaints).isEmpty();
    }

    /** The page has drawn what it shows, and none of it is a refusal. */
    private static void opened(Page page, String path) {
        page.navigate(portal.url + path);
        page.locator("main h1").first().waitFor();
        page.locator(".sy-skeleton, .sy-row-bone, [aria-busy=true]").first().waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        assertThat(page.locator("main .sy-problem").allInnerTexts()).as(path).isEmpty();
    }

    /** Every route of every active module, and the shell's own pages; what a route names is made as {@code pages.txt} of its bundle says. */
    private static List<String> paths() throws Exception {
        Things things = new Things(new Routes(), portal.unit, (line, path, body, version) -> administrator.call(line.method(), path, body, version));
        List<String> paths = new ArrayList<>(List.of("/", "/account", "/api-docs"));
        for (var module : Portal.json(portal.get("/api/modules/active?unit=" + portal.unit), 200).path("modules")) {
            String id = module.path("id").asText();
            Map<String, String> named = named(id);
            for (var route : module.path("routes")) {
                String path = route.path("path").asText();
                if (path.contains(":")) {
                    path = named.get(path.replaceAll(":[a-z]+", ":"));
                    assertThat(path).as("the address of " + id + "/" + route.path("path").asText() + " in bundles/" + id + "/src/test/resources/pages.txt").isNotNull();
                }
                paths.add("/" + id + "/" + things.filled(path, new HashMap<>(), true) + "?unit=" + portal.unit);
            }
        }
        return paths;
    }

    /** @return the addresses that are written down, by their shape */
    private static Map<String, String> named(String module) throws IOException {
        Path file = Path.of("../bundles", module, "src/test/resources/pages.txt");
        return Files.notExists(file) ? Map.of() : Files.readAllLines(file).stream().filter(line -> !line.isBlank() && !line.startsWith("#"))
                .collect(Collectors.toMap(line -> line.replaceAll("\\{[^}]*}", ":"), line -> line));
    }
}
