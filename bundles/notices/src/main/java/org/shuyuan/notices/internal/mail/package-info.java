/** Mail: letters in the database until a mail server has them. */
@NullMarked
package org.shuyuan.notices.internal.mail;

import org.jspecify.annotations.NullMarked;
