package org.shuyuan.api.module;

import java.util.List;

/**
 * The files that a browser needs first for a page of a module, in the module's {@code shuyuan/web/}.
 *
 * @param view with its view, e.g. {@code books.js}
 * @param styles of the module
 */
public record ModulePage(String view, List<String> styles) {}
