package org.shuyuan.access.cas.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.api.access.OutsideIdentity;
import org.shuyuan.api.access.RedirectSource;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.settings.Keys;
import org.shuyuan.api.text.Language;

class CasSourceTest {

    private static final String STATE = "s".repeat(43);
    private CasServer there;

    @BeforeEach
    void aServer() throws Exception {
        there = new CasServer();
    }

    @AfterEach
    void closed() {
        there.close();
    }

    private Map<String, String> keys() {
        return new TreeMap<>(Map.of("server", there.address, "tls", "none", "portal.address", "https://portal.school.cn"));
    }

    private CasSource source(String... more) {
        Map<String, String> keys = keys();
        for (int i = 0; i < more.length; i += 2) {
            keys.put(more[i], more[i + 1]);
        }
        return new CasSource(settings(keys));
    }

    private static CasSettings settings(Map<String, String> keys) {
        return CasSettings.of(new Keys(CasSettings.FILE, keys));
    }

    private OutsideIdentity journey(CasSource source) {
        RedirectSource.Start start = source.start(STATE, Language.ZH_CN);
        return source.finish(there.signIn(start.address()), STATE, start.kept());
    }

    @Test
    void whoSignsInThereIsKnownWithWhatTheServerTells() {
        OutsideIdentity identity = journey(source());
        assertThat(identity.subject()).isEqualTo("wangwei");
        assertThat(identity.values("employeenumber")).containsExactly("A001");
        assertThat(identity.values("user")).containsExactly("wangwei");
        assertThat(identity.groups()).containsExactlyInAnyOrder("heads", "staff");
        assertThat(identity.session()).startsWith("ST-");
        assertThat(journey(source("subject.attribute", "employeeNumber")).subject()).isEqualTo("A001");
        assertThat(journey(source("version", "2")).attributes()).containsOnlyKeys("user");
        there.attributes = "<cas:employeeNumber>1</cas:employeeNumber><cas:employeeNumber>2</cas:employeeNumber>";
        assertThatThrownBy(() -> journey(source("subject.attribute", "employeeNumber"))).hasMessage("access-cas.misconfigured");
    }

    @Test
    void theServiceIsAlwaysThePortalOfTheSettings() {
        String address = source().start(STATE, Language.ZH_TW).address().toString();
        assertThat(address).startsWith(there.address + "/login?service=https%3A%2F%2Fportal.school.cn%2Fapi%2Faccess%2Foutside%2Fcas%2Fcallback%3Fstate%3D" + STATE).endsWith("&locale=zh_TW");
        assertThat(source().leave()).isEmpty();
        assertThat(source("sign.out", "everywhere").leave()).get().asString().isEqualTo(there.address + "/logout?service=https%3A%2F%2Fportal.school.cn%2Fsign-in");
    }

    @Test
    void aTicketCountsOnceAndForItsJourneyOnly() {
        CasSource source = source();
        Map<String, String> answer = there.signIn(source.start(STATE, Language.EN).address());
        assertThat(source.finish(answer, STATE, Map.of()).name()).isEqualTo("wangwei");
        assertThatThrownBy(() -> source.finish(answer, STATE, Map.of())).as("replayed").hasMessage("access-cas.bad-ticket");
        Map<String, String> other = there.signIn(source.start("t".repeat(43), Language.EN).address());
        assertThatThrownBy(() -> source.finish(other, STATE, Map.of())).as("of another journey").hasMessage("access-cas.misconfigured");
        for (String wrong : List.of("", "ST-", "PT-1-aaaaaaaaaaaaaaaa", "PGT-1-aaaaaaaaaaaaaaaa", "ST-1-aaaaaaaa&service=https://evil.example", "ST-1-" + "a".repeat(500), "ST-1-aaaa\naaaaaaaa")) {
            assertThatThrownBy(() -> source.finish(Map.of("ticket", wrong), STATE, Map.of())).as(wrong).hasMessage("access-cas.bad-ticket");
        }
        assertThatThrownBy(() -> source.finish(Map.of("ticket", "ST-1-never-given"), STATE, Map.of())).hasMessage("access-cas.bad-ticket");
    }

