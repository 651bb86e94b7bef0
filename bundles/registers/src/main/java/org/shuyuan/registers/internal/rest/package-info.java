/** REST of registers. */
@NullMarked
package org.shuyuan.registers.internal.rest;

import org.jspecify.annotations.NullMarked;
