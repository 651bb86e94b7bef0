/** Rules of audience groups: what they may say and whom they mean. Pure; knows no database. */
@NullMarked
package org.shuyuan.directory.internal.groups;

import org.jspecify.annotations.NullMarked;
