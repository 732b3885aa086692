package cloud.bleu.faults;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.Stillness;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * One full life of a workload: created, grown, its template edited, a zone lost and back, a zone
 * drained and back, scaled to nothing, deleted. After each of these the state is written down; a
 * life that is to go as another one waits for the state of that one each time, and no longer.
 */
final class Life {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final String NAME = "web";
  private static final Duration QUIET = Duration.ofMillis(2500);

  private final Scene scene;
  private final KubernetesClient client;
  private final Effects effects;
  private final @Nullable List<String> expected;
  private final List<String> states = new ArrayList<>();
  private String uid = "";

  /**
   * @param effects of the operators that it lives under
   * @param expected the states of the life that this one is to be like, null for the first
   */
  Life(Scene scene, KubernetesClient client, Effects effects, @Nullable List<String> expected) {
    this.scene = scene;
    this.client = client;
    this.effects = effects;
    this.expected = expected;
  }

  /** The uid that the workload had. */
  String uid() {
    return uid;
  }

  /** The states in order, one line each. */
  List<String> live(Config config) {
    try {
      return live();
    } catch (AssertionError | RuntimeException e) {
      try (Operators clean = new Operators(config, null, Fault.NONE)) {
        clear();
      }
      throw e;
    }
  }

  private List<String> live() {
    // No zone is lost but by the incident below: a node whose heartbeats are late for a moment, on
    // a machine that is slow, moves nothing.
    scene.workload(
        NAME,
        3,
        "{tolerate: [{of: Site, keep: 2, recover: Reserved}], failover: {after: 10m, returnAfter:"
            + " 1s}}");
    uid = scene.workload(NAME).getMetadata().getUid();
    state("created", 3);

    client.resources(BleuWorkload.class).withName(NAME).scale(6);
    state("grown", 6);

    client
        .resources(BleuWorkload.class)
        .withName(NAME)
        .patch(
            PatchContext.of(PatchType.JSON),
            "[{\"op\":\"replace\",\"path\":\"/spec/workload/deployment/template/spec/containers/0/name\",\"value\":\"second\"}]");
    scene.until("rolled", () -> children().stream().allMatch(Life::isRolled));
    state("edited", 6);

    String lost = scene.assigned(NAME).keySet().iterator().next();
    incident(lost, "\"Lost\"");
    scene.until("moved out of " + lost, () -> !scene.assigned(NAME).containsKey(lost));
    state("lost", 6);
    incident(lost, "null");
    scene.until("back in " + lost, () -> scene.bound(NAME).containsKey(lost));
    state("returned", 6);

    String drained = new TreeSet<>(scene.assigned(NAME).keySet()).last();
    zone(drained, "Drained");
    scene.until("drained " + drained, () -> !scene.assigned(NAME).containsKey(drained));
    state("drained", 6);
    zone(drained, "Active");
    // Nothing moves for it: that it was looked at says the zone.
    scene.until("looked at " + drained, () -> isLookedAt(scene.zone(drained)));
    state("active", 6);

    client.resources(BleuWorkload.class).withName(NAME).scale(0);
    scene.until("none decided", () -> scene.assigned(NAME).isEmpty());
    scene.until(
        "no pods, and no budget for them",
        () -> scene.pods(NAME).isEmpty() && scene.children(NAME).isEmpty() && budgets().isEmpty());
    state("none", 0);

    end();
    return List.copyOf(states);
  }

  /** Whatever became of it: makes way for the next one, under an operator that works. */
  void clear() {
    for (AvailabilityZone zone : client.resources(AvailabilityZone.class).list().getItems()) {
      incident(zone.getMetadata().getName(), "null");
      zone(zone.getMetadata().getName(), "Active");
    }
    end();
  }

  private void end() {
    client.resources(BleuWorkload.class).withName(NAME).delete();
    scene.until(
        "nothing is left",
        () ->
            scene.workload(NAME) == null
                && scene.placement(NAME) == null
                && scene.children(NAME).isEmpty()
                && scene.pods(NAME).isEmpty()
                && budgets().isEmpty()
                && (scene.ledger() == null || scene.ledger().getSpec().entries().isEmpty())
                && zonesAreFree());
  }

  private void state(String what, int replicas) {
    scene.awaitReady(NAME);
    scene.until(
        what + ": the pods are as decided",
        () ->
            scene.bound(NAME).values().stream().mapToInt(Integer::intValue).sum() == replicas
                && scene.bound(NAME).equals(scene.assigned(NAME))
                && scene.children(NAME).size() == scene.assigned(NAME).size()
                && children().stream().allMatch(Life::isAvailable));
    if (expected == null) {
      settle();
      states.add(what + ": " + describe());
    } else {
      // The text that was compared is kept: a second look could fall between two writes.
      String as = expected.get(states.size());
      scene.until(as, () -> as.equals(what + ": " + describe()));
      states.add(as);
    }
  }

  /** Until nothing was written for as long as a chain of reactions may take. */
  private void settle() {
    Stillness quiet = new Stillness(QUIET, 6);
    Awaitility.await("no more writes")
        .atMost(Scene.SOON)
        .pollInterval(Duration.ofMillis(410))
        .until(
            () -> {
              scene.look();
              return quiet.still(effects.writes().size());
            });
  }

  /** Where it is and how it is said to be; no times, no versions. */
  private String describe() {
    Map<String, String> children = new TreeMap<>();
    for (Deployment child : children()) {
      children.put(
          child.getMetadata().getName(),
          child.getSpec().getReplicas()
              + " of "
              + child.getSpec().getTemplate().getSpec().getContainers().get(0).getName());
    }
    Map<String, String> conditions = new TreeMap<>();
    for (Condition c : scene.workload(NAME).getStatus().conditions()) {
      conditions.put(c.getType(), c.getStatus() + " " + c.getReason());
    }
    return scene.assigned(NAME) + " " + children + " " + conditions;
  }

  private List<PodDisruptionBudget> budgets() {
    return client.policy().v1().podDisruptionBudget().list().getItems();
  }

  private List<Deployment> children() {
    return scene.children(NAME);
  }

  private static boolean isRolled(Deployment child) {
    return child.getSpec().getTemplate().getSpec().getContainers().stream()
        .allMatch(c -> c.getName().equals("second"));
  }

  private static boolean isAvailable(Deployment child) {
    return child.getMetadata().getGeneration().equals(child.getStatus().getObservedGeneration())
        && child.getSpec().getReplicas().equals(child.getStatus().getAvailableReplicas());
  }

  private static boolean isLookedAt(AvailabilityZone zone) {
    return zone.getStatus() != null
        && zone.getMetadata().getGeneration().equals(zone.getStatus().observedGeneration());
  }

  private boolean zonesAreFree() {
    return client.resources(AvailabilityZone.class).list().getItems().stream()
        .allMatch(z -> z.getMetadata().getFinalizers().isEmpty());
  }

  private void incident(String zone, String state) {
    client
        .resources(AvailabilityZone.class)
        .withName(zone)
        .patch(
            MERGE,
            "{\"metadata\":{\"annotations\":{\"placement.bleu.cloud/incident\":" + state + "}}}");
  }

  private void zone(String zone, String state) {
    client
        .resources(AvailabilityZone.class)
        .withName(zone)
        .patch(MERGE, "{\"spec\":{\"state\":\"" + state + "\"}}");
  }
}
