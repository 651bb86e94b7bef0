package org.shuyuan.notices.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.access.Authenticator.Credentials;
import org.shuyuan.api.access.Authenticator;
import org.shuyuan.api.access.Caller;
import org.shuyuan.testing.FakeAccess;

class StreamsTest {

    /** An open page that takes its events at once, or never. */
    static final class Page implements Streams.Outlet {
        private final List<String> heard = new ArrayList<>();
        private boolean closed;
        String last = "";
        boolean slow;
        boolean gone;

        @Override
        public CompletionStage<?> event(String id, String name, String json) {
            last = id;
            return told(name + " " + json);
        }

        private CompletionStage<?> told(String what) {
            heard.add(what);
            return gone ? CompletableFuture.failedFuture(new IOException("gone")) : slow ? new CompletableFuture<>() : CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> comment(String text) {
            return told(": " + text);
        }

        @Override
        public boolean closed() {
            return closed;
        }

        @Override
        public void close() {
            closed = true;
        }

        List<String> heard(String event) {
            return heard.stream().filter(h -> h.startsWith(event + " ")).toList();
        }
    }

    private final Caller wang = FakeAccess.person("王伟");

    static Page open(Streams streams, Caller caller) {
        return open(streams, caller, null);
    }

    private static Page open(Streams streams, Caller caller, @Nullable String after) {
        Page page = new Page();
        streams.open(caller, new Credentials("session of " + caller.name(), null, "", null), page, 3, after);
        return page;
    }

    @Test
    void aPageThatComesBackHearsWhatItMissedAndNothingOfOthers() {
        Streams streams = new Streams((Authenticator) null);
        Page page = open(streams, wang);
        streams.publish("changed", "{\"n\":1}");
        page.close();
        streams.publish("changed", "{\"n\":2}");
        streams.publishTo(UUID.randomUUID(), "notice", "{\"title\":\"for somebody else\"}");
        streams.publishTo(wang.account(), "notice", "{\"title\":\"for me\"}");

        Page back = open(streams, wang, page.last);
        assertThat(back.heard("changed")).containsExactly("changed {\"n\":2}");
        assertThat(back.heard("notice")).containsExactly("notice {\"title\":\"for me\"}");
        assertThat(back.heard("missed")).isEmpty();
        assertThat(open(streams, wang, back.last).heard("changed")).isEmpty();
    }

    @Test
    void whatIsTooLongAgoOrOfAnotherStartIsToldAsMissed() {
        Streams streams = new Streams((Authenticator) null);
        Page page = open(streams, wang);
        String first = page.last;
        for (int i = 0; i <= Streams.KEPT; i++) {
            streams.publish("changed", "{}");
        }
        assertThat(open(streams, wang, first).heard("missed")).hasSize(1);
        assertThat(open(streams, wang, "another-7").heard("missed")).hasSize(1);
        assertThat(open(streams, wang, "x".repeat(10_000)).heard("missed")).hasSize(1);
        assertThat(open(streams, wang).heard("missed")).isEmpty();
    }

    @Test
    void anOpenedPageIsToldHowMuchIsUnread() {
        assertThat(open(new Streams((Authenticator) null), wang).heard("unread")).containsExactly("unread {\"count\":3}");
    }

    @Test
    void everyPageHearsWhatConcernsAll() {
        Streams streams = new Streams((Authenticator) null);
        Page first = open(streams, wang);
        Page second = open(streams, FakeAccess.person("李娜"));
        streams.publish("modules", "{\"revision\":7}");
        assertThat(first.heard("modules")).isEqualTo(second.heard("modules")).containsExactly("modules {\"revision\":7}");
    }

    @Test
    void whoDoesNotTakeTheirEventsIsDroppedAndTheOthersGoOn() {
        Streams streams = new Streams((Authenticator) null);
        Page slow = open(streams, wang);
        slow.slow = true;
        Page quick = open(streams, wang);
        for (int i = 0; i <= Streams.BEHIND; i++) {
            streams.publish("changed", "{}");
        }
        assertThat(slow.closed()).isTrue();
        assertThat(slow.heard("changed")).hasSize(Streams.BEHIND);
        assertThat(quick.closed()).isFalse();
        assertThat(quick.heard("changed")).hasSize(Streams.BEHIND + 1);
        assertThat(streams.size()).isEqualTo(1);
    }

    @Test
    void aStreamEndsWithItsSession() {
        boolean[] signedIn = {true};
        Streams streams = new Streams(credentials -> signedIn[0] ? Optional.of(wang) : Optional.empty());
        Page page = open(streams, wang);
        streams.heartbeat();
        assertThat(page.closed()).isFalse();
        signedIn[0] = false;
        streams.heartbeat();
        assertThat(page.closed()).isTrue();
        assertThat(streams.size()).isZero();
    }

    @Test
    void aDatabaseThatIsAwaySignsNobodyOut() {
        Streams streams = new Streams(credentials -> {
            throw new IllegalStateException("away");
        });
        Page page = open(streams, wang);
        streams.heartbeat();
        assertThat(page.closed()).isFalse();
    }

    @Test
    void oneAccountCannotTakeAllStreams() {
        Streams streams = new Streams((Authenticator) null);
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < Streams.PER_ACCOUNT; i++) {
            pages.add(open(streams, wang));
        }
        assertThatThrownBy(() -> open(streams, wang)).hasMessage("notices.too-many-streams");
        assertThat(open(streams, FakeAccess.person("李娜")).heard("unread")).hasSize(1);
        pages.get(0).close();
        assertThat(open(streams, wang).heard("unread")).hasSize(1);
    }

    @Test
    void aPageThatWasReloadedManyTimesFindsRoomAtTheNextAttempt() {
        Streams streams = new Streams((Authenticator) null);
        for (int i = 0; i < Streams.PER_ACCOUNT; i++) {
            open(streams, wang).gone = true;
        }
        assertThatThrownBy(() -> open(streams, wang)).hasMessage("notices.too-many-streams");
        assertThat(open(streams, wang).heard("unread")).hasSize(1);
    }
}
