package org.shuyuan.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;
import org.shuyuan.api.problem.Problem;

/** How a list is asked for: {@code ?q=&page=1&size=20&sort=name,-number&format=xlsx&columns=a,b}. Confined to its request. */
public class ListQuery {

    public static final int LARGEST_PAGE = 200;

    private @Nullable String q;
    private @Nullable String page;
    private @Nullable String size;
    private @Nullable String sort;
    private @Nullable String format;
    private @Nullable String columns;

    /**
     * For JAX-RS, as are the setters: by them the REST description shows the parameters. Numbers come as text, since the runtime
     * answers one that is none as if the path were unknown.
     */
    public ListQuery() {}

    @QueryParam("q")
    public void setQ(@Nullable String q) {
        this.q = q;
    }

    @QueryParam("page")
    public void setPage(@Nullable String page) {
        this.page = page;
    }

    @QueryParam("size")
    public void setSize(@Nullable String size) {
        this.size = size;
    }

    @QueryParam("sort")
    public void setSort(@Nullable String sort) {
        this.sort = sort;
    }

    @QueryParam("format")
    public void setFormat(@Nullable String format) {
        this.format = format;
    }

    @QueryParam("columns")
    public void setColumns(@Nullable String columns) {
        this.columns = columns;
    }

    /** For tests. */
    public static ListQuery of(@Nullable String q, int page, int size, @Nullable String sort) {
        ListQuery query = new ListQuery();
        query.q = q;
        query.page = Integer.toString(page);
        query.size = Integer.toString(size);
        query.sort = sort;
        return query;
    }

    /** What is searched for, at most 100 characters, stripped; empty for everything. */
    public String q() {
        String text = q == null ? "" : q.strip();
        return text.length() > 100 ? text.substring(0, 100) : text;
    }

    /** {@link #q} for {@code like … escape '!'}, lower case, found anywhere. */
    public String like() {
        return "%" + q().toLowerCase(java.util.Locale.ROOT).replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    }

    /** From 1. @throws Problem 400 {@code rest.bad-number} */
    public int page() {
        return Math.min(number(page, 1), 1_000_000);
    }

    /** 1 to {@link #LARGEST_PAGE}, 20 unless asked for; unbounded only for an export. @throws Problem 400 {@code rest.bad-number} */
    public int size() {
        return Math.min(number(size, 20), LARGEST_PAGE);
    }

    private static int number(@Nullable String text, int otherwise) {
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.strip());
            return number < 1 ? otherwise : number;
        } catch (NumberFormatException none) {
            throw Problem.badRequest("rest.bad-number");
        }
    }

    public int offset() {
        return (page() - 1) * size();
    }

    public boolean export() {
        return "xlsx".equals(format);
    }

    /** Whether the list is wanted as another file than a workbook. */
    public boolean export(String as) {
        return as.equals(format);
    }

    /** The columns an export shall have, in order; empty for all. */
    public List<String> columns() {
        return columns == null || columns.isBlank() ? List.of() : List.of(columns.split(",", 50));
    }

    /**
     * The order wanted as SQL or JPQL terms.
     *
     * @param allowed what may be sorted by, with its expression
     * @param otherwise the order when none is asked for; also the tie-break, so pages never overlap
     * @throws Problem 400 {@code rest.bad-sort}
     */
    public String orderBy(Map<String, String> allowed, String otherwise) {
        if (sort == null || sort.isBlank()) {
            return otherwise;
        }
        List<String> terms = new ArrayList<>();
        for (String part : sort.split(",", 10)) {
            boolean descending = part.startsWith("-");
            String name = descending ? part.substring(1) : part;
            String expression = Optional.ofNullable(allowed.get(name))
                    .orElseThrow(() -> Problem.badRequest("rest.bad-sort").with("sort", name.length() > 40 ? "" : name));
            terms.add(expression + (descending ? " desc" : ""));
        }
        terms.add(otherwise);
        return String.join(", ", terms);
    }
}
