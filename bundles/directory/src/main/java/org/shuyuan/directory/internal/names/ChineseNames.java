package org.shuyuan.directory.internal.names;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.shuyuan.api.text.Names;

/** {@link Names} by a table made from ICU's data when this bundle was built. Thread-safe. */
@Component(service = {Names.class, ChineseNames.class})
public final class ChineseNames implements Names {

    /** Most spellings of one name: four characters with two readings each. */
    private static final int SPELLINGS = 16;

    /** In how many places a long name may be entered. */
    private static final int PARTS = 8;

    /** A part of a name that is typed as a whole: a Chinese character or a Latin word. @param forms without tones, the likeliest first */
    record Syllable(List<String> forms) {}

    private final NameTable table;
    /** How the characters met so far are typed; there are no more than the table has. */
    private final Map<Integer, List<String>> known = new ConcurrentHashMap<>();

    @Activate
    public ChineseNames() {
        table = NameTable.load();
    }

    @Override
    public String key(String name, Order order) {
        StringBuilder key = new StringBuilder(name.length() * 12);
        List<String> surname = surname(name);
        int at = 0;
        for (int i = 0; i < name.length(); at++) {
            int c = name.codePointAt(i);
            i += Character.charCount(c);
            int strokes = table.strokes(c);
            if (strokes < 0) {
                String plain = plain(Character.toString(c));
                key.append(plain.isEmpty() ? " " : plain);
                continue;
            }
            String place = Integer.toString(0x100000 + strokes, 36);
            if (order == Order.STROKES) {
                key.append('{').append(place);
            } else {
                // a character without a reading stands behind all that have one
                @Nullable String reading = at < surname.size() ? surname.get(at) : reading(c);
                key.append(reading == null ? "zzz" : reading).append(place);
            }
            key.append(' ');
        }
        return key.toString().strip();
    }

    @Override
    public Comparator<String> comparator(Order order) {
        return Comparator.comparing((String name) -> key(name, order)).thenComparing(Comparator.naturalOrder());
    }

