package org.shuyuan.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Taking a roll in a browser: by keyboard at the desk, by thumb in the room; leave stands on it already. */
@ExtendWith(Pictures.class)
class RollIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    /** What a practised user needs for a key, for pointing at something with a press, and to make up their mind: the keystroke-level model of Card, Moran and Newell (1980). */
    private static final Duration KEY = Duration.ofMillis(280);
    private static final Duration POINT = Duration.ofMillis(1_300);
    private static final Duration THINK = Duration.ofMillis(1_350);

    private static Portal portal;
    private static Browser browser;
    private Page page;

    @BeforeAll
    static void aUnitAtWork() throws Exception {
        portal = new Portal("roll").start().setUp();
        WholeTour.walk(portal);
        browser = new Browser();
    }

    @AfterAll
    static void closed() {
        browser.close();
        portal.close();
    }

    @BeforeEach
    void atTheDesk() {
        page = browser.context(1440, 900).newPage();
    }

    @Test
    void aRollOfFortyIsTakenByOneKeyAPersonWithinTwoMinutes() throws Exception {
        String roll = rollOf(page, "点名");
        Browser.accessible(page, "roll");
        page.locator(".attendance-row [data-state=present]").first().focus();

        int keys = 0;
        Locator marked = page.locator(".attendance-row [aria-pressed=true]");
        for (int done = 0; done < 40 && keys < 200; done = marked.count()) {
            page.keyboard().press(done % 10 == 3 ? "4" : done % 10 == 7 ? "2" : "1");
            keys++;
        }

        takenButForLateAndLeave(roll, 40);
        assertThat(THINK.plus(KEY).multipliedBy(keys)).as("of whoever takes it").isLessThan(Duration.ofMinutes(2));
    }

    @Test
    void aRollOfFortyIsTakenByThumbWithinTwoMinutes() throws Exception {
        BrowserContext pocket = browser.context(390, 844, true);
        Page phone = pocket.newPage();
        String roll = rollOf(phone, "手机点名");

        Duration spent = Duration.ZERO;
        for (int row = 0; row < 40; row++) {
            if (row % 10 != 3 && row % 10 != 7) {
                continue;
            }
            Locator mark = phone.locator(".attendance-row").nth(row).locator(row % 10 == 3 ? "[data-state=on-leave]" : "[data-state=late]");
            while (mark.boundingBox().y > 780) {
                phone.mouse().wheel(0, 600);
                spent = spent.plus(POINT);
            }
            mark.tap();
            spent = spent.plus(THINK).plus(POINT);
        }
        phone.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("其余 \\d+ 人全部出席"))).tap();
        spent = spent.plus(THINK).plus(POINT);

        int everybody = Portal.json(portal.get(roll), 200).path("items").size();
        takenButForLateAndLeave(roll, everybody);
        assertThat(spent).as("of whoever takes it").isLessThan(Duration.ofMinutes(2));
        pocket.close();
    }

    /** @return where the API has it */
    private static String rollOf(Page there, String title) throws Exception {
        LocalDateTime start = LocalDateTime.now(ZoneId.of("Asia/Shanghai")).minusMinutes(10).truncatedTo(ChronoUnit.MINUTES);
        String event = Portal.json(portal.post("/api/calendar/events?unit=" + portal.unit, Map.of("kind", new Events(portal).kind(), "title", title, "allDay", false, "units", List.of(portal.unit),
                "start", start.toString(), "end", start.plusMinutes(90).toString())), 201).path("id").asText();
        Browser.signIn(there, portal);
        there.navigate(portal.url + "/calendar/events/" + event + "?unit=" + portal.unit);
        Browser.button(there, "考勤").click();
        there.locator(".attendance-row").nth(39).waitFor();
        return "/api" + there.url().replaceFirst(".*(/attendance/gatherings/[0-9a-f-]+).*", "$1") + "/roll?size=200&unit=" + portal.unit;
    }

    private static void takenButForLateAndLeave(String roll, int people) throws Exception {
        Until.holds("all are stored", SOON, () -> Portal.json(portal.get(roll), 200).findValuesAsText("state").stream().filter(state -> !state.equals("null")).count() == people);
        assertThat(Portal.json(portal.get(roll), 200).findValuesAsText("state")).filteredOn("on-leave"::equals).hasSize(4);
        assertThat(Portal.json(portal.get(roll), 200).findValuesAsText("state")).filteredOn("late"::equals).hasSize(4);
    }

    @Test
    void leaveThatIsApprovedStandsOnEveryRollOfItsTime() throws Exception {
        String day = LocalDateTime.now(ZoneId.of("Asia/Shanghai")).plusDays(20).toLocalDate().toString();
        String person = Portal.json(portal.get("/api/directory/people?size=1&unit=" + portal.unit), 200).path("items").path(0).path("id").asText();
        Portal.json(portal.post("/api/attendance/leave?unit=" + portal.unit, Map.of("person", person, "from", day + "T08:00", "to", day + "T18:00", "reason", "sick", "note", "发烧")), 201);
        Browser.signIn(page, portal);
        page.navigate(portal.url + "/attendance/leave?unit=" + portal.unit);
        Browser.button(page, "批准").click();
        page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("批准").setExact(true)).click();
        assertThat(page.locator(".attendance-leave li").first()).containsText("已批准");

        String event = Portal.json(portal.post("/api/calendar/events?unit=" + portal.unit, Map.of("kind", new Events(portal).kind(), "title", "有人请假", "allDay", false, "units",
                List.of(portal.unit), "start", day + "T09:00", "end", day + "T10:30")), 201).path("id").asText();
        String gathering = Portal.json(portal.post("/api/calendar/events/" + event + "/occurrences/" + day + "T09:00/gathering?unit=" + portal.unit, Map.of()), 200).path("id").asText();

        page.navigate(portal.url + "/attendance/gatherings/" + gathering + "?unit=" + portal.unit);
        assertThat(page.locator(".attendance-row[data-person='" + person + "'] [data-state=on-leave]")).hasAttribute("aria-pressed", "true");
        assertThat(Portal.json(portal.get("/api/attendance/gatherings/" + gathering + "/roll?unit=" + portal.unit), 200).findValuesAsText("way")).filteredOn("leave"::equals).hasSize(1);
    }
}
