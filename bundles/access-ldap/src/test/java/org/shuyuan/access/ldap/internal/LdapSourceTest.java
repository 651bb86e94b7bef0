package org.shuyuan.access.ldap.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.api.access.OutsideIdentity;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.settings.Keys;

class LdapSourceTest {

    @TempDir
    Path folder;
    private Directory directory;
    private final List<LdapSource> opened = new ArrayList<>();

    @BeforeEach
    void aServerWithPeople() throws Exception {
        directory = new Directory(folder);
        directory.person("wangwei", "employeeNumber: A001", "entryUUID: uuid-wang", "memberOf: cn=heads,ou=groups," + Directory.BASE);
    }

    @AfterEach
    void closed() {
        opened.forEach(LdapSource::close);
        directory.close();
    }

    private static LdapSettings settings(Map<String, String> keys) {
        return LdapSettings.of(new Keys(LdapSettings.FILE, keys, name -> name.equals("READER") ? Directory.READER_PASSWORD : null));
    }

    private LdapSource source(String... more) {
        Map<String, String> keys = directory.settings();
        for (int i = 0; i < more.length; i += 2) {
            if (more[i + 1].isEmpty()) {
                keys.remove(more[i]);
            } else {
                keys.put(more[i], more[i + 1]);
            }
        }
        LdapSource made = new LdapSource(settings(keys));
        opened.add(made);
        return made;
    }

    @Test
    void whoHasThePasswordIsKnownByTheEntryThatNeverChanges() throws Exception {
        directory.group("heads", "uid=wangwei,ou=people," + Directory.BASE);
        LdapSource source = source("groups", "cn=heads,ou=groups,dc=bank,dc=cn -> head @ x");
        OutsideIdentity identity = source.verify("wangwei", "password of wangwei").orElseThrow();
        assertThat(identity.subject()).isEqualTo("uuid-wang");
        assertThat(identity.values("EmployeeNumber")).containsExactly("A001");
        assertThat(identity.enabled()).isTrue();
        assertThat(identity.groups()).extracting(source::groupKey).containsExactly(source.groupKey("CN=Heads, OU=Groups, DC=bank, DC=cn"));
        for (String wrong : new String[] {"", " ", "password of Wangwei", "*", "x".repeat(500)}) {
            assertThat(source.verify("wangwei", wrong)).as(wrong).isEmpty();
        }
        assertThat(source.verify("nobody", "password of wangwei")).isEmpty();
    }

    @Test
    void whatIsTypedIsAlwaysANameAndNeverAFilterOrAPlace() throws Exception {
        directory.person("o'brien(张)", "employeeNumber: A002", "entryUUID: uuid-2");
        LdapSource source = source();
        for (String name : List.of("*", "wang*", "wangwei)(uid=*", "*)(objectClass=*))(|(uid=*", "wangwei\u0000", "\\2a", "(|(uid=*))", "wangwei)(&", "𠮷*", "x,ou=people," + Directory.BASE)) {
            assertThat(source.verify(name, "password of wangwei")).as(name).isEmpty();
        }
        assertThat(directory.searches).isNotEmpty().allSatisfy(filter -> assertThat(filter).startsWith("(&(objectClass=person)(uid=").doesNotContain("uid=*").endsWith("))"));
        assertThat(source.verify("o'brien(张)", "password of o'brien(张)")).get().extracting(OutsideIdentity::subject).isEqualTo("uuid-2");

        LdapSource direct = source("bind.dn", "", "bind.password", "", "user.dn", "uid={0},ou=people," + Directory.BASE);
        assertThat(direct.verify("wangwei", "password of wangwei")).get().extracting(OutsideIdentity::subject).isEqualTo("uuid-wang");
        for (String name : List.of("x,uid=wangwei", "wangwei+sn=x", "wangwei,ou=people," + Directory.BASE + "\u0000", "*", "nobody")) {
            assertThat(direct.verify(name, "password of wangwei")).as(name).isEmpty();
        }
        assertThat(direct.verify("wangwei", "")).isEmpty();
    }

    @Test
    void theConnectionIsEncryptedAndTheServerIsTheRightOne() throws Exception {
        String ldap = "ldap://localhost:" + directory.server.getListenPort("ldap");
        String ldaps = "ldaps://localhost:" + directory.server.getListenPort("ldaps");
        assertThat(source("servers", ldap).verify("wangwei", "password of wangwei")).as("StartTLS").isPresent();
        assertThat(source("servers", ldap, "tls", "none", "ca.file", "").verify("wangwei", "password of wangwei")).as("unencrypted only when it is said").isPresent();
        for (LdapSource stranger : List.of(source("servers", ldaps, "ca.file", ""), source("servers", ldap, "ca.file", ""))) {
            assertThatThrownBy(() -> stranger.verify("wangwei", "password of wangwei")).hasMessage("access-ldap.unreachable");
        }
        Path there = Files.createDirectory(folder.resolve("other"));
        try (Directory other = new Directory(there, "other.bank.cn")) {
            for (String address : List.of("ldaps://localhost:" + other.server.getListenPort("ldaps"), "ldap://localhost:" + other.server.getListenPort("ldap"))) {
                LdapSource posing = source("servers", address, "ca.file", other.caFile.toString());
                assertThatThrownBy(() -> posing.verify("wangwei", "password of wangwei")).as("a certificate of another server").hasMessage("access-ldap.unreachable");
            }
        }
    }

