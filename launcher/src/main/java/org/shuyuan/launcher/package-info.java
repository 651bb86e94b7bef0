/** Starts, stops and speaks to the portal; no library beyond the JDK, but for certificates. */
@org.jspecify.annotations.NullMarked
package org.shuyuan.launcher;
