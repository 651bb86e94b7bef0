package org.shuyuan.notices.internal.rest;

import java.util.concurrent.CompletionStage;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.ws.rs.BeanParam;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.sse.OutboundSseEvent;
import javax.ws.rs.sse.Sse;
import javax.ws.rs.sse.SseEventSink;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Authenticator.Credentials;
import org.shuyuan.api.access.Caller;
import org.shuyuan.api.access.Needs;
import org.shuyuan.notices.internal.NoticeService;
import org.shuyuan.notices.internal.Streams;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;
import org.shuyuan.rest.SessionCookie;

/** The event stream of an open page: {@code modules}, {@code notice}, {@code changed}, {@code unread}. */
@Component(service = StreamResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=notices)")
@Path("stream")
public class StreamResource {

    private static final String BEARER = "Bearer ";
    private static final long RECONNECT_MILLIS = 3_000;

    private final Streams streams;
    private final NoticeService notices;

    @Activate
    public StreamResource(@Reference Streams streams, @Reference NoticeService notices) {
        this.streams = streams;
        this.notices = notices;
    }

    /**
     * Live events as server-sent events: unread, notice, modules, changed. A page that comes back names the last event it was told and
     * hears what it missed, or {@code missed} when that is too long ago: then it reads again.
     *
     * @param after the same as {@code Last-Event-ID}, for a browser's new stream
     */
    @GET
    @Needs(Needs.SIGN_IN)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void listen(@BeanParam Call call, @Context HttpServletRequest request,
            @HeaderParam("Authorization") @Nullable String authorization, @HeaderParam("Last-Event-ID") @Nullable String last,
            @QueryParam("after") @Nullable String after, @Context HttpServletResponse response,
            @Context SseEventSink sink, @Context Sse sse) {
        Caller caller = call.caller();
        // a proxy must hand on each event at once
        response.setHeader("Cache-Control", "no-store, no-transform");
        response.setHeader("X-Accel-Buffering", "no");
        String token = authorization != null && authorization.startsWith(BEARER) ? authorization.substring(BEARER.length()).strip() : null;
        Credentials credentials = new Credentials(token == null ? SessionCookie.of(request) : null, token, caller.address(), null);
        streams.open(caller, credentials, new SseOutlet(sink, sse), notices.unread(caller), last != null ? last : after);
    }

    private record SseOutlet(SseEventSink sink, Sse sse) implements Streams.Outlet {

        @Override
        public CompletionStage<?> event(String id, String name, String json) {
            return send(sse.newEventBuilder().id(id).name(name).data(String.class, json));
        }

        @Override
        public CompletionStage<?> comment(String text) {
            return send(sse.newEventBuilder().comment(text).reconnectDelay(RECONNECT_MILLIS));
        }

        private CompletionStage<?> send(OutboundSseEvent.Builder event) {
            return sink.send(event.build());
        }

        @Override
        public boolean closed() {
            return sink.isClosed();
        }

        @Override
        public void close() {
            sink.close();
        }
    }
}
