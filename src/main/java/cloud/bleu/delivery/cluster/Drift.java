package cloud.bleu.delivery.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
public final class Drift {

  private Drift() {}

  /** Where {@code live} first says something else than {@code desired}, replicas aside; or null. */
  public static @Nullable String first(HasMetadata desired, HasMetadata live) {
    JsonNode want = Serialization.jsonMapper().valueToTree(desired);
    JsonNode have = Serialization.jsonMapper().valueToTree(live);
    if (want.path("spec") instanceof ObjectNode spec) {
      spec.remove("replicas");
    }
    String labels =
        first(
            "metadata.labels",
            want.path("metadata").path("labels"),
            have.path("metadata").path("labels"));
    return labels != null ? labels : first("spec", want.path("spec"), have.path("spec"));
  }

  private static @Nullable String first(String path, JsonNode want, @Nullable JsonNode have) {
    if (want.isNull() || want.isMissingNode() || (want.isContainerNode() && want.isEmpty())) {
      return null;
    }
    if (have == null || have.isNull() || have.isMissingNode()) {
      return isZero(want) ? null : path;
    }
    if (want.isObject()) {
      Iterator<Map.Entry<String, JsonNode>> fields = want.fields();
      while (fields.hasNext()) {
        Map.Entry<String, JsonNode> field = fields.next();
        String found =
            first(path + "." + field.getKey(), field.getValue(), have.get(field.getKey()));
        if (found != null) {
          return found;
        }
      }
      return null;
    }
    if (want.isArray()) {
      if (want.size() != have.size()) {
        return path;
      }
      for (int i = 0; i < want.size(); i++) {
        String found = first(path + "[" + i + "]", want.get(i), have.get(i));
        if (found != null) {
          return found;
        }
      }
      return null;
    }
    boolean same =
        want.asText().equals(have.asText()) || sameQuantity(want.asText(), have.asText());
    return same ? null : path;
  }

  /** What the server leaves out when it writes. */
  private static boolean isZero(JsonNode value) {
    return value.isValueNode()
        && (value.asText().isEmpty()
            || (value.isNumber() && value.asDouble() == 0)
            || (value.isBoolean() && !value.asBoolean()));
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
