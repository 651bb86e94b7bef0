package org.shuyuan.modules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.api.text.Language;
import org.shuyuan.testing.FakeUnits;

/** A portal as the distribution sets it up: nothing is let in that nobody known has signed. */
class TrustTest {

    @TempDir
    Path folder;

    private TestContainer house;
    private Hand provider;

    @BeforeEach
    void open() throws Exception {
        house = new TestContainer(folder);
        house.settings.set(false, "");
        provider = new Hand(folder, "市教育局");
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private Path jar(String version) throws Exception {
        return Jars.module("reading", version).entry("shuyuan/web/list.js", "list").entry("META-INF/persistence.xml", "<persistence/>").in(folder, "reading-" + version + ".jar");
    }

    private Signature signature(Path jar) {
        return house.manager.trust().of(house.read(jar));
    }

    private void refused(Path jar, String code) {
        for (String door : new String[] {ModuleManager.FROM_UPLOAD, ModuleManager.FROM_CONSOLE, ModuleManager.FROM_DEPLOY + "reading.jar"}) {
            assertThatThrownBy(() -> house.install(jar, door)).as(door).hasMessage(code);
        }
        assertThat(house.running("reading")).isEmpty();
        assertThat(house.manager.versions().of("reading")).as("nothing of it stays behind").isEmpty();
        assertThat(house.planner(new FakeUnits()).plan(house.read(jar), Language.EN, false).problems()).contains("problem." + code.substring("modules.".length()));
    }

    @FunctionalInterface
    private interface Change {
        void in(FileSystem jar) throws Exception;
    }

    private static Path changed(Path jar, Change change) throws Exception {
        Path copy = Files.copy(jar, jar.resolveSibling("changed.jar"), StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem inside = FileSystems.newFileSystem(URI.create("jar:" + copy.toUri()), Map.of())) {
            change.in(inside);
        }
        return copy;
    }

    @Test
    void whatNobodySignedIsRefusedAtEveryDoorUnlessTheSettingAllowsIt() throws Exception {
        assertThat(signature(jar("1.0.0"))).isEqualTo(new Signature(Signature.State.UNSIGNED, null));
        refused(jar("1.0.0"), "modules.unsigned");
        assertThat(house.manager.history().list("reading", 0, 1).get(0).why().code()).isEqualTo("modules.unsigned");

        house.settings.set(true, "");
        house.install(jar("1.0.0"), ModuleManager.FROM_UPLOAD);
        assertThat(house.running("reading")).isEqualTo("1.0.0");
    }

    @Test
    void whatSomebodySignedIsTrustedOnceTheCertificateLiesThere() throws Exception {
        Path signed = provider.signed(jar("1.0.0"));
        assertThat(signature(signed)).isEqualTo(new Signature(Signature.State.UNKNOWN, "市教育局"));
        refused(signed, "modules.unknown-signer");

        new Hand(folder, "别人").trustedIn(house.trust.resolveSibling("elsewhere"));
        provider.trustedIn(house.trust);
        Files.writeString(house.trust.resolve("notes.pem"), "花名册");
        assertThat(signature(signed)).isEqualTo(new Signature(Signature.State.TRUSTED, "市教育局"));
        house.install(signed, ModuleManager.FROM_DEPLOY + "reading.jar");
        assertThat(house.running("reading")).isEqualTo("1.0.0");
    }

    @Test
    void whatWasChangedAfterwardsIsNeverLetIn() throws Exception {
        provider.trustedIn(house.trust);
        Path signed = provider.signed(jar("1.0.0"));
        house.settings.set(true, "");

        assertThat(signature(changed(signed, in -> Files.writeString(in.getPath("shuyuan/web/list.js"), "evil")))).as("changed").extracting(Signature::state).isEqualTo(Signature.State.INVALID);
        assertThat(signature(changed(signed, in -> Files.writeString(in.getPath("shuyuan/web/more.js"), "evil")))).as("added").extracting(Signature::state).isEqualTo(Signature.State.INVALID);
        assertThat(signature(changed(signed, in -> Files.writeString(in.getPath("META-INF/persistence.xml"), "evil")))).as("beside the signature").extracting(Signature::state)
                .isEqualTo(Signature.State.INVALID);
        assertThat(signature(changed(signed, in -> Files.delete(in.getPath("shuyuan/web/list.js"))))).as("taken out").extracting(Signature::state).isEqualTo(Signature.State.INVALID);
        Path header = changed(signed, in -> Files.writeString(in.getPath("META-INF/MANIFEST.MF"),
                Files.readString(in.getPath("META-INF/MANIFEST.MF")).replace("Bundle-Version: 1.0.0", "Bundle-Version: 9.0.0")));
        assertThat(signature(header)).as("its headers").extracting(Signature::state).isEqualTo(Signature.State.INVALID);
        Path two = provider.signed(Jars.module("reading", "1.0.0").entry("shuyuan/web/aaaa.js", "good").entry("shuyuan/web/bbbb.js", "evil").in(folder, "two.jar"));
        String bytes = new String(Files.readAllBytes(two), StandardCharsets.ISO_8859_1);
        Path twice = Files.write(folder.resolve("twice.jar"), bytes.replace("shuyuan/web/bbbb.js", "shuyuan/web/aaaa.js").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(signature(twice)).as("two entries of one name").extracting(Signature::state).isEqualTo(Signature.State.INVALID);
        refused(changed(signed, in -> Files.writeString(in.getPath("shuyuan/web/list.js"), "evil")), "modules.tampered");
    }

    @Test
    void whatCameWithThePortalNeedsNoSignatureNorDoesWhatRanHereBefore() throws Exception {
        Path own = Jars.module("lectures", "1.0.0").in(house.offered, "lectures.jar");
        house.converge(house.manager);
        assertThat(house.running("lectures")).isEqualTo("1.0.0");
        assertThat(signature(own).state()).isEqualTo(Signature.State.INSTALLATION);
        Path copy = Files.copy(own, folder.resolve("copy.jar"));
        house.install(copy, ModuleManager.FROM_CONSOLE);

        house.settings.set(true, "");
        house.install(jar("1.0.0"), ModuleManager.FROM_UPLOAD);
        house.install(jar("1.1.0"), ModuleManager.FROM_UPLOAD);
        house.settings.set(false, "");
        house.converge(house.open());
        assertThat(house.running("reading")).as("after a restart").isEqualTo("1.1.0");
        String sha = house.manager.versions().of("reading").get(1).jar().sha();
        house.manager.install(house.manager.versions().find("reading", sha), ModuleManager.FROM_KEPT, house.administrator);
        assertThat(house.running("reading")).as("brought back").isEqualTo("1.0.0");
    }

    @Test
    void whatIsKeptCountsOnlyAsWhatItWas() throws Exception {
        house.settings.set(true, "");
        house.install(jar("1.0.0"), ModuleManager.FROM_UPLOAD);
        Path kept = house.manager.versions().of("reading").get(0).jar().path();
        house.settings.set(false, "");
        house.manager.bundle("reading").uninstall();
        Files.delete(house.data.resolve("modules/reading.current"));
        Files.copy(Jars.module("reading", "1.0.0").entry("shuyuan/web/evil.js", "evil").in(folder, "evil.jar"), kept, StandardCopyOption.REPLACE_EXISTING);

        ModuleManager after = house.open();
        house.converge(after);
        assertThat(after.failures().get("reading").code()).isEqualTo("modules.unsigned");
    }

    private Path share(String... lines) throws Exception {
        Path share = Files.createDirectories(folder.resolve("share"));
        byte[] index = ("{\"modules\":[" + String.join(",", lines) + "]}").getBytes(StandardCharsets.UTF_8);
        Files.write(share.resolve(SharedCatalogue.INDEX), index);
        Files.writeString(share.resolve(SharedCatalogue.INDEX_SIGNATURE), provider.signature(index));
        house.settings.set(false, share.toString());
        return share;
    }

    private String line(Path jar) throws Exception {
        return "{\"file\":\"%s\",\"size\":%d,\"sha256\":\"%s\",\"id\":\"%s\",\"version\":\"%s\"}".formatted(jar.getFileName(), Files.size(jar), house.read(jar).sha(), house.read(jar).id(),
                house.read(jar).version());
    }

    @Test
    void aCatalogueOfTheOrganisationOffersWhatItsSignedIndexSays() throws Exception {
        Path jars = Files.createDirectories(folder.resolve("share"));
        Path good = Jars.module("reading", "1.0.0").in(jars, "reading.jar");
        Path more = Jars.module("circle", "1.0.0").in(jars, "circle.jar");
        Path other = Jars.module("choir", "1.0.0").in(jars, "choir.jar");
        share(line(good), line(other));
        Jars.module("choir", "1.0.0").entry("evil", "").in(jars, "choir.jar");
        assertThat(house.manager.offers().newest()).as("nobody trusts who signed it").isEmpty();
        assertThat(house.manager.offers().shared().all()).extracting(found -> found.problem().orElseThrow().code()).containsOnly("modules.index-not-trusted");

        provider.trustedIn(house.trust);
        assertThat(house.manager.offers().newest()).containsOnlyKeys("reading");
        assertThat(house.manager.offers().shared().all()).filteredOn(found -> found.problem().isPresent())
                .extracting(found -> found.file().getFileName() + " " + found.problem().orElseThrow().code())
                .containsExactly("choir.jar modules.not-as-in-index", "circle.jar modules.not-in-index");
        house.converge(house.manager);
        assertThat(house.running("reading")).as("offered, but nobody has wanted it").isEmpty();
        assertThat(signature(good)).isEqualTo(new Signature(Signature.State.TRUSTED, "市教育局"));
        house.manager.install("reading", house.administrator, false);
        assertThat(house.running("reading")).isEqualTo("1.0.0");
        assertThat(house.manager.store().find("reading").orElseThrow().origin()).isEqualTo("share");
        assertThatThrownBy(() -> house.install(more, ModuleManager.FROM_UPLOAD)).hasMessage("modules.unsigned");

        Files.writeString(jars.resolve(SharedCatalogue.INDEX), "{\"modules\":[" + line(more) + "]}");
        assertThat(house.manager.offers().newest()).as("an index that somebody wrote into").isEmpty();
        Files.delete(jars.resolve(SharedCatalogue.INDEX_SIGNATURE));
        assertThat(house.manager.offers().shared().all()).extracting(found -> found.problem().orElseThrow().code()).containsOnly("modules.no-index");
    }
}
