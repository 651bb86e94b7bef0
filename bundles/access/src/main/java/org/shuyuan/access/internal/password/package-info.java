/** Passwords: rules, hashing, generated ones. */
@NullMarked
package org.shuyuan.access.internal.password;

import org.jspecify.annotations.NullMarked;
