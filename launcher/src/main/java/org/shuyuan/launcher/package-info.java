/** Starts, stops and speaks to the portal; no library beyond the JDK. */
@org.jspecify.annotations.NullMarked
package org.shuyuan.launcher;
