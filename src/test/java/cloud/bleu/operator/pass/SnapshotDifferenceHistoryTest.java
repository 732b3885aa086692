package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.CloudProviderStatus;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyPolicyStatus;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.SovereigntyWaiverStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.ledger.DecisionDifference;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.operator.pass.plan.PassPlan;
import cloud.bleu.operator.snapshot.FactDates;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotDifference;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.PlannerMemory;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.objective.ObjectiveAnswer;
import cloud.bleu.placement.objective.ObjectiveCheck;
import cloud.bleu.status.Enforcement;
import cloud.bleu.status.ObservedChildren;
import cloud.bleu.status.PlacementFacts;
import cloud.bleu.status.PlacementStatus;
import cloud.bleu.status.PolicyStatus;
import cloud.bleu.status.ProviderStatus;
import cloud.bleu.status.WaiverStatus;
import cloud.bleu.status.WorkloadFacts;
import cloud.bleu.status.WorkloadStatus;
import cloud.bleu.status.ZoneStatus;
import cloud.bleu.status.loss.LossWords;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.workload.ObjectivesTranslator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who is told after a pass: the statuses that come of telling only whom the pass concerns are those
 * that come of telling everybody.
 */
class SnapshotDifferenceHistoryTest {

  private static final int STEPS = 60;

  @ParameterizedTest
  @ValueSource(longs = {3, 4, 9, 10, 17, 25})
  void statusesAreThoseOfTellingEverybody(long seed) {
    History history = new History(seed);
    history.step("begin");
    for (int i = 0; i < STEPS; i++) {
      history.step(i + " " + history.cluster.change());
    }
    assertTrue(
        history.told * 4 < history.everybody * 3,
        "told %s times of %s".formatted(history.told, history.everybody));
  }

  /** Which losses are inferred hangs on zones in which a workload is not, and may not be. */
  @Test
  void aZoneElsewhereConcernsObjectives() {
    History history = new History(1);
    MovingCluster cluster = history.cluster;
    for (int z = 0; z < 5; z++) {
      cluster.edit(AvailabilityZone.class, "z" + z, "site: .*", "site: s" + Math.max(z, 1));
      cluster.edit(AvailabilityZone.class, "z" + z, "country: ..", "country: FR");
      cluster.edit(AvailabilityZone.class, "z" + z, "state: .*", "state: Active");
      cluster.edit(AvailabilityZone.class, "z" + z, "maintenance: .*", "homologations: []");
      cluster.edit(
          AvailabilityZone.class,
          "z" + z,
          "nodeSelector: .*",
          "nodeSelector: {zone: \"" + z + "\"}}");
    }
    cluster.edit(BleuWorkload.class, "w0", "dataClasses: .*", "dataClasses: [Ordinary]");
    cluster.edit(BleuWorkload.class, "w0", "replicas: .*", "replicas: 2");
    cluster.edit(
        BleuWorkload.class, "w0", "residency: .*", "residency: {zones: {allow: [z1, z2]}}");
    cluster.edit(
        BleuWorkload.class,
        "w0",
        "resilience: .*",
        "resilience: {spread: [{over: Site, min: 2}], rto: 1h, startBudget: 1m, tolerate: [{of:"
            + " Site, keep: 1}]}");
    cluster.node(5, 3, true);
    history.step("two of four zones that are looked at are on one site");
    history.step("rest");
    String held = history.all.get("BleuWorkload a/w0").toString();
    assertTrue(held.contains("ObjectivesHold"), held);
    cluster.edit(AvailabilityZone.class, "z3", "site: .*", "site: s1");
    history.step("three of four are");
    assertTrue(history.all.get("BleuWorkload a/w0").toString().contains("RecoveryTimeUnknown"));
  }

