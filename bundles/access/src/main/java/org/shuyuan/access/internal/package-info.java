/** The rules: who may sign in, what an account may do where, what is remembered about it. */
@NullMarked
package org.shuyuan.access.internal;

import org.jspecify.annotations.NullMarked;
