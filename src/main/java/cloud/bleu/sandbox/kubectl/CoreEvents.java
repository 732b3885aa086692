package cloud.bleu.sandbox.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Events as the core API has them, which {@code kubectl describe} and {@code kubectl events} ask
 * for. They are stored as those of {@code events.k8s.io/v1}, in which the operator writes them: in
 * a cluster too, both are the same objects.
 */
final class CoreEvents {

  private static final String CORE = "/api/v1/";
  private static final String STORED = "/apis/events.k8s.io/v1/";

  /** The names of fields there and here. */
  private static final Map<String, String> FIELDS =
      Map.of(
          "regarding", "involvedObject",
          "note", "message",
          "reportingController", "reportingComponent",
          "deprecatedCount", "count",
          "deprecatedFirstTimestamp", "firstTimestamp",
          "deprecatedLastTimestamp", "lastTimestamp",
          "deprecatedSource", "source");

  private CoreEvents() {}

  /** Whether a path is about events of the core API: of a namespace, of all, or one of them. */
  static boolean are(String path) {
    return path.matches(CORE + "(namespaces/[^/]+/)?events(/[^/]+)?");
  }

  /** Where what is at such a path is stored. */
  static String stored(String path) {
    return path.replaceFirst(CORE, STORED);
  }

  /** Makes a list of stored events, or one of them, what the core API has. */
  static void asCore(JsonNode answer) {
    answer.path("items").forEach(CoreEvents::asCore);
    if (answer instanceof ObjectNode object
        && object.path("apiVersion").asText().startsWith("events.k8s.io/")) {
      object.put("apiVersion", "v1");
      FIELDS.forEach(
          (there, here) -> {
            JsonNode value = object.remove(there);
            if (value != null) {
              object.set(here, value);
            }
          });
    }
  }
}
