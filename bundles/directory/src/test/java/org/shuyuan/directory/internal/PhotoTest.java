package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.problem.Problem;
import org.shuyuan.api.text.Language;
import org.shuyuan.directory.internal.PersonRules.Draft;
import org.shuyuan.testing.BothDatabases;
import org.shuyuan.testing.Database;
import org.shuyuan.testing.FakeAccess;

class PhotoTest {

    private static Consumer<Throwable> status(int status) {
        return e -> assertThat(e).isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(status));
    }

    static byte[] picture(String format, int width, int height, Color colour) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(colour);
        pen.fillRect(0, 0, width, height);
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, out);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    /** A JPEG with a comment segment after its beginning, as cameras write places and times. */
    private static byte[] withSecret(byte[] jpeg, String secret) {
        byte[] text = secret.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.write(0xFF);
        out.write(0xFE);
        out.write((text.length + 2) >> 8);
        out.write(text.length + 2);
        out.writeBytes(text);
        out.write(jpeg, 2, jpeg.length - 2);
        out.writeBytes(text);
        return out.toByteArray();
    }

    private static PersonService.Shown add(World w) {
        return w.persons.create(w.secretary, new Draft("王伟", "A1", null, null, null, null, null, null, null, null, null, null, w.bank.id(), null, null));
    }

    private static Caller self(UUID person) {
        return new Caller(UUID.randomUUID(), person, "王伟", Caller.Kind.SESSION, Language.ZH_CN, "");
    }

    @Test
    void aPhotoBecomesTwoSquaresAndNothingElseOfTheFileStays() throws IOException {
        for (String format : List.of("jpeg", "png")) {
            byte[] file = picture(format, 900, 1200, Color.RED);
            Pictures.Squares squares = Pictures.squares(format.equals("jpeg") ? withSecret(file, "30.27N 120.15E") : file);
            BufferedImage large = ImageIO.read(new ByteArrayInputStream(squares.large()));
            BufferedImage small = ImageIO.read(new ByteArrayInputStream(squares.small()));
            assertThat(List.of(large.getWidth(), large.getHeight(), small.getWidth(), small.getHeight())).containsExactly(320, 320, 96, 96);
            assertThat(new String(squares.large(), StandardCharsets.ISO_8859_1)).doesNotContain("30.27N");
        }
    }

    @Test
    void whatIsNoPictureIsRefusedByItsContent() {
        assertThatThrownBy(() -> Pictures.squares("GIF89a…".getBytes(StandardCharsets.UTF_8))).satisfies(status(415));
        assertThatThrownBy(() -> Pictures.squares("<svg onload='alert(1)'/>".getBytes(StandardCharsets.UTF_8))).satisfies(status(415));
        assertThatThrownBy(() -> Pictures.squares(new byte[0])).satisfies(status(415));
        byte[] whole = picture("jpeg", 200, 200, Color.BLUE);
        assertThatThrownBy(() -> Pictures.squares(java.util.Arrays.copyOf(whole, 40))).satisfies(status(415));
    }

    @Test
    void aPictureThatClaimsToBeHugeIsRefusedBeforeItIsDrawn() {
        byte[] png = picture("png", 10, 10, Color.BLUE);
        // width and height stand in the header
        for (int i = 16; i < 24; i++) {
            png[i] = (byte) (i % 4 == 1 ? 1 : 0);
        }
        assertThatThrownBy(() -> Pictures.squares(png)).satisfies(status(413));
    }

    @BothDatabases
    void aPhotoIsChangedByWhoMayChangeThePersonOrIsThePersonAndGoesForGood(Database database) {
        try (World w = new World(database)) {
            UUID person = add(w).person().id();
            Caller reader = FakeAccess.person("reader");
            w.access.grant(reader, Permissions.READ, w.bank.id());
            assertThatThrownBy(() -> w.photos.put(reader, person, picture("png", 50, 50, Color.RED))).satisfies(status(403));
            assertThatThrownBy(() -> w.photos.put(w.stranger, person, picture("png", 50, 50, Color.RED))).satisfies(status(404));
            int before = w.files.count();
            w.photos.put(w.secretary, person, picture("png", 50, 50, Color.RED));
            String first = w.photos.of(List.of(person)).get(person);
            assertThat(w.photos.read(reader, person, true)).isPresent();
            w.photos.put(self(person), person, picture("png", 50, 50, Color.BLUE));
            assertThat(w.photos.of(List.of(person)).get(person)).isNotEqualTo(first);
            assertThat(w.files.count()).as("the one before is gone").isEqualTo(before + 2);
            assertThatThrownBy(() -> w.photos.remove(reader, person)).satisfies(status(403));
            w.photos.remove(self(person), person);
            assertThat(w.files.count()).isEqualTo(before);
            assertThat(w.photos.read(reader, person, true)).isEmpty();
            assertThat(w.audit.actions()).contains("directory.change-photo", "directory.remove-photo");
        }
    }

    @BothDatabases
    void theSamePictureOfTwoPeopleStaysWithTheOther(Database database) {
        try (World w = new World(database)) {
            UUID one = add(w).person().id();
            UUID other = w.persons.create(w.secretary, new Draft("李娜", "A2", null, null, null, null, null, null, null, null, null, null, w.bank.id(), null, null)).person().id();
            w.photos.put(w.secretary, one, picture("png", 50, 50, Color.RED));
            w.photos.put(w.secretary, other, picture("png", 50, 50, Color.RED));
            w.photos.remove(w.secretary, one);
            assertThat(w.photos.read(w.secretary, other, false)).isPresent();
        }
    }
}
