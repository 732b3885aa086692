package cloud.bleu.sandbox.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The {@code Scale} of {@code autoscaling/v1} of the kinds that have replicas. */
final class ScaleSubresource {

  private static final String END = "/scale";

  private ScaleSubresource() {}

  static boolean isScale(String path) {
    return path.endsWith(END);
  }

  /** The path of the object itself. */
  static String parent(String path) {
    return path.substring(0, path.length() - END.length());
  }

  /** What a new or changed Scale changes of the object, as a merge patch. */
  static ObjectNode patch(JsonNode scale) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    patch.putObject("spec").set("replicas", scale.path("spec").path("replicas"));
    return patch;
  }

  /** The Scale of an object. */
  static ObjectNode of(JsonNode object) {
    ObjectNode scale = JsonNodeFactory.instance.objectNode();
    scale.put("apiVersion", "autoscaling/v1").put("kind", "Scale");
    ObjectNode metadata = scale.putObject("metadata");
    for (String field :
        List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
      metadata.set(field, object.path("metadata").path(field));
    }
    scale.putObject("spec").put("replicas", object.path("spec").path("replicas").asInt(1));
    scale
        .putObject("status")
        .put("replicas", object.path("status").path("replicas").asInt())
        .put("selector", object.path("status").path("selector").asText(""));
    return scale;
  }
}
