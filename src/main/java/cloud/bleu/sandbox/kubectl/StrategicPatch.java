package cloud.bleu.sandbox.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.stream.StreamSupport;

/**
 * What kubectl sends for kinds of Kubernetes: a merge patch in which a list is merged by the keys
 * of its kind, and a field that begins with {@code $} says how.
 */
final class StrategicPatch {
  static final String TYPE = "application/strategic-merge-patch+json";

  private StrategicPatch() {}

  /**
   * Whether it means the same as a JSON merge patch (RFC 7396): it has no list and no such field.
   */
  static boolean isMergePatch(byte[] patch) throws IOException {
    return isPlain(Serialization.jsonMapper().readTree(patch));
  }

  private static boolean isPlain(JsonNode node) {
    return !node.isArray()
        && node.properties().stream().noneMatch(field -> field.getKey().startsWith("$"))
        && StreamSupport.stream(node.spliterator(), false).allMatch(StrategicPatch::isPlain);
  }
}
