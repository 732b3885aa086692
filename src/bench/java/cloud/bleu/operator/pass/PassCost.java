package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.ledger.DecisionDifference;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.operator.pass.plan.HeldRoom;
import cloud.bleu.operator.pass.plan.PassPlan;
import cloud.bleu.operator.snapshot.FactDates;
import cloud.bleu.operator.snapshot.NextInstant;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotDifference;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.PlannerMemory;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.status.Enforcement;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.TranslationMemory;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.zone.ObservedState;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What each part of an operator's pass costs after a foreign pod, in processor time of its thread:
 * nothing but a pod is new, and every other object is the same one, as the caches have it. Without
 * a cluster.
 */
public final class PassCost {

  private static final int NAMESPACES = 10;
  private static final int ZONES = 9;
  private static final int LAST = 10;
  private static final double MILLIS = 1e6;

  private static final String PROVIDER =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: here}
      spec: {displayName: Here, offerings: [{name: vms, layers: [IaaS], regions: [r]}]}
      """;

  private static final String POLICY =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyPolicy
      metadata: {name: france}
      spec:
        appliesTo: {dataClasses: [Ordinary]}
        rules: [{name: france, rule: data-location, action: Enforce, parameters: {countries: [FR]}}]
      """;

  private static final String ZONE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: zone-%1$d}
      spec:
        provider: here
        offerings: [vms]
        region: r
        site: site-%1$d
        location: {country: FR, latitude: "48.%1$d", longitude: "2.%1$d"}
        target: {nodeSelector: {zone: "%1$d"}}
      """;

  private static final String NODE =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: zone-%1$d-n%2$d, labels: {zone: "%1$d"}}
      status:
        allocatable: {cpu: "4000", memory: 16Ti, pods: "9000"}
        conditions: [{type: Ready, status: "True"}]
      """;

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: w-%1$04d, namespace: load-%2$d, uid: u-%1$d, generation: 1, resourceVersion: "1"}
      spec:
        replicas: 3
        workload: {deployment: {template: {metadata: {labels: {app: w-%1$04d}}, spec: {containers: [{name: main, image: registry.example/app, resources: {requests: {cpu: "1", memory: 4Gi}}}]}}}}
        dataClasses: [Ordinary]
        resilience: {tolerate: [{of: Site, keep: 2, recover: Reserved}]}
      """;

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: foreign-%1$d, namespace: default}
      spec:
        nodeName: zone-%2$d-n1
        containers: [{name: c, image: example.com/c, resources: {requests: {cpu: "1", memory: 1Gi}}}]
      """;

  private final List<CloudProvider> providers =
      List.of(Serialization.unmarshal(PROVIDER, CloudProvider.class));
  private final List<SovereigntyPolicy> policies =
      List.of(Serialization.unmarshal(POLICY, SovereigntyPolicy.class));
  private final List<AvailabilityZone> zones = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Namespace> namespaces = new ArrayList<>();
  private final List<BleuWorkload> workloads = new ArrayList<>();
  private final List<Pod> pods = new ArrayList<>();
  private final Map<WorkloadId, DecisionInForce> ledger = new HashMap<>();
  private final Map<WorkloadId, WorkloadPlacement> placements = new HashMap<>();
  private final TranslationMemory translations = new TranslationMemory();
  private final PlannerMemory memory = new PlannerMemory();
  private final SnapshotAssembly assembly = new SnapshotAssembly();
  private final Map<String, Double> costs = new LinkedHashMap<>();
  private Snapshot last;

  private PassCost(int count) {
    for (int z = 1; z <= ZONES; z++) {
      zones.add(Serialization.unmarshal(ZONE.formatted(z), AvailabilityZone.class));
      for (int n = 1; n <= 2; n++) {
        nodes.add(Serialization.unmarshal(NODE.formatted(z, n), Node.class));
      }
    }
    for (int n = 0; n < NAMESPACES; n++) {
      namespaces.add(
          new NamespaceBuilder().withNewMetadata().withName("load-" + n).endMetadata().build());
    }
    for (int w = 0; w < count; w++) {
      workloads.add(
          Serialization.unmarshal(WORKLOAD.formatted(w, w % NAMESPACES), BleuWorkload.class));
    }
    for (int w = 0; w < count; w++) {
      pods.add(Serialization.unmarshal(POD.formatted(w, 1 + w % ZONES), Pod.class));
    }
  }

  /**
   * Measures and prints; the arguments are the number of workloads, with as many foreign pods, and
   * of passes.
   */
  public static void main(String[] arguments) {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5000;
    int passes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
    PassCost bench = new PassCost(count);
    for (int pass = 1; pass <= passes; pass++) {
      bench.pods.add(
          Serialization.unmarshal(POD.formatted(count + pass, 1 + pass % ZONES), Pod.class));
      bench.costs.clear();
      bench.pass(Instant.parse("2026-11-24T12:00:00Z").plusSeconds(pass));
      if (pass <= 3 || pass > passes - LAST) {
        StringBuilder line = new StringBuilder("pass " + pass + ":");
        double sum = 0;
        for (Map.Entry<String, Double> cost : bench.costs.entrySet()) {
          line.append(" %s %.1f".formatted(cost.getKey(), cost.getValue()));
          sum += cost.getValue();
        }
        System.out.println(line + " sum %.1f ms".formatted(sum));
      }
    }
  }

  private void pass(Instant now) {
    ApiObjects objects =
        timed(
            "objects",
            () ->
                ApiObjects.NONE
                    .with(CloudProvider.class, providers)
                    .with(AvailabilityZone.class, zones)
                    .with(SovereigntyPolicy.class, policies)
                    .with(BleuWorkload.class, workloads)
                    .with(WorkloadPlacement.class, List.copyOf(placements.values()))
                    .with(Namespace.class, namespaces)
                    .with(Node.class, nodes)
                    .with(Pod.class, pods));
    Translation translated =
        timed(
            "translate",
            () ->
                EstateTranslator.translate(
                    objects, now, Map.of(), ObservedState.UNBROKEN, translations));
    Translation read =
        timed("held", () -> HeldRoom.in(translated, ledger, (id, inForce) -> Map.of()));
    Estate estate = timed("share", () -> memory.sharing(read.estate()));
    Translation translation = read.of(estate);
    Plan plan = timed("plan", () -> Planner.plan(estate, memory));
    FactDates dates = new FactDates(estate);
    DecisionInputs inputs =
        timed("inputs", () -> assembly.inputs(objects, translation, dates, ledger));
    Map<WorkloadId, BleuWorkload> byId = ReadEstate.byId(objects.workloads());
    List<ProposedDecision> changes = timed("changes", () -> changes(plan, byId, inputs));
    var waivers =
        timed("waivers", () -> SnapshotAssembly.waivers(estate, PassPlan.decisions(plan)));
    Set<WorkloadId> decided = new java.util.HashSet<>(ledger.keySet());
    changes.forEach(c -> decided.add(c.id()));
    Snapshot snapshot =
        timed(
            "snapshot",
            () ->
                assembly.snapshot(
                    objects,
                    translation,
                    new PassPlan(estate, plan, Map.of(), changes, List.of()),
                    waivers,
                    inputs,
                    decided,
                    new Enforcement(
                        Collections.emptySortedSet(), new TreeMap<>(), new TreeSet<>())));
    timed("difference", () -> SnapshotDifference.of(last, snapshot, id -> Set.of()));
    timed("next", () -> NextInstant.of(translation, dates.all(), ledger.values()));
    long refused = plan.decisions().stream().filter(d -> d.missing() > 0).count();
    if (refused > 0) {
      System.out.println(
          refused
              + " workloads have no place: "
              + plan.decisions().stream()
                  .filter(d -> d.missing() > 0)
                  .findFirst()
                  .orElseThrow()
                  .outcome());
    }
    last = snapshot;
    changes.forEach(this::commit);
  }

  private List<ProposedDecision> changes(
      Plan plan, Map<WorkloadId, BleuWorkload> byId, DecisionInputs inputs) {
    List<ProposedDecision> changes = new ArrayList<>();
    for (Decision decision : plan.decisions()) {
      BleuWorkload workload = byId.get(decision.id());
      ProposedDecision change =
          DecisionDifference.of(
              decision,
              workload.getMetadata().getUid(),
              inputs.digest(workload),
              inputs.asOf(workload),
              null,
              ledger.get(decision.id()));
      if (change != null) {
        changes.add(change);
      }
    }
    return changes;
  }

  private void commit(ProposedDecision change) {
    WorkloadPlacementSpec spec =
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef(change.id().name(), change.uid()),
            change.assignments(),
            change.evacuation(),
            null);
    WorkloadPlacement placement = new WorkloadPlacement();
    placement.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(change.id().namespace())
            .withName(change.id().name())
            .build());
    placement.setSpec(spec);
    placements.put(change.id(), placement);
    ledger.put(
        change.id(),
        new DecisionInForce(
            change.uid(),
            spec,
            true,
            RecentMoves.of(placement, java.time.Instant.now()),
            change.cause()));
  }

  private <T> T timed(String part, Supplier<T> work) {
    long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    T result = work.get();
    costs.merge(
        part,
        (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began) / MILLIS,
        Double::sum);
    return result;
  }
}
