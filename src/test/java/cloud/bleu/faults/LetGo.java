package cloud.bleu.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Sees each zone of another cluster for which the operator holds a workload no more, in the moment
 * in which the hub has taken that finalizer off and the operator does not know it yet: whether
 * anything of the workload stands there then. That cluster is asked itself.
 */
final class LetGo {

  /** As docs/clusters.md says it; the zone comes after it. */
  private static final String HELD = "elsewhere.placement.bleu.cloud/";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final BiFunction<String, String, Set<String>> standing;

  /** The zones that a workload is held for, by its uid. */
  private final Map<String, Set<String>> held = new HashMap<>();

  private final List<String> early = new ArrayList<>();
  private int zones;

  /**
   * @param standing what there is of a workload in a zone, by the name of both
   */
  LetGo(BiFunction<String, String, Set<String>> standing) {
    this.standing = standing;
  }

  /** Takes note of a write that the hub has answered. */
  synchronized void taken(Request request, Answer answer) {
    if (!request.about("bleuworkloads") || !answer.isSuccess()) {
      return;
    }
    JsonNode metadata;
    try {
      metadata = JSON.readTree(answer.body()).path("metadata");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Set<String> now = zones(metadata);
    Set<String> before = held.put(metadata.path("uid").asText(), now);
    if (before == null) {
      return;
    }
    String workload = metadata.path("name").asText();
    for (String zone : before) {
      if (!now.contains(zone)) {
        zones++;
        Set<String> left = standing.apply(workload, zone);
        if (!left.isEmpty()) {
          early.add(workload + " is not held for " + zone + ", where there is " + left);
        }
      }
    }
  }

  /** The zones that the finalizers of a workload name. */
  private static Set<String> zones(JsonNode metadata) {
    List<String> finalizers = new ArrayList<>();
    metadata.path("finalizers").forEach(one -> finalizers.add(one.asText()));
    return zones(finalizers);
  }

  /** The zones that finalizers name. */
  static Set<String> zones(List<String> finalizers) {
    Set<String> zones = new HashSet<>();
    for (String one : finalizers) {
      int at = one.indexOf(HELD);
      if (at >= 0) {
        zones.add(one.substring(at + HELD.length()));
      }
    }
    return zones;
  }

  /** How often a workload was held no more for a zone. */
  synchronized int count() {
    return zones;
  }

  /** What stood in a zone that was let go. */
  synchronized List<String> early() {
    return List.copyOf(early);
  }
}
