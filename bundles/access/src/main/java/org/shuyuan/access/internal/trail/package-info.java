/** The chain over the trail: sealing, verifying, keeping for a time, taking a person out. */
@org.jspecify.annotations.NullMarked
package org.shuyuan.access.internal.trail;
