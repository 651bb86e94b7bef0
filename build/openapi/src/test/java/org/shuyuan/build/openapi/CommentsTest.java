package org.shuyuan.build.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommentsTest {

    private static final String SOURCE = """
            public class BookResource {
                /** Somebody else's. */
                private final int shelf = 3;

                public Page<Book> plain(Call call) {

                /**
                 * The books of a unit. Those that are lent
                 * are marked; see {@link Book#lent}.
                 *
                 * @param shelf {@code a} or
                 *     {@code b}
                 * @return a page
                 */
                @GET
                @Path("books")
                public Page<Book> list(@BeanParam Call call, @QueryParam("shelf") String shelf) {
            """;

    @Test
    void theFirstSentenceIsTheSummaryAndParametersAreDescribed() {
        Comments.Comment comment = Comments.parse(Comments.find(SOURCE, "list").orElseThrow());
        assertThat(comment.summary()).isEqualTo("The books of a unit.");
        assertThat(comment.more()).isEqualTo("Those that are lent are marked; see Book.lent.");
        assertThat(comment.parameters()).containsExactly(java.util.Map.entry("shelf", "a or b"));
    }

    @Test
    void aMethodWithoutACommentDoesNotTakeAnothersComment() {
        assertThat(Comments.find(SOURCE, "plain")).isEmpty();
    }
}
