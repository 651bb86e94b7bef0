import com.ibm.icu.text.Collator;
import com.ibm.icu.text.Transliterator;
import com.ibm.icu.util.ULocale;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Makes the table of readings, strokes and variants from ICU's data, so that a portal needs some hundred kilobytes and not the fifteen
 * megabytes of ICU. Run by the build: {@code java -cp icu4j.jar NameTable.java readings.txt names.bin}.
 */
public final class NameTable {

    /** Compound surnames; those whose reading differs from the one of their characters are written. */
    private static final String COMPOUND = "万俟 尉迟 澹台 令狐 长孙 单于 宰父 亓官 司徒 司马 司空 欧阳 上官 诸葛 东方 皇甫 公孙 慕容 鲜于 宇文 轩辕 独孤 呼延 夏侯 闻人 赫连 申屠 太叔 淳于 "
            + "仲孙 钟离 濮阳 宗政 公冶 公羊 漆雕 乐正 壤驷 公良 拓跋 夹谷 谷梁 晋楚 闾丘 南宫 贺兰 完颜 纳兰 端木 巫马 子车 颛孙 西门 左丘 东郭 百里 东门";
    private static final int[][] RANGES = {{0x3007, 0x3007}, {0x3400, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x323AF}};

    private NameTable() {}

    public static void main(String[] args) throws Exception {
        Path own = Path.of(args[0]);
        Path target = Path.of(args[1]);
        if (Files.exists(target) && Files.getLastModifiedTime(target).compareTo(Files.getLastModifiedTime(own)) > 0) {
            return;
        }
        Transliterator plain = Transliterator.getInstance("Han-Latin");
        Transliterator surname = Transliterator.getInstance("Han-Latin/Names");
        Transliterator simplified = Transliterator.getInstance("Traditional-Simplified");
        List<String> readings = new ArrayList<>();
        int[] all = Arrays.stream(RANGES).flatMapToInt(r -> IntStream.rangeClosed(r[0], r[1])).toArray();
        int[] reading = new int[all.length];
        Map<Integer, Integer> variants = new TreeMap<>();
        Map<String, List<String>> surnames = new LinkedHashMap<>();
        Map<String, Integer> known = new LinkedHashMap<>();
        for (int i = 0; i < all.length; i++) {
            String c = Character.toString(all[i]);
            String latin = plain.transliterate(c);
            if (!latin.equals(c) && !latin.contains(" ")) {
                reading[i] = index(known, readings, numbered(latin)) + 1;
                String named = surname.transliterate(c);
                if (!named.equals(latin)) {
                    surnames.put(c, List.of(numbered(named)));
                }
            }
            String simple = simplified.transliterate(c);
            if (!simple.equals(c) && simple.codePointCount(0, simple.length()) == 1) {
                variants.put(all[i], simple.codePointAt(0));
            }
        }
        for (String compound : COMPOUND.split(" ")) {
            List<String> named = Arrays.stream(surname.transliterate(compound).split(" ")).map(NameTable::numbered).toList();
            if (named.size() == compound.codePointCount(0, compound.length())) {
                surnames.put(compound, named);
            }
        }
        Map<String, List<String>> further = new LinkedHashMap<>();
        for (String line : Files.readAllLines(own)) {
            String[] words = line.strip().split("\\s+");
            if (line.startsWith("#") || words.length < 2 || words[0].codePointCount(0, words[0].length()) > 1) {
                continue;
            }
            if (words[1].equals("=")) {
                variants.put(words[0].codePointAt(0), words[2].codePointAt(0));
            } else {
                further.put(words[0], List.of(words).subList(1, words.length));
            }
        }
        Files.createDirectories(target.getParent());
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(target)))) {
            strings(out, readings);
            int[] strokes = strokes(all);
            out.writeInt(RANGES.length);
            int at = 0;
            for (int[] range : RANGES) {
                out.writeInt(range[0]);
                out.writeInt(range[1]);
                for (int c = range[0]; c <= range[1]; c++, at++) {
                    out.writeShort(reading[at]);
                    out.writeByte(strokes[at] >> 16);
                    out.writeShort(strokes[at]);
                }
            }
            out.writeInt(variants.size());
            for (Map.Entry<Integer, Integer> v : variants.entrySet()) {
                out.writeInt(v.getKey());
                out.writeInt(v.getValue());
            }
            lists(out, surnames);
            lists(out, further);
        }
    }

    /** The place of each character in ICU's order by strokes. */
    private static int[] strokes(int[] all) {
        Collator collator = Collator.getInstance(new ULocale("zh@collation=stroke"));
        Map<Integer, byte[]> keys = new LinkedHashMap<>();
        Arrays.stream(all).forEach(c -> keys.put(c, collator.getCollationKey(Character.toString(c)).toByteArray()));
        List<Integer> order = new ArrayList<>(keys.keySet());
        order.sort(Comparator.comparing((Integer c) -> keys.get(c), Arrays::compareUnsigned).thenComparing(c -> c));
        Map<Integer, Integer> places = new LinkedHashMap<>();
        order.forEach(c -> places.put(c, places.size()));
        return Arrays.stream(all).map(places::get).toArray();
    }

    /** {@code wáng} → {@code wang2}, {@code lǚ} → {@code lv3}. */
    private static String numbered(String latin) {
        StringBuilder letters = new StringBuilder();
        int tone = 5;
        for (char c : Normalizer.normalize(latin, Normalizer.Form.NFD).toCharArray()) {
            int mark = "\u0304\u0301\u030c\u0300".indexOf(c);
            if (mark >= 0) {
                tone = mark + 1;
            } else if (c == '\u0308') {
                letters.setCharAt(letters.length() - 1, 'v');
            } else if (c >= 'a' && c <= 'z') {
                letters.append(c);
            }
        }
        return letters.toString() + tone;
    }

    private static int index(Map<String, Integer> known, List<String> readings, String reading) {
        return known.computeIfAbsent(reading, r -> {
            readings.add(r);
            return readings.size() - 1;
        });
    }

    private static void lists(DataOutputStream out, Map<String, List<String>> lists) throws Exception {
        out.writeInt(lists.size());
        for (Map.Entry<String, List<String>> e : lists.entrySet()) {
            out.writeUTF(e.getKey());
            strings(out, e.getValue());
        }
    }

    private static void strings(DataOutputStream out, List<String> strings) throws Exception {
        out.writeInt(strings.size());
        for (String s : strings) {
            out.writeUTF(s);
        }
    }
}
