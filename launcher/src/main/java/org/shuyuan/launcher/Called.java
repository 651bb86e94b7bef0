package org.shuyuan.launcher;

import java.nio.file.Files;
import java.nio.file.Path;

/** How the user called the portal: {@code bin/portal} is not on the PATH of somebody who has just unpacked it, and a command that is told must be one that can be typed. */
record Called(String name, Path where) {

    /** As the start script says it; the bare word where the launcher was started without one. */
    static Called now() {
        String name = System.getenv("SHUYUAN_CALLED");
        return new Called(name == null || name.isBlank() ? "portal" : name, Path.of("").toAbsolutePath());
    }

    /** What is typed where the user stands. */
    String here() {
        return from(where);
    }

    /** What is typed after going into that folder. */
    String from(Path folder) {
        Path told = Path.of(name);
        if (told.isAbsolute() || told.getNameCount() == 1 && !Files.exists(where.resolve(told)) && !Files.exists(where.resolve(name + ".cmd"))) {
            // the latter is found on the PATH
            return typed(name);
        }
        Path program = where.resolve(told).normalize();
        Path from = folder.toAbsolutePath().normalize();
        boolean elsewhere = !program.getRoot().equals(from.getRoot());
        String path = elsewhere ? program.toString() : from.relativize(program).toString();
        return typed(elsewhere || path.contains(program.getFileSystem().getSeparator()) ? path : "." + program.getFileSystem().getSeparator() + path);
    }

    private static String typed(String path) {
        return path.contains(" ") ? '"' + path + '"' : path;
    }
}
