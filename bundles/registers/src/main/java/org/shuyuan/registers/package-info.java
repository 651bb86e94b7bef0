/** Registers that modules declare and the platform keeps for them. Nothing of it is exported; a module declares them in its descriptor. */
@NullMarked
package org.shuyuan.registers;

import org.jspecify.annotations.NullMarked;
