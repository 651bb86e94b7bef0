package org.shuyuan.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The four rosters as their offices hand them over, brought in by hand, each into a unit of its own. */
@ExtendWith(Pictures.class)
class RostersIT {

    private static final Path ROSTERS = Path.of(System.getProperty("basedir", "."), "..", "bundles", "directory", "src", "test", "resources", "rosters");
    private static final double LONG = 120_000;
    private static Portal portal;
    private static Browser browser;
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void aNewPortal() throws Exception {
        portal = new Portal("rosters").start().setUp();
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
        Browser.signIn(page, portal);
    }

    @AfterEach
    void nothingWasComplainedOf() {
        context.close();
        assertThat(browser.complaints).isEmpty();
    }

    private static byte[] roster(String name) throws IOException {
        return Files.readAllBytes(ROSTERS.resolve(name));
    }

    private static String unit(String name) throws Exception {
        return Portal.json(portal.post("/api/directory/units?unit=" + portal.unit, Map.of("parent", portal.unit, "name", name, "kind", "organisation")), 200, 201).path("id").asText();
    }

    private static long people(String unit) throws Exception {
        return Portal.json(portal.get("/api/directory/people?sub=true&size=1&unit=" + unit), 200).path("total").asLong();
    }

    private void handOver(String unit, String name, byte[] bytes) {
        page.navigate(portal.url + "/directory/import?unit=" + unit);
        page.locator("input[type=file]").setInputFiles(new FilePayload(name, "application/octet-stream", bytes));
        seen(heading(name));
    }

    private Locator heading(String name) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private void tab(String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name + " \\d+"))).first().click();
    }

    private void confirm() {
        Browser.button(page, "确认导入").click();
        page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("确认导入")).last().click();
    }

    private void done() {
        seen(heading("导入完成"));
    }

    /** A long roster takes its time on a busy machine. */
    private static void seen(Locator what) {
        what.first().waitFor(new Locator.WaitForOptions().setTimeout(LONG));
    }

    private void changesNothing(String unit, String name, byte[] bytes) {
        handOver(unit, name, bytes);
        seen(page.getByText("没有任何变化"));
    }

    @Test
    void theBanksRosterComesInWithACorrectionAndTheTableComesBackMarked() throws Exception {
        String unit = unit("支行");
        handOver(unit, "roster-bank.xlsx", roster("roster-bank.xlsx"));
        seen(page.getByText("读到 86 人"));
        Browser.accessible(page, "bank's preview");
        Download marked = page.waitForDownload(() -> Browser.button(page, "下载标注的表格").click());
        assertThat(marked.suggestedFilename()).isEqualTo("roster-bank-问题.xlsx");
        assertThat(Files.size(marked.path())).isGreaterThan(1_000);
        Browser.button(page, "改为 YX1021").click();
        seen(page.getByText("新增 86 人"));
        confirm();
        done();
        Browser.accessible(page, "bank's result");
        assertThat(people(unit)).isEqualTo(86);
        changesNothing(unit, "roster-bank.xlsx", roster("roster-bank.xlsx"));
    }

    @Test
    void bothSheetsOfTheSchoolComeIn() throws Exception {
        String unit = unit("学校");
        handOver(unit, "roster-school.xlsx", roster("roster-school.xlsx"));
        seen(page.getByText("读到 141 人"));
        confirm();
        done();
        assertThat(people(unit)).isEqualTo(141);
        Browser.accessible(page, "school's result");
        changesNothing(unit, "roster-school.xlsx", roster("roster-school.xlsx"));
    }

    @Test
    void theParksEnterprisesComeInAndTheirNatureIsChosen() throws Exception {
        String unit = unit("园区");
        handOver(unit, "roster-park-gbk.csv", roster("roster-park-gbk.csv"));
        page.locator("summary").filter(new Locator.FilterOptions().setHasText("企业性质")).click();
        Locator nature = page.getByLabel("企业性质 宏远航空物流有限公司");
        nature.selectOption("外资");
        assertThat(nature).hasValue("外资");
        Browser.accessible(page, "park's preview");
        confirm();
        done();
        assertThat(people(unit)).isEqualTo(447L);
        changesNothing(unit, "roster-park-gbk.csv", roster("roster-park-gbk.csv"));
    }

    @Test
    void theTownshipsEncodingIsChosenAndWhoCannotBeToldIsDecided() throws Exception {
        String unit = unit("乡镇");
        String text = new String(roster("roster-township-hant.csv"), StandardCharsets.UTF_8).replace("\uFEFF", "");
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        handOver(unit, "roster-township-hant.csv", plain);
        page.getByLabel("文字编码").selectOption("Big5");
        seen(page.getByText("没有找到表头"));
        page.getByLabel("文字编码").selectOption("UTF-8");
        seen(page.getByText("读到 64 人"));
        confirm();
        done();
        changesNothing(unit, "roster-township-hant.csv", plain);

        byte[] next = text.replace("13968566164", "13900000002").getBytes(Charset.forName("UTF-16LE"));
        handOver(unit, "next.csv", next);
        seen(page.getByText("请先决定 1 个待定的人"));
        assertThat(Browser.button(page, "确认导入")).isDisabled();
        Browser.accessible(page, "to decide");
        context.pages().get(0).setViewportSize(390, 844);
        Browser.fits(page, "to decide");
        page.setViewportSize(1440, 900);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^是同一人 "))).first().click();
        seen(page.getByText("修改 1 人"));
        confirm();
        done();
        assertThat(people(unit)).isEqualTo(64);
        changesNothing(unit, "next.csv", next);

        String shorter = text.replace("13968566164", "13900000002").lines().filter(line -> !line.contains("18683731274")).collect(Collectors.joining("\n"));
        handOver(unit, "later.csv", shorter.getBytes(StandardCharsets.UTF_8));
        tab("表中没有的人");
        Browser.accessible(page, "missing");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^已离开 "))).first().click();
        seen(page.getByText("1 人离开"));
        confirm();
        done();
        assertThat(people(unit)).isEqualTo(63);
    }

    @Test
    void theProgressOfALongImportIsSeenAlsoByWhoComesBack() throws Exception {
        String unit = unit("集团");
        String rows = IntStream.range(0, 12_000).mapToObj(i -> "J" + i + ",王" + (char) (0x4E00 + i) + ",第" + i % 60 + "科,1380000" + (1000 + i % 9000)).collect(Collectors.joining("\n"));
        handOver(unit, "group.csv", ("工号,姓名,部门,手机号码\n" + rows).getBytes(StandardCharsets.UTF_8));
        confirm();
        seen(heading("正在导入").or(heading("导入完成")));
        page.reload();
        seen(heading("正在导入").or(heading("导入完成")));
        done();
        assertThat(people(unit)).isEqualTo(12_000);
    }
}
