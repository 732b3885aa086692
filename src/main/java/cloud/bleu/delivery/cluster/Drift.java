package cloud.bleu.delivery.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether an object still says what was asked of it. What the server adds (defaults, status) is no
 * drift; neither is another spelling of one quantity.
 */
public final class Drift {

  private Drift() {}

  /** Where {@code live} first says something else than {@code desired}, replicas aside; or null. */
  public static @Nullable String first(HasMetadata desired, HasMetadata live) {
    List<String> found = found(desired, live, 1);
    return found.isEmpty() ? null : found.get(0);
  }

  /** Everywhere that it does, in the order of what is asked for. */
  static List<String> all(HasMetadata desired, HasMetadata live) {
    return found(desired, live, Integer.MAX_VALUE);
  }

  private static List<String> found(HasMetadata desired, HasMetadata live, int most) {
    JsonNode want = Serialization.jsonMapper().valueToTree(desired);
    JsonNode have = Serialization.jsonMapper().valueToTree(live);
    if (want.path("spec") instanceof ObjectNode spec) {
      spec.remove("replicas");
    }
    List<String> found = new ArrayList<>();
    find(
        "metadata.labels",
        want.path("metadata").path("labels"),
        have.path("metadata").path("labels"),
        most,
        found);
    find("spec", want.path("spec"), have.path("spec"), most, found);
    return found;
  }

  private static void find(
      String path, JsonNode want, @Nullable JsonNode have, int most, List<String> found) {
    if (found.size() >= most
        || want.isNull()
        || want.isMissingNode()
        || (want.isContainerNode() && want.isEmpty())) {
      return;
    }
    if (have == null || have.isNull() || have.isMissingNode()) {
      if (!isZero(want)) {
        found.add(path);
      }
    } else if (want.isObject()) {
      want.fields()
          .forEachRemaining(
              field ->
                  find(
                      path + "." + field.getKey(),
                      field.getValue(),
                      have.get(field.getKey()),
                      most,
                      found));
    } else if (want.isArray() && want.size() == have.size()) {
      for (int i = 0; i < want.size(); i++) {
        find(path + "[" + i + "]", want.get(i), have.get(i), most, found);
      }
    } else if (want.isArray()
        || !want.asText().equals(have.asText()) && !sameQuantity(want.asText(), have.asText())) {
      found.add(path);
    }
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
