package org.shuyuan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoomsTest {

    private static final Set<String> OWN = Rooms.own(List.of("package cn.example.club.internal;\nclass A {}", "package cn.example.club.internal.rest;\nclass B {}",
            "package cn.example.club;\nclass C {}"));

    @Test
    void itsOwnRoomsAreItsOwnWhateverItsPackageIsCalled() {
        assertThat(Rooms.foreign("import cn.example.club.internal.Entry; class A { cn.example.club.internal.rest.B b; }", OWN)).isEmpty();
        assertThat(Rooms.foreign("/* as org.shuyuan.access.internal.Sessions does */ class A { String s = \"org.shuyuan.access.internal.Sessions\"; }", OWN)).isEmpty();
    }

    @Test
    void anothersAreFoundByImportAndByFullNameThePortalsAndADepartments() {
        assertThat(Rooms.foreign("import static org.shuyuan.access.internal.Sessions.all; class A {}", OWN)).containsExactly("org.shuyuan.access.internal");
        assertThat(Rooms.foreign("class A { Object o = new org.shuyuan.access.cas.internal.CasSource(); }", OWN)).containsExactly("org.shuyuan.access.cas.internal");
        assertThat(Rooms.foreign("import cn.example.library.internal.Books;", OWN)).containsExactly("cn.example.library.internal");
    }

    @Test
    void whatTheBundleImportsIsFoundUnlessItCanDoWithout() {
        assertThat(Rooms.imported("java.util,org.shuyuan.api.access;version=\"[0.1,1)\",cn.example.library.internal;version=\"[1,2)\",org.lib.internal.x;resolution:=optional,org.internals"))
                .containsExactly("cn.example.library.internal");
        assertThat(Rooms.imported(null)).isEmpty();
    }

    @Test
    void aViewImportsItsOwnFilesAndThePortalsLibraryOnly() {
        assertThat(Rooms.scripts("import { a } from '@shuyuan/ui'\nimport { b } from './days.js'\nimport { c } from '/m/club/words.js'", "club")).isEmpty();
        assertThat(Rooms.scripts("import { a } from '/m/calendar/days.js'\nconst b = await import(\"/m/access/roles.js\")", "club")).containsExactly("/m/access/roles.js", "/m/calendar/days.js");
    }
}
