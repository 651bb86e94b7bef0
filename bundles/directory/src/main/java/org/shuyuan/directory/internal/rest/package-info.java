/** The directory over REST. */
@NullMarked
package org.shuyuan.directory.internal.rest;

import org.jspecify.annotations.NullMarked;
