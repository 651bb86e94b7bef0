/** The calendar over HTTP: resources and what they take and give. */
@NullMarked
package org.shuyuan.calendar.internal.rest;

import org.jspecify.annotations.NullMarked;
