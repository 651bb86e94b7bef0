package org.shuyuan.build.openapi;

import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.jackson.TypeNameResolver;
import io.swagger.v3.core.util.Json;
import java.util.Set;

/**
 * Names the schema of a nested type after the class that it stands in: {@code UnitKinds.Draft}. By their simple names two of them would be one schema, and a description
 * would tell of one method what another takes. Found by the Maven plugin as a service.
 */
public class Names extends ModelResolver {

    /** Called by the plugin. */
    public Names() {
        super(Json.mapper(), new TypeNameResolver() {
            @Override
            protected String nameForClass(Class<?> type, Set<Options> options) {
                String name = super.nameForClass(type, options);
                return type.getEnclosingClass() == null || !name.equals(type.getSimpleName()) ? name : type.getEnclosingClass().getSimpleName() + "." + name;
            }
        });
    }
}