    @Test
    void activeDirectoryIsAskedAsItWantsToBe() throws Exception {
        byte[] guid = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, -1};
        String zhang = directory.person("zhang", "sAMAccountName: zhangsan", "userPrincipalName: zhangsan@bank.cn", "employeeID: 0042",
                "objectGUID:: " + java.util.Base64.getEncoder().encodeToString(guid), "userAccountControl: 512");
        String li = directory.person("li", "sAMAccountName: lisi", "employeeID: 0043", "objectGUID:: AQ==", "userAccountControl: 514");
        LdapSource source = source("kind", "active-directory", "groups", "cn=g -> head @ x");
        for (String name : List.of("zhangsan", "ZHANGSAN", "zhangsan@bank.cn")) {
            assertThat(source.verify(name, "password of zhang")).get().satisfies(found -> {
                assertThat(found.subject()).isEqualTo("0102030405060708090a0b0c0d0e0fff");
                assertThat(found.values("employeeID")).containsExactly("0042");
            });
        }
        assertThat(directory.searches).as("groups within groups").anyMatch(filter -> filter.startsWith("(member:1.2.840.113556.1.4.1941:=uid=zhang,"));
        assertThat(source.verify("lisi", "password of li")).get().extracting(OutsideIdentity::enabled).isEqualTo(false);

