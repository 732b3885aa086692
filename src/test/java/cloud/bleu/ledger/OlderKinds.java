package cloud.bleu.ledger;

import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.Request;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API server whose kinds come to lack a field: it tells no object with it, though it has it, and
 * refuses a write with it that asks for that.
 */
public final class OlderKinds implements Fault {

  /** The field, null while the kinds have each. */
  public volatile @Nullable String lacking;

  @Override
  public @Nullable Answer instead(Request request) {
    String field = lacking;
    String body = new String(request.body(), StandardCharsets.UTF_8);
    return field != null
            && request.query().contains("fieldValidation=Strict")
            && !unknown(body, field).isEmpty()
        ? Answer.json(400, strict(body, field))
        : null;
  }

  @Override
  public Answer after(Request request, Answer answer) {
    String field = lacking;
    return field == null || !request.method().equals("GET") || answer.code() != 200
        ? answer
        : Answer.json(200, known(new String(answer.body(), StandardCharsets.UTF_8), field));
  }

  /** An object without a field, wherever it is in it. */
  static String known(String body, String field) {
    JsonNode tree = Serialization.unmarshal(body, JsonNode.class);
    tree.findParents(field).forEach(parent -> ((ObjectNode) parent).remove(field));
    return tree.toString();
  }

  /** As Kubernetes 1.36.3 answers. */
  static String strict(String body, String field) {
    String kind = Serialization.unmarshal(body, JsonNode.class).path("kind").asText();
    List<String> unknown =
        unknown(body, field).stream().map(path -> "unknown field \"" + path + "\"").toList();
    return Serialization.asJson(
        new StatusBuilder()
            .withStatus("Failure")
            .withCode(400)
            .withReason("BadRequest")
            .withMessage(
                "%s in version \"v1alpha1\" cannot be handled as a %s: strict decoding error: %s"
                    .formatted(kind, kind, String.join(", ", unknown)))
            .build());
  }

  /** Where an object has a field, by the paths. */
  static List<String> unknown(String body, String field) {
    List<String> paths = new ArrayList<>();
    find(Serialization.unmarshal(body, JsonNode.class), field, "", paths);
    return paths;
  }

  private static void find(JsonNode node, String field, String path, List<String> paths) {
    node.fields()
        .forEachRemaining(
            each -> {
              String at = path.isEmpty() ? each.getKey() : path + "." + each.getKey();
              if (each.getKey().equals(field)) {
                paths.add(at);
              } else {
                find(each.getValue(), field, at, paths);
              }
            });
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      find(node.get(i), field, path + "[" + i + "]", paths);
    }
  }
}
