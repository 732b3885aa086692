package cloud.bleu.operator.gate;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.EmptyTranslation;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Objects and decisions that gates are made from. */
final class GateScene {

  /** Of which nothing is enforced but zones. */
  static final Translation TRANSLATION = EmptyTranslation.at(Instant.parse("2026-11-24T12:00:00Z"));

  final Map<WorkloadId, DecisionInForce> decided = new LinkedHashMap<>();
  private final Map<Class<?>, List<HasMetadata>> objects = new HashMap<>();

  GateScene() {
    zone("near", "{nodeSelector: {zone: near}}");
    zone("wide", "{nodeSelector: {zone: wide}}");
    zone("far", "{cluster: {kubeconfigSecretRef: {name: far, key: kubeconfig}}}");
  }

  private <T extends HasMetadata> T with(Class<T> kind, String yaml) {
    T object = Serialization.unmarshal("---\n" + yaml, kind);
    objects.computeIfAbsent(kind, k -> new ArrayList<>()).add(object);
    return object;
  }

  private void zone(String name, String target) {
    with(
        AvailabilityZone.class,
        "{apiVersion: placement.bleu.cloud/v1alpha1, kind: AvailabilityZone, metadata: {name: "
            + name
            + "}, spec: {target: "
            + target
            + "}}");
  }

  /**
   * A namespace.
   *
   * @param state a level that is asked of admission, {@code free}, or a level and {@code ending}
   */
  void namespace(String name, String state) {
    String level = state.replace("ending", "").strip();
    with(
        Namespace.class,
        "{metadata: {name: "
            + name
            + (level.equals("free")
                ? ""
                : ", labels: {placement.bleu.cloud/governed: '" + level + "'}")
            + (state.contains("ending") ? ", deletionTimestamp: '2026-11-24T11:00:00Z'" : "")
            + "}}");
  }

  /**
   * A workload.
   *
   * @param workload the part {@code workload} of its spec
   */
  void workload(String namespace, String name, String workload) {
    with(
        BleuWorkload.class,
        "{metadata: {namespace: %s, name: %s, uid: uid-of-%s}, spec: {workload: %s}}"
            .formatted(namespace, name, name, workload));
  }

  /** A pod of somebody else that waits for a zone. */
  void waitingPod(String namespace, String name, String app) {
    with(
        Pod.class,
        ("{metadata: {namespace: %s, name: %s, labels: {app: %s}}, spec: {containers: [],"
                + " schedulingGates: [{name: placement.bleu.cloud/decision}]}}")
            .formatted(namespace, name, app));
  }

  /** A node of a zone. */
  void node(String name, String zone) {
    with(Node.class, "{metadata: {name: %s, labels: {zone: %s}}}".formatted(name, zone));
  }

  /** A decision that is published, with one replica in each zone. */
  void decide(String namespace, String name, long sequence, String... zones) {
    decide(namespace, name, sequence, true, zones);
  }

  void decide(String namespace, String name, long sequence, boolean published, String... zones) {
    List<Assignment> assignments = new ArrayList<>();
    for (String zone : zones) {
      assignments.add(new Assignment(zone, 1, null, null));
    }
    decided.put(new WorkloadId(namespace, name), inForce(name, sequence, published, assignments));
  }

  static DecisionInForce inForce(
      String name, long sequence, boolean published, List<Assignment> assignments) {
    return new DecisionInForce(
        "uid-of-" + name,
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef(name, "uid-of-" + name),
            assignments,
            List.of(),
            new WorkloadPlacementSpec.Decision(sequence, "sha256:0")),
        published,
        new RecentMoves(List.of()),
        null);
  }

  ApiObjects objects() {
    return of(
        Pod.class,
        of(
            Node.class,
            of(
                AvailabilityZone.class,
                of(BleuWorkload.class, of(Namespace.class, ApiObjects.NONE)))));
  }

  private <T extends HasMetadata> ApiObjects of(Class<T> kind, ApiObjects others) {
    return others.with(
        kind, objects.getOrDefault(kind, List.of()).stream().map(kind::cast).toList());
  }

  DesiredGates desired() {
    return new DesiredGates(objects(), TRANSLATION, decided);
  }
}