  /** At the worst moment decisions and moves are to be written, not what is told of a next loss. */
  @Test
  void lossOfAZoneOfTheOperatorWritesNoStatusOfWhatRunsElsewhere() {
    History history = new History(1);
    MovingCluster cluster = history.cluster;
    for (int z = 0; z < 5; z++) {
      cluster.edit(AvailabilityZone.class, "z" + z, "site: .*", "site: s" + z);
      cluster.edit(AvailabilityZone.class, "z" + z, "country: ..", "country: FR");
      cluster.edit(AvailabilityZone.class, "z" + z, "state: .*", "state: Active");
      cluster.edit(AvailabilityZone.class, "z" + z, "maintenance: .*", "homologations: []");
    }
    for (int w = 0; w < MovingCluster.WORKLOADS; w++) {
      String name = "w" + w;
      cluster.edit(BleuWorkload.class, name, "dataClasses: .*", "dataClasses: [Ordinary]");
      cluster.edit(BleuWorkload.class, name, "replicas: .*", "replicas: 2");
      cluster.edit(
          BleuWorkload.class, name, "residency: .*", "residency: {zones: {allow: [z1, z2]}}");
      cluster.edit(
          BleuWorkload.class,
          name,
          "resilience: .*",
          "resilience: {spread: [{over: Site, min: 2}], tolerate: [{of: Site, keep: 1}]}");
    }
    history.step("the operator runs in z1 and z3");
    history.step("rest");
    cluster.edit(AvailabilityZone.class, "z3", "state: .*", "state: Lost");
    int before = history.written;
    history.step("z3 is lost, where no workload is");
    String told = history.all.get("BleuWorkload a/w0").toString();
    assertFalse(told.contains("HubOnLostSite"), told);
    assertEquals(0, history.written - before, "statuses of workloads");
  }

  /** Room is in no status but the zone's own, and in decisions, which nothing of this changes. */
  @Test
  void podOfOthersConcernsItsZoneOnly() {
    History history = new History(1);
    history.step("begin");
    history.step("rest");
    for (int i = 0; i < 8; i++) {
      history.cluster.pod(i % 6);
      history.step("pod " + i);
      if (history.committed.isEmpty()) {
        assertEquals(Set.of(), history.last.workloads());
        assertEquals(Set.of(), history.last.placements());
        assertEquals(1, history.last.facts().size(), history.last.facts().toString());
      }
    }
  }

  private static List<ObjectiveAnswer> objectives(BleuWorkload w, WorkloadId id, Snapshot now) {
    Workload read = now.workload(id);
    return read == null
        ? List.of()
        : ObjectiveCheck.of(
            ObjectivesTranslator.of(w), read, now.decisions().get(id), now.estate());
  }

  /** One operator that tells whom it concerns, and next to it one that tells everybody. */
  private static final class History {
    private final MovingCluster cluster;
    private final SnapshotAssembly assembly = new SnapshotAssembly();
    private final PlannerMemory memory = new PlannerMemory();
    private final Map<WorkloadId, DecisionInForce> decided = new HashMap<>();
    private final Map<WorkloadId, ObservedChildren> observed = new HashMap<>();
    private final Map<String, Object> told1 = new TreeMap<>();
    private final Map<String, Object> all = new TreeMap<>();
    private @Nullable Snapshot before;
    private SnapshotDifference last =
        new SnapshotDifference(Set.of(), Set.of(), Set.of(), Set.of());
    private Set<WorkloadId> committed = Set.of();
    private int told;

    /** Statuses of workloads that differ from those before. */
    private int written;

    private int everybody;

    History(long seed) {
      cluster = new MovingCluster(seed);
    }

    void step(String name) {
      ApiObjects objects = cluster.objects(placements());
      Translation read = EstateTranslator.translate(objects, cluster.now, Map.of());
      Translation translation = read.of(read.estate().operatedFrom(List.of("z1", "z3")));
      Plan plan = Planner.plan(translation.estate(), memory);
      DecisionInputs inputs =
          assembly.inputs(objects, translation, new FactDates(translation.estate()), decided);
      commit(objects, plan, inputs);
      Snapshot now =
          assembly.snapshot(
              objects,
              translation,
              new PassPlan(translation.estate(), plan, Map.of(), List.of(), List.of()),
              SnapshotAssembly.waivers(translation.estate(), PassPlan.decisions(plan)),
              inputs,
              decided.keySet(),
              new Enforcement(new TreeSet<>(), new TreeMap<>(), new TreeSet<>()));
      last =
          SnapshotDifference.of(
              before,
              now,
              id -> observed.containsKey(id) ? observed.get(id).zones().keySet() : Set.of());
      Set<WorkloadId> anew = new HashSet<>(committed);
      observed.keySet().retainAll(now.seen().keySet());
      Set<WorkloadId> workloads = new HashSet<>(last.workloads());
      workloads.addAll(anew);
      Set<WorkloadId> placements = new HashSet<>(last.placements());
      placements.addAll(anew);
      for (BleuWorkload w : objects.workloads()) {
        WorkloadId id = ObjectRef.workload(w);
        look("BleuWorkload " + id, workloads.contains(id), o -> workload(w, id, now, o));
        if (decided.containsKey(id)) {
          look("WorkloadPlacement " + id, placements.contains(id), o -> placement(id, now, o));
        }
      }
      objects.zones().forEach(z -> look(z, last.facts(), o -> zone(z, now, o)));
      objects.providers().forEach(p -> look(p, last.facts(), o -> provider(p, now, o)));
      objects.policies().forEach(p -> look(p, last.facts(), o -> policy(p, now, o)));
      objects.waivers().forEach(w -> look(w, last.facts(), o -> waiver(w, now, o)));
      if (!all.equals(told1)) {
        // Written out where they differ, and where a part of one has no equal.
        assertEquals(text(all), text(told1), name);
      }
      objects
          .zones()
          .forEach(
              z ->
                  cluster.record(
                      z.getMetadata().getName(),
                      (AvailabilityZoneStatus)
                          told1.get("AvailabilityZone " + z.getMetadata().getName())));
      before = now;
    }

