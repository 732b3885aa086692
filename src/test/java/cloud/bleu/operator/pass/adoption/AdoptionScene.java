package cloud.bleu.operator.pass.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.ledger.DecisionDifference;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.operator.pass.plan.PassPlan;
import cloud.bleu.operator.pass.plan.PassPlanner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Passes over zones of which some replicas run by an engine before anything is decided. */
abstract class AdoptionScene {

  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  private static final Duration SOON = Duration.ofMinutes(5);

  private static final List<PriorityClass> CLASSES =
      List.of(
          priority("high", 1000, "PreemptLowerPriority"),
          priority("quiet", 1000, "Never"),
          priority("between", 700, "Never"),
          priority("low", 500, "PreemptLowerPriority"),
          priority("still", 500, "Never"),
          priority("top", 2000, "Never"));

  /** What a workload says that comes before others, and has them make room. */
  static final String FIRST = "placement: {priorityClassName: high}";

  /** What one says that is its equal, and has nobody make room. */
  static final String QUIET = "placement: {priorityClassName: quiet}";

  /** What one says that comes before all of these, and has nobody make room. */
  static final String TOP = "placement: {priorityClassName: top}";

  private static final String PROVIDER =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: acme}
      spec:
        legalEntity: {name: a, registeredOffice: FR, centralAdministration: FR, principalEstablishment: FR}
        offerings: [{name: base, layers: [IaaS, CaaS], regions: [north], services: [base.compute]}]
      """;

  private static final String ZONE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: %1$s, annotations: {%3$s}}
      spec:
        provider: acme
        offerings: [base]
        region: north
        site: %1$s
        location: {country: FR}
        usablePercent: 100
        capacity: {cpu: "%2$d", pods: "100", largestNode: {cpu: "20"}}
        target: {nodeSelector: {zone: %1$s}}
      """;

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: %1$s, namespace: shop, uid: u-%1$s}
      spec:
        replicas: %2$d
        dataClasses: [Ordinary]
        workload: {deployment: {template: {spec: {containers: [{name: main, image: none, resources: {requests: {cpu: "1"}}}]}}}}
        resilience: {}
        %3$s
      """;

  final List<BleuWorkload> workloads = new ArrayList<>();
  final Map<WorkloadId, Map<String, Integer>> running = new TreeMap<>();

  /** What exists of those of which another number runs. */
  final Map<WorkloadId, Map<String, Integer>> standing = new TreeMap<>();

  /** Of which nothing is said any more once it is asked what stands. */
  final Set<WorkloadId> forgotten = new TreeSet<>();

  final Set<WorkloadId> anywhere = new HashSet<>();
  final Set<WorkloadId> awaited = new HashSet<>();

  /** Those of which nothing can be committed. */
  final Set<WorkloadId> withheld = new HashSet<>();

  /** Which changes besides cannot be committed. */
  Predicate<ProposedDecision> refuses = change -> false;

  /** Those of which nothing that is committed is written: who takes their room is not committed. */
  final Set<WorkloadId> unwritten = new HashSet<>();

  /** Those of them of which a write was refused; the others are late. */
  final Set<WorkloadId> refusing = new HashSet<>();

  final Set<String> unseen = new HashSet<>();
  final List<WorkloadId> told = new ArrayList<>();
  final Map<WorkloadId, DecisionInForce> decided = new TreeMap<>();
  final Map<WorkloadId, Map<String, Integer>> delivered = new TreeMap<>();

  /** What else there is, as what a zone has and what is said of it; north comes with each pass. */
  final Map<String, String> zones = new TreeMap<>();

  /** What is seen of the nodes of those of them of which anything is. */
  final Map<String, Health> health = new TreeMap<>();

  /** When the passes are. */
  Instant now = NOON;

  /** How often it was asked how much room a zone would gain. */
  int asked;

  /** Of how many changes it was asked whether they can be committed. */
  int questions;

  /** How often it was asked what is in force. */
  int reads;

  /** What happens once it was asked what runs. */
  Runnable meanwhile = () -> {};

  AdoptedRooms rooms = rooms();
  Adoption adoption = new Adoption(rooms, this::withhold);
  private PassPlanner planner = planner();
  @Nullable Translation translation;
  @Nullable PassPlan plan;

  private PassPlanner planner() {
    return new PassPlanner(this::withhold, decided::get, Supplier::get);
  }

  private List<ProposedDecision> withhold(List<ProposedDecision> changes) {
    questions += changes.size();
    return changes.stream().filter(this::isWithheld).toList();
  }

  private boolean isWithheld(ProposedDecision one) {
    return withheld.contains(one.id()) || refuses.test(one);
  }

  private AdoptedRooms rooms() {
    return new AdoptedRooms(
        () -> {
          reads++;
          return decided;
        },
        (id, inForce) -> delivered.getOrDefault(id, Map.of()),
        new AdoptionSource() {
          @Override
          public Map<WorkloadId, Map<String, Integer>> running(List<BleuWorkload> undecided) {
            Map<WorkloadId, Map<String, Integer>> all = new TreeMap<>();
            for (BleuWorkload one : undecided) {
              WorkloadId id = id(one.getMetadata().getName());
              if (anywhere.contains(id)) {
                all.put(id, Map.of());
              }
              if (running.containsKey(id)) {
                all.put(id, running.get(id));
              }
            }
            meanwhile.run();
            return all;
          }

          @Override
          public Map<String, Integer> standing(WorkloadId id) {
            return forgotten.contains(id) ? Map.of() : stands(id);
          }

          @Override
          public Quantities gain(String zone, Set<WorkloadId> some) {
            asked++;
            long replicas = some.stream().mapToInt(id -> stands(id, zone)).sum();
            return Quantities.of(Map.of("cpu", 1000 * replicas, "pods", replicas));
          }

          @Override
          public Set<WorkloadId> awaited(List<BleuWorkload> undecided) {
            return awaited;
          }

          @Override
          public boolean isUnseen(String zone) {
            return unseen.contains(zone);
          }
        },
        told::add,
        refusing::contains);
  }

  /** The process ends, and another one begins. */
  final void begin() {
    rooms = rooms();
    adoption = new Adoption(rooms, this::withhold);
    planner = planner();
  }

  private static PriorityClass priority(String name, int value, String preempts) {
    return new PriorityClassBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withValue(value)
        .withPreemptionPolicy(preempts)
        .build();
  }

  static WorkloadId id(String name) {
    return new WorkloadId("shop", name);
  }

  /** One that asks for replicas, of which some run, or that is new: 0. */
  final void workload(String name, int asks, int runs) {
    workload(name, asks, runs == 0 ? Map.of() : Map.of("north", runs), "");
  }

  /** The same, by zone, with what else it asks. */
  final void workload(String name, int asks, Map<String, Integer> runs, String more) {
    workloads.add(
        Serialization.unmarshal(WORKLOAD.formatted(name, asks, more), BleuWorkload.class));
    if (!runs.isEmpty()) {
      running.put(id(name), runs);
    }
  }

  /** Another number of one is asked, and what else it asks. */
  final void edit(String name, int asks, String more) {
    workloads.removeIf(one -> one.getMetadata().getName().equals(name));
    workload(name, asks, Map.of(), more);
  }

  /** A decision in force. */
  final void runs(String name, String zone, int replicas) {
    runs(name, Map.of(zone, replicas));
  }

  /** The same, in several zones. */
  final void runs(String name, Map<String, Integer> replicas) {
    List<Assignment> assignments = new ArrayList<>();
    new TreeMap<>(replicas)
        .forEach((zone, count) -> assignments.add(new Assignment(zone, count, null, null)));
    decided.put(
        id(name),
        new DecisionInForce(
            "u-" + name,
            new WorkloadPlacementSpec(
                new WorkloadPlacementSpec.WorkloadRef(name, "u-" + name),
                assignments,
                List.of(),
                null),
            true,
            new RecentMoves(List.of()),
            null));
  }

  /**
   * What a pass decides.
   *
   * @param cpu of the zone, as somebody declares it, or of which an engine reports what is left
   */
  final Map<String, Integer> pass(int cpu, boolean declared) {
    Translation declaration =
        EstateTranslator.translate(
            ApiObjects.NONE
                .with(
                    CloudProvider.class,
                    List.of(Serialization.unmarshal(PROVIDER, CloudProvider.class)))
                .with(AvailabilityZone.class, zones(cpu))
                .with(BleuWorkload.class, workloads)
                .with(WorkloadPlacement.class, placements())
                .with(PriorityClass.class, CLASSES),
            now,
            Map.of());
    declaration = declaration.of(seen(declaration.estate()));
    translation = rooms.in(declared ? declaration : reported(declaration, cpu), workloads);
    Translation read = translation;
    plan = adoption.first(waits -> planner.plan(read.estate(), this::change, waits), this::change);
    assertEquals(
        translation.estate().workloads().stream().map(w -> w.id()).toList(),
        plan.told().decisions().stream().map(d -> d.id()).toList(),
        "something is said of everybody");
    Map<String, Integer> proposed = new TreeMap<>();
    for (ProposedDecision one : plan.proposed()) {
      proposed.put(one.id().name(), one.assignments().stream().mapToInt(a -> a.replicas()).sum());
    }
    return proposed;
  }

  /** Commits what of a pass can be; whether another one follows at once. */
  final boolean commit() {
    return Duration.ZERO.equals(commits());
  }

  /** The same; after how long another one follows, null: none does. */
  final @Nullable Duration commits() {
    List<ProposedDecision> proposed = plan.proposed();
    boolean held = proposed.stream().anyMatch(one -> unwritten.contains(one.id()));
    List<ProposedDecision> changes =
        proposed.stream()
            .filter(one -> !isWithheld(one))
            .filter(one -> !held || !running.containsKey(one.id()))
            .toList();
    for (ProposedDecision one : changes) {
      boolean written = !unwritten.contains(one.id());
      DecisionInForce before = decided.get(one.id());
      decided.put(
          one.id(),
          new DecisionInForce(
              one.uid(),
              new WorkloadPlacementSpec(
                  new WorkloadPlacementSpec.WorkloadRef(one.id().name(), one.uid()),
                  one.assignments(),
                  List.of(),
                  null),
              written,
              new RecentMoves(List.of()),
              null,
              written || before == null ? null : before.written()));
      running.remove(one.id());
    }
    return adoption.committed(changes);
  }

  /** The same; whether another one follows within minutes: room is kept for longer. */
  final boolean follows() {
    Duration next = commits();
    return next != null && next.compareTo(SOON) < 0;
  }

  /** What is committed of some is written by now. */
  final void writes() {
    unwritten.clear();
    refusing.clear();
    decided.replaceAll(
        (id, one) -> new DecisionInForce(one.uid(), one.spec(), true, one.recent(), one.cause()));
  }

  /** The same of one of them. */
  final void writes(WorkloadId id) {
    unwritten.remove(id);
    decided.computeIfPresent(
        id,
        (same, one) -> new DecisionInForce(one.uid(), one.spec(), true, one.recent(), one.cause()));
  }

  /** Makes passes, over room that somebody declares, for as long as one follows within minutes. */
  final void rest(int cpu) {
    boolean follows = true;
    for (int passes = 0, still = 0; follows || still < 2; passes++) {
      assertTrue(passes < 60, "it comes to an end");
      boolean nothing = pass(cpu, true).isEmpty();
      follows = follows();
      still = nothing && !follows ? still + 1 : 0;
    }
  }

  /**
   * Nothing is free, and two of six have made room for one that lacks two; others could as well.
   */
  final void two() {
    workload("low", 6, 0);
    runs("low", "north", 6);
    workload("other", 3, Map.of(), "placement: {priorityClassName: still}");
    runs("other", "north", 3);
    workload("web", 6, Map.of("north", 4), FIRST);
    unwritten.add(id("low"));
    assertEquals(Map.of("web", 6, "low", 4), pass(14, true));
    commit();
    assertFalse(running.isEmpty());
  }

  /** How many replicas are in force of those of whom any are. */
  final Map<String, Integer> inForce() {
    Map<String, Integer> all = new TreeMap<>();
    decided.forEach(
        (id, one) ->
            all.put(
                id.name(), one.spec().assignments().stream().mapToInt(a -> a.replicas()).sum()));
    all.values().removeIf(replicas -> replicas == 0);
    return all;
  }

  /** Whether another pass follows at once once some changes are committed. */
  final boolean follows(List<ProposedDecision> changes) {
    return Duration.ZERO.equals(adoption.committed(changes));
  }

  private List<AvailabilityZone> zones(int cpu) {
    List<AvailabilityZone> all = new ArrayList<>();
    if (!zones.containsKey("north")) {
      all.add(Serialization.unmarshal(ZONE.formatted("north", cpu, ""), AvailabilityZone.class));
    }
    zones.forEach(
        (name, said) ->
            all.add(
                Serialization.unmarshal(ZONE.formatted(name, cpu, said), AvailabilityZone.class)));
    return all;
  }

  private List<WorkloadPlacement> placements() {
    List<WorkloadPlacement> all = new ArrayList<>();
    decided.forEach(
        (id, inForce) -> {
          WorkloadPlacement placement = new WorkloadPlacement();
          placement.setMetadata(
              new ObjectMetaBuilder().withNamespace("shop").withName(id.name()).build());
          placement.setSpec(inForce.spec());
          all.add(placement);
        });
    return all;
  }

  private Map<String, Integer> stands(WorkloadId id) {
    return standing.getOrDefault(id, running.getOrDefault(id, Map.of()));
  }

  private int stands(WorkloadId id, String zone) {
    return stands(id).getOrDefault(zone, 0);
  }

  /** The same room without that of what runs, as it is seen among what others ask. */
  private Translation reported(Translation declaration, int cpu) {
    List<Zone> all =
        declaration.estate().zones().stream()
            .map(
                zone ->
                    zone.withCapacity(
                        new Capacity.Reported(
                            Quantities.of(
                                Map.of("cpu", 1000L * (cpu - others(zone.name())), "pods", 100L)),
                            Capacity.Origin.Karmada,
                            NOON,
                            100)))
            .toList();
    return declaration.of(declaration.estate().withZones(all));
  }

  private Estate seen(Estate estate) {
    return estate.withZones(
        estate.zones().stream()
            .map(
                zone ->
                    health.containsKey(zone.name())
                        ? zone.withHealth(zone.state(), zone.stateSince(), health.get(zone.name()))
                        : zone)
            .toList());
  }

  private int others(String zone) {
    return running.keySet().stream().mapToInt(id -> stands(id, zone)).sum();
  }

  private @Nullable ProposedDecision change(Decision decision) {
    ProposedDecision change =
        DecisionDifference.of(
            decision,
            "u-" + decision.id().name(),
            "digest",
            null,
            null,
            decided.get(decision.id()));
    boolean nothing = change != null && change.assignments().isEmpty();
    return nothing && !decided.containsKey(decision.id()) ? null : change;
  }
}
