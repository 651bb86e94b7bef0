/** People found by name, pinyin, initials and staff number, from memory. */
@NullMarked
package org.shuyuan.directory.internal.search;

import org.jspecify.annotations.NullMarked;
