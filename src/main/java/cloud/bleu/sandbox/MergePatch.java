package cloud.bleu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** JSON Merge Patch, RFC 7396: null removes, a list replaces. */
final class MergePatch {

  private MergePatch() {}

  /** The target with the patch applied; the target stays as it is. */
  static JsonNode apply(@Nullable JsonNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch;
    }
    ObjectNode result =
        target instanceof ObjectNode object
            ? object.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    changes
        .properties()
        .forEach(
            change -> {
              if (change.getValue().isNull()) {
                result.remove(change.getKey());
              } else {
                result.set(change.getKey(), apply(result.get(change.getKey()), change.getValue()));
              }
            });
    return result;
  }
}
