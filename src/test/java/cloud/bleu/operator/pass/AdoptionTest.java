package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.ledger.DecisionDifference;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs by an engine when a workload takes it over: its room counts once, and is its own. */
class AdoptionTest {

  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

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
      metadata: {name: north}
      spec:
        provider: acme
        offerings: [base]
        region: north
        site: north
        location: {country: FR}
        usablePercent: 100
        capacity: {cpu: "%d", pods: "100", largestNode: {cpu: "20"}}
        target: {nodeSelector: {zone: north}}
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
      """;

  private final StillCaches still = new StillCaches();
  private final Ledger ledger = new Ledger(still.nobody, Clock.fixed(NOON, ZoneOffset.UTC));
  private final PassPlanner planner = new PassPlanner(ledger, Traces.NONE);
  private final List<BleuWorkload> workloads = new ArrayList<>();
  private final Map<WorkloadId, Integer> running = new TreeMap<>();
  private final Set<WorkloadId> anywhere = new HashSet<>();
  private final Set<WorkloadId> awaited = new HashSet<>();
  private final List<WorkloadId> told = new ArrayList<>();
  private final AdoptedRooms rooms =
      new AdoptedRooms(
          ledger,
          (id, inForce) -> Map.of(),
          new AdoptedRooms.Source() {
            @Override
            public Map<WorkloadId, Map<String, Integer>> running(List<BleuWorkload> undecided) {
              Map<WorkloadId, Map<String, Integer>> all = new TreeMap<>();
              anywhere.forEach(id -> all.put(id, Map.of()));
              running.forEach((id, replicas) -> all.put(id, Map.of("north", replicas)));
              return all;
            }

            @Override
            public Quantities gain(String zone, Set<WorkloadId> decided) {
              long replicas =
                  running.entrySet().stream()
                      .filter(one -> decided.contains(one.getKey()))
                      .mapToLong(Map.Entry::getValue)
                      .sum();
              return Quantities.of(Map.of("cpu", 1000 * replicas, "pods", replicas));
            }

            @Override
            public Set<WorkloadId> awaited(List<BleuWorkload> undecided) {
              return awaited;
            }
          },
          told::add);
  private final Adoption adoption = new Adoption(rooms);
  private @Nullable Translation translation;

  @AfterEach
  void stop() {
    ledger.close();
    still.close();
  }

  private static WorkloadId id(String name) {
    return new WorkloadId("shop", name);
  }

  /** One that asks for replicas, of which some run, or that is new: 0. */
  private void workload(String name, int asks, int runs) {
    workloads.add(Serialization.unmarshal(WORKLOAD.formatted(name, asks), BleuWorkload.class));
    if (runs > 0) {
      running.put(id(name), runs);
    }
  }

  /**
   * What a pass decides.
   *
   * @param cpu of the zone, as somebody declares it, or of which an engine reports what is left
   */
  private Map<String, Integer> pass(int cpu, boolean declared) {
    Translation declaration =
        EstateTranslator.translate(
            ApiObjects.NONE
                .with(
                    CloudProvider.class,
                    List.of(Serialization.unmarshal(PROVIDER, CloudProvider.class)))
                .with(
                    AvailabilityZone.class,
                    List.of(Serialization.unmarshal(ZONE.formatted(cpu), AvailabilityZone.class)))
                .with(BleuWorkload.class, workloads),
            NOON,
            Map.of());
    translation = rooms.in(declared ? declaration : reported(declaration, cpu), workloads);
    Translation read = translation;
    PassPlan plan =
        adoption.first(waits -> planner.plan(read.estate(), this::change, waits), this::change);
    assertEquals(
        translation.estate().workloads().stream().map(w -> w.id()).toList(),
        plan.told().decisions().stream().map(d -> d.id()).toList(),
        "something is said of everybody");
    Map<String, Integer> decided = new TreeMap<>();
    for (ProposedDecision one : plan.proposed()) {
      decided.put(one.id().name(), one.assignments().stream().mapToInt(a -> a.replicas()).sum());
    }
    return decided;
  }

  /** The same room without that of what runs, as it is seen among what others ask. */
  private Translation reported(Translation declaration, int cpu) {
    int others = running.values().stream().mapToInt(n -> n).sum();
    Capacity left =
        new Capacity.Reported(
            Quantities.of(Map.of("cpu", 1000L * (cpu - others), "pods", 100L)),
            Capacity.Origin.Karmada,
            NOON,
            100);
    return declaration.of(
        declaration
            .estate()
            .withZones(List.of(declaration.estate().zone("north").withCapacity(left))));
  }

  private @Nullable ProposedDecision change(Decision decision) {
    ProposedDecision change =
        DecisionDifference.of(decision, "u-" + decision.id().name(), "digest", null, false, null);
    return change == null || change.assignments().isEmpty() ? null : change;
  }

  /** Of ten cpu four are those of what runs. {@code first} comes first, and asks for seven. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoTakesOverStaysAndNobodyTakesItsRoom(boolean declared) {
    workload("first", 7, 0);
    workload("web", 4, 4);
    assertEquals(Map.of("web", 4), pass(10, declared));
    assertEquals(
        6_000, translation.estate().zone("north").capacity().usable().get("cpu"), "of the others");
    assertTrue(adoption.committed(List.of()), "the others wait for their turn");
  }

  /** It runs, so it fits: a zone that is full has room for it once more in no case. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFullZoneIsNoReasonToHaveFewerThanRun(boolean declared) {
    workload("web", 4, 4);
    assertEquals(Map.of("web", 4), pass(5, declared));
  }

  /** With one cpu of four more a rollout has its room. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void someAreTakenOverAtOnce(boolean declared) {
    workload("web", 4, 4);
    workload("db", 3, 3);
    workload("late", 1, 0);
    assertEquals(Map.of("web", 4, "db", 3), pass(9, declared));
  }

  /** None gets what another one runs on. Who asks for more than there is keeps what runs of it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nobodyGrowsIntoWhatAnotherOneRunsOn(boolean declared) {
    workload("db", 9, 3);
    workload("web", 4, 4);
    workload("late", 1, 0);
    assertEquals(Map.of("web", 4), pass(10, declared));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoGrowsDoesSoIntoWhatIsFree(boolean declared) {
    workload("db", 6, 3);
    assertEquals(Map.of("db", 6), pass(7, declared));
  }

  /** More runs than is asked: no more is decided, and what runs beyond that is not free yet. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoAsksForLessGetsThat(boolean declared) {
    workload("web", 2, 4);
    assertEquals(Map.of("web", 2), pass(8, declared));
    adoption.committed(
        List.of(
            new ProposedDecision(
                id("web"), "u-web", "digest", null, "SpecChanged", List.of(), List.of(), 0)));
    assertEquals(List.of(id("web")), told);
  }

  /** Where it is not known yet what runs nothing is decided for it, and its room is kept. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoIsNotKnownWaitsAndNobodyWaitsForIt(boolean declared) {
    workload("first", 5, 0);
    workload("web", 4, 4);
    awaited.add(id("web"));
    assertEquals(Map.of("first", 5), pass(10, declared));
    assertFalse(adoption.committed(List.of()), "nobody came first");
    assertEquals(6_000, translation.estate().zone("north").capacity().usable().get("cpu"));
  }

  /** What has no place where it is allowed runs on: nothing is decided that would end it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatCannotBePlacedRunsOn(boolean declared) {
    workload("db", 19, 3);
    workload("web", 29, 4);
    workload("late", 1, 0);
    assertEquals(Map.of("late", 1), pass(10, declared));
    for (Decision decision : Planner.plan(translation.estate()).decisions()) {
      assertEquals(!decision.id().equals(id("late")), rooms.runsOn(decision), decision.id().name());
    }
  }

  /** While it is not seen what runs nothing is decided that may end it. */
  @Test
  void whoMayRunAnywhereRunsOn() {
    workload("web", 29, 0);
    workload("db", 4, 0);
    anywhere.add(id("web"));
    anywhere.add(id("db"));
    assertEquals(Map.of("db", 4), pass(10, true));
    assertFalse(adoption.committed(List.of()), "nobody came first");
  }

  /** A decision that cannot be committed holds up nobody else. */
  @Test
  void whoCannotBeCommittedComesNotFirstTwice() {
    workload("first", 5, 0);
    workload("web", 4, 4);
    assertEquals(Map.of("web", 4), pass(10, true));
    assertEquals(Map.of("first", 5), pass(10, true));
    assertEquals(Map.of("web", 4), pass(10, true));
  }
}
