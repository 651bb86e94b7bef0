package org.shuyuan.access.internal.trail;

import org.shuyuan.api.access.Caller;

/** Who acts in these tests. */
final class TestCallers {

    static final Caller ADMIN = Caller.system("test");

    private TestCallers() {}
}
