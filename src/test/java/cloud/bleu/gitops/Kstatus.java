package cloud.bleu.gitops;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What kstatus makes of an object of a kind that it does not know: the rules of {@code
 * pkg/kstatus/status} of {@code sigs.k8s.io/cli-utils}, in their order. {@code KstatusPlaneTest}
 * asks the library itself.
 */
final class Kstatus {

  private Kstatus() {}

  /** {@code Terminating}, {@code InProgress}, {@code Failed} or {@code Current}. */
  static String of(JsonNode object) {
    if (!object.at("/metadata/deletionTimestamp").asText().isEmpty()) {
      return "Terminating";
    }
    JsonNode generation = object.at("/metadata/generation");
    JsonNode observed = object.at("/status/observedGeneration");
    if (generation.isNumber() && observed.isNumber() && generation.asLong() != observed.asLong()) {
      return "InProgress";
    }
    for (JsonNode condition : object.at("/status/conditions")) {
      if (condition.path("status").asText().equals("True")) {
        switch (condition.path("type").asText()) {
          case "Reconciling" -> {
            return "InProgress";
          }
          case "Stalled" -> {
            return "Failed";
          }
          default -> {}
        }
      }
    }
    for (JsonNode condition : object.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True") ? "Current" : "InProgress";
      }
    }
    return "Current";
  }
}
