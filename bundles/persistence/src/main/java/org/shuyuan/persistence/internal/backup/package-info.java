/** Backup and restore of everything, in a format of our own that either database reads: docs/backup-format.md. */
@NullMarked
package org.shuyuan.persistence.internal.backup;

import org.jspecify.annotations.NullMarked;
