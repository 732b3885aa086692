package cloud.bleu.operator.pass;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether zones of this cluster can say what was taken of them by observation: their kind may be
 * older than the operator. The schema that the API server publishes says so; every signed-in
 * account may read it, by the role {@code system:discovery}.
 */
public final class LossRecords {
  private static final Logger LOG = LoggerFactory.getLogger(LossRecords.class);

  private static final String PATH = "/openapi/v3/apis/placement.bleu.cloud/v1alpha1";

  private final Function<String, @Nullable String> schemas;

  /**
   * @param schemas what the API server answers to a path, null where it has nothing there; may
   *     throw a {@link KubernetesClientException}
   */
  public LossRecords(Function<String, @Nullable String> schemas) {
    this.schemas = schemas;
  }

  /**
   * Whether the kind has {@code status.observedLosses}; that it has not is told in the log. True
   * where the API server does not say: then a status that cannot be written shows it.
   */
  public boolean isThere() {
    boolean there;
    try {
      there = isIn(schemas.apply(PATH));
    } catch (KubernetesClientException e) {
      LOG.debug("the API server does not say which fields zones have", e);
      return true;
    }
    if (!there) {
      LOG.warn(
          "the kind AvailabilityZone of this cluster has no status.observedLosses, so no loss of a"
              + " zone is taken by observation (--max-observed-losses): each waits until a person"
              + " reports it; apply crds/ of the version of the operator, and start it anew");
    }
    return there;
  }

  /**
   * Whether a published schema has the field, or says nothing of zones.
   *
   * @param schema as the API server answers; null: it has none
   */
  private static boolean isIn(@Nullable String schema) {
    if (schema == null) {
      return true;
    }
    JsonNode schemas;
    try {
      schemas = Serialization.jsonMapper().readTree(schema).path("components").path("schemas");
    } catch (JsonProcessingException e) {
      return true;
    }
    for (JsonNode kind : schemas) {
      if ("AvailabilityZone"
          .equals(kind.path("x-kubernetes-group-version-kind").path(0).path("kind").asText())) {
        return kind.path("properties").path("status").path("properties").has("observedLosses");
      }
    }
    return true;
  }
}
