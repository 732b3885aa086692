package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.Row.row;

import cloud.bleu.admission.AdmittedContents;
import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.gate.ExistingPodCheck;
import cloud.bleu.delivery.gate.GateContent;
import cloud.bleu.fieldeffects.Row.View;
import cloud.bleu.translate.load.ReplicaRequests;
import cloud.bleu.translate.policy.ContentCheck;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the fields of a PlacementGate do to pods that others create, to images and to claims, and
 * what the selector of a BleuWorkload does to such pods. What admission makes of them is tried on a
 * real control plane.
 */
final class GateOthersEffects {
  private static final String GATE = "PlacementGate/decisions";
  private static final String OPEN =
      "{metadata: {namespace: shop}, spec: {sequence: 7, zones: {a: {nodeSelector: {zone: a}}, b: {nodeSelector: {zone: b}}},"
          + " pods: {nightly: {selector: {matchLabels: {app: nightly}}, images: [hub]}},"
          + " children: {web-a-0a1b2c: {workload: web, zone: a, images: [hub]}},"
          + " images: {hub: {registries: [docker.io/library/]}, other: {registries: [reg.example/]}},"
          + " claims: {storageClasses: [safe]}, assigned: {coding-1: {workload: nightly, zone: a}}}}";
  private static final String MATCHING =
      "{spec: {pods: {nightly: {selector: {matchLabels: null, matchExpressions: [{key: app, operator: In, values: [nightly]}]}}}}}";

  private static final Pod NEW = pod("coding-2", "app: nightly", "{}");
  private static final Pod ASSIGNED =
      pod(
          "coding-1",
          "app: nightly, placement.bleu.cloud/workload: nightly, placement.bleu.cloud/zone: a",
          "{zone: a}");
  private static final Pod BIG =
      Serialization.unmarshal(
          """
          apiVersion: v1
          kind: Pod
          metadata: {name: coding-3, namespace: shop, labels: {app: nightly}}
          spec: {containers: [{name: main, image: none, resources: {requests: {cpu: "3"}}}]}
          """);
  private static final Pod CHILD =
      Serialization.unmarshal(
          """
          apiVersion: v1
          kind: Pod
          metadata:
            name: web-a-0a1b2c-0
            ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: web-a-0a1b2c, uid: u, controller: true}]
          spec: {containers: [{name: main, image: none}], volumes: [{name: share, nfs: {server: s, path: /}}]}
          """);
  private static final PersistentVolumeClaim CLAIM =
      Serialization.unmarshal(
          """
          apiVersion: v1
          kind: PersistentVolumeClaim
          metadata: {name: data}
          spec: {storageClassName: safe}
          """);

  private GateOthersEffects() {}

