/** Tables of registers. Entities stay in here. */
@NullMarked
package org.shuyuan.registers.internal.jpa;

import org.jspecify.annotations.NullMarked;
