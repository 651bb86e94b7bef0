/** Rooms and equipment over REST. */
@NullMarked
package org.shuyuan.resources.internal.rest;

import org.jspecify.annotations.NullMarked;
