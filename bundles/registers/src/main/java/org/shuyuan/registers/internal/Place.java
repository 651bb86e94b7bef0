package org.shuyuan.registers.internal;

import org.shuyuan.api.directory.Unit;
import org.shuyuan.api.module.Register;

/** A register of a module at the unit that a request is about; whether the caller may anything there has still to be asked. */
public record Place(String module, Register register, Unit unit) {}
