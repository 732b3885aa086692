package cloud.bleu.operator.pass;

import cloud.bleu.apiserver.Refusal;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether zones of this cluster can record a loss that was taken by observation: their kind may be
 * older than the operator. The schema that the API server publishes shows that; every signed-in
 * account may read it, by the role {@code system:discovery}. It is published some time after the
 * kind is applied, so a refused write shows it too, and after a no the question is asked again.
 */
public final class LossRecords {
  private static final Logger LOG = LoggerFactory.getLogger(LossRecords.class);

  private static final String PATH = "/openapi/v3/apis/placement.bleu.cloud/v1alpha1";

  private static final String FIELD = "observedLosses";

  /** At most so often it is asked; a little less than the minute after which the loop looks. */
  private static final Duration AGAIN = Duration.ofSeconds(50);

  private final Function<String, @Nullable String> schemas;
  private final Clock clock;
  private @Nullable Instant asked;
  private boolean missing;
  private boolean refused;

  /**
   * @param schemas what the API server answers to a path, null where it has nothing there; may
   *     throw a {@link KubernetesClientException}
   */
  public LossRecords(Function<String, @Nullable String> schemas, Clock clock) {
    this.schemas = schemas;
    this.clock = clock;
  }

  /**
   * Whether the kind has {@code status.observedLosses}: asked at first, and again while it has not,
   * about once a minute. That it has not is told in the log, once. True where the API server never
   * said: then a status that cannot be written shows it.
   */
  public boolean isThere() {
    if (isDue()) {
      Boolean there = ask();
      if (there != null) {
        told(!there, !there && isRefused());
      }
    }
    return !isMissing();
  }

  private synchronized boolean isDue() {
    Instant now = clock.instant();
    boolean due =
        asked == null || missing && Duration.between(asked, now).abs().compareTo(AGAIN) >= 0;
    asked = due ? now : asked;
    return due;
  }

  /** Whether it is known that the kind has no such field. Asks nobody. */
  public synchronized boolean isMissing() {
    return missing;
  }

  /** Whether a status with that field was refused, and nothing has said since that it is there. */
  public synchronized boolean isRefused() {
    return refused;
  }

  /** Takes in why a status was not written; whether that is because the kind has no such field. */
  public boolean refused(Refusal refusal) {
    boolean ours =
        refusal.source() == Refusal.Source.Undeclared && refusal.words().contains("." + FIELD);
    if (ours) {
      told(true, true);
    }
    return ours;
  }

  private synchronized void told(boolean isMissing, boolean isRefused) {
    if (isMissing && !missing) {
      LOG.warn(
          "the kind AvailabilityZone of this cluster has no status.observedLosses, so no loss of a"
              + " zone is taken by observation (--max-observed-losses): each waits until a person"
              + " reports it; apply crds/ of the version of the operator");
    }
    missing = isMissing;
    refused = isRefused;
  }

  /** Null: the API server does not say. */
  private @Nullable Boolean ask() {
    try {
      return isIn(schemas.apply(PATH));
    } catch (KubernetesClientException e) {
      LOG.debug("the API server does not say which fields zones have", e);
      return null;
    }
  }

  /**
   * Whether a published schema has the field; null: it says nothing of zones.
   *
   * @param schema as the API server answers; null: it has none
   */
  private static @Nullable Boolean isIn(@Nullable String schema) {
    if (schema == null) {
      return null;
    }
    JsonNode schemas;
    try {
      schemas = Serialization.jsonMapper().readTree(schema).path("components").path("schemas");
    } catch (JsonProcessingException e) {
      return null;
    }
    for (JsonNode kind : schemas) {
      if ("AvailabilityZone"
          .equals(kind.path("x-kubernetes-group-version-kind").path(0).path("kind").asText())) {
        return kind.path("properties").path("status").path("properties").has(FIELD);
      }
    }
    return null;
  }
}
