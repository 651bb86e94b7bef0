package org.shuyuan.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.access.cas.internal.CasServer;
import org.shuyuan.access.ldap.internal.Directory;
import org.shuyuan.access.oidc.internal.IdentityProvider;

/** The three sources outside, installed while the portal runs, against servers of their own; signed in by in a browser. */
class OutsideSignInIT {

    @TempDir
    static Path folder;
    private static Portal portal;
    private static Directory directory;
    private static IdentityProvider provider;
    private static CasServer cas;
    private static Browser browser;

    @BeforeAll
    static void aPortalWithThreeServersOutside() throws Exception {
        directory = new Directory(folder);
        directory.person("zhangwei", "employeeNumber: A001", "entryUUID: uuid-zhang");
        directory.group("heads", "uid=zhangwei,ou=people," + Directory.BASE);
        provider = new IdentityProvider();
        provider.claims = claims -> claims.claim("employee_number", "A002");
        cas = new CasServer();
        cas.attributes = "<cas:employeeNumber>A003</cas:employeeNumber>";
        portal = new Portal("outside").start().setUp();
        for (Map.Entry<String, String> person : new TreeMap<>(Map.of("A001", "张伟", "A002", "李娜", "A003", "王𠮷")).entrySet()) {
            Portal.json(portal.post("/api/directory/people?unit=" + portal.unit, Map.of("name", person.getValue(), "number", person.getKey(), "unit", portal.unit)), 200, 201);
        }
        assertThat(offered()).as("nothing is there before it is installed").isEmpty();
        for (String id : List.of("access-ldap", "access-oidc", "access-cas")) {
            Portal.Ended installed = portal.launcher("module", "install", id);
            assertThat(installed.code()).as(installed.out()).isZero();
        }
        assertThat(offered()).as("and nothing before it is configured").isEmpty();
        configure("ldap", directory.settings(), Map.of("bind.password", "file:" + secret("ldap", Directory.READER_PASSWORD), "groups",
                "cn=heads,ou=groups," + Directory.BASE + " -> head @ 云溪县支行"));
        configure("oidc", Map.of("issuer", provider.issuer, "tls", "none", "client.id", IdentityProvider.CLIENT), Map.of("portal.address", portal.url,
                "client.secret", "file:" + secret("oidc", IdentityProvider.SECRET)));
        configure("cas", Map.of("server", cas.address, "tls", "none", "match.attribute", "employeeNumber"), Map.of("portal.address", portal.url, "label.cn", "校园统一认证"));
        Until.holds("all three are offered", Duration.ofSeconds(30), () -> offered().equals(new TreeSet<>(List.of("cas", "ldap", "oidc"))));
        browser = new Browser();
    }

    @AfterAll
    static void over() {
        browser.close();
        portal.close();
        directory.close();
        provider.close();
        cas.close();
    }