    private static String text(Map<String, Object> statuses) {
      StringBuilder text = new StringBuilder();
      statuses.forEach((k, v) -> text.append(k).append(": ").append(v).append('\n'));
      return text.toString();
    }

    private void look(
        HasMetadata object,
        Set<ObjectRef> concerned,
        java.util.function.UnaryOperator<@Nullable Object> status) {
      String key = object.getKind() + " " + object.getMetadata().getName();
      look(key, concerned.contains(ObjectRef.of(object)), status);
    }

    private void look(
        String key, boolean concerned, java.util.function.UnaryOperator<@Nullable Object> status) {
      everybody++;
      all.put(key, status.apply(all.get(key)));
      if (concerned) {
        told++;
        Object was = told1.get(key);
        Object is = status.apply(was);
        told1.put(key, is);
        written +=
            key.startsWith("BleuWorkload") && !String.valueOf(is).equals(String.valueOf(was))
                ? 1
                : 0;
      }
    }

    private void commit(ApiObjects objects, Plan plan, DecisionInputs inputs) {
      committed = new HashSet<>();
      Map<WorkloadId, BleuWorkload> workloads = ReadEstate.byId(objects.workloads());
      decided.keySet().retainAll(workloads.keySet());
      for (Decision decision : plan.decisions()) {
        BleuWorkload w = workloads.get(decision.id());
        ProposedDecision change =
            w == null
                ? null
                : DecisionDifference.of(
                    decision,
                    w.getMetadata().getUid(),
                    inputs.digest(w),
                    inputs.asOf(w),
                    null,
                    decided.get(decision.id()));
        if (w != null && change != null) {
          WorkloadPlacementSpec spec =
              new WorkloadPlacementSpec(
                  new WorkloadPlacementSpec.WorkloadRef(
                      decision.id().name(), w.getMetadata().getUid()),
                  change.assignments(),
                  change.evacuation(),
                  new WorkloadPlacementSpec.Decision(1L, change.digest()));
          decided.put(
              decision.id(),
              new DecisionInForce(
                  w.getMetadata().getUid(),
                  spec,
                  true,
                  new RecentMoves(List.of()),
                  change.cause()));
          committed.add(decision.id());
          observed.put(decision.id(), observed(decision.id(), spec));
        }
      }
    }

    /** What it decides is delivered at once; of every other workload nothing is seen. */
    private static ObservedChildren observed(WorkloadId id, WorkloadPlacementSpec spec) {
      TreeMap<String, ObservedChildren.InZone> zones = new TreeMap<>();
      boolean external = id.name().hashCode() % 2 == 0;
      if (!external) {
        for (Assignment a : spec.assignments()) {
          int n = a.replicas();
          zones.put(a.zone(), new ObservedChildren.InZone(n, n, n, ObservedChildren.Progress.Done));
        }
      }
      return new ObservedChildren(zones, List.of(), true, false, external);
    }

    private List<WorkloadPlacement> placements() {
      List<WorkloadPlacement> placements = new ArrayList<>();
      decided.forEach((id, inForce) -> placements.add(placement(id, inForce)));
      return placements;
    }

    private static WorkloadPlacement placement(WorkloadId id, DecisionInForce inForce) {
      WorkloadPlacement wp = new WorkloadPlacement();
      wp.setMetadata(
          new ObjectMetaBuilder().withNamespace(id.namespace()).withName(id.name()).build());
      wp.setSpec(inForce.spec());
      return wp;
    }