        directory.refusals.put(zhang, "52e");
        assertThat(source.verify("zhangsan", "password of zhang")).isEmpty();
        directory.refusals.put(zhang, "533");
        assertThat(source.verify("zhangsan", "password of zhang")).get().extracting(OutsideIdentity::enabled).isEqualTo(false);
        for (String change : List.of("532", "773")) {
            directory.refusals.put(li, change);
            assertThatThrownBy(() -> source.verify("lisi", "password of li")).hasMessage("access-ldap.password-expired");
        }
    }

    @Test
    void whoIsLockedOutOrFoundTwiceDoesNotComeIn() throws Exception {
        directory.person("left", "employeeNumber: A009", "entryUUID: uuid-9", "employeeType: left");
        LdapSource source = source("disabled.filter", "(employeeType=left)");
        assertThat(source.verify("left", "password of left")).get().extracting(OutsideIdentity::enabled).isEqualTo(false);
        assertThat(source.verify("wangwei", "password of wangwei")).get().extracting(OutsideIdentity::enabled).isEqualTo(true);
        assertThat(source("user.filter", "(|(uid={0})(objectClass=person))").verify("wangwei", "password of wangwei")).as("more than one entry").isEmpty();
        directory.person("bare");
        assertThatThrownBy(() -> source("subject.attribute", "employeeNumber").verify("bare", "password of bare")).as("without what never changes").hasMessage("access-ldap.misconfigured");
    }

    @Test
    void groupsAreFoundByTheirMembersOrByTheEntryItself() throws Exception {
        directory.server.add("dn: cn=posix,ou=groups," + Directory.BASE, "objectClass: posixGroup", "cn: posix", "memberUid: wangwei");
        directory.group("other", "uid=somebody,ou=people," + Directory.BASE);
        assertThat(source("groups", "a -> head @ x").verify("wangwei", "password of wangwei").orElseThrow().groups()).containsExactly("cn=posix,ou=groups," + Directory.BASE);
        assertThat(source("groups", "a -> head @ x", "group.way", "attribute").verify("wangwei", "password of wangwei").orElseThrow().groups())
                .containsExactly("cn=heads,ou=groups," + Directory.BASE);
        assertThat(source().verify("wangwei", "password of wangwei").orElseThrow().groups()).as("nobody asks for them").isEmpty();
        assertThatThrownBy(() -> source("groups", "a -> head @ x", "group.base", "ou=none," + Directory.BASE).verify("wangwei", "password of wangwei"))
                .as("roles are not withdrawn because groups could not be read").hasMessage("access-ldap.misconfigured");
    }

    @Test
    void aServerThatIsAwayIsSaidAndTheNextOneIsAsked() {
        assertThatThrownBy(() -> source("servers", "ldaps://localhost:1").verify("wangwei", "password of wangwei")).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.status() + problem.code()).isEqualTo("503access-ldap.unreachable"));
        LdapSource two = source("servers", "ldaps://localhost:1, ldaps://localhost:" + directory.server.getListenPort("ldaps"));
        assertThat(two.verify("wangwei", "password of wangwei")).isPresent();
        directory.server.shutDown(true);
        assertThatThrownBy(() -> two.verify("wangwei", "password of wangwei")).hasMessage("access-ldap.unreachable");
    }

    @Test
    void theReadersPasswordIsWrongOrTheBaseIsNowhere() {
        assertThatThrownBy(() -> new Keys("x", Map.of("bind.password", "plain")).secret("bind.password")).hasMessageNotContaining("plain ");
        Map<String, String> keys = directory.settings();
        LdapSource wrong = new LdapSource(LdapSettings.of(new Keys(LdapSettings.FILE, keys, name -> "not it")));
        opened.add(wrong);
        assertThatThrownBy(() -> wrong.verify("wangwei", "password of wangwei")).hasMessage("access-ldap.misconfigured");
        assertThatThrownBy(() -> source("base.dn", "ou=none," + Directory.BASE).verify("wangwei", "password of wangwei")).hasMessage("access-ldap.misconfigured");
        assertThat(wrong.toString() + settings(keys)).doesNotContain(Directory.READER_PASSWORD);
    }

    /** Answers each connection with these bytes, or with nothing, and holds it open. */
    private static final class Nonsense implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final CountDownLatch over = new CountDownLatch(1);

        Nonsense(byte @Nullable [] answer) throws IOException {
            CompletableFuture.runAsync(() -> {
                while (!socket.isClosed()) {
                    try {
                        Socket one = socket.accept();
                        Thread thread = new Thread(() -> answer(one, answer));
                        thread.setDaemon(true);
                        thread.start();
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
        }

        private void answer(Socket one, byte @Nullable [] answer) {
            try (one; InputStream in = one.getInputStream(); OutputStream out = one.getOutputStream()) {
                if (in.read(new byte[1024]) > 0 && answer != null) {
                    out.write(answer);
                    out.flush();
                }
                over.await();
            } catch (IOException | InterruptedException gone) {
                // the test is over
            }
        }

        String address() {
            return "ldap://127.0.0.1:" + socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            over.countDown();
            socket.close();
        }
    }

    @Test
    void aServerThatIsSilentOrAnswersNonsenseIsGivenUpInTime() throws Exception {
        byte[] huge = {0x30, (byte) 0x84, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 2, 1, 1};
        byte[] notAsked = {0x30, 0x0c, 2, 1, 99, 0x61, 7, 0x0a, 1, 0, 4, 0, 4, 0};
        for (byte[] answer : new byte[][] {null, "HTTP/1.1 200 OK\r\n\r\n".getBytes(), huge, notAsked, {0x30, 0}, {0, 0, 0, 0}}) {
            try (Nonsense server = new Nonsense(answer)) {
                LdapSource source = source("servers", server.address(), "tls", "none", "ca.file", "", "timeout.seconds", "1", "connections", "1");
                assertThatThrownBy(() -> source.verify("wangwei", "password of wangwei")).isInstanceOfSatisfying(Problem.class,
                        problem -> assertThat(problem.status()).isEqualTo(503));
            }
        }
    }

    @Test
    void whoFindsNoConnectionFreeIsToldToComeAgain() throws Exception {
        try (Nonsense silent = new Nonsense(null)) {
            LdapSource source = source("servers", silent.address(), "tls", "none", "ca.file", "", "timeout.seconds", "2", "connections", "1");
            List<CompletableFuture<String>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(CompletableFuture.supplyAsync(() -> {
                    try {
                        return source.verify("wangwei", "x").map(OutsideIdentity::subject).orElse("");
                    } catch (Problem problem) {
                        return problem.code();
                    }
                }));
            }
            assertThat(all.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder("access-ldap.unreachable", "access-ldap.busy", "access-ldap.busy", "access-ldap.busy");
        }
    }

    @Test
    void settingsThatMakeNoSenseAreNamed() {
        Map<String, String> wrong = Map.ofEntries(Map.entry("servers", "dc1.bank.cn"), Map.entry("base.dn", "bank"), Map.entry("bind.dn", ""),
                Map.entry("bind.password", "env:NOTHING"), Map.entry("user.filter", "(uid=x)"), Map.entry("disabled.filter", "(("), Map.entry("tls", "maybe"),
                Map.entry("timeout.seconds", "0"), Map.entry("kind", "novell"), Map.entry("ca.file", "/nowhere.pem"), Map.entry("group.way", "guess"));
        wrong.forEach((key, value) -> {
            Map<String, String> keys = directory.settings();
            keys.put(key, value);
            assertThatThrownBy(() -> settings(keys)).as(key).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(LdapSettings.FILE).hasMessageContaining(key);
        });
        Map<String, String> unknown = directory.settings();
        unknown.put("server", "x");
        assertThatThrownBy(() -> settings(unknown)).hasMessageContaining("server");
        assertThat(Optional.of(settings(directory.settings()).servers().get(0).tls())).contains(true);
    }
}
