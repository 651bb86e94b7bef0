package org.shuyuan.api.notices;

import org.osgi.annotation.versioning.ProviderType;

/** Events for open pages. They may be lost: a page that reconnects reads again. Thread-safe; never blocks. */
@ProviderType
public interface Live {

    /**
     * To every open page.
     *
     * @param event name of the server-sent event, e.g. {@code modules}, {@code changed}
     * @param json one line of JSON without anything that not every signed-in person may know
     */
    void publish(String event, String json);
}
