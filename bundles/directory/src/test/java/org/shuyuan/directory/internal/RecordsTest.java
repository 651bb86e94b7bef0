package org.shuyuan.directory.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shuyuan.api.records.RecordSource;
import org.shuyuan.testing.FakeAccess;

class RecordsTest {

    private static final UUID PERSON = UUID.randomUUID();
    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

    private final Records records = new Records(2_000);
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void end() {
        over.countDown();
        records.close();
    }

    private void source(String module, Function<RecordSource.Question, List<RecordSource.Item>> answer) {
        records.addSource(new RecordSource() {
            @Override
            public String module() {
                return module;
            }

            @Override
            public List<Item> records(Question question) {
                return answer.apply(question);
            }
        });
    }

    private static RecordSource.Item item(UUID person, Instant at, String link) {
        return new RecordSource.Item(person, at, "record.hosted", Map.of(), link);
    }

    private Records.Told ask() {
        return records.ask(new RecordSource.Question(FakeAccess.person("reader"), List.of(PERSON), NOW.minusSeconds(1000), NOW, 3));
    }

    @Test
    void whatTheModulesSayStandsTogetherTheNewestFirst() {
        source("calendar", q -> List.of(item(PERSON, NOW.minusSeconds(30), "/c/1"), item(PERSON, NOW.minusSeconds(10), "/c/2")));
        source("minutes", q -> List.of(item(PERSON, NOW.minusSeconds(20), "/m/1"), item(PERSON, NOW.minusSeconds(40), "/m/2")));
        Records.Told told = ask();
        assertThat(told.items()).extracting(s -> s.item().link()).containsExactly("/c/2", "/m/1", "/c/1");
        assertThat(told.silent()).isEmpty();
    }

    @Test
    void aSourceThatHangsOrFailsIsNamedBesideTheOthersAndHoldsNobodyUp() {
        source("hangs", q -> {
            boolean interrupted = true;
            while (interrupted) {
                try {
                    over.await();
                    interrupted = false;
                } catch (InterruptedException deaf) {
                    interrupted = over.getCount() > 0;
                }
            }
            return List.of();
        });
        source("fails", q -> {
            throw new IllegalStateException("broken");
        });
        source("calendar", q -> List.of(item(PERSON, NOW.minusSeconds(10), "/c/1")));
        for (int i = 0; i < 5; i++) {
            Records.Told told = ask();
            assertThat(told.items()).extracting(Records.Said::module).containsExactly("calendar");
            assertThat(told.silent()).containsExactly("fails", "hangs");
        }
    }

    @Test
    void whatNobodyAskedForIsNotShown() {
        source("calendar", q -> List.of(item(UUID.randomUUID(), NOW, "/c/1")));
        assertThat(ask().items()).isEmpty();
    }

    @Test
    void aSourceThatCannotTellWhatChangedSaysSo() {
        RecordSource source = new RecordSource() {
            @Override
            public String module() {
                return "calendar";
            }

            @Override
            public List<Item> records(Question question) {
                return List.of();
            }
        };
        assertThat(source.changesSince("").all()).isTrue();
    }
}
