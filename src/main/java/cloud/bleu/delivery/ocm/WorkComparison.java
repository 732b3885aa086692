package cloud.bleu.delivery.ocm;

import cloud.bleu.delivery.cluster.ForeignFields;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether a work on the hub still says what was asked. The API server stores its manifests as they
 * were written and adds nothing to them. So whatever is more than was asked is a change by somebody
 * else, and so is what was asked before and is not any more. In the rest of a work the server adds
 * single values. A field beside these, such as an executor, is a change if somebody else owns it: a
 * webhook of the hub may add it to each write of the operator.
 */
final class WorkComparison {

  private static final String MANIFESTS = "manifests";

  private WorkComparison() {}

  /** Whether nothing is to be written so that a work says what is asked. */
  static boolean isAsAsked(GenericKubernetesResource asked, GenericKubernetesResource live) {
    JsonNode want = Serialization.jsonMapper().valueToTree(asked.get("spec"));
    JsonNode have = Serialization.jsonMapper().valueToTree(live.get("spec"));
    return !ForeignFields.areIn(live)
        && contains(live.getMetadata().getLabels(), asked.getMetadata().getLabels())
        && isSame(
            want.path("workload").path(MANIFESTS),
            have.path("workload").path(MANIFESTS),
            more -> false)
        && isSame(
            want.path(ManifestWork.CONFIGS), have.path(ManifestWork.CONFIGS), JsonNode::isValueNode)
        && isSame(want.path("deleteOption"), have.path("deleteOption"), more -> true);
  }

  private static boolean contains(@Nullable Map<String, String> live, Map<String, String> asked) {
    return live != null && live.entrySet().containsAll(asked.entrySet());
  }

  /**
   * Whether two trees say the same. What is null or empty is as if it were not there: the API
   * server leaves that out of metadata.
   *
   * @param completed whether something may be there that was not asked for
   */
  private static boolean isSame(JsonNode want, JsonNode have, Predicate<JsonNode> completed) {
    if (isNothing(want)) {
      return isNothing(have) || completed.test(have);
    }
    if (want.isObject() && have.isObject()) {
      return isSameObject(want, have, completed);
    }
    if (want.isArray() && have.isArray()) {
      return isSameArray(want, have, completed);
    }
    return want.isNumber() && have.isNumber()
        ? want.decimalValue().compareTo(have.decimalValue()) == 0
        : want.equals(have);
  }

  private static boolean isSameObject(JsonNode want, JsonNode have, Predicate<JsonNode> completed) {
    for (Iterator<String> keys = want.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!isSame(want.path(key), have.path(key), completed)) {
        return false;
      }
    }
    for (Iterator<String> keys = have.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!want.has(key) && !isSame(want.path(key), have.path(key), completed)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSameArray(JsonNode want, JsonNode have, Predicate<JsonNode> completed) {
    if (want.size() != have.size()) {
      return false;
    }
    for (int i = 0; i < want.size(); i++) {
      if (!isSame(want.get(i), have.get(i), completed)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNothing(JsonNode value) {
    return value.isMissingNode() || value.isNull() || (value.isContainerNode() && value.isEmpty());
  }
}