    private static Path secret(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".secret"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static void configure(String id, Map<String, String> keys, Map<String, String> more) throws IOException {
        Map<String, String> all = new TreeMap<>(keys);
        all.putAll(more);
        all.put("enabled", "true");
        all.put("match.unknown", "create");
        StringBuilder text = new StringBuilder();
        all.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
        Path file = portal.data.resolve("etc/org.shuyuan.access." + id + ".cfg");
        assertThat(Files.readString(file)).as("shipped with nothing active").contains("#enabled = false").doesNotContainPattern("(?m)^[a-z.]+ *=");
        Files.writeString(file, text);
    }

    private static TreeSet<String> offered() throws Exception {
        TreeSet<String> ids = new TreeSet<>();
        Portal.json(portal.get("/api/access/outside"), 200).path("items").forEach(one -> ids.add(one.path("id").asText()));
        return ids;
    }

    private static JsonNode me(Page page) {
        try {
            return Portal.JSON.readTree(String.valueOf(page.evaluate("() => fetch('/api/access/me').then(r => r.text())")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void eachWayOpensTheAccountOfTheSamePersonInTheListAndEndsFromOutside() throws Exception {
        BrowserContext context = browser.context(1440, 900);
        Page page = context.newPage();
        page.navigate(portal.url + "/sign-in");
        PlaywrightAssertions.assertThat(Browser.button(page, "校园统一认证")).isVisible();
        Browser.accessible(page, "sign-in");

        // by the directory server
        page.getByText("单位统一账号").click();
        page.locator("input[name=username]").fill("zhangwei");
        page.locator("input[name=password]").fill("wrong");
        Browser.button(page, "登录").click();
        PlaywrightAssertions.assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("密码");
        page.locator("input[name=password]").fill("password of zhangwei");
        Browser.button(page, "登录").click();
        page.waitForURL(url -> !url.contains("/sign-in"));
        assertThat(me(page).path("person").path("name").asText()).isEqualTo("张伟");
        assertThat(me(page).path("permissions").toString()).as("head by the group").contains("access.audit");
        context.clearCookies();

        // by the identity provider, and out again by its notice
        page.navigate(portal.url + "/calendar");
        Browser.button(page, "统一身份认证").click();
        page.waitForURL(url -> url.contains("/calendar") || url.contains("unit="));
        Until.holds("signed in", Duration.ofSeconds(20), () -> me(page).path("person").path("name").asText().equals("李娜"));
        assertThat(notice("oidc", "logout_token", "not a token")).isEqualTo(400);
        assertThat(me(page).path("account").path("id").asText()).isNotEmpty();
        assertThat(notice("oidc", "logout_token", provider.logoutToken(same -> same))).isEqualTo(200);
        Until.holds("signed out there", Duration.ofSeconds(10), () -> me(page).path("status").asInt() == 401);

        // by CAS, and out again by its notice
        page.navigate(portal.url + "/sign-in");
        Browser.button(page, "校园统一认证").click();
        page.waitForURL(url -> url.startsWith(portal.url) && !url.contains("/sign-in"));
        Until.holds("signed in", Duration.ofSeconds(20), () -> me(page).path("person").path("name").asText().equals("王𠮷"));
        assertThat(notice("cas", "logoutRequest", CasServer.notice("ST-1-somebody-elses"))).isEqualTo(200);
        assertThat(me(page).path("account").path("id").asText()).isNotEmpty();
        assertThat(notice("cas", "logoutRequest", CasServer.notice(cas.last))).isEqualTo(200);
        Until.holds("signed out there", Duration.ofSeconds(10), () -> me(page).path("status").asInt() == 401);

        // who is not in the list is told so, in words
        provider.claims = claims -> claims.subject("stranger").claim("employee_number", "Z999");
        page.navigate(portal.url + "/sign-in");
        Browser.button(page, "统一身份认证").click();
        PlaywrightAssertions.assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("人员名单里没有对应的人");
        assertThat(page.url()).doesNotContain("#");
        // somebody else's link to come back
        page.navigate(portal.url + "/api/access/outside/oidc/callback?code=x&state=" + "s".repeat(43));
        PlaywrightAssertions.assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("不是从这个浏览器开始的");
        context.close();

        // a source that is taken away vanishes, one whose server is away says so, and the administrator comes in as ever
        assertThat(portal.launcher("module", "withdraw", "access-cas").code()).isZero();
        assertThat(offered()).containsExactly("ldap", "oidc");
        directory.close();
        HttpResponse<String> away = portal.post("/api/access/outside/ldap/session", Map.of("name", "zhangwei", "password", "password of zhangwei"));
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.body()).contains("access-ldap.unreachable").contains("目录服务器没有应答");
        portal.signIn();
        assertThat(portal.log()).doesNotContain(Directory.READER_PASSWORD, IdentityProvider.SECRET, "password of zhangwei");
        assertThat(browser.complaints).isEmpty();
    }

    @Test
    void aForgottenPasswordIsSetAnewByALinkInAMail() throws Exception {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        portal.signIn();
        JsonNode person = Portal.json(portal.post("/api/directory/people?unit=" + portal.unit, Map.of("name", "孙丽", "number", "A009", "unit", portal.unit, "mail", "sun.li@example.cn")), 200, 201);
        JsonNode made = Portal.json(portal.post("/api/access/accounts?unit=" + portal.unit, Map.of("name", "sunli", "person", person.path("id").asText())), 200, 201);
        Portal.json(portal.post("/api/access/session", Map.of("name", "sunli", "password", made.path("password").asText())), 200);
        portal.signIn();
        Path file = portal.data.resolve("etc/org.shuyuan.notices.mail.cfg");
        assertThat(Files.readString(file)).as("shipped with nothing active").contains("#enabled = false").doesNotContainPattern("(?m)^[a-z.]+ *=");
        Files.writeString(file, String.join("\n", "enabled = true", "host = 127.0.0.1", "tls = none", "port = " + mail.getSmtp().getPort(), "from = portal@example.cn",
                "from.name = 云溪书院", "portal.address = " + portal.url, ""));
        Until.holds("mail is set up", Duration.ofSeconds(30), () -> Portal.json(portal.get("/api/access/portal"), 200).path("reset").asBoolean());

        BrowserContext context = browser.context(390, 844);
        Page page = context.newPage();
        page.navigate(portal.url + "/sign-in");
        page.getByText("忘记密码？").click();
        Browser.label(page, "账号或邮箱").fill("sun.li@example.cn");
        Browser.accessible(page, "forgotten");
        Browser.button(page, "发送链接").click();
        PlaywrightAssertions.assertThat(page.getByRole(AriaRole.STATUS).first()).containsText("链接已经发往登记的邮箱");
        Until.holds("the letter has come", Duration.ofSeconds(60), () -> mail.getReceivedMessages().length == 1);
        String letter = String.valueOf(mail.getReceivedMessages()[0].getContent());
        Matcher link = Pattern.compile(Pattern.quote(portal.url) + "/reset#([A-Za-z0-9_-]{43})").matcher(letter);
        assertThat(link.find()).as(letter).isTrue();
        assertThat(letter).contains("孙丽，您好");
        page.navigate(link.group());
        page.locator("input[autocomplete=new-password]").nth(0).fill("七盏灯 over the river 9");
        page.locator("input[autocomplete=new-password]").nth(1).fill("七盏灯 over the river 9");
        Browser.accessible(page, "reset");
        assertThat(page.url()).as("it is not left in the address").doesNotContain(link.group(1));
        Browser.button(page, "设置新密码").click();
        PlaywrightAssertions.assertThat(page.getByText("新密码已设置")).isVisible();
        context.close();

        Portal.json(portal.post("/api/access/session", Map.of("name", "sunli", "password", "七盏灯 over the river 9")), 200);
        assertThat(portal.post("/api/access/reset/link", Map.of("secret", link.group(1))).statusCode()).as("once").isEqualTo(404);
        assertThat(portal.post("/api/access/reset", Map.of("who", "nobody@example.cn")).statusCode()).as("the same answer").isEqualTo(202);
        Until.holds("its owner is told", Duration.ofSeconds(60), () -> mail.getReceivedMessages().length == 2);
        portal.signIn();
        assertThat(Portal.json(portal.get("/api/notices/mail?unit=" + portal.unit), 200).path("sent").asInt()).isEqualTo(2);
        assertThat(portal.log()).doesNotContain(link.group(1));
        mail.stop();
    }

    private static int notice(String source, String field, String value) throws Exception {
        return java.net.http.HttpClient.newHttpClient().send(java.net.http.HttpRequest.newBuilder(java.net.URI.create(portal.url + "/api/access/outside/" + source + "/callback"))
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(field + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8))).build(),
                HttpResponse.BodyHandlers.ofString()).statusCode();
    }
}