    /** The status, and what delivery reads of the zones that it is in. */
    private Object workload(
        BleuWorkload w, WorkloadId id, Snapshot now, @Nullable Object statusBefore) {
      DecisionInForce inForce = decided.get(id);
      Looked before = (Looked) statusBefore;
      BleuWorkload object = with(w, before == null ? null : before.status());
      Object status =
          WorkloadStatus.of(
              new WorkloadFacts(
                  object,
                  Snapshot.Seen.of(w).generation(),
                  now.blocking("BleuWorkload", id.namespace(), id.name()),
                  now.decisions().get(id),
                  inForce == null ? List.of() : inForce.spec().assignments(),
                  now.lapses().get(id),
                  inForce != null,
                  true,
                  seen(id),
                  objectives(w, id, now),
                  true,
                  now.estate(),
                  now.workload(id),
                  now.translation().breakGlass().get(id),
                  now.mistakes("BleuWorkload", id.namespace(), id.name()),
                  cluster.now));
      List<String> delivered = new ArrayList<>();
      if (inForce != null) {
        for (Assignment a : inForce.spec().assignments()) {
          Zone zone = now.estate().zone(a.zone());
          delivered.add(
              a.zone()
                  + (zone == null
                      ? " is gone"
                      : " "
                          + (zone.state() == ZoneState.Lost)
                          + zone.unhealthySince()
                          + zone.health().degradedSince())
                  + now.facts().get(new ObjectRef("AvailabilityZone", null, a.zone())));
        }
      }
      return new Looked(status, delivered);
    }

    private record Looked(Object status, List<String> delivered) {}

    private ObservedChildren seen(WorkloadId id) {
      return observed.getOrDefault(
          id, new ObservedChildren(new TreeMap<>(), List.of(), true, false, true));
    }

    private Object placement(WorkloadId id, Snapshot now, @Nullable Object status) {
      DecisionInForce inForce = decided.get(id);
      return PlacementStatus.of(
          new PlacementFacts(
              with(placement(id, inForce), status),
              now.why(id),
              now.costs().get(id),
              now.waivers(id),
              now.inputs().get(id),
              inForce.cause(),
              seen(id),
              now.estate().zones().stream().collect(Collectors.toMap(Zone::name, z -> z)),
              cluster.now));
    }

    private Object zone(AvailabilityZone z, Snapshot now, @Nullable Object status) {
      String name = z.getMetadata().getName();
      AvailabilityZone object = with(z, status);
      Zone zone = now.estate().zone(name);
      List<String> errors = now.blocking("AvailabilityZone", null, name);
      return zone == null || !errors.isEmpty()
          ? ZoneStatus.invalid(
              object, errors, null, null, new LossWords(now.estate(), name), cluster.now)
          : ZoneStatus.of(
              object,
              zone,
              now.occupancy().get(name),
              now.estate(),
              null,
              null,
              List.of(),
              cluster.now);
    }

    private Object provider(CloudProvider p, Snapshot now, @Nullable Object status) {
      String name = p.getMetadata().getName();
      CloudProviderStatus of =
          ProviderStatus.of(
              with(p, status),
              now.estate().provider(name),
              now.errors("CloudProvider", null, name),
              now.notes("CloudProvider", null, name),
              now.estate(),
              cluster.now);
      return of;
    }

    private Object policy(SovereigntyPolicy p, Snapshot now, @Nullable Object status) {
      SovereigntyPolicyStatus of =
          PolicyStatus.of(
              with(p, status),
              now.errors("SovereigntyPolicy", null, p.getMetadata().getName()),
              now.estate(),
              List.copyOf(now.decisions().values()),
              now.enforcement(),
              new TreeMap<>(),
              cluster.now);
      return of;
    }

    private Object waiver(SovereigntyWaiver w, Snapshot now, @Nullable Object status) {
      ObjectRef ref = ObjectRef.of(w);
      var standing =
          now.translation().waivers().stream()
              .filter(s -> s.object().equals(ref))
              .findFirst()
              .orElseThrow();
      WorkloadId id =
          new WorkloadId(w.getMetadata().getNamespace(), w.getSpec().workloadRef().name());
      SovereigntyWaiverStatus of =
          WaiverStatus.of(
              with(w, status),
              standing.state(),
              standing.message(),
              now.waivers(id).stream()
                  .filter(u -> u.waiver().name().equals(w.getMetadata().getName()))
                  .toList(),
              cluster.now);
      return of;
    }

    /** The same object with another status; what it shares with the one before nobody changes. */
    @SuppressWarnings("unchecked")
    private static <P, S, T extends CustomResource<P, S>> T with(
        T object, @Nullable Object status) {
      try {
        T copy = (T) object.getClass().getConstructor().newInstance();
        copy.setMetadata(object.getMetadata());
        copy.setSpec(object.getSpec());
        copy.setStatus((S) status);
        return copy;
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
