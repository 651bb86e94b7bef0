package org.shuyuan.directory.internal.roster;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a column of a roster can mean, with the words offices write above it. */
public enum Field {
    NUMBER("number", 40, "工号", "员工编号", "员工号", "职工号", "教职工号", "人员编号", "编号", "工號", "員工編號", "員工號", "職員編號", "人員編號",
            "編號", "staff number", "staff no", "employee number", "number", "no."),
    NAME("name", 60, "姓名", "名字", "人员姓名", "员工姓名", "教师姓名", "人員姓名", "員工姓名", "name", "full name"),
    GENDER("gender", 20, "性别", "性別", "gender", "sex"),
    BIRTH("birth", 10, "出生年月", "出生日期", "出生年月日", "出生时间", "生日", "出生時間", "birth", "date of birth", "birthday"),
    POLITICAL("political", 60, "政治面貌", "政治面目", "党派", "黨派", "政治身份", "political status"),
    /** A tick or yes: party member. */
    MEMBER("member", 20, "党员", "是否党员", "黨員", "是否黨員", "中共党员", "party member"),
    UNIT("unit", 100, "部门", "科室", "处室", "部门/年级组", "所在部门", "所属部门", "工作部门", "所在单位", "单位", "单位名称", "企业名称", "园区企业名称",
            "机关部门", "年级组", "部門", "科室名稱", "處室", "所在部門", "單位", "單位名稱", "企業名稱", "機關部門", "department", "unit", "company"),
    /** The unit above the person's. */
    PARENT("parent", 100, "上级部门", "上级单位", "所属上级", "主管部门", "上級部門", "上級單位", "主管部門", "parent unit", "parent department"),
    /** Of the unit, not of the person. */
    NATURE("nature", 60, "企业性质", "单位性质", "企业类型", "所有制性质", "经济性质", "企業性質", "單位性質", "企業類型", "nature", "ownership"),
    /** A second unit beside the department. */
    BRANCH("branch", 100, "党支部", "党组织名称", "所在党支部", "所属党支部", "所在支部", "党组织", "所在党组织", "黨支部", "黨組織名稱", "所屬黨支部", "所在支部",
            "黨組織", "party branch"),
    POSITION("position", 100, "职务", "岗位", "职位", "现任职务", "職務", "職位", "崗位", "position", "post", "job title"),
    CATEGORY("category", 60, "类别", "人员类别", "员工类别", "類別", "人員類別", "category", "group"),
    TITLE("title", 60, "职称", "专业技术职务", "技术职称", "专业技术资格", "教师职称", "職稱", "專業職稱", "技術職稱", "professional title", "academic title", "rank"),
    SUBJECT("subject", 60, "任教学科", "学科", "任教科目", "专业", "所学专业", "任教學科", "任教科目", "學科", "專業", "所學專業", "subject", "subject taught", "speciality"),
    JOINED("joined", 10, "入党时间", "入党年月", "入党日期", "入黨時間", "入黨年月", "入黨日期", "joined party"),
    SINCE("since", 10, "入职时间", "入职日期", "到岗时间", "参加本单位时间", "到職日期", "入職時間", "入職日期", "since", "hired", "start date"),
    PHONE("phone", 30, "手机号码", "手机号", "手机", "联系电话", "电话", "移动电话", "联系方式", "手機號碼", "手機", "聯絡電話", "聯繫電話", "電話", "行動電話",
            "phone", "mobile", "telephone"),
    MAIL("mail", 200, "邮箱", "电子邮箱", "电子邮件", "郵箱", "電子郵箱", "電子郵件", "電郵", "email", "e-mail", "mail"),
    NOTE("note", 500, "备注", "说明", "備註", "備考", "說明", "note", "notes", "remarks");

    private static final Map<String, Field> BY_HEADER = new HashMap<>();

    static {
        for (Field field : values()) {
            field.headers.forEach(header -> BY_HEADER.putIfAbsent(header, field));
        }
    }

    private final String id;
    private final int limit;
    private final List<String> headers;

    Field(String id, int limit, String... headers) {
        this.id = id;
        this.limit = limit;
        this.headers = Arrays.stream(headers).map(Field::key).toList();
    }

    /** The name in the REST interface and in remembered mappings. */
    public String id() {
        return id;
    }

    /** Most characters kept. */
    public int limit() {
        return limit;
    }

    public static Optional<Field> of(String id) {
        return Arrays.stream(values()).filter(f -> f.id.equals(id)).findFirst();
    }

    /** The field a header means; headers with a remark in brackets or a star for "required" count too. */
    public static Optional<Field> byHeader(String header) {
        String key = key(header);
        @Nullable Field exact = BY_HEADER.get(key);
        if (exact != null) {
            return Optional.of(exact);
        }
        String bare = key.replaceAll("[(（\\[【].*", "").replaceAll("[*＊:：]+$|^[*＊]+", "");
        return bare.equals(key) || bare.isEmpty() ? Optional.empty() : byHeader(bare);
    }

    private static String key(String header) {
        return Clean.narrow(Clean.line(header)).replace(" ", "").toLowerCase(Locale.ROOT);
    }
}
