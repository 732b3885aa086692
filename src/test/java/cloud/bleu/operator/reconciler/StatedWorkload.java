package cloud.bleu.operator.reconciler;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.operator.snapshot.DecidedWorkloads;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.status.Finalizers;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.status.Enforcement;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A workload, and what a pass has read of it. Words say how it is: {@code decided} for the zone
 * new, or for {@code far}, which is in another cluster; {@code deleted}; held by the finalizers
 * {@code restore} and {@code away}; {@code moved} from the zone old, which its status names, and
 * which is {@code lost} by what the pass has read; and what else is read here.
 */
record StatedWorkload(WorkloadId id, Set<String> words) {
  static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  boolean is(String word) {
    return words.contains(word);
  }

  /** As the server has it. */
  BleuWorkload object() {
    BleuWorkload web =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: BleuWorkload
            metadata: {name: %s, namespace: shop, uid: u, resourceVersion: "7", generation: 2}
            spec:
              replicas: 1
              suspend: %s
              dataClasses: [Ordinary]
              workload: {%s}
            status:
              conditions: [{type: Ready, status: "False", reason: Old, message: before}]
              %s
            """
                .formatted(
                    id.name(),
                    is("suspended"),
                    is("reference")
                        ? "deploymentRef: {name: legacy}"
                        : "deployment: {template: {spec: {containers: []}}}",
                    is("evacuated")
                        ? "lastEvacuation: {zones: [old], cause: Drained, replicas: 1,"
                            + " sinceTime: '2026-11-30T11:00:00Z',"
                            + " movedTime: '2026-11-30T11:00:00Z'}"
                        : is("moved") ? "zones: old=1" : ""),
            BleuWorkload.class);
    List<String> finalizers = new ArrayList<>();
    if (is("restore")) {
      finalizers.add(Finalizers.RESTORE);
    }
    if (is("away")) {
      finalizers.add(HeldZones.finalizer("far", "its-uid"));
    }
    web.getMetadata().setFinalizers(finalizers);
    web.getMetadata().setDeletionTimestamp(is("deleted") ? NOON.toString() : null);
    return web;
  }

  /** The decision for it, as it is published: one, or none. */
  List<WorkloadPlacement> decisions() {
    WorkloadPlacement placement = new WorkloadPlacement();
    placement.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(id.namespace())
            .withName(id.name())
            .withResourceVersion("6")
            .build());
    placement.setSpec(
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef(id.name(), "u"),
            is("evacuated") || is("moved")
                ? List.of(new Assignment("new", 1, 0, null), new Assignment("old", 0, 1, null))
                : List.of(new Assignment(is("far") ? "far" : "new", 1, null, null)),
            List.of(),
            new WorkloadPlacementSpec.Decision(7L, Chain.GENESIS)));
    return is("decided") || is("far") ? List.of(placement) : List.of();
  }

  /** One replica in the zone new. */
  private Decision planned() {
    return Planner.decisions(
            Estates.estate()
                .zone(Estates.zone("new"))
                .workload(Estates.workload(id.name()).namespace("shop"))
                .build())
        .decisions()
        .get(0);
  }

  /** What zones hold of it: all that is decided for the zone new, or nothing. */
  List<ZoneObservation> standing() {
    ZoneObservation one =
        new ZoneObservation(
            new DeploymentBuilder().withNewMetadata().withName("web-new").endMetadata().build(),
            "new",
            false,
            null,
            1,
            1,
            1,
            1,
            true,
            false);
    return is("stands") ? List.of(one) : List.of();
  }

  /** What a pass has made of it; or the pass before the decision, where it is {@code behind}. */
  Snapshot snapshot() {
    return made().standing(Set.of(), Map.of(), is("behind") ? 6 : 7);
  }

  private Snapshot made() {
    return new Snapshot(
        translation(),
        new DecidedWorkloads(
            Map.of(id, new Snapshot.Seen("u", is("older") ? 1 : 2)),
            is("planned") ? Map.of(id, planned()) : Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of()),
        new TreeMap<>(),
        Map.of(),
        new Enforcement(new TreeSet<>(), new TreeMap<>(), new TreeSet<>()),
        Map.of());
  }

  /** What a pass has read. */
  Translation translation() {
    return new Translation(
        new Estate(
            NOON,
            List.of(),
            is("lost") ? List.of(lost("old")) : List.of(),
            List.of(),
            List.of(),
            List.of()),
        is("error")
            ? List.of(
                new Problem(
                    new ObjectRef("BleuWorkload", "shop", id.name()),
                    true,
                    "spec",
                    "odd",
                    null,
                    "fix"))
            : List.of(),
        List.of(),
        List.of(),
        new TreeMap<>(),
        new TreeMap<>());
  }

  private static Zone lost(String name) {
    return new ZoneBuilder(name)
        .build()
        .withHealth(ZoneState.Lost, null, new Health(Health.Signal.Healthy, null));
  }
}
