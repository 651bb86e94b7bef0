package org.shuyuan.persistence.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shuyuan.persistence.scripts.Expanding.Finding;
import org.shuyuan.persistence.scripts.Expanding.Taking;

class ExpandingTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "create table reading_book (id uuid primary key, title varchar(200) not null unique); create unique index reading_book_title on reading_book (title)",
        "create table if not exists reading_book (id uuid); alter table reading_book add column isbn varchar(13) not null",
        "alter table reading_book add column isbn varchar(13)",
        "alter table reading_book add column lent boolean default false not null",
        "alter table reading_book add column lent boolean not null default false, add column shelf varchar(40)",
        "create index reading_book_shelf on reading_book (shelf, title)",
        "create view reading_lent as select * from reading_book where lent",
        "alter table reading_book alter column isbn drop not null",
        "alter table reading_book drop constraint reading_book_title_key; drop index reading_book_shelf",
        "update reading_book set shelf = 'A' where shelf is null; insert into reading_book (id) values ('1')",
        "-- drop table reading_book;\n/* truncate reading_book; */ insert into reading_note (text) values ('drop table reading_book; it''s a joke')",
    })
    void whatAddsLeavesTheVersionBeforeItsTables(String sql) {
        assertThat(Expanding.findings(sql)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "DROP | drop table reading_book",
        "DROP | DROP VIEW IF EXISTS reading_lent",
        "DROP | alter table reading_book drop column isbn",
        "DROP | alter table reading_book drop isbn",
        "DROP | alter table if exists only reading_book add column shelf varchar(40), drop column if exists isbn",
        "RENAME | alter table reading_book rename to reading_volume",
        "RENAME | alter table reading_book rename column isbn to number",
        "RENAME | alter table reading_book alter column isbn rename to number",
        "TYPE | alter table reading_book alter column isbn set data type varchar(20)",
        "TYPE | alter table reading_book alter column isbn type varchar(20)",
        "REQUIRED | alter table reading_book alter column isbn set not null",
        "REQUIRED | alter table reading_book add column isbn varchar(13) not null",
        "CONSTRAINT | alter table reading_book add constraint one_title unique (title)",
        "CONSTRAINT | create unique index reading_book_title on reading_book (title)",
        "ROWS | delete from reading_book where lent",
        "ROWS | truncate table reading_book",
    })
    void whatTakesAwayIsNamed(Taking taking, String sql) {
        assertThat(Expanding.findings(sql)).containsExactly(new Finding(taking, sql));
    }

    @Test
    void eachStatementIsNamedInItsOrderWithoutItsComments() {
        assertThat(Expanding.findings("create table reading_new (id uuid);\ndrop table reading_book; -- at last\n\nalter table reading_note\n  rename to reading_remark;"))
                .containsExactly(new Finding(Taking.DROP, "drop table reading_book"), new Finding(Taking.RENAME, "alter table reading_note rename to reading_remark"));
    }
}
