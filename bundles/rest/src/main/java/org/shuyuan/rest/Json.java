package org.shuyuan.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** How the portal writes and reads JSON: ISO 8601 times, unknown members refused, depth and lengths bounded. */
public final class Json {

    private static volatile ObjectMapper mapper = make();

    private Json() {}

    /** Shared and thread-safe; do not configure it, and do not keep it: another takes its place when a module goes. */
    public static ObjectMapper mapper() {
        return mapper;
    }

    /** Lets go of everything that was learnt about classes, those of modules that are gone among them; what is needed is learnt again. */
    public static void forget() {
        mapper = make();
        // every mapper of the process shares it, those that modules make for themselves as well
        TypeFactory.defaultInstance().clearCache();
    }

    private static ObjectMapper make() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(40).maxStringLength(200_000).maxNumberLength(40).build())
                .build();
        return new ObjectMapper(factory).registerModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE);
    }
}
