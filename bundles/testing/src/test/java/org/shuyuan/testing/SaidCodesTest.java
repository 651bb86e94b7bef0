package org.shuyuan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SaidCodesTest {

    @TempDir
    Path folder;

    private SaidCodes in(String... types) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String type : types) {
            Path file = folder.resolve(type.replaceFirst("(?s).*?(?:class|record) (\\w+).*", "$1") + ".java");
            files.add(Files.writeString(file, type));
        }
        return SaidCodes.in(files);
    }

    @Test
    void aCodeInTheCallIsFound() throws IOException {
        SaidCodes said = in("""
                class Books { void lend(Audit audit) {
                    if (gone) throw new Problem(409, "books.gone").with("who", "x");
                    if (lent) throw Problem.conflict("books.lent");
                    throw Problem.invalid("title", "books.title-needed").field("author", "books.author-needed");
                } void log() { audit.write(caller, unit, "books.lend", subject, null, null); } }""");
        assertThat(said.problems()).containsExactly("books.author-needed", "books.gone", "books.lent", "books.title-needed");
        assertThat(said.actions()).containsExactly("books.lend");
    }

    @Test
    void aConstantAVariableAndAChoiceBetweenSeveralAreFollowed() throws IOException {
        SaidCodes said = in("class Codes { static final String LATE = \"books.late\"; }", """
                class Books { void check(boolean early) {
                    String code = early ? "books.early" : Codes.LATE;
                    throw Problem.badRequest(code);
                } void kind(int n) { throw new Problem(422, switch (n) { case 1 -> "books.one"; default -> { yield "books.more"; } }); } }""");
        assertThat(said.problems()).containsExactly("books.early", "books.late", "books.more", "books.one");
    }

    @Test
    void aMethodThatPassesACodeOnIsFollowedThroughOtherClassesAndWithWhatItAdds() throws IOException {
        SaidCodes said = in("""
                class Trail { private final Audit audit;
                    void written(Caller caller, String verb) { audit.write(caller, null, "books." + verb, null, null, null); } }""",
                "class Books { private final Trail trail; void lend() { trail.written(caller, \"lend\"); } void back() { Runnable later = () -> trail.written(caller, \"bring-back\"); } }",
                "class Shelf { void refuse(String field, String code) { errors.add(new Problem.FieldError(field, code, null)); } void check() { refuse(\"no\", \"books.bad-number\"); } }",
                "class Other { void written(Caller caller, String text) { } void say() { written(caller, \"nothing of it\"); } }");
        assertThat(said.actions()).containsExactly("books.bring-back", "books.lend");
        assertThat(said.problems()).containsExactly("books.bad-number");
    }

    @Test
    void aModuleWithADigitOrAHyphenInItsNameSaysCodesLikeAnyOther() {
        assertThat(List.of("books.gone", "club2.no-such-entry", "access-cas.bad-ticket", "books.not-2-of-them")).allMatch(SaidCodes::isCode);
        assertThat(List.of("Books.gone", "books", "books.gone.away", "a sentence. And one more", "2books.gone")).noneMatch(SaidCodes::isCode);
    }

    @Test
    void aPermissionThatAccessIsAskedAboutIsFoundAndAnothersMethodOfThatNameIsNot() throws IOException {
        SaidCodes said = in("class Permissions { static final String READ = \"books.read\"; }", "class Trail { static final String READ = \"books.opened\"; }", """
                class Books { static final String WRITE = "books.write"; private final Access access; private final Door door;
                    void lend() { access.require(caller, WRITE, unit); if (access.can(caller, "books.lend", unit)) door.can(caller, "books.door", unit); list(Permissions.READ); }
                    void list(String permission) { access.within(caller, permission, unit); } }""");
        assertThat(said.permissions()).containsExactly("books.lend", "books.read", "books.write");
    }
}
