package org.shuyuan.access.internal;

import java.time.Duration;
import java.util.List;
import org.shuyuan.api.access.Caller;

/** Gives an account a second factor. */
public final class Enrolment {

    private Enrolment() {}

    /** @return recovery codes, each of which opens once */
    public static List<String> of(TestPortal portal, Caller user) {
        String secret = portal.factor.start(user, TestPortal.PASSWORD, "portal").secret();
        List<String> recovery = portal.factor.confirm(user, null, SecondFactorTest.code(portal, secret));
        portal.clock.pass(Duration.ofMinutes(2));
        return recovery;
    }
}