    @Test
    void whatIsNoAnswerOpensNothing(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "boss");
        String bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("a document type that reads files", "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>" + CasServer.success("<cas:user>&e;</cas:user>"));
        wrong.put("entities within entities", bomb + CasServer.success("<cas:user>&b;</cas:user>"));
        wrong.put("a document type alone", "<!DOCTYPE cas:serviceResponse>" + CasServer.success("<cas:user>boss</cas:user>"));
        wrong.put("nothing", "");
        wrong.put("a page", "<html><body>Sign in</body></html>");
        wrong.put("text", "yes\nwangwei\n");
        wrong.put("another namespace", CasServer.success("<cas:user>boss</cas:user>").replace("www.yale.edu", "evil.example"));
        wrong.put("no namespace", "<serviceResponse><authenticationSuccess><user>boss</user></authenticationSuccess></serviceResponse>");
        wrong.put("both", CasServer.failure("INVALID_TICKET").replace("</cas:serviceResponse>",
                "<cas:authenticationSuccess><cas:user>boss</cas:user></cas:authenticationSuccess></cas:serviceResponse>"));
        wrong.put("nobody", CasServer.success(""));
        wrong.put("a blank name", CasServer.success("<cas:user> </cas:user>"));
        wrong.put("two names", CasServer.success("<cas:user>a</cas:user><cas:user>b</cas:user>"));
        wrong.put("a proxy", CasServer.success("<cas:user>a</cas:user><cas:proxies><cas:proxy>https://other</cas:proxy></cas:proxies>"));
        wrong.put("a name that is too long", CasServer.success("<cas:user>" + "x".repeat(600) + "</cas:user>"));
        wrong.put("more than anybody needs to say", CasServer.success("<cas:user>a</cas:user><cas:attributes><cas:x>" + "x".repeat(300_000) + "</cas:x></cas:attributes>"));
        wrong.put("an error of the server", CasServer.failure("INTERNAL_ERROR"));
        wrong.put("a service that is not registered", CasServer.failure("UNAUTHORIZED_SERVICE"));
        wrong.forEach((what, answer) -> {
            there.answer = answer;
            assertThatThrownBy(() -> journey(source())).as(what).isInstanceOf(Problem.class).hasMessageMatching("access-cas\\.(unreachable|bad-ticket|misconfigured)");
        });
        there.answer = CasServer.success("<cas:user>wang<!-- -->wei</cas:user>");
        assertThat(journey(source()).subject()).as("a comment inside is no end of the name").isEqualTo("wangwei");
        there.close();
        assertThatThrownBy(() -> journey(source())).hasMessage("access-cas.unreachable");
    }

    @Test
    void aNoticeOfSignOutNamesTheTicket() {
        String notice = CasServer.notice("ST-1-abcdefgh");
        assertThat(source().notice(Map.of("logoutRequest", notice))).contains(new RedirectSource.Ended(null, "ST-1-abcdefgh"));
        for (String wrong : List.of("", "x", notice.replace("ST-1-abcdefgh", ""), notice.replace("ST-1-abcdefgh", "%"), notice.replace("LogoutRequest", "Response"),
                "<!DOCTYPE x [<!ENTITY e \"ST-1-abcdefgh\">]>" + notice.replace("ST-1-abcdefgh", "&e;"),
                notice.replace("</samlp:LogoutRequest>", "<samlp:SessionIndex>ST-2-abcdefgh</samlp:SessionIndex></samlp:LogoutRequest>"))) {
            assertThatThrownBy(() -> source().notice(Map.of("logoutRequest", wrong))).as(wrong).hasMessage("access-cas.bad-ticket");
        }
        assertThatThrownBy(() -> source().notice(Map.of())).hasMessage("access-cas.bad-ticket");
    }

    @Test
    void settingsThatMakeNoSenseAreNamed() {
        Map<String, String> wrong = Map.of("server", "sso.school.cn", "portal.address", "https://portal.school.cn/x", "version", "1", "ca.file", "/nowhere.pem",
                "timeout.seconds", "soon", "sign.out", "never", "servers", "x");
        wrong.forEach((key, value) -> {
            Map<String, String> keys = keys();
            keys.put(key, value);
            assertThatThrownBy(() -> settings(keys)).as(key).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(key);
        });
        Map<String, String> keys = keys();
        keys.remove("tls");
        assertThatThrownBy(() -> settings(keys)).as("without TLS only when it is said").hasMessageContaining("https://");
        assertThatThrownBy(() -> source("version", "2", "subject.attribute", "id")).hasMessageContaining("subject.attribute");
    }
}
