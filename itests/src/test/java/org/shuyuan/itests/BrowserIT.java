package org.shuyuan.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an organiser and an administrator do in the browser, on one portal, in this order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(Pictures.class)
class BrowserIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static Portal portal;
    private static Browser browser;
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void aNewPortal() throws Exception {
        portal = new Portal("browser").start();
        browser = new Browser();
    }

    @AfterAll
    static void closed() {
        browser.close();
        portal.close();
    }

    @BeforeEach
    void aDesk() {
        context = browser.context(1440, 900);
        page = context.newPage();
    }

    @AfterEach
    void nothingWasComplainedOf() {
        context.close();
        assertThat(browser.complaints).isEmpty();
    }

    @Test
    @Order(0)
    void theWizardFitsThePhoneInThreeLanguages() throws Exception {
        String link = portal.url + Files.readString(portal.data.resolve("run/setup-link")).strip();
        BrowserContext phone = browser.context(390, 844);
        Page small = phone.newPage();
        for (var wanted : Map.of("zh-CN", List.of("下一步", "请填写“姓名”。"), "zh-TW", List.of("下一步", "請填寫"), "en", List.of("Next", "Enter")).entrySet()) {
            String language = wanted.getKey();
            small.navigate(link);
            small.locator("select.sy-select").first().selectOption(language);
            assertThat(small.locator("html")).hasAttribute("lang", language);
            Browser.button(small, wanted.getValue().get(0)).click();
            assertThat(small.locator("form")).containsText(wanted.getValue().get(1));
            Browser.accessible(small, "set-up, administrator, " + language);
            Browser.fits(small, "set-up, administrator, " + language);
            small.locator("input").nth(0).fill("王建国");
            small.locator("input").nth(1).fill(Portal.ADMIN);
            small.locator("input[type=password]").nth(0).fill(Portal.PASSWORD);
            small.locator("input[type=password]").nth(1).fill(Portal.PASSWORD);
            Browser.button(small, wanted.getValue().get(0)).click();
            assertThat(small.locator("input[type=radio]").first()).isVisible();
            Browser.accessible(small, "set-up, unit, " + language);
            Browser.fits(small, "set-up, unit, " + language);
        }
        phone.close();
        assertThat(Files.exists(portal.data.resolve("run/setup-link"))).as("looking is not setting up").isTrue();
    }

    @Test
    @Order(1)
    void theWizardLeadsFromTheLinkToTheRoster() throws Exception {
        page.navigate(portal.url + Files.readString(portal.data.resolve("run/setup-link")).strip());
        assertThat(Browser.button(page, "下一步")).isVisible();
        Browser.accessible(page, "set-up, administrator");
        Browser.button(page, "下一步").click();
        assertThat(page.getByText("请填写“姓名”。").first()).isVisible();
        Browser.label(page, "姓名").fill("王建国");
        Browser.label(page, "账号").fill(Portal.ADMIN);
        page.locator("input[type=password]").nth(0).fill(Portal.PASSWORD);
        page.locator("input[type=password]").nth(1).fill(Portal.PASSWORD);
        Browser.button(page, "下一步").click();
        Browser.label(page, "单位全称").fill("云溪县支行");
        Browser.accessible(page, "set-up, unit");
        Browser.button(page, "创建单位并继续").click();
        page.waitForURL(url -> !url.contains("/setup"));
        portal.signIn();
        portal.unit = Portal.json(portal.get("/api/access/me"), 200).path("unit").path("id").asText();
        assertThat(portal.unit).isNotBlank();
    }

    @Test
    @Order(2)
    void theRosterComesInAsItIs() throws Exception {
        Browser.signIn(page, portal);
        String route = "";
        for (var module : Portal.json(portal.get("/api/modules/active?unit=" + portal.unit), 200).path("modules")) {
            for (var each : module.path("routes")) {
                if (module.path("id").asText().equals("directory") && each.path("path").asText().equals("import")) {
                    route = "/directory/import";
                }
            }
        }
        page.navigate(portal.url + route + "?unit=" + portal.unit);
        page.locator("input[type=file]").setInputFiles(new FilePayload("roster-bank.xlsx", "application/octet-stream", Portal.resource("roster-bank.xlsx")));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^确认"))).first().waitFor();
        Browser.accessible(page, "roster preview");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^确认"))).first().click();
        var asked = page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("^(确认|确定|导入)")));
        var done = page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("导入完成"));
        assertThat(asked.or(done).first()).isVisible();
        if (asked.count() > 0) {
            asked.last().click();
        }
        assertThat(done).isVisible();
        assertThat(WholeTour.people(portal)).isGreaterThan(70);
    }

    @Test
    @Order(3)
    void anEventThatRepeatsIsMadeAndSeen() throws Exception {
        Browser.signIn(page, portal);
        newEvent("党员学习日");
        var repetition = page.locator("select[aria-label='重复方式']");
        // on a fifth weekday, which not every month has, only the last one is offered
        String monthly = repetition.locator("option").allTextContents().stream().map(String::strip)
                .filter(text -> text.matches("每月(第.+个|最后一个)星期.+")).findFirst().orElseThrow();
        repetition.selectOption(new com.microsoft.playwright.options.SelectOption().setLabel(monthly));
        Browser.accessible(page, "event form");
        Browser.button(page, "保存").click();
        page.waitForURL(url -> !url.contains("/new"));
        var made = Portal.json(portal.get("/api/calendar/events?unit=" + portal.unit), 200).path("items");
        assertThat(made.findValuesAsText("title")).contains("党员学习日");
        Until.holds("its dates are made", SOON, () -> Portal.json(portal.get("/api/calendar/occurrences?unit=" + portal.unit + "&view=unit&from=2026-11-01&to=2027-11-01"), 200)
                .path("items").size() >= 10);
    }

    private void newEvent(String title) throws Exception {
        page.navigate(portal.url + "/calendar/new?unit=" + portal.unit);
        Browser.label(page, "标题").fill(title);
        choose("类型", Pattern.compile("."));
    }

    /** In a native select or one of the component library's. */
    private void choose(String label, Pattern option) {
        var field = Browser.label(page, label);
        if (field.evaluate("e => e.tagName").equals("SELECT")) {
            for (String text : field.locator("option").allTextContents()) {
                if (!text.isBlank() && option.matcher(text.strip()).find()) {
                    field.selectOption(new com.microsoft.playwright.options.SelectOption().setLabel(text.strip()));
                }
            }
            return;
        }
        field.click();
        page.locator("[role=option]:visible").filter(new Locator.FilterOptions().setHasText(option)).first().click();
    }

    @Test
    @Order(4)
    void theCalendarGoesAndComesBackUnderAnOpenHalfWrittenForm() throws Exception {
        Browser.signIn(page, portal);
        page.evaluate("() => { window.neverReloaded = true }");
        newEvent("写了一半的活动");
        page.evaluate("() => { window.neverReloaded = true }");
        assertThat(portal.launcher("module", "withdraw", "calendar").code()).isZero();
        assertThat(page.getByText("该功能未安装或已停用").first()).isVisible();
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("学习日历"))).hasCount(0);
        Browser.accessible(page, "withdrawn module");
        assertThat(portal.launcher("module", "install", "calendar").code()).isZero();
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("学习日历")).first()).isVisible();
        assertThat(Browser.label(page, "标题")).hasValue("写了一半的活动");
        var updated = ModuleJars.calendar(portal.data.resolveSibling("jars").resolve("calendar-browser.jar"), "0.2.0",
                Map.of(ModuleJars.nextMigration("remark"), "alter table calendar_event add column remark varchar(200);"), Map.of());
        assertThat(portal.launcher("module", "install", updated.toString()).code()).isZero();
        assertThat(Browser.label(page, "标题")).hasValue("写了一半的活动");
        assertThat(page.evaluate("() => window.neverReloaded")).isEqualTo(true);
        Browser.button(page, "保存").click();
        Until.holds("it is kept", SOON, () -> {
            page.waitForTimeout(20);
            return portal.get("/api/calendar/events?unit=" + portal.unit).body().contains("写了一半的活动");
        });
    }

    @Test
    @Order(5)
    void aSessionThatEndsInTheMiddleOfAFormLosesNothing() throws Exception {
        Browser.signIn(page, portal);
        newEvent("会话过期时写的活动");
        // The session ends elsewhere: the cookie stays and is worth nothing.
        page.evaluate("() => fetch('/api/access/session', {method: 'DELETE', headers: {'X-Shuyuan': '1'}}).then(r => r.status)");
        Browser.button(page, "保存").click();
        assertThat(page.getByText("登录已过期").first()).isVisible();
        Browser.accessible(page, "signing in again");
        page.locator("input[name=password]").fill(Portal.PASSWORD);
        Browser.button(page, "登录").click();
        Until.holds("the event is kept, with a second press where the page asks for one", SOON, () -> {
            page.waitForTimeout(50);
            return portal.get("/api/calendar/events?unit=" + portal.unit).body().contains("会话过期时写的活动");
        });
    }

    @Test
    @Order(6)
    void theSecondOfTwoEditorsIsToldWhatChanged() throws Exception {
        Events events = new Events(portal);
        String kind = events.kind();
        String id = events.add(kind, "两人同时修改", "2026-12-01").path("id").asText();
        Browser.signIn(page, portal);
        page.navigate(portal.url + "/calendar/events/" + id + "/edit?unit=" + portal.unit);
        Browser.label(page, "标题").fill("我改的标题");
        var current = portal.get("/api/calendar/events/" + id + "?unit=" + portal.unit);
        Map<String, Object> body = new LinkedHashMap<>(Events.body(kind, "别人改的标题", "2026-12-01"));
        var other = portal.send(portal.request("/api/calendar/events/" + id + "?unit=" + portal.unit).header("Content-Type", "application/json")
                .header("If-Match", current.headers().firstValue("ETag").orElseThrow()).PUT(BodyPublishers.ofString(Portal.JSON.writeValueAsString(body))));
        assertThat(other.statusCode()).isBetween(200, 204);
        Browser.button(page, "保存").click();
        assertThat(page.getByText("他人已先保存").first()).isVisible();
        assertThat(page.getByText("别人改的标题").first()).isVisible();
        Browser.accessible(page, "conflict");
    }

    @Test
    @Order(7)
    void fromTheSignInToASavedEventByKeyboardAlone() throws Exception {
        page.navigate(portal.url + "/sign-in");
        assertThat(page.locator("input[name=username]")).isFocused();
        page.keyboard().type(Portal.ADMIN);
        Browser.tabTo(page, page.locator("input[name=password]"));
        page.keyboard().type(Portal.PASSWORD);
        page.keyboard().press("Enter");
        page.waitForURL(url -> !url.contains("/sign-in"));
        Browser.tabTo(page, page.locator("nav").getByRole(AriaRole.LINK).filter(new Locator.FilterOptions().setHasText("学习日历")));
        page.keyboard().press("Enter");
        var create = page.locator("main").getByText("新建活动").first();
        create.waitFor();
        Browser.tabTo(page, page.locator("main a, main button").filter(new Locator.FilterOptions().setHasText("新建活动")));
        page.keyboard().press("Enter");
        Browser.label(page, "标题").waitFor();
        Browser.tabTo(page, Browser.label(page, "标题"));
        page.keyboard().insertText("只用键盘写的活动");
        Browser.tabTo(page, Browser.label(page, "类型"));
        if (!Browser.label(page, "类型").evaluate("e => e.tagName").equals("SELECT")) {
            page.keyboard().press("Enter");
            page.locator("[role=option]:visible").first().waitFor();
        }
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        Browser.tabTo(page, page.locator("main button[type=submit]"));
        page.keyboard().press("Enter");
        page.waitForURL(url -> url.contains("/calendar/events/"));
        assertThat(portal.get("/api/calendar/events?size=200&unit=" + portal.unit).body()).contains("只用键盘写的活动");
    }

    /** A PC so slow that what a page does later comes while somebody types. */
    @Test
    @Order(8)
    void onASlowPcAPasswordStaysInItsField() {
        context.addInitScript("const real = window.setTimeout; window.setTimeout = (act, ms, ...rest) => real(act, ms < 600 ? ms + 1500 : ms, ...rest)");
        page.navigate(portal.url + "/sign-in");
        Browser.label(page, "账号").fill(Portal.ADMIN);
        page.locator("input[name=password]").click();
        for (char c : Portal.PASSWORD.toCharArray()) {
            page.keyboard().type(String.valueOf(c), new com.microsoft.playwright.Keyboard.TypeOptions().setDelay(100));
        }
        assertThat(page.locator("input[name=username]")).hasValue(Portal.ADMIN);
        assertThat(page.locator("input[name=password]")).hasValue(Portal.PASSWORD);
        Browser.button(page, "登录").click();
        page.waitForURL(url -> !url.contains("/sign-in"));
    }

    @Test
    @Order(9)
    void threeLanguagesAreSwitchedAndRemembered() {
        Browser.signIn(page, portal);
        for (var language : Map.of("zh-TW", "學習", "en", "alendar", "zh-CN", "学习日历").entrySet()) {
            page.navigate(portal.url + "/account");
            page.locator("#account-language").selectOption(language.getKey());
            assertThat(page.locator("nav").first()).containsText(language.getValue());
            assertThat(page.locator("html")).hasAttribute("lang", language.getKey());
            page.reload();
            assertThat(page.locator("html")).hasAttribute("lang", language.getKey());
            Browser.accessible(page, "dashboard in " + language.getKey());
        }
        page.navigate(portal.url + "/account");
        page.locator("#account-language").selectOption("zh-CN");
    }

    @Test
    @Order(10)
    void aMonthThatWasLeafedToIsTheOneItsAddressShows() {
        Browser.signIn(page, portal);
        page.navigate(portal.url + "/calendar?date=2026-11-15&unit=" + portal.unit);
        page.locator(".sy-calendar[aria-busy=false]").waitFor();
        Locator title = page.locator(".sy-calendar-bar h2");
        assertThat(title).hasText("2026年11月");
        page.locator(".sy-calendar-bar").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("下一段")).click();
        assertThat(title).hasText("2026年12月");
        page.reload();
        assertThat(title).hasText("2026年12月");
    }

    @Test
    @Order(11)
    void aUnitThatSwitchesAModuleOffLosesItsMenuInOpenPagesAndNobodyElseDoes() throws Exception {
        String office = Portal.json(portal.post("/api/directory/units?unit=" + portal.unit, Map.of("name", "不用日历的科室", "parent", portal.unit, "kind", "department")), 201).path("id").asText();
        String event = new Events(portal).add(new Events(portal).kind(), "关闭之前的活动", "2026-12-01").path("id").asText();
        Browser.signIn(page, portal);
        page.navigate(portal.url + "/?unit=" + office);
        Page elsewhere = context.newPage();
        elsewhere.navigate(portal.url + "/?unit=" + portal.unit);
        Locator menu = page.locator("nav").getByText("学习日历");
        assertThat(menu).hasCount(1);

        var off = portal.send(portal.request("/api/modules/here/calendar?unit=" + office).header("Content-Type", "application/json").PUT(BodyPublishers.ofString("{\"active\":false}")));
        assertThat(Portal.json(off, 200).path("why").asText()).isEqualTo("here");
        assertThat(menu).hasCount(0);
        assertThat(elsewhere.locator("nav").getByText("学习日历")).hasCount(1);
        assertThat(portal.post("/api/calendar/events?unit=" + office, Map.of()).statusCode()).isEqualTo(404);
        page.navigate(portal.url + "/calendar?unit=" + office);
        assertThat(page.locator("main .sy-notice")).containsText("在本单位已关闭");
        assertThat(page.locator("main").getByText("新建活动")).hasCount(0);
        Browser.accessible(page, "a module that is off");

        page.navigate(portal.url + "/modules/here?unit=" + office);
        page.locator("main").getByText("打开", new Locator.GetByTextOptions().setExact(true)).click();
        assertThat(menu).hasCount(1);
        Browser.accessible(page, "modules of the unit");
        assertThat(portal.get("/api/calendar/events/" + event + "?unit=" + portal.unit).statusCode()).as("nothing is lost").isEqualTo(200);
    }
}
