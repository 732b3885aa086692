package cloud.bleu.cli.doctor;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.apiserver.SeenObject;
import cloud.bleu.cli.input.ClusterReader;
import cloud.bleu.cli.option.ClusterConnection;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.status.fact.FactStatement;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;

/** Writes the provenance of one group of facts into a cluster, and nothing else of the object. */
public final class FactPatch {

  private static final String MANAGER = "bleu-facts";

  private FactPatch() {}

  /**
   * Writes it into the spec that was read, whatever became of the status since.
   *
   * @param object as the person named it
   * @param values of the provenance
   * @throws BadInputException where the spec changed since, or a right is missing
   */
  public static void write(
      InputOptions input,
      String object,
      CustomResource<?, ?> found,
      FactStatement statement,
      Map<String, String> values) {
    ClusterReader.with(
        input,
        client -> {
          try {
            SeenObject.over(
                client,
                found,
                version ->
                    client
                        .resource(found)
                        .patch(
                            new PatchContext.Builder()
                                .withPatchType(PatchType.JSON)
                                .withFieldManager(MANAGER)
                                .build(),
                            patch(version, statement, values)));
            return object;
          } catch (KubernetesClientException e) {
            throw refusal(object, found, e);
          }
        });
  }

  private static String patch(String version, FactStatement statement, Map<String, String> values) {
    return json(
        List.of(
            // What is confirmed is what was read: an edit in between is a conflict.
            operation("replace", "/metadata/resourceVersion", version),
            operation("add", statement.pointer() + "/" + statement.field(), values)));
  }

  private static Map<String, Object> operation(String op, String path, Object value) {
    return Map.of("op", op, "path", path, "value", value);
  }

  private static String json(Object tree) {
    try {
      return new JsonMapper().writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the server said to the write, and what to do; that it says nothing is told elsewhere. */
  private static RuntimeException refusal(
      String object, CustomResource<?, ?> found, KubernetesClientException e) {
    String told = e.getStatus() == null ? null : e.getStatus().getMessage();
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_FORBIDDEN ->
          new BadInputException(
              (told == null ? "the cluster answered 403" : told)
                  + "; needed: get, list and patch on "
                  + found.getPlural()
                  + ", and the verb attest for a basis above Assumption");
      case HttpURLConnection.HTTP_CONFLICT ->
          // By somebody, or by a try of this command of which the answer was lost.
          new BadInputException(object + " changed meanwhile; look at it again, then confirm");
      default ->
          told == null || !Refusal.isAnswered(e) || ClusterConnection.refusesAnyRequest(e)
              ? e
              : new BadInputException(object + ": " + told);
    };
  }
}
