package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.translate.workload.WrittenDecision;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the operator says and what it keeps, as far as the inputs determine it: specs of placements
 * and children, every status. Left out are times, versions, uids, the number of the last decision,
 * how often a Deployment was rolled out, and what a status remembers of the last evacuation.
 */
final class WorldState {
  private static final ObjectMapper JSON =
      new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
  private static final List<String> VOLATILE =
      List.of(
          "lastTransitionTime",
          "observedGeneration",
          "asOf",
          "validUntil",
          "cause",
          "decision",
          "lastEvacuation",
          "uid",
          "deployment.kubernetes.io/revision");

  private static final int AROUND = 40;

  private final SortedMap<String, String> objects = new TreeMap<>();
  private final SortedMap<String, SortedSet<String>> pods = new TreeMap<>();
  private final SettledState settled = new SettledState();

  static WorldState of(KubernetesClient client) {
    WorldState state = new WorldState();
    state.statuses(client.resources(BleuWorkload.class).list().getItems());
    state.statuses(client.resources(AvailabilityZone.class).list().getItems());
    state.statuses(client.resources(CloudProvider.class).list().getItems());
    state.statuses(client.resources(SovereigntyPolicy.class).list().getItems());
    for (WorkloadPlacement wp : client.resources(WorkloadPlacement.class).list().getItems()) {
      ObjectNode spec = JSON.valueToTree(wp.getSpec());
      spec.remove("evacuation");
      // Loss by loss, so that what is said of each can be compared without where it leads to.
      spec.set("contingency", JSON.valueToTree(WrittenDecision.contingency(wp)));
      state.put(wp, "spec", spec);
      state.put(wp, "status", wp.getStatus());
    }
    client.apps().deployments().list().getItems().forEach(d -> state.answered(d, d.getSpec()));
    client.apps().statefulSets().list().getItems().forEach(s -> state.answered(s, s.getSpec()));
    client
        .policy()
        .v1()
        .podDisruptionBudget()
        .list()
        .getItems()
        .forEach(b -> state.child(b, b.getSpec()));
    client.pods().list().getItems().forEach(state::pod);
    return state;
  }

  /** All of it, to be compared. */
  List<?> content() {
    return List.of(objects, pods);
  }

  private void statuses(List<? extends HasMetadata> list) {
    for (HasMetadata object : list) {
      settled.look(object);
      JsonNode tree = JSON.valueToTree(object);
      put(object, "status", tree.path("status"));
      put(object, "finalizers", object.getMetadata().getFinalizers());
    }
  }

  private void answered(HasMetadata object, Object spec) {
    settled.isSeen(object);
    child(object, spec);
  }

  private void child(HasMetadata object, Object spec) {
    put(object, "spec", spec);
    put(object, "labels", object.getMetadata().getLabels());
    put(object, "annotations", object.getMetadata().getAnnotations());
  }

  private void pod(Pod pod) {
    if (pod.getMetadata().getDeletionTimestamp() == null && pod.getSpec().getNodeName() != null) {
      String owner =
          pod.getMetadata().getLabels().getOrDefault("placement.bleu.cloud/workload", "");
      pods.computeIfAbsent(owner, o -> new TreeSet<>())
          .add(
              pod.getSpec().getNodeName().replaceAll("-[0-9]+$", "")
                  + " "
                  + pod.getMetadata().getUid());
    }
  }

  private void put(HasMetadata object, String part, Object content) {
    JsonNode tree = JSON.valueToTree(content);
    strip(tree);
    try {
      objects.put(
          object.getKind() + "/" + object.getMetadata().getName() + " " + part,
          JSON.writeValueAsString(JSON.treeToValue(tree, Object.class)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void strip(JsonNode tree) {
    if (tree instanceof ObjectNode object) {
      object.remove(VOLATILE);
      if (object.path("health").has("signal")) {
        // A zone that was closed meanwhile says since when it is open again.
        object.remove("returned");
        ((ObjectNode) object.get("health")).remove("since");
      }
    }
    tree.forEach(WorldState::strip);
  }

  /** What these statuses say of whether they are done. */
  SettledState settled() {
    return settled;
  }

  /** The pods that stand for a workload, with zone and uid. */
  SortedSet<String> pods(String workload) {
    return pods.getOrDefault(workload, new TreeSet<>());
  }

  /** What is said of one object, by part; null for nothing. */
  String said(String object, String part) {
    return objects.get(object + " " + part);
  }

  /**
   * This state without what may depend on the way: a reserve in force is kept and not searched
   * again, so after a way through another decision the same losses are survived with as many moves,
   * but perhaps to other zones. The volumes of a zone that had more replicas on the way are
   * remembered.
   */
  WorldState withoutHistory() {
    WorldState state = new WorldState();
    objects.forEach(
        (key, text) -> {
          JsonNode tree = parsed(text);
          if (key.startsWith("AvailabilityZone/") && tree instanceof ObjectNode zone) {
            zone.remove(List.of("reserved", "available", "largestFit", "worstLoss"));
          }
          if (key.startsWith("WorkloadPlacement/") && tree instanceof ObjectNode placement) {
            placement.remove("formerOrdinals");
          }
          tree.path("contingency")
              .forEach(c -> c.path("moves").forEach(m -> ((ObjectNode) m).remove("to")));
          state.objects.put(key, tree.toString());
        });
    state.pods.putAll(pods);
    return state;
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A line for each difference. */
  List<String> differences(WorldState before) {
    TreeSet<String> keys = new TreeSet<>(objects.keySet());
    keys.addAll(before.objects.keySet());
    return keys.stream()
        .filter(k -> !String.valueOf(before.objects.get(k)).equals(objects.get(k)))
        .map(k -> k + ": " + changed(before.objects.get(k), objects.get(k)))
        .toList();
  }

  /** The part in which two texts differ, with a little around it. */
  private static String changed(String was, String is) {
    if (was == null || is == null) {
      return was == null ? "is new" : "is gone";
    }
    int from = 0;
    while (from < Math.min(was.length(), is.length()) && was.charAt(from) == is.charAt(from)) {
      from++;
    }
    int to = 0;
    while (to < Math.min(was.length(), is.length()) - from
        && was.charAt(was.length() - 1 - to) == is.charAt(is.length() - 1 - to)) {
      to++;
    }
    int start = Math.max(0, from - AROUND);
    int tail = Math.max(0, to - AROUND);
    return "was "
        + was.substring(start, was.length() - tail)
        + ", is "
        + is.substring(start, is.length() - tail);
  }
}
