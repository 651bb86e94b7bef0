@NullMarked
package org.shuyuan.notices.internal.rest;

import org.jspecify.annotations.NullMarked;
