package org.shuyuan.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an administrator does on the modules page with the module of a department: from the first file to the end of its data. One portal, one page, in this order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(Pictures.class)
class ModulesPageIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String READ = "{\"id\": \"corner.read\", \"text\": \"permission.read\"}";
    private static final String WRITE = "{\"id\": \"corner.write\", \"text\": \"permission.write\"}";
    private static final Map<String, String> FIRST = Map.of("db/migration/V1__notes.sql",
            "create table corner_note (id int primary key, title varchar(100) not null); insert into corner_note values (1, '第一篇'), (2, '第二篇');");
    private static final Map<String, String> OFFERED = Map.of("Export-Package", "cn.example.corner.words");
    private static Portal portal;
    private static Path folder;
    private static Browser browser;
    private static Page page;

    @BeforeAll
    static void anAdministratorAtTheModulesPage() throws Exception {
        portal = new Portal("modules-page").start().setUp();
        folder = portal.data.resolveSibling("modules-page-jars");
        Portal.delete(folder);
        Files.createDirectories(folder);
        browser = new Browser();
        page = browser.context(1440, 900).newPage();
        Browser.signIn(page, portal);
        page.navigate(portal.url + "/modules?unit=" + portal.unit);
    }

    @AfterAll
    static void stopped() {
        browser.close();
        portal.close();
    }

    @AfterEach
    void thePolicyOfThePagesIsKept() {
        assertThat(browser.complaints).isEmpty();
    }

    private static Path corner(String version, String permissions, Map<String, String> more) throws Exception {
        Map<String, String> entries = new TreeMap<>(FIRST);
        entries.putAll(more);
        return ModuleJars.made(folder, "corner", version, ", \"permissions\": [" + permissions + "]", entries, OFFERED);
    }

    private static void choose(Path file) {
        page.locator("main input[type=file]").setInputFiles(file);
    }

    private static Locator dialog() {
        // one that fades out while the next is there is not meant
        return page.getByRole(AriaRole.DIALOG).and(page.locator(":not(.is-closing)"));
    }

    private static Locator button(String name) {
        return dialog().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator row(String with) {
        return page.locator("main table tbody tr").filter(new Locator.FilterOptions().setHasText(with));
    }

    private static void installed(Path jar) throws Exception {
        assertThat(portal.upload("/api/modules/install?name=a.jar&unit=" + portal.unit, Files.readAllBytes(jar)).statusCode()).isEqualTo(204);
    }

    private static JsonNode kept() throws Exception {
        return Portal.json(portal.get("/api/modules/corner/purge?unit=" + portal.unit), 200);
    }

    /** What is open has no fault that a machine finds, and fits the phone. */
    private static void good(String where) {
        Browser.accessible(page, where);
        page.setViewportSize(390, 844);
        Browser.fits(page, where);
        page.setViewportSize(1440, 900);
    }

    @Test
    @Order(1)
    void aFileIsExplainedBeforeAnythingIsDoneAndThenInstalledStepByStep() throws Exception {
        Path jar = corner("1.0.0", READ, Map.of());
        assertThat(portal.launcher("module", "key", folder.resolve("office").toString()).code()).isZero();
        assertThat(portal.launcher("module", "sign", jar.toString(), folder.resolve("office.key").toString()).code()).isZero();

        choose(jar);

        for (String said : List.of("安装“读书角”", "还没有改动任何内容", "1.0.0", "office（这里不认识）", "1 个：云溪县支行", "查看读书笔记", "V1__notes.sql",
                "cn.example.corner 1.0.0")) {
            assertThat(dialog()).containsText(said);
        }
        good("the plan");
        assertThat(row("读书角")).hasCount(0);
        button("安装").click();
        assertThat(dialog().locator("li.is-done")).hasText(new String[] {"1等待进行中的请求完成", "2正在更换", "3正在启动，更新数据表", "4正在核验能否正常工作"});
        assertThat(dialog()).containsText("“读书角”1.0.0 已在运行");
        good("the steps");
        button("关闭").click();
        assertThat(row("读书角")).containsText("1.0.0");
        assertThat(row("读书角")).containsText("运行中");
    }

    @Test
    @Order(2)
    void anUpdateThatIsNotProvedReturnsByItselfAndSaysWhyAndWhatRuns() throws Exception {
        Map<String, String> second = Map.of("db/migration/V2__author.sql", "alter table corner_note add column author varchar(50);");
        installed(corner("1.1.0", READ + ", " + WRITE, second));
        assertThat(row("读书角")).containsText("1.1.0");
        Map<String, String> third = new TreeMap<>(second);
        third.put("db/migration/V3__broken.sql", "alter table corner_nowhere add column author varchar(50);");

        choose(corner("1.2.0", READ + ", " + WRITE, third));
        assertThat(dialog()).containsText("1.1.0 → 1.2.0");
        assertThat(dialog()).containsText("V3__broken.sql");
        button("更新").click();

        assertThat(dialog().getByRole(AriaRole.ALERT)).containsText("nowhere");
        assertThat(dialog().getByRole(AriaRole.ALERT)).containsText("“读书角”1.1.0 继续运行");
        good("an update that returned");
        button("关闭").click();
        assertThat(row("读书角")).containsText("运行中");
        assertThat(row("读书角")).containsText("1.1.0 继续运行");
    }

    @Test
    @Order(3)
    void anArchiveBringsAlongWhatItsModuleNeedsThroughThePageAndThroughTheFolder() throws Exception {
        Path kar = ModuleJars.kar(ModuleJars.made(folder, "guest", "1.0.0", "", Map.of(), Map.of("Import-Package", "cn.example.corner.words,cn.example.tools")));
        choose(kar);
        assertThat(dialog()).containsText("cn.example.guest 1.0.0");
        assertThat(dialog()).containsText("cn.example.tools 1.0.0");
        button("取消").click();
        assertThat(dialog()).hasCount(0);
        Files.copy(kar, portal.data.resolve("deploy/guest.kar"));
        assertThat(row("(guest)")).containsText("运行中", new LocatorAssertions.ContainsTextOptions().setTimeout(SOON.toMillis()));
    }

    @Test
    @Order(4)
    void theHistoryTellsAllOfItAndLeadsBackAlsoPastWhatAnotherModuleUsesForWhoKnowsThat() throws Exception {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("变动记录")).click();
        Locator failed = row("未成功");
        for (String said : List.of("1.1.0 → 1.2.0", "nowhere", "“读书角”1.1.0 继续运行", "上传", "admin")) {
            assertThat(failed).containsText(said);
        }
        assertThat(row("1.0.0 → 1.1.0")).containsText("更新");
        good("the history");

        row("1.0.0 → 1.1.0").getByText("换回 1.1.0").click();
        assertThat(dialog()).containsText("正在运行");
        dialog().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("换回 1.0.0")).click();
        assertThat(dialog()).containsText("退回旧版本");
        assertThat(dialog()).containsText("guest");
        assertThat(button("退回旧版本")).isDisabled();
        good("a plan that touches another module");
        dialog().getByRole(AriaRole.CHECKBOX).check();
        button("退回旧版本").click();
        assertThat(dialog()).containsText("“读书角”1.0.0 已在运行");
        button("关闭").click();
        assertThat(row("1.1.0 → 1.0.0")).containsText("以前的版本");
        assertThat(portal.get("/api/modules/guest/versions?unit=" + portal.unit).body()).as("the other runs again").contains("\"running\":true");
    }

    @Test
    @Order(5)
    void whatIsWithdrawnKeepsItsDataUntilSomebodyWithABackupTypesItsName() throws Exception {
        Files.delete(portal.data.resolve("deploy/guest.kar"));
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("功能模块")).last().click();
        assertThat(row("(guest)")).containsText("已停用", new LocatorAssertions.ContainsTextOptions().setTimeout(SOON.toMillis()));
        row("(corner)").getByText("停用", new Locator.GetByTextOptions().setExact(true)).click();
        button("停用").click();
        assertThat(row("(corner)")).containsText("已停用");
        assertThat(dialog()).hasCount(0);
        assertThat(kept().path("rows").asInt()).as("the data stays").isEqualTo(2);

        row("(corner)").getByText("清除数据…").click();
        assertThat(dialog()).containsText("停用“读书角”以后还没有做过备份");
        assertThat(button("永久清除")).hasCount(0);
        good("a purge without a backup");
        Download backup = page.waitForDownload(() -> button("现在备份并下载").click());
        assertThat(backup.suggestedFilename()).matches("shuyuan-\\d{8}T\\d{6}Z\\.zip");

        assertThat(button("永久清除")).isDisabled();
        good("a purge that can be done");
        dialog().getByRole(AriaRole.TEXTBOX).fill("读书");
        assertThat(button("永久清除")).isDisabled();
        assertThat(kept().path("tables").asInt()).isEqualTo(1);
        dialog().getByRole(AriaRole.TEXTBOX).fill("读书角");
        button("永久清除").click();
        assertThat(page.getByText("“读书角”的数据已清除").first()).isVisible();
        Until.holds("the tables are gone", SOON, () -> kept().path("tables").asInt() == 0);
        row("(corner)").getByText("清除数据…").click();
        assertThat(dialog()).containsText("没有留下数据");
    }
}
