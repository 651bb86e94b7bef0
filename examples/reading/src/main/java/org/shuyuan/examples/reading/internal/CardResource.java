package org.shuyuan.examples.reading.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.ws.rs.BeanParam;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsApplicationSelect;
import org.shuyuan.api.access.Needs;
import org.shuyuan.examples.reading.internal.Views.MeetingView;
import org.shuyuan.examples.reading.internal.Views.ReadingView;
import org.shuyuan.rest.Call;
import org.shuyuan.rest.RestResource;

/** All that the module's card on the dashboard shows, by one request. */
@Component(service = CardResource.class)
@RestResource
@JaxrsApplicationSelect("(osgi.jaxrs.name=reading)")
@Path("card")
@Produces(MediaType.APPLICATION_JSON)
public final class CardResource {

    private static final int BOOKS = 3;
    private static final Duration AHEAD = Duration.ofDays(90);

    /** @param total how many books the caller is reading @param next the next meeting that is seen from the unit, or the one that is on */
    public record Card(List<ReadingView> books, long total, @Nullable MeetingView next) {}

    private final ReadingStore readings;
    private final MeetingStore meetings;
    private final Views views;
    private final Shelves shelves;

    @Activate
    public CardResource(@Reference ReadingStore readings, @Reference MeetingStore meetings, @Reference Views views, @Reference Shelves shelves) {
        this.readings = readings;
        this.meetings = meetings;
        this.views = views;
        this.shelves = shelves;
    }

    /** What the caller is reading, and the next meeting. */
    @GET
    @Needs("reading.read")
    public Card card(@BeanParam Call call) {
        Instant now = Instant.now();
        List<Meeting> next = meetings.list(new MeetingStore.Wanted(shelves.seen(call.caller(), call.unit()), null, now, now.plus(AHEAD), "%", "m.starts, m.id", 0, 1)).items();
        UUID person = call.caller().person();
        Found<Reading.Of> own = person == null ? Found.nothing() : readings.own(new ReadingStore.Wanted(person, false, "%", "r.started desc, r.id", 0, BOOKS));
        return new Card(views.readings(call.caller(), own.items()), own.total(), next.isEmpty() ? null : views.meetings(call.caller(), next).get(0));
    }
}
