package org.shuyuan.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one file that an administrator edits to move to PostgreSQL. */
final class Postgres {

    private Postgres() {}

    static void configure(Portal portal, int port, String database) throws IOException {
        Path file = portal.data.resolve("etc/org.shuyuan.persistence.cfg");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "driver.target = (osgi.jdbc.driver.class=org.postgresql.Driver)\nurl = jdbc:postgresql://127.0.0.1:" + port + "/" + database
                + "\nuser = postgres\npassword = postgres\nmaximumPoolSize = 10\n");
    }
}
