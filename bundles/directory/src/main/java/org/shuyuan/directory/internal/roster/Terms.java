package org.shuyuan.directory.internal.roster;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Words that mean the same, and the code each is kept under; what is unknown is kept as it is written. */
public final class Terms {

    private static final Map<String, List<String>> GENDER = Map.of(
            "male", List.of("男", "男性", "m", "male"),
            "female", List.of("女", "女性", "f", "female"));

    private static final Map<String, List<String>> POLITICAL = Map.of(
            "party-member", List.of("中共党员", "党员", "正式党员", "中国共产党党员", "共产党员", "中共正式党员", "中共黨員", "黨員", "正式黨員", "共產黨員"),
            "probationary", List.of("中共预备党员", "预备党员", "中共預備黨員", "預備黨員"),
            "league", List.of("共青团员", "团员", "共青團員", "團員"),
            "democratic", List.of("民主党派", "民主党派成员", "民主黨派", "民主黨派成員"),
            "independent", List.of("无党派", "无党派人士", "無黨派", "無黨派人士"),
            "masses", List.of("群众", "普通群众", "群眾", "普通群眾"));

    private static final Map<String, List<String>> CATEGORY = Map.of(
            "leader", List.of("班子成员", "领导班子", "领导", "班子成員", "領導班子", "領導"),
            "middle", List.of("中层干部", "中层", "中層幹部", "中層"),
            "staff", List.of("一般职工", "一般员工", "普通职工", "职工", "员工", "一般職工", "一般員工", "職工", "員工"),
            "retired", List.of("离退休", "离退休人员", "退休", "离退休干部", "離退休", "離退休人員"));

    /** The word the product itself writes for a code: everything else that means the same is a variant worth telling. */
    private static final Map<String, List<String>> USUAL = Map.of(
            "party-member", List.of("中共党员", "中共黨員"),
            "probationary", List.of("中共预备党员", "中共預備黨員"),
            "league", List.of("共青团员", "共青團員"));

    private static final List<String> YES = List.of("√", "✓", "✔", "☑", "是", "有", "y", "yes", "1", "true", "●", "○是", "v", "对");
    private static final List<String> NO = List.of("", "×", "✗", "✘", "否", "无", "無", "n", "no", "0", "false", "-", "—", "/", "☐");

    private Terms() {}

    public static Optional<String> gender(String text) {
        return code(GENDER, text);
    }

    public static Optional<String> political(String text) {
        return code(POLITICAL, text);
    }

    public static Optional<String> category(String text) {
        return code(CATEGORY, text);
    }

    /** What a sheet's name says of everybody on it: 退休, 离退休人员. */
    public static Optional<String> categoryOfSheet(String name) {
        return name.matches(".*(退休|离休|離休).*") ? Optional.of("retired") : Optional.empty();
    }

    /** 党员 for 中共党员: read, and told. */
    public static boolean variant(String text, String code) {
        return USUAL.containsKey(code) && !USUAL.get(code).contains(text);
    }

    /** Empty when it is neither a yes nor a no. */
    public static Optional<Boolean> tick(String text) {
        String key = Clean.key(text);
        return YES.contains(key) ? Optional.of(true) : NO.contains(key) ? Optional.of(false) : Optional.empty();
    }

    private static Optional<String> code(Map<String, List<String>> terms, String text) {
        String key = Clean.key(text).toLowerCase(Locale.ROOT);
        return terms.entrySet().stream().filter(e -> e.getKey().equals(key) || e.getValue().contains(key)).map(Map.Entry::getKey).findFirst();
    }
}
