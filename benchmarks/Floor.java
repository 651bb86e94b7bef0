import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * The floor: a bare handler on the portal's own Jetty, H2 and pool, that answers a month of the calendar from the portal's own
 * tables with the portal's own statement, and nothing else: no sign-in, no JAX-RS, no modules.
 * Arguments: port, database file, folder of the calendar's migrations, number of events in the year, of them in November.
 */
public final class Floor {

    private static final String SQL = "select r.starts, r.ends, o.id, o.event_id, o.recurrence_id, o.unit_id, o.kind_id, o.title, o.place,"
            + " o.host_id, o.host_name, o.all_day, o.repeats, o.zone"
            + " from unnest(cast(? as uuid array), cast(? as smallint array), cast(? as bigint array)) as w(target, bucket, low)"
            + " join calendar_reach r on r.target = w.target and r.bucket = w.bucket and r.starts >= w.low and r.starts < ? and r.ends > ?"
            + " join calendar_occurrence o on o.id = r.occurrence_id order by r.starts, o.id";
    private static final UUID UNIT = UUID.randomUUID();
    private static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 1);

    public static void main(String[] args) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:file:" + args[1] + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;OPTIMIZE_REUSE_RESULTS=FALSE");
        config.setUsername("sa");
        config.setMaximumPoolSize(16);
        HikariDataSource pool = new HikariDataSource(config);
        seed(pool, Path.of(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]));
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(args[0]));
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                byte[] body = month(pool);
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
                response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
                response.write(true, ByteBuffer.wrap(body), callback);
                return true;
            }
        });
        server.start();
        server.join();
    }

    private static byte[] month(HikariDataSource pool) throws Exception {
        long from = NOVEMBER.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
        long to = NOVEMBER.plusMonths(1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
        StringBuilder json = new StringBuilder("{\"items\":[");
        try (Connection c = pool.getConnection(); PreparedStatement s = c.prepareStatement(SQL)) {
            s.setObject(1, new UUID[] {UNIT, UNIT});
            s.setObject(2, new Short[] {0, 1});
            s.setObject(3, new Long[] {from - 90_000, from - 400L * 86_400});
            s.setLong(4, to);
            s.setLong(5, from);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    json.append(json.length() > 10 ? "," : "").append("{\"id\":\"").append(r.getString(3)).append("\",\"event\":\"").append(r.getString(4))
                            .append("\",\"title\":\"").append(r.getString(8)).append("\",\"kind\":\"").append(r.getString(7)).append("\",\"start\":\"")
                            .append(Instant.ofEpochSecond(r.getLong(1))).append("\",\"end\":\"").append(Instant.ofEpochSecond(r.getLong(2)))
                            .append("\",\"allDay\":").append(r.getBoolean(12)).append(",\"place\":\"").append(r.getString(9)).append("\",\"repeats\":")
                            .append(r.getBoolean(13)).append(",\"unit\":\"").append(r.getString(6)).append("\"}");
                }
            }
        }
        return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void seed(HikariDataSource pool, Path migrations, int events, int inNovember) throws Exception {
        try (Connection c = pool.getConnection(); Statement s = c.createStatement(); Stream<Path> files = Files.list(migrations)) {
            for (Path file : files.sorted().toList()) {
                s.execute(Files.readString(file));
            }
            PreparedStatement event = c.prepareStatement("insert into calendar_event (id, unit_id, kind_id, title, all_day, starts, ends, zone, excluded,"
                    + " added, uid, made_until, created_at, created_by, changed_at, changed_by, version)"
                    + " values (?, ?, ?, ?, false, ?, ?, 'Asia/Shanghai', '', '', ?, ?, now(), 'x', now(), 'x', 0)");
            PreparedStatement occurrence = c.prepareStatement("insert into calendar_occurrence (id, event_id, recurrence_id, starts_at, ends_at, unit_id,"
                    + " kind_id, title, place, all_day, repeats, zone) values (?, ?, ?, ?, ?, ?, ?, ?, '三楼会议室', false, false, 'Asia/Shanghai')");
            PreparedStatement reach = c.prepareStatement("insert into calendar_reach (target, bucket, starts, occurrence_id, ends) values (?, 0, ?, ?, ?)");
            UUID kind = UUID.randomUUID();
            for (int i = 0; i < events; i++) {
                long start = Seed.start(i, inNovember);
                Timestamp starts = Timestamp.from(Instant.ofEpochSecond(start));
                Timestamp ends = Timestamp.from(Instant.ofEpochSecond(start + 5400));
                UUID id = UUID.randomUUID();
                UUID one = UUID.randomUUID();
                set(event, id, UNIT, kind, "理论学习 " + i, starts, ends, id.toString(), starts);
                set(occurrence, one, id, starts, starts, ends, UNIT, kind, "理论学习 " + i);
                set(reach, UNIT, start, one, start + 5400);
            }
        }
    }

    private static void set(PreparedStatement s, Object... values) throws Exception {
        for (int i = 0; i < values.length; i++) {
            s.setObject(i + 1, values[i]);
        }
        s.executeUpdate();
    }

    /** The first events are in November, the rest in the other months of 2026; the same rule as in {@code run}. */
    static final class Seed {
        static long start(int i, int inNovember) {
            int month = i < inNovember ? 11 : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12}[i % 11];
            return LocalDate.of(2026, month, 1 + i % 28).atTime(1 + i % 8, 0).toEpochSecond(ZoneOffset.UTC);
        }
    }
}
