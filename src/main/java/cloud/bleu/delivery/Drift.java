package cloud.bleu.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether an object still says what was asked of it. What the server adds (defaults, status) is no
 * drift; neither is another spelling of one quantity.
 */
final class Drift {

  private Drift() {}

  /** Whether everything in the spec of {@code desired}, replicas aside, is in {@code live}. */
  static boolean none(HasMetadata desired, HasMetadata live) {
    JsonNode want = Serialization.jsonMapper().valueToTree(desired);
    JsonNode have = Serialization.jsonMapper().valueToTree(live);
    ((com.fasterxml.jackson.databind.node.ObjectNode) want.path("spec")).remove("replicas");
    return covers(want.path("spec"), have.path("spec"))
        && covers(want.path("metadata").path("labels"), have.path("metadata").path("labels"));
  }

  private static boolean covers(JsonNode want, @Nullable JsonNode have) {
    if (want.isNull() || want.isMissingNode()) {
      return true;
    }
    if (want.isContainerNode() && want.isEmpty()) {
      return true;
    }
    if (have == null || have.isNull() || have.isMissingNode()) {
      return false;
    }
    if (want.isObject()) {
      Iterator<Map.Entry<String, JsonNode>> fields = want.fields();
      while (fields.hasNext()) {
        Map.Entry<String, JsonNode> field = fields.next();
        if (!covers(field.getValue(), have.get(field.getKey()))) {
          return false;
        }
      }
      return true;
    }
    if (want.isArray()) {
      if (want.size() != have.size()) {
        return false;
      }
      for (int i = 0; i < want.size(); i++) {
        if (!covers(want.get(i), have.get(i))) {
          return false;
        }
      }
      return true;
    }
    return want.asText().equals(have.asText()) || sameQuantity(want.asText(), have.asText());
  }

  private static boolean sameQuantity(String a, String b) {
    try {
      return Quantity.getAmountInBytes(new Quantity(a))
              .compareTo(Quantity.getAmountInBytes(new Quantity(b)))
          == 0;
    } catch (RuntimeException notQuantities) {
      return false;
    }
  }
}
