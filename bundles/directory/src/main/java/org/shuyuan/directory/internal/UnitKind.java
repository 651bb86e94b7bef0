package org.shuyuan.directory.internal;

/** A kind of unit. @param code what is stored with units and never changes */
public record UnitKind(String code, LocalNames names, int order, int version) {}
