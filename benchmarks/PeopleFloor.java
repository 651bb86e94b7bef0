import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * The floor of finding people: a bare handler on the portal's own Jetty that walks through names and numbers in memory and answers the
 * first twenty that hold what is typed; no pinyin, no order, no sign-in, no rights. Arguments: port, file with a person a line.
 */
public final class PeopleFloor {

    private static final int PAGE = 20;

    public static void main(String[] args) throws Exception {
        List<String> people = Files.readAllLines(Path.of(args[1])).stream().map(line -> line.toLowerCase(Locale.ROOT)).toList();
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(args[0]));
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                byte[] body = found(people, URLDecoder.decode(request.getHttpURI().getQuery().substring(2), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
                response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
                response.write(true, ByteBuffer.wrap(body), callback);
                return true;
            }
        });
        server.start();
        server.join();
    }

    private static byte[] found(List<String> people, String typed) {
        StringBuilder json = new StringBuilder("{\"items\":[");
        int total = 0;
        for (String person : people) {
            if (person.contains(typed) && total++ < PAGE) {
                json.append(total > 1 ? "," : "").append('"').append(person).append('"');
            }
        }
        return json.append("],\"total\":").append(total).append('}').toString().getBytes(StandardCharsets.UTF_8);
    }
}
