package org.shuyuan.directory.internal.names;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.Transliterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.text.Language;
import org.shuyuan.api.text.Names;
import org.shuyuan.api.text.Names.Order;

class ChineseNamesTest {

    private static final Names NAMES = new ChineseNames();

    private static List<String> sorted(Order order, String... names) {
        return List.of(names).stream().sorted(NAMES.comparator(order)).toList();
    }

    @Test
    void aSurnameIsReadAsASurnameAndAsTheCharacterToo() {
        assertThat(NAMES.spellings("曾丽")).first().isEqualTo("zengli");
        assertThat(NAMES.spellings("曾丽")).contains("cengli");
        assertThat(NAMES.spellings("单雄信").get(0)).isEqualTo("shanxiongxin");
        assertThat(NAMES.spellings("尉迟恭").get(0)).isEqualTo("yuchigong");
        assertThat(NAMES.spellings("尉迟恭")).contains("weichigong");
        assertThat(NAMES.spellings("万俟雪").get(0)).isEqualTo("moqixue");
        assertThat(NAMES.spellings("朴京洙")).contains("piaojingzhu", "pujingzhu");
        assertThat(NAMES.spellings("缪一鸣")).contains("miaoyiming");
    }

    @Test
    void traditionalCharactersAreReadLikeTheSimplifiedOnes() {
        assertThat(NAMES.spellings("曾麗").get(0)).isEqualTo("zengli");
        assertThat(NAMES.spellings("單雄信").get(0)).isEqualTo("shanxiongxin");
        assertThat(NAMES.folded("張國華")).isEqualTo(NAMES.folded("张国华"));
    }

    @Test
    void widthCaseBlanksAndAccentsMakeNoDifference() {
        assertThat(NAMES.folded("Ｗang　Wei")).isEqualTo("wangwei");
        assertThat(NAMES.folded("José")).isEqualTo("jose");
        assertThat(NAMES.spellings("吕布")).contains("lvbu", "lyubu");
        assertThat(NAMES.folded("Lü")).isEqualTo("lv");
    }

    @Test
    void latinNamesAndMixedOnesAreSpelledByTheirWords() {
        assertThat(NAMES.spellings("Anna O'Neil")).containsExactly("annaoneil");
        assertThat(NAMES.spellings("欧阳Anna")).first().isEqualTo("ouyanganna");
        assertThat(NAMES.spellings("😀")).isEmpty();
    }

    @Test
    void charactersOutsideTheBasicPlaneAreReadWhereAReadingIsKnown() {
        assertThat(NAMES.spellings("𠮷田")).first().isEqualTo("jitian");
        assertThat(NAMES.folded("𠮷田")).isEqualTo("吉田");
        assertThat(NAMES.spellings("王𨭎")).first().isEqualTo("wangxi");
        assertThat(sorted(Order.PINYIN, "王𨭎", "王一", "王𠮷")).containsExactly("王𠮷", "王𨭎", "王一");
    }

    @Test
    void theOrderByPinyinGoesCharacterByCharacterByToneAndStrokes() {
        assertThat(sorted(Order.PINYIN, "曾丽", "王伟", "Anna", "单田芳", "汪洋", "王芳", "张三", "陈晨", "王伟国"))
                .containsExactly("Anna", "陈晨", "单田芳", "汪洋", "王芳", "王伟", "王伟国", "曾丽", "张三");
        assertThat(sorted(Order.PINYIN, "李四", "黎四", "力四")).as("li2, li3, li4").containsExactly("黎四", "李四", "力四");
        assertThat(sorted(Order.PINYIN, "万里", "王一")).as("a shorter syllable before a longer one").containsExactly("万里", "王一");
    }

    @Test
    void theOrderByStrokesCountsStrokes() {
        assertThat(sorted(Order.STROKES, "曾丽", "丁一", "王伟", "Anna", "刘备", "張飛", "张飞")).containsExactly("Anna", "丁一", "王伟", "刘备", "张飞", "張飛", "曾丽");
        assertThat(Order.of(Language.ZH_TW)).isEqualTo(Order.STROKES);
        assertThat(Order.of(Language.ZH_CN)).isEqualTo(Order.PINYIN);
    }

    @Test
    void keysOfEveryNameAreAscii() {
        assertThat(List.of("曾丽", "𠮷田", "José", "Anna O'Neil")).allSatisfy(n -> assertThat(List.of(NAMES.key(n, Order.PINYIN), NAMES.key(n, Order.STROKES)))
                .allSatisfy(k -> assertThat(k).matches("[\\x20-\\x7E]+")));
    }

    @Test
    void theTableSaysWhatIcuSays() {
        Transliterator icu = Transliterator.getInstance("Han-Latin/Names; Latin-ASCII");
        assertThat(List.of("王伟", "李娜", "查良镛", "仇英", "解缙", "令狐冲", "澹台灭明", "诸葛亮", "覃塘", "秘书")).allSatisfy(
                n -> assertThat(NAMES.spellings(n)).first().isEqualTo(icu.transliterate(n).replace(" ", "")));
    }
}
