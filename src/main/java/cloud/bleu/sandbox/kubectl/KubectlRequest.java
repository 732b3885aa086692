package cloud.bleu.sandbox.kubectl;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What kubectl asks for.
 *
 * @param uri path and query
 * @param contentType of the body, empty without one
 * @param accept the forms of the answer that are taken
 * @param query the values of the query by name
 */
record KubectlRequest(
    String method,
    URI uri,
    String contentType,
    String accept,
    Map<String, String> query,
    byte[] body) {

  private static final Duration LONGEST_WATCH = Duration.ofMinutes(30);
  private static final String TABLE = "as=Table";
  private static final String FIELDS = "fieldSelector";

  static KubectlRequest of(HttpExchange exchange) throws IOException {
    return new KubectlRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI(),
        header(exchange, "Content-Type"),
        header(exchange, "Accept"),
        query(exchange.getRequestURI()),
        exchange.getRequestBody().readAllBytes());
  }

  String path() {
    return uri.getPath();
  }

  /** Path and query for a server that has no core events, and knows no field but the name. */
  URI target() {
    String path = asksCoreEvents() ? CoreEvents.stored(uri.getRawPath()) : uri.getRawPath();
    String raw = uri.getRawQuery();
    String left =
        Stream.of((raw == null ? "" : raw).split("&", -1))
            .filter(pair -> !pair.startsWith(FIELDS + "=") || selectsName())
            .collect(Collectors.joining("&"));
    return URI.create(path + (left.isEmpty() ? "" : "?" + left));
  }

  /** Whether the answer is to have events as the core API has them. */
  boolean asksCoreEvents() {
    return method.equals("GET") && CoreEvents.are(path());
  }

  /** Which objects of a list or a watch are asked for; all where it does not say. */
  FieldSelector fieldSelector() {
    return new FieldSelector(query.getOrDefault(FIELDS, ""));
  }

  /** The server behind finds an object by its name, and begins a watch of it with that alone. */
  private boolean selectsName() {
    return query.getOrDefault(FIELDS, "").matches("metadata\\.name=[^,]*");
  }

  boolean watches() {
    return "true".equals(query.get("watch")) || "1".equals(query.get("watch"));
  }

  /** Whether it asks for a list by watching: clients that are refused one list first. */
  boolean streams() {
    return "true".equals(query.get("sendInitialEvents"));
  }

  /** The version after which events are wanted, 0 for all. */
  long resourceVersion() {
    return number(query.get("resourceVersion"), 0);
  }

  /** How long a watch lasts. */
  Duration timeout() {
    return Duration.ofSeconds(number(query.get("timeoutSeconds"), LONGEST_WATCH.toSeconds()));
  }

  boolean asksTable() {
    return method.equals("GET") && accept.contains(TABLE);
  }

  /** Whether the rows of a table are to have whole objects. */
  boolean asksWhole() {
    return "Object".equals(query.get("includeObject"));
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new TreeMap<>();
    String raw = uri.getQuery();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      query.put(
          equals < 0 ? pair : pair.substring(0, equals),
          equals < 0 ? "" : pair.substring(equals + 1));
    }
    return query;
  }

  private static long number(@Nullable String text, long otherwise) {
    return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : otherwise;
  }
}
