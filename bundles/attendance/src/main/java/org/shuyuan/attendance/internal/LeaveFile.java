package org.shuyuan.attendance.internal;

import java.time.Instant;
import java.util.UUID;
import org.shuyuan.api.files.FileType;

/**
 * A file with leave.
 *
 * @param name as the person called it, with the ending of its type
 * @param file under which it is kept
 * @param size in bytes
 */
public record LeaveFile(UUID id, UUID leave, String name, FileType type, String file, long size, Instant addedAt) {}
