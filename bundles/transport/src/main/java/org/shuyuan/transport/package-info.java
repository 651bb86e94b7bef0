/** Encrypted connections. Nothing for others to compile against. */
@org.jspecify.annotations.NullMarked
package org.shuyuan.transport;
