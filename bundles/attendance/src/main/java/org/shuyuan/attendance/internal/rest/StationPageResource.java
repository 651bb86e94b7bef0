package org.shuyuan.attendance.internal.rest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Authenticator;
import org.shuyuan.api.text.Texts;
import org.shuyuan.attendance.internal.Gathering;
import org.shuyuan.attendance.internal.StationTaps;
import org.shuyuan.attendance.internal.rest.Views.ShownView;
import org.shuyuan.attendance.internal.rest.Views.TapView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.Public;
import org.shuyuan.rest.RestResource;

/**
 * The PC at the door: a page by itself, because the portal's pages are for people who are signed in, and nobody is there. The secret stands behind the # of the address, which no server
 * and no proxy is told, and comes in a header that no other site can send.
 */
@Component(service = StationPageResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=attendance)")
@Path("station")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class StationPageResource {

    private static final String SECRET = "X-Station";
    private static final List<String> WORDS = List.of("title", "input", "pin", "go", "back", "all-day", "until", "away", "over", "over-do", "sending",
            "already", "sign-out-too", "signed-out", "already-out", "help");

    /** @param input a card's number or a staff number @param pin when it was asked for @param id of this message, the same when it is sent again */
    public record TapInput(@Nullable String input, @Nullable String pin, @Nullable String id) {}

    private final StationTaps taps;
    private final Authenticator authenticator;
    private final Texts texts;
    private final ViewMaker views;

    @Activate
    public StationPageResource(@Reference StationTaps taps, @Reference Authenticator authenticator, @Reference Texts texts, @Reference ViewMaker views) {
        this.taps = taps;
        this.authenticator = authenticator;
        this.texts = texts;
        this.views = views;
    }

    /** The page. It can do nothing without a station's secret. */
    @GET
    @Public
    @Produces(MediaType.TEXT_HTML)
    public Response page() {
        return file("station.html", "text/html");
    }

    /** The page's script. */
    @GET
    @Public
    @Path("page.js")
    @Produces("text/javascript")
    public Response script() {
        return file("station.js", "text/javascript");
    }

    /** The page's looks. */
    @GET
    @Public
    @Path("page.css")
    @Produces("text/css")
    public Response style() {
        return file("station.css", "text/css");
    }

    /** The page's words, in the browser's language. */
    @GET
    @Public
    @Path("texts")
    public Map<String, String> words(@BeanParam Call call) {
        Map<String, String> all = new TreeMap<>();
        WORDS.forEach(key -> all.put(key, texts.text(call.language(), "attendance", "station.page." + key)));
        all.put("language", call.language().tag());
        return all;
    }

    /** What the station is for, and until when. */
    @GET
    @Public
    @Path("state")
    public Response state(@HeaderParam(SECRET) @Nullable String secret) {
        StationTaps.Shown shown = taps.shown(secret);
        Gathering gathering = shown.gathering();
        return unkept(new ShownView(shown.station().name(), views.ref(shown.station().unit()), gathering == null ? null : gathering.draft().title(),
                gathering == null ? null : views.moment(gathering, gathering.draft().start()), views.time(shown.station().unit(), shown.station().ends()),
                views.time(shown.station().unit(), shown.now())));
    }

    /** Somebody signs in at the station: with a card, or with staff number and PIN. Sent again with the same id it says the same. */
    @POST
    @Public
    @Path("tap")
    public Response tap(@BeanParam Call call, @HeaderParam(SECRET) @Nullable String secret, @Context HttpServletRequest request, @Nullable TapInput input) {
        StationTaps.Tap tap = input == null ? new StationTaps.Tap(null, null, null) : new StationTaps.Tap(input.input(), input.pin(), input.id());
        StationTaps.Answer done = taps.tap(secret, tap, authenticator.address(request.getRemoteAddr(), request.getHeader("X-Forwarded-For")));
        Gathering gathering = done.gathering();
        String outcome = done.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (gathering == null || done.state() == null || done.at() == null) {
            return unkept(new TapView(outcome, null, null, null, null, null, false));
        }
        return unkept(new TapView(outcome, done.name(), done.state().word(), texts.text(call.language(), "attendance", "state." + done.state().word()), gathering.draft().title(),
                views.moment(gathering, done.at()), gathering.signOut()));
    }

    private static Response unkept(Object body) {
        return Response.ok(body).header("Cache-Control", "no-store").build();
    }

    private static Response file(String name, String type) {
        try (InputStream in = Objects.requireNonNull(StationPageResource.class.getResourceAsStream("/station/" + name), name)) {
            return Response.ok(new String(in.readAllBytes(), StandardCharsets.UTF_8)).type(type + ";charset=utf-8").header("Cache-Control", "no-cache").build();
        } catch (IOException inTheBundle) {
            throw new java.io.UncheckedIOException(inTheBundle);
        }
    }
}
