package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a status says of whether it is done, read as kstatus reads it, and what is odd about it. */
final class SettledState {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reasons that pass by themselves within moments. */
  private static final Set<String> MOMENTARY =
      Set.of("NotYetDecided", "Committing", "RollingOut", "ReplicasNotReady");

  private final List<String> unseen = new ArrayList<>();
  private final List<String> momentary = new ArrayList<>();
  private final List<String> odd = new ArrayList<>();

  static SettledState of(KubernetesClient client) {
    SettledState state = new SettledState();
    client.resources(BleuWorkload.class).list().getItems().forEach(state::look);
    client.resources(AvailabilityZone.class).list().getItems().forEach(state::look);
    client.resources(CloudProvider.class).list().getItems().forEach(state::look);
    client.resources(SovereigntyPolicy.class).list().getItems().forEach(state::look);
    client.apps().deployments().list().getItems().forEach(state::isSeen);
    client.apps().statefulSets().list().getItems().forEach(state::isSeen);
    return state;
  }

  /**
   * Objects whose newest generation the operator, or a controller of Kubernetes, has not answered.
   */
  List<String> unseen() {
    return unseen;
  }

  /** Conditions that cannot last. */
  List<String> momentary() {
    return momentary;
  }

  /** What kstatus would misread. */
  List<String> odd() {
    return odd;
  }

  /** Takes into account whether the newest generation of an object is answered; returns it. */
  boolean isSeen(HasMetadata object) {
    JsonNode seen = JSON.valueToTree(object).path("status").path("observedGeneration");
    boolean newest = seen.asLong(-1) == object.getMetadata().getGeneration();
    if (!newest) {
      unseen.add(nameOf(object));
    }
    return newest;
  }

  private static String nameOf(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }

  /** Takes a status into account. */
  void look(HasMetadata object) {
    if (!isSeen(object)) {
      return;
    }
    String name = nameOf(object);
    long generation = object.getMetadata().getGeneration();
    JsonNode status = JSON.valueToTree(object).path("status");
    Map<String, JsonNode> conditions = new TreeMap<>();
    for (JsonNode c : status.path("conditions")) {
      String type = c.path("type").asText();
      if (conditions.put(type, c) != null) {
        odd.add(name + " has two conditions " + type);
      }
      if (c.path("reason").asText().isEmpty() || c.path("message").asText().isEmpty()) {
        odd.add(name + " does not say why " + type + " is " + c.path("status").asText());
      }
      if (c.path("observedGeneration").asLong(-1) != generation) {
        odd.add(name + " says " + type + " of an older generation");
      }
      if (MOMENTARY.contains(c.path("reason").asText())) {
        momentary.add(name + " " + type + " " + c.path("reason").asText());
      }
    }
    String ready = said(conditions, "Ready");
    String reconciling = said(conditions, "Reconciling");
    String stalled = said(conditions, "Stalled");
    if (ready.isEmpty()) {
      odd.add(name + " does not say whether it is Ready");
    }
    if (List.of(reconciling, stalled).stream().anyMatch(s -> !s.isEmpty() && !s.equals("True"))) {
      odd.add(name + " has Reconciling or Stalled, which are there only while true");
    }
    int answers =
        (ready.equals("True") ? 1 : 0)
            + (reconciling.equals("True") ? 1 : 0)
            + (stalled.equals("True") ? 1 : 0);
    boolean waits = object instanceof BleuWorkload || !stalled.isEmpty() || ready.equals("True");
    if (waits && answers != 1) {
      odd.add(name + ": Ready " + ready + ", Reconciling " + reconciling + ", Stalled " + stalled);
    }
  }

  private static String said(Map<String, JsonNode> conditions, String type) {
    return conditions.containsKey(type) ? conditions.get(type).path("status").asText() : "";
  }
}
