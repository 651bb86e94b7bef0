/** Rules of registers: whose entry is read and written by whom, and what it may hold. */
@NullMarked
package org.shuyuan.registers.internal;

import org.jspecify.annotations.NullMarked;
