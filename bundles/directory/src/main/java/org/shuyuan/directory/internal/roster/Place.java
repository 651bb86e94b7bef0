package org.shuyuan.directory.internal.roster;

/** A row of a sheet. @param sheet index from 0 @param row number as people see it, from 1 */
public record Place(int sheet, int row) {}
