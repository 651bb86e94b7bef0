package org.shuyuan.rest.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.jaxrs.json.JacksonJsonProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import javax.ws.rs.Consumes;
import javax.ws.rs.Produces;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.ext.MessageBodyReader;
import javax.ws.rs.ext.MessageBodyWriter;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.shuyuan.rest.Json;
import org.shuyuan.rest.Transfers;

/**
 * JSON bodies, at most 1 MiB on the way in. An answer is written whole before its first byte leaves: what cannot be written
 * becomes a problem and not half an answer, and it goes out in one piece with its length. What the base class would keep of a module's classes is kept nowhere here.
 */
@Component(service = {MessageBodyReader.class, MessageBodyWriter.class})
@JaxrsExtension
@JaxrsName("shuyuan.json")
@JaxrsApplicationSelect("(shuyuan.api=true)")
@Consumes("application/json")
@Produces({"application/json", "application/problem+json"})
public class JsonProvider extends JacksonJsonProvider {

    private static final long LARGEST = 1 << 20;

    @Override
    public Object readFrom(Class<Object> type, Type genericType, Annotation[] annotations, MediaType mediaType,
            MultivaluedMap<String, String> headers, InputStream body) throws IOException {
        ObjectMapper mapper = Json.mapper();
        try {
            JsonParser parser = mapper.getFactory().createParser(Transfers.bounded(body, LARGEST)).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            @Nullable Object read = parser.nextToken() == null ? null : mapper.readValue(parser, mapper.constructType(genericType));
            // who sends nothing has said nothing: what is missing is told field by field
            return read == null && type.isRecord() ? mapper.readValue("{}", type) : read;
        } catch (JsonProcessingException e) {
            throw Problems.ofBody(e);
        }
    }

    @Override
    public void writeTo(Object value, Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType,
            MultivaluedMap<String, Object> headers, OutputStream body) throws IOException {
        byte[] bytes = Json.mapper().writeValueAsBytes(value);
        headers.putSingle(HttpHeaders.CONTENT_LENGTH, bytes.length);
        body.write(bytes);
    }
}
