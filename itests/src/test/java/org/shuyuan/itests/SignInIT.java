package org.shuyuan.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The code on the room's screen, read from its picture by phones of other people: a browser each, with nothing in common. */
@ExtendWith(Pictures.class)
class SignInIT {

    private static final String OWN = "Wode-mima-2026-hao";
    private static Portal portal;
    private static Browser browser;
    private static JsonNode people;
    private BrowserContext desk;
    private BrowserContext pocket;

    @BeforeAll
    static void aUnitThatMeetsNow() throws Exception {
        portal = new Portal("sign-in").start().setUp();
        WholeTour.walk(portal);
        people = Portal.json(portal.get("/api/directory/people?sub=true&size=4&unit=" + portal.unit), 200).path("items");
        browser = new Browser();
    }

    @AfterAll
    static void closed() {
        browser.close();
        portal.close();
    }

    @BeforeEach
    void aDeskAndAPhone() {
        desk = browser.context(1440, 900);
        pocket = browser.context(390, 844);
    }

    @AfterEach
    void nothingWasComplainedOf() {
        desk.close();
        pocket.close();
        assertThat(browser.complaints).isEmpty();
    }

    /** An account as the office gives it, with a password that must be changed. */
    private static String account(int index, String name) throws Exception {
        JsonNode made = Portal.json(portal.post("/api/access/accounts?unit=" + portal.unit, Map.of("name", name, "person", people.path(index).path("id").asText())), 200, 201);
        return made.path("password").asText();
    }

    private static String event(String title) throws Exception {
        LocalDateTime start = LocalDateTime.now(ZoneId.of("Asia/Shanghai")).minusMinutes(2).truncatedTo(ChronoUnit.MINUTES);
        return Portal.json(portal.post("/api/calendar/events?unit=" + portal.unit, Map.of("kind", new Events(portal).kind(), "title", title, "place", "三楼会议室", "allDay", false, "units",
                List.of(portal.unit), "start", start.toString(), "end", start.plusMinutes(90).toString())), 201).path("id").asText();
    }

    /** The organiser opens the door; returned is the page on the room's screen. */
    private Page screen(String event) {
        Page page = desk.newPage();
        Browser.signIn(page, portal);
        page.navigate(portal.url + "/calendar/events/" + event + "?unit=" + portal.unit);
        Browser.button(page, "考勤").click();
        page.locator(".attendance-row").first().waitFor();
        page.navigate(page.url().replaceFirst("(gatherings/[0-9a-f-]+).*", "$1/screen?unit=" + portal.unit));
        Browser.button(page, "开始签到").click();
        page.getByRole(AriaRole.DIALOG).getByText("开始签到").last().click();
        page.locator(".attendance-code img").waitFor();
        return page;
    }

    /** What a phone's own scanner makes of the picture. */
    private static String scanned(Page screen) throws Exception {
        return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(pixels(screen.locator(".attendance-code img").screenshot())))).getText();
    }

    private static RGBLuminanceSource pixels(byte[] png) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels);
    }

    private static void signIn(Page phone, String name, String password) {
        Browser.label(phone, "账号").fill(name);
        phone.locator("input[name=password]").fill(password);
        Browser.button(phone, "登录").click();
    }

    private static void chooseOwn(Page phone, String given) {
        phone.locator("input[type=password]").nth(2).waitFor();
        phone.locator("input[type=password]").nth(0).fill(given);
        phone.locator("input[type=password]").nth(1).fill(OWN);
        phone.locator("input[type=password]").nth(2).fill(OWN);
        phone.locator("form button[type=submit]").first().click();
    }

    private static List<JsonNode> there(Page screen) throws Exception {
        String gathering = screen.url().replaceFirst(".*gatherings/([0-9a-f-]+).*", "$1");
        List<JsonNode> there = new ArrayList<>();
        Portal.json(portal.get("/api/attendance/gatherings/" + gathering + "/door/sign-ins?unit=" + portal.unit), 200).path("items").forEach(there::add);
        return there;
    }

    /** Somebody who has never been in the portal: scans, signs in, must choose a password, and is there without scanning again. */
    @Test
    void whoScansForTheFirstTimeIsThereOnceThePasswordIsChosen() throws Exception {
        String given = account(0, "first");
        String event = event("集中学习");
        Page screen = screen(event);
        Browser.accessible(screen, "the room's screen");
        Page phone = pocket.newPage();
        phone.navigate(scanned(screen));
        signIn(phone, "first", given);
        chooseOwn(phone, given);
        assertThat(phone.getByRole(AriaRole.STATUS).filter(new Locator.FilterOptions().setHasText("签到成功"))).isVisible();
        Browser.accessible(phone, "signed in");
        Browser.fits(phone, "signed in");
        assertThat(screen.locator(".attendance-there")).containsText("1");
        assertThat(there(screen)).singleElement().satisfies(one -> assertThat(one.path("person").path("name").asText()).isEqualTo(people.path(0).path("name").asText()));
        // the same phone cannot bring a colleague
        String colleague = account(1, "colleague");
        pocket.clearCookies(new BrowserContext.ClearCookiesOptions().setName(Pattern.compile("^(?!shuyuan_attendance_device)")));
        phone.navigate(scanned(screen));
        signIn(phone, "colleague", colleague);
        chooseOwn(phone, colleague);
        assertThat(phone.getByText("这台设备已经替别人签到").first()).isVisible();
        assertThat(there(screen)).hasSize(1);
    }

    /** The network goes between the scan and the sign-in: what was tapped is kept, sent when it is back, and counts once. */
    @Test
    void aTapWithoutNetworkIsKeptAndSentOnce() throws Exception {
        String given = account(2, "away");
        String event = event("专题讲座");
        Page screen = screen(event);
        Page phone = pocket.newPage();
        phone.navigate(portal.url + "/sign-in");
        signIn(phone, "away", given);
        chooseOwn(phone, given);
        phone.waitForURL(url -> !url.contains("/account") && !url.contains("/sign-in"));

        AtomicBoolean network = new AtomicBoolean();
        AtomicInteger answersLost = new AtomicInteger();
        phone.route(url -> url.contains("/api/attendance/sign-in"), route -> {
            if (network.get()) {
                route.resume();
            } else if (answersLost.getAndIncrement() == 0) {
                // it arrives, but the phone never hears so
                route.fetch();
                route.abort("connectionreset");
            } else {
                route.abort("internetdisconnected");
            }
        });
        phone.navigate(scanned(screen));
        assertThat(phone.getByText("网络断了，签到还没有送到")).isVisible();
        Browser.accessible(phone, "without network");
        Browser.fits(phone, "without network");
        network.set(true);
        assertThat(phone.getByText("您已经签到过")).isVisible();
        assertThat(there(screen)).hasSize(1);
    }
}
