package org.shuyuan.files.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shuyuan.api.files.FileType;
import org.shuyuan.api.files.OwnFiles;
import org.shuyuan.api.problem.Problem;

/** Files of which each belongs to one thing: told by their content, taken away for good. */
class OwnFilesTest {

    private static final Set<FileType> ALL = EnumSet.allOf(FileType.class);
    private static final byte[] PDF = "%PDF-1.7 a note".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMPOUND = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, (byte) 0xa1, (byte) 0xb1, 0x1a, (byte) 0xe1};

    @TempDir
    private Path folder;
    private ContentStore store;
    private OwnFiles files;

    @BeforeEach
    void aStore() throws IOException {
        store = new ContentStore(folder, new Disk());
        store.start();
        files = new OwnFiles(store);
    }

    private Optional<FileType> told(String name, byte[] content) {
        try {
            return Optional.of(files.put(new ByteArrayInputStream(content), name, content.length, ALL).type());
        } catch (Problem none) {
            assertThat(none).hasMessage("files.type");
            return Optional.empty();
        }
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write('x');
            }
        }
        return out.toByteArray();
    }

    /** A packed file that holds another as it is. */
    private static byte[] stored(String name, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            ZipEntry entry = new ZipEntry(name);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            CRC32 sum = new CRC32();
            sum.update(content);
            entry.setCrc(sum.getValue());
            zip.putNextEntry(entry);
            zip.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] old(int before, String... streams) {
        byte[] file = Arrays.copyOf(COMPOUND, 40_000 + before);
        int at = 20_000 + before;
        for (String stream : streams) {
            byte[] name = stream.getBytes(StandardCharsets.UTF_16LE);
            System.arraycopy(name, 0, file, at, name.length);
            at += 128;
        }
        return file;
    }

    @Test
    void whatAFileIsIsToldByItsContent() throws IOException {
        assertThat(told("照片.exe", PDF)).contains(FileType.PDF);
        assertThat(told("a", new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0, 0})).contains(FileType.JPG);
        assertThat(told("a", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0})).contains(FileType.PNG);
        assertThat(told("a", zip("[Content_Types].xml", "word/document.xml"))).contains(FileType.DOCX);
        assertThat(told("a", zip("[Content_Types].xml", "xl/workbook.xml"))).contains(FileType.XLSX);
        assertThat(told("a", zip("[Content_Types].xml", "ppt/presentation.xml"))).contains(FileType.PPTX);
        assertThat(told("a", old(0, "WordDocument"))).contains(FileType.DOC);
        assertThat(told("a", old(7, "Workbook"))).contains(FileType.XLS);
        assertThat(told("a", old(13, "PowerPoint Document"))).contains(FileType.PPT);
        for (byte[] none : new byte[][] {{}, {'P', 'K', 3, 4, 0}, "<html>".getBytes(StandardCharsets.US_ASCII), COMPOUND, zip("a.txt"), "MZ".getBytes(StandardCharsets.US_ASCII)}) {
            assertThat(told("a.pdf", none)).isEmpty();
        }
    }

    @Test
    void whatCarriesMacrosIsNotTaken() throws IOException {
        assertThat(told("a.docx", zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"))).isEmpty();
        assertThat(told("a.doc", old(0, "WordDocument", "_VBA_PROJECT"))).isEmpty();
    }

    @Test
    void aDocumentInAPackedFileMakesThatNoDocument() throws IOException {
        assertThat(told("a.docx", stored("inside.docx", zip("[Content_Types].xml", "word/document.xml")))).isEmpty();
    }

    @Test
    void anOldDocumentWithATableInItIsWhatItsNameSays() {
        assertThat(told("报告.DOC", old(0, "WordDocument", "Workbook"))).contains(FileType.DOC);
        assertThat(told("台账.xls", old(0, "WordDocument", "Workbook"))).contains(FileType.XLS);
        assertThat(told("不知道", old(0, "WordDocument", "Workbook"))).isEmpty();
    }

    @Test
    void aNameIsToldWhereverItStartsInWhatArrives() {
        for (int before = 65_536 - 20_000 - 64; before < 65_536 - 20_000 + 4; before++) {
            assertThat(told("a", old(before, "PowerPoint Document"))).as("at " + before).contains(FileType.PPT);
        }
    }

    @Test
    void aDirectoryOfThousandsOfPartsIsReadWholly() throws IOException {
        String[] names = new String[5_000];
        Arrays.setAll(names, i -> i == 4_000 ? "[Content_Types].xml" : i == 17 ? "ppt/presentation.xml" : "ppt/slides/幻灯片" + i + ".xml");
        assertThat(told("a", zip(names))).contains(FileType.PPTX);
    }

    @Test
    void theSameBytesOfTwoAreTwoFilesAndOneCanGo() throws IOException {
        OwnFiles.Kept one = files.put(new ByteArrayInputStream(PDF), "a", 100, ALL);
        OwnFiles.Kept other = files.put(new ByteArrayInputStream(PDF), "a", 100, ALL);
        assertThat(one.id()).isNotEqualTo(other.id());
        assertThat(one.size()).isEqualTo(PDF.length);
        files.remove(one.id());
        try (InputStream in = files.open(other.id())) {
            assertThat(in.readAllBytes()).isEqualTo(PDF);
        }
        assertThat(store.find(one.id())).isEmpty();
    }

    @Test
    void whatIsRefusedIsNotKept() {
        assertThatThrownBy(() -> files.put(new ByteArrayInputStream(PDF), "a", PDF.length - 1, ALL)).hasMessage("files.too-large");
        assertThatThrownBy(() -> files.put(new ByteArrayInputStream(PDF), "a", 100, Set.of(FileType.PNG, FileType.JPG))).hasMessage("files.type")
                .extracting(e -> ((Problem) e).values().get("types")).isEqualTo("jpg, png");
        assertThat(folder.toFile().listFiles((dir, name) -> name.length() == 2)).allSatisfy(two -> assertThat(two.listFiles()).allSatisfy(four -> assertThat(four.list()).isEmpty()));
    }

    @Test
    void aNameHasTheEndingOfWhatTheFileIs() {
        assertThat(FileType.PDF.named("诊断证明.exe")).isEqualTo("诊断证明.pdf");
        assertThat(FileType.DOCX.named(" ")).isEqualTo("file.docx");
        assertThat(FileType.PPT.named("长".repeat(300))).hasSize(194);
        assertThat(FileType.of("xlsx")).isEqualTo(FileType.XLSX);
    }
}