    @Override
    public String folded(String text) {
        String plain = plain(text);
        StringBuilder folded = new StringBuilder(plain.length());
        plain.codePoints().filter(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c)).map(table::simplified).forEach(folded::appendCodePoint);
        return folded.toString();
    }

    @Override
    public List<String> spellings(String name) {
        return combined(syllables(name), false);
    }

    /** @param whole the name's spellings, and its first letters when it has several syllables @param parts the same without its first syllable, without its first two … */
    public record Typed(Set<String> whole, Set<String> parts) {}

    /** What of a name may be typed in letters: {@code wangxiaowei wxw} and {@code xiaowei xw wei} for 王小伟, in every reading. */
    public Typed typed(String name) {
        List<Syllable> syllables = syllables(name);
        Set<String> whole = new LinkedHashSet<>(combined(syllables, false));
        if (syllables.size() > 1) {
            whole.addAll(combined(syllables, true));
        }
        Set<String> parts = new LinkedHashSet<>();
        for (int from = 1; from < Math.min(syllables.size(), PARTS); from++) {
            parts.addAll(combined(syllables.subList(from, syllables.size()), false));
            if (from < syllables.size() - 1) {
                // of the last syllable alone the letter begins its spelling
                parts.addAll(combined(syllables.subList(from, syllables.size()), true));
            }
        }
        parts.removeAll(whole);
        return new Typed(whole, parts);
    }

    /** All of the name's syllables joined, in every reading; or only their first letters. */
    static List<String> combined(List<Syllable> syllables, boolean initials) {
        Set<String> joined = new LinkedHashSet<>(List.of(""));
        for (Syllable syllable : syllables) {
            Set<String> longer = new LinkedHashSet<>();
            for (String head : joined) {
                syllable.forms().stream().map(f -> head + (initials ? f.substring(0, 1) : f)).forEach(longer::add);
            }
            joined = longer;
            if (joined.size() > SPELLINGS) {
                joined = new LinkedHashSet<>(List.copyOf(joined).subList(0, SPELLINGS));
            }
        }
        joined.remove("");
        return List.copyOf(joined);
    }

    List<Syllable> syllables(String name) {
        List<Syllable> syllables = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        List<String> surname = surname(name);
        int at = 0;
        for (int i = 0; i < name.length(); at++) {
            int c = name.codePointAt(i);
            i += Character.charCount(c);
            if (table.strokes(c) < 0) {
                plain(Character.toString(c)).codePoints().forEach(p -> {
                    if (Character.isLetterOrDigit(p)) {
                        word.appendCodePoint(p);
                    } else {
                        end(word, syllables);
                    }
                });
                continue;
            }
            end(word, syllables);
            List<String> forms = forms(c, at < surname.size() ? surname.get(at) : null);
            if (!forms.isEmpty()) {
                syllables.add(new Syllable(forms));
            }
        }
        end(word, syllables);
        return syllables;
    }

    private static void end(StringBuilder word, List<Syllable> syllables) {
        if (word.length() > 0) {
            syllables.add(new Syllable(List.of(word.toString())));
            word.setLength(0);
        }
    }

    private List<String> forms(int c, @Nullable String asSurname) {
        List<String> usual = known.computeIfAbsent(c, this::forms);
        if (asSurname == null || !usual.isEmpty() && usual.get(0).equals(toneless(asSurname))) {
            return usual;
        }
        Set<String> forms = new LinkedHashSet<>();
        add(forms, toneless(asSurname));
        forms.addAll(usual);
        return List.copyOf(forms);
    }

    private List<String> forms(int c) {
        Set<String> forms = new LinkedHashSet<>();
        @Nullable String reading = reading(c);
        if (reading != null) {
            add(forms, toneless(reading));
        }
        table.surname(Character.toString(c)).forEach(r -> add(forms, toneless(r)));
        table.further(c).forEach(f -> add(forms, f));
        table.further(table.simplified(c)).forEach(f -> add(forms, f));
        return List.copyOf(forms);
    }

    /** The tone is one digit at the end. */
    private static String toneless(String reading) {
        return reading.substring(0, reading.length() - 1);
    }

    /** 吕 is typed lv, and written lyu in passports. */
    private static void add(Set<String> forms, String form) {
        forms.add(form);
        if (form.indexOf('v') > 0) {
            forms.add(form.replace("v", "yu"));
        }
    }

    private @Nullable String reading(int c) {
        @Nullable String reading = table.reading(c);
        if (reading == null) {
            reading = table.reading(table.simplified(c));
        }
        List<String> further = table.further(c);
        return reading != null ? reading : further.isEmpty() ? null : further.get(0) + "5";
    }

    /** Readings of the characters of the surname the name begins with, where they differ from the usual ones. */
    private List<String> surname(String name) {
        int first = name.isEmpty() ? 0 : Character.charCount(name.codePointAt(0));
        int second = name.length() > first ? first + Character.charCount(name.codePointAt(first)) : first;
        List<String> compound = second > first ? table.surname(simplified(name.substring(0, second))) : List.of();
        return compound.isEmpty() ? first == 0 ? List.of() : table.surname(simplified(name.substring(0, first))) : compound;
    }

    private String simplified(String text) {
        StringBuilder simple = new StringBuilder();
        text.codePoints().map(table::simplified).forEach(simple::appendCodePoint);
        return simple.toString();
    }

    /** Usual width, small letters, no accents; ü is typed v. */
    private static String plain(String text) {
        String lower = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).replace('ü', 'v');
        if (lower.chars().allMatch(c -> c < 0xC0 || c > 0x24F && (c < 0x1E00 || c > 0x1EFF))) {
            return lower;
        }
        StringBuilder plain = new StringBuilder(lower.length());
        Normalizer.normalize(lower, Normalizer.Form.NFD).codePoints().filter(c -> c < 0x300 || c > 0x36F).forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
