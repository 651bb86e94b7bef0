package org.shuyuan.notices.internal.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.mail.internet.MimeMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.mail.Mail.Letter;
import org.shuyuan.api.mail.MailSecrets;
import org.shuyuan.api.settings.Keys;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Texts;
import org.shuyuan.notices.internal.mail.MailService.Trouble;
import org.shuyuan.notices.internal.mail.MailStore.State;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;
import org.shuyuan.testing.FakeAudit;
import org.shuyuan.testing.FakePeople;
import org.shuyuan.testing.FakeUnits;
import org.shuyuan.testing.ModuleDatabase;

/** Letters reach a real mail server once, whatever happens to it in between; what does not is to be seen. */
class MailTest {

    private static final Letter INVITED = letter("li.na@example.cn", null, null);

    private final FakeUnits units = new FakeUnits();
    private final Unit root = units.add("江城市分行", null);
    private final FakeAccess access = new FakeAccess(units);
    private final FakePeople people = new FakePeople();
    private final Caller admin = FakeAccess.person("管理员");
    private final FakeAudit audit = new FakeAudit();
    private Instant now = Instant.parse("2026-11-26T01:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private GreenMail server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop();
        }
    }

    private static Letter letter(String to, String once, String reference) {
        return new Letter("calendar", "notice.invited", Map.of("title", "第三季度理论学习"), Language.ZH_CN, to, "李娜", null, once, reference, null);
    }

    private static ServerSetup setup(int port, String protocol) {
        ServerSetup setup = new ServerSetup(port, "127.0.0.1", protocol);
        setup.setServerStartupTimeout(10_000);
        return setup;
    }

    private int start(int port) {
        server = new GreenMail(setup(port, ServerSetup.PROTOCOL_SMTP));
        server.start();
        return server.getSmtp().getPort();
    }

    private static Map<String, String> given(int port, String... more) {
        Map<String, String> given = new HashMap<>(Map.of("enabled", "true", "host", "127.0.0.1", "port", Integer.toString(port), "tls", "none", "from", "portal@example.cn",
                "from.name", "江城书院", "portal.address", "https://portal.example.cn/", "timeout.seconds", "3"));
        for (int i = 0; i < more.length; i += 2) {
            given.put(more[i], more[i + 1]);
        }
        return given;
    }

    private static final class Office implements Texts {
        @Override
        public String text(Language language, String module, String key, Map<String, ?> values) {
            return switch (key) {
                case "notice.invited" -> "邀请：" + values.get("title");
                case "notice.invited.text" -> "请参加「" + values.get("title") + "」。" + (values.containsKey("link") ? values.get("link") : "");
                case "mail.foot" -> "-- " + values.get("portal");
                default -> key.startsWith("mail.why.") ? key.substring(9) + ": " + values.get("detail") : module + ":" + key;
            };
        }
    }

    private record Post(MailStore store, MailService service, MailPump pump) {}

    private Post post(ModuleDatabase db, Map<String, String> given) {
        MailSetup setup = new MailSetup(new Keys(MailSettings.FILE, given, name -> "hunter 2"));
        MailStore store = new MailStore(db.dataSource());
        MailService service = new MailService(store, setup, access, units, people, new Office(), audit, db.outbox(), db.transactions(), clock);
        return new Post(store, service, new MailPump(store, service, setup, new Office(), clock, null));
    }

    private Trouble only(Post post) {
        access.grant(admin, MailService.MANAGE, root.id());
        List<Trouble> all = post.service().troubles(admin, 0, 20);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @BothDatabases
    void aLetterInChineseArrivesAsItWasWritten(Database database) throws Exception {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            Post post = post(db, given(start(0)));
            assertThat(post.service().send(INVITED)).isTrue();
            post.pump().round();
            post.pump().round();

            assertThat(server.getReceivedMessages()).hasSize(1);
            MimeMessage got = server.getReceivedMessages()[0];
            assertThat(got.getSubject()).isEqualTo("邀请：第三季度理论学习");
            assertThat(got.getHeader("Subject")[0]).as("RFC 2047").startsWith("=?UTF-8?").doesNotContain("邀");
            assertThat(got.getFrom()[0].toString()).contains("portal@example.cn").contains("=?UTF-8?");
            assertThat(((javax.mail.internet.InternetAddress) got.getAllRecipients()[0]).getPersonal()).isEqualTo("李娜");
            assertThat(got.getContentType()).containsIgnoringCase("text/plain").containsIgnoringCase("utf-8");
            assertThat(String.valueOf(got.getContent())).contains("请参加「第三季度理论学习」。").contains("-- https://portal.example.cn");
            assertThat(got.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            access.grant(admin, MailService.MANAGE, root.id());
            assertThat(post.service().status(admin)).satisfies(s -> {
                assertThat(s.ready()).isTrue();
                assertThat(s.sent()).isEqualTo(1);
                assertThat(s.waiting()).isZero();
            });
            assertThat(post.service().troubles(admin, 0, 20)).isEmpty();
        }
    }

    @BothDatabases
    void nothingCanBeSlippedIntoAHeader(Database database) throws Exception {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            Post post = post(db, given(start(0)));
            post.service().send(new Letter("calendar", "notice.invited", Map.of("title", "学习\r\nBcc: thief@example.cn"), Language.ZH_CN, "li.na@example.cn",
                    "李娜\r\nBcc: thief@example.cn", null, null, null, null));
            post.service().send(letter("li.na@example.cn\r\nRCPT TO:<thief@example.cn>", null, null));
            post.service().send(letter("\"a b\" <thief@example.cn>", null, null));
            post.pump().round();
            assertThat(server.getReceivedMessages()).hasSize(1);
            MimeMessage got = server.getReceivedMessages()[0];
            assertThat(got.getHeader("Bcc")).isNull();
            assertThat(got.getAllRecipients()).hasSize(1);
            access.grant(admin, MailService.MANAGE, root.id());
            assertThat(post.service().troubles(admin, 0, 20)).hasSize(2).allSatisfy(t -> assertThat(t.why()).startsWith("no-address"));
        }
    }

    @BothDatabases
    void aServerThatIsAwayGetsTheLetterOnceWhenItIsBack(Database database) throws Exception {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            Post post = post(db, given(port));
            post.service().send(INVITED);
            post.pump().round();
            assertThat(only(post)).satisfies(t -> {
                assertThat(t.state()).isEqualTo(State.WAITING);
                assertThat(t.why()).startsWith("unreachable");
                assertThat(t.to()).isEqualTo("l***@example.cn");
                assertThat(t.next()).isAfter(now);
            });
            start(port);
            post.pump().round();
            assertThat(server.getReceivedMessages()).as("not before its time").isEmpty();
            now = now.plus(Duration.ofMinutes(1));
            // another process, as after a restart
            post(db, given(port)).pump().round();
            post.pump().round();
            assertThat(server.getReceivedMessages()).hasSize(1);
            assertThat(post.service().troubles(admin, 0, 20)).isEmpty();
        }
    }

    @BothDatabases
    void aLetterIsTriedForSoLongAndThenKeptWithItsReasonAndCanBeSentAgain(Database database) throws Exception {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            Post post = post(db, given(port, "retry.hours", "2"));
            post.service().send(INVITED);
            int tries = 0;
            for (int minutes = 0; minutes < 150; minutes++, tries++) {
                post.pump().round();
                now = now.plus(Duration.ofMinutes(1));
            }
            assertThat(only(post)).satisfies(t -> {
                assertThat(t.state()).isEqualTo(State.FAILED);
                assertThat(t.attempts()).as("with growing pauses").isBetween(5, 12);
            });
            start(port);
            post.service().again(admin, only(post).id());
            post.pump().round();
            assertThat(server.getReceivedMessages()).hasSize(1);
            assertThat(audit.entries()).anySatisfy(e -> assertThat(e.action()).isEqualTo("notices.repeat-mail"));
        }
    }

    @BothDatabases
    void theSameLetterIsTakenOnce(Database database) throws Exception {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            Post post = post(db, given(start(0)));
            assertThat(post.service().send(letter("li.na@example.cn", "calendar.reminder/1", null))).isTrue();
            assertThat(post.service().send(letter("li.na@example.cn", "calendar.reminder/1", null))).isFalse();
            post.pump().round();
            assertThat(post.service().send(letter("li.na@example.cn", "calendar.reminder/1", null))).as("also after it was sent").isFalse();
            assertThatThrownBy(() -> db.transactions().run(() -> {
                post.service().send(letter("li.na@example.cn", "calendar.reminder/2", null));
                throw new IllegalStateException("the event was not saved");
            })).hasMessage("the event was not saved");
            post.pump().round();
            assertThat(server.getReceivedMessages()).hasSize(1);
        }
    }

    @BothDatabases
    void whatMayBeStoredNowhereIsAskedForWhenTheLetterLeaves(Database database) throws Exception {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            Post post = post(db, given(start(0)));
            post.service().send(letter("li.na@example.cn", null, "wanted"));
            post.service().send(letter("zhang@example.cn", null, "void"));
            post.pump().addSecrets(new MailSecrets() {
                @Override
                public String module() {
                    return "calendar";
                }

                @Override
                public Optional<Map<String, String>> values(String key, String reference) {
                    return reference.equals("wanted") ? Optional.of(Map.of("link", "https://portal.example.cn/reset#s3cret")) : Optional.empty();
                }
            });
            post.pump().round();
            assertThat(server.getReceivedMessages()).as("the other is not wanted any more").hasSize(1);
            assertThat(String.valueOf(server.getReceivedMessages()[0].getContent())).contains("#s3cret");
            assertThat(post.service().troubles()).isZero();
        }
    }

    @BothDatabases
    void withoutEncryptionThatCanBeTrustedNothingLeaves(Database database) throws Exception {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            // a server without STARTTLS gets nothing
            Post starttls = post(db, given(start(0), "tls", "starttls"));
            starttls.service().send(INVITED);
            starttls.pump().round();
            assertThat(server.getReceivedMessages()).isEmpty();
            assertThat(only(starttls).why()).startsWith("tls");
            server.stop();

            server = new GreenMail(setup(0, ServerSetup.PROTOCOL_SMTPS));
            server.start();
            now = now.plus(Duration.ofHours(1));
            Post unknown = post(db, given(server.getSmtps().getPort(), "tls", "tls"));
            unknown.pump().round();
            assertThat(server.getReceivedMessages()).as("a certificate that nobody vouches for").isEmpty();
            assertThat(only(unknown).why()).startsWith("tls");
        }
    }

    @BothDatabases
    void signingInAtTheServerAndAWrongPassword(Database database) throws Exception {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            int port = start(0);
            server.setUser("portal@example.cn", "portal", "hunter 2");
            server.getUserManager().setAuthRequired(true);
            Post right = post(db, given(port, "user", "portal", "password", "env:MAIL"));
            right.service().send(INVITED);
            right.pump().round();
            assertThat(server.getReceivedMessages()).hasSize(1);
            Post wrong = post(db, given(port, "user", "somebody", "password", "env:MAIL"));
            wrong.service().send(INVITED);
            wrong.pump().round();
            assertThat(only(wrong)).satisfies(t -> {
                assertThat(t.why()).startsWith("sign-in").doesNotContain("hunter");
                assertThat(t.state()).as("the administrator mends it").isEqualTo(State.WAITING);
            });
        }
    }

    @BothDatabases
    void byStarttlsWithACertificateOfTheUnitsOwnAuthority(Database database, @TempDir Path folder) throws Exception {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            AtomicInteger delivered = new AtomicInteger();
            try (ServerSocket right = ScriptedServer.open("-", "", delivered, ScriptedServer.certificate(folder, "ip:127.0.0.1"))) {
                Post post = post(db, given(right.getLocalPort(), "tls", "starttls", "ca.file", folder.resolve("ca.pem").toString()));
                post.service().send(INVITED);
                post.pump().round();
                assertThat(delivered).hasValue(1);
            }
            try (ServerSocket other = ScriptedServer.open("-", "", delivered, ScriptedServer.certificate(folder, "dns:elsewhere.example.cn"))) {
                Post post = post(db, given(other.getLocalPort(), "tls", "starttls", "ca.file", folder.resolve("ca.pem").toString()));
                post.service().send(INVITED);
                post.pump().round();
                assertThat(delivered).as("a certificate for another name").hasValue(1);
                assertThat(only(post).why()).startsWith("tls");
            }
        }
    }

    @BothDatabases
    void aRefusalIsKeptWithWhatTheServerSaidAndATemporaryOneIsTriedAgain(Database database) throws Exception {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            AtomicInteger delivered = new AtomicInteger();
            try (ServerSocket refusing = ScriptedServer.open("RCPT", "550 5.1.1 <li.na@example.cn> no such user\u0007", delivered)) {
                Post post = post(db, given(refusing.getLocalPort()));
                post.service().send(INVITED);
                post.pump().round();
                assertThat(only(post)).satisfies(t -> {
                    assertThat(t.state()).isEqualTo(State.FAILED);
                    assertThat(t.why()).startsWith("refused").contains("no such user").doesNotContain("li.na@").doesNotContain("\u0007");
                });
            }
            try (ServerSocket busy = ScriptedServer.open("RCPT", "451 4.7.1 try again later", delivered)) {
                Post post = post(db, given(busy.getLocalPort()));
                post.service().again(admin, only(post).id());
                post.pump().round();
                assertThat(only(post)).satisfies(t -> {
                    assertThat(t.state()).isEqualTo(State.WAITING);
                    assertThat(t.why()).contains("try again later");
                });
            }
            assertThat(delivered).hasValue(0);
        }
    }

    @BothDatabases
    void aLetterThatMayHaveArrivedIsNotSentTwice(Database database) throws Exception {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            AtomicInteger delivered = new AtomicInteger();
            try (ServerSocket dying = ScriptedServer.open(".", "", delivered)) {
                Post post = post(db, given(dying.getLocalPort()));
                post.service().send(INVITED);
                for (int i = 0; i < 10; i++) {
                    post.pump().round();
                    now = now.plus(Duration.ofMinutes(10));
                }
                assertThat(delivered).hasValue(1);
                assertThat(only(post).state()).isEqualTo(State.DOUBT);
            }
        }
    }

    @BothDatabases
    void aNodeThatEndedBeforeHandingOverLosesNothingAndOneAfterItSendsNothingTwice(Database database) throws Exception {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            Post post = post(db, given(start(0)));
            post.service().send(letter("before@example.cn", null, null));
            post.service().send(letter("after@example.cn", null, null));
            // two letters were claimed by a node that was killed, one of them while the server took it
            UUID before = post.store().claim("killed", now, now.plusSeconds(60)).orElseThrow().id();
            UUID after = post.store().claim("killed", now, now.plusSeconds(60)).orElseThrow().id();
            assertThat(post.store().handing(after, "killed")).isTrue();
            post.pump().round();
            assertThat(server.getReceivedMessages()).as("they are another node's for a minute").isEmpty();
            now = now.plusSeconds(61);
            post.pump().round();
            assertThat(server.getReceivedMessages()).hasSize(1);
            assertThat(post.store().find(before).orElseThrow().state()).isEqualTo(State.SENT);
            assertThat(post.store().find(after).orElseThrow().state()).isEqualTo(State.DOUBT);
            assertThat(post.store().handing(before, "killed")).as("who comes back too late hands nothing over").isFalse();
        }
    }

    @BothDatabases
    void aTestGoesToOnesOwnAddressOrAnotherAndOnlyThoseWhoMaySeeMail(Database database) throws Exception {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            Post post = post(db, given(start(0)));
            assertThatThrownBy(() -> post.service().status(admin)).hasMessage("access.forbidden");
            assertThatThrownBy(() -> post.service().test(admin, "x@example.cn")).hasMessage("access.forbidden");
            assertThatThrownBy(() -> post.service().again(admin, UUID.randomUUID())).hasMessage("access.forbidden");
            access.grant(admin, MailService.MANAGE, root.id());
            assertThatThrownBy(() -> post.service().test(admin, null)).as("none in the directory").hasMessage("rest.invalid");
            assertThatThrownBy(() -> post.service().test(admin, "x y")).hasMessage("rest.invalid");
            people.add(admin.person(), "管理员", "1", root);
            people.reached.put(admin.person(), java.util.Set.of("admin@example.cn"));
            UUID id = post.service().test(admin, null);
            post.pump().round();
            assertThat(post.service().one(admin, id).state()).isEqualTo(State.SENT);
            assertThat(server.getReceivedMessages()[0].getAllRecipients()[0].toString()).isEqualTo("admin@example.cn");
            assertThat(post.service().status(admin).own()).isEqualTo("a***@example.cn");
            Unit other = units.add("另一棵树", null);
            assertThatThrownBy(() -> post.service().status(admin)).as("mail is of the whole portal").hasMessage("access.forbidden");
            assertThat(other).isNotNull();
        }
    }

    @BothDatabases
    void wrongSettingsAreSaidWithoutTheSecretAndNothingIsTaken(Database database) {
        try (ModuleDatabase db = ModuleDatabase.of("notices", database)) {
            access.grant(admin, MailService.MANAGE, root.id());
            for (Map.Entry<String, String> wrong : Map.of("password", "hunter 2", "from", "portal", "portal.address", "https://portal.example.cn/sub", "tls", "ssl3", "colour", "red").entrySet()) {
                Post post = post(db, given(25, wrong.getKey(), wrong.getValue()));
                assertThat(post.service().send(INVITED)).isFalse();
                assertThat(post.service().portal()).isEmpty();
                assertThat(post.service().status(admin).wrong()).contains(MailSettings.FILE).contains(wrong.getKey()).doesNotContain("hunter");
            }
            Post off = post(db, Map.of());
            assertThat(off.service().send(INVITED)).isFalse();
            assertThat(off.service().status(admin)).satisfies(s -> {
                assertThat(s.ready()).isFalse();
                assertThat(s.wrong()).isNull();
            });
        }
    }
}