  static List<Row> rows() {
    String selector = "spec.pods{}.selector.";
    return List.of(
        row(selector + "matchLabels{}")
            .given(GATE, OPEN)
            .edit(GATE, "{spec: {pods: {nightly: {selector: {matchLabels: {app: weekly}}}}}}")
            .see(check(NEW), "admitted", "NotDecided"),
        row(selector + "matchExpressions[].key")
            .given(GATE, OPEN)
            .given(GATE, MATCHING)
            .edit(GATE, MATCHING.replace("key: app", "key: job"))
            .see(check(NEW), "admitted", "NotDecided"),
        row(selector + "matchExpressions[].operator")
            .given(GATE, OPEN)
            .given(GATE, MATCHING)
            .edit(GATE, MATCHING.replace("operator: In", "operator: NotIn"))
            .see(check(NEW), "admitted", "NotDecided"),
        row(selector + "matchExpressions[].values[]")
            .given(GATE, OPEN)
            .given(GATE, MATCHING)
            .edit(GATE, MATCHING.replace("[nightly]", "[weekly]"))
            .see(check(NEW), "admitted", "NotDecided"),
        row("spec.pods{}.undecided")
            .given(GATE, OPEN)
            .edit(GATE, "{spec: {pods: {nightly: {undecided: true}}}}")
            .see(check(NEW), "admitted", "NotDecided"),
        row("spec.assigned{}.workload")
            .given(GATE, OPEN)
            .edit(GATE, "{spec: {assigned: {coding-1: {workload: other}}}}")
            .see(check(ASSIGNED), "admitted", "LabelsDiffer"),
        row("spec.assigned{}.zone")
            .given(GATE, OPEN)
            .edit(GATE, "{spec: {assigned: {coding-1: {zone: b}}}}")
            .see(check(ASSIGNED), "admitted", "LabelsDiffer"),
        row("spec.pods{}.images[]")
            .given(GATE, OPEN)
            .edit(GATE, "{spec: {pods: {nightly: {images: [other]}}}}")
            .see(foreign(NEW), "", "image none of container main"),
        row("spec.children{}.images[]")
            .given(GATE, OPEN)
            .edit(GATE, "{spec: {children: {web-a-0a1b2c: {images: [hub, other]}}}}")
            .see(foreign(CHILD), "", "image none of container main"),
        row("spec.images{}.registries[]")
            .given(GATE, OPEN)
            .edit(GATE, "{spec: {images: {hub: {registries: [docker.io/acme/]}}}}")
            .see(foreign(CHILD), "", "image none of container main"),
        row("spec.images{}.digest")
            .given(GATE, OPEN)
            .edit(GATE, "{spec: {images: {hub: {digest: true}}}}")
            .see(foreign(CHILD), "", "image none of container main"),
        row("spec.pods{}.claimsOnly")
            .given(GATE, OPEN)
            .edit(GATE, "{spec: {pods: {nightly: {claimsOnly: true}}}}")
            .see(elsewhere(NEW), "", "volume share (nfs)"),
        row("spec.replicas{}.requests{}")
            .given(GATE, OPEN)
            .edit(GATE, "{spec: {replicas: {nightly: {requests: {cpu: \"1\"}}}}}")
            .see(above(BIG), "", "cpu 3 where 1 is stated"),
        row("spec.children{}.claimsOnly")
            .given(GATE, OPEN)
            .edit(GATE, "{spec: {children: {web-a-0a1b2c: {claimsOnly: true}}}}")
            .see(elsewhere(CHILD), "", "volume share (nfs)"),
        row("spec.claims.storageClasses[]")
            .given(GATE, OPEN)
            .edit(GATE, "{spec: {claims: {storageClasses: [other]}}}")
            .see(
                world -> ContentCheck.letsIn(gate(world), CLAIM) ? "admitted" : "refused",
                "admitted",
                "refused"));
  }

  /** Whether a pod is one that the BleuWorkload nightly selects. */
  static View selected() {
    return world -> {
      BleuWorkload nightly = world.object(BleuWorkload.class, "BleuWorkload/nightly");
      PlacementGateSpec gate =
          GateContent.of(
                  Map.of(
                      "nightly",
                      new WorkloadPlacementSpec(
                          null, List.of(new Assignment("a", 1, null, null)), List.of(), null)),
                  Set.of(),
                  Map.of("a", Map.of("zone", "a")),
                  AdmittedContents.FREE,
                  new GateContent.Others(
                      Map.of("nightly", nightly.getSpec().workload().pods().selector()), Map.of()),
                  null)
              .spec();
      return ExistingPodCheck.of(gate, NEW) == null ? "waits for its zone" : "refused";
    };
  }

  private static View check(Pod pod) {
    return world -> {
      ExistingPodCheck.Breach breach = ExistingPodCheck.of(gate(world), pod);
      return breach == null ? "admitted" : breach.name();
    };
  }

  private static View foreign(Pod pod) {
    return world ->
        String.join(
            ", ",
            ContentCheck.foreign(
                gate(world), ExistingPodCheck.statements(gate(world), pod), pod.getSpec()));
  }

  private static View above(Pod pod) {
    return world ->
        ExistingPodCheck.requests(gate(world), pod).stream()
            .flatMap(stated -> ReplicaRequests.beyond(pod.getSpec(), stated).stream())
            .collect(Collectors.joining(", "));
  }

  private static View elsewhere(Pod pod) {
    return world ->
        ExistingPodCheck.isClaimsOnly(gate(world), pod)
            ? String.join(", ", ContentCheck.elsewhere(pod.getSpec()))
            : "";
  }

  private static PlacementGateSpec gate(World world) {
    return world.object(PlacementGate.class, GATE).getSpec();
  }

  private static Pod pod(String name, String labels, String nodeSelector) {
    return Serialization.unmarshal(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: shop, labels: {%s}}
        spec: {nodeSelector: %s, containers: [{name: main, image: none}], volumes: [{name: share, nfs: {server: s, path: /}}]}
        """
            .formatted(name, labels, nodeSelector));
  }
}
