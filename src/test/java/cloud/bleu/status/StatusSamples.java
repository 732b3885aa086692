package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.ConditionedStatus;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Decision.Outcome;
import cloud.bleu.placement.estate.Decision.Reason;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.explain.DecisionProof;
import cloud.bleu.placement.explain.Occupancy;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.WaiverState;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.status.loss.LossWords;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Objects in the states that a status can say, as the operator writes them, each with what whoever
 * waits for it has to see. Drills have theirs in their own package.
 */
public final class StatusSamples {

  private static final ObjectMapper JSON = Serialization.jsonMapper();
  private static final Outcome PLACED = new Outcome.Placed();
  private static final Reason NO_ZONE = new Reason("NoZoneAllowed", "no zone may take it", false);
  private static final Reason NO_ROOM = new Reason("InsufficientCapacity", "no room", true);
  private static final Reason CHECK = new Reason("CheckFailed", "a defect, report it", false);

  private static final Estates ESTATES =
      Estates.of(
          Estates.PROVIDERS,
          Estates.zone("a", "near", "north", "FR", "48.8"),
          Estates.machines("web", 3, ""));

  private static final String POLICY =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyPolicy
      metadata: {name: p, generation: 2}
      spec:
        appliesTo: {dataClasses: [Ordinary]}
        rules:
        - {name: one, rule: data-locations, action: Enforce, parameters: {countries: [FR]}}
      """;

  private static final Estates GOVERNED =
      Estates.of(
          Estates.PROVIDERS,
          Estates.zone("a", "near", "north", "FR", "48.8"),
          Estates.machines("web", 3, ""),
          POLICY);

  private final List<StatusSample> samples = new ArrayList<>();

  /** Of every kind that the operator writes a status of, but drills. */
  public static List<StatusSample> all() {
    StatusSamples all = new StatusSamples();
    all.workloads();
    all.placements();
    all.zones();
    all.providers();
    all.policies();
    all.waivers();
    return all.samples;
  }

  private void workloads() {
    workload("runs", "Current", "Healthy", facts(PLACED).ready(3));
    workload("asks for no replica", "Current", "Healthy", facts(PLACED).replicas(0));
    workload("runs elsewhere", "Current", "Healthy", facts(PLACED).external());
    workload("not every replica is ready", "InProgress", "Progressing", facts(PLACED).ready(2));
    workload(
        "rolls out",
        "InProgress",
        "Progressing",
        facts(PLACED).ready(3).progress(ObservedChildren.Progress.OnItsWay));
    workload(
        "makes no progress",
        "InProgress",
        "Degraded",
        facts(PLACED).ready(2).progress(ObservedChildren.Progress.DeadlineExceeded));
    workload(
        "is placed in part",
        "InProgress",
        "Progressing",
        facts(new Outcome.PartlyPlaced(NO_ROOM)).ready(3));
    workload("finds no room", "InProgress", "Progressing", facts(null).nowhere("NoRoom", true));
    workload("no zone may take it", "Failed", "Degraded", facts(null).nowhere("NoZone", false));
    workload(
        "no zone may take it, elsewhere",
        "Failed",
        "Degraded",
        facts(null).nowhere("NoZone", false).external());
    workload(
        "the check refused its first decision",
        "Failed",
        "Degraded",
        facts(null).nowhere(new Outcome.Kept(CHECK)));
    workload("has an error", "Failed", "Degraded", facts(null).errors("spec.a: wrong"));
    workload(
        "a person is in the way",
        "Failed",
        "Degraded",
        facts(PLACED).ready(0).obstacle("NameConflict", false));
    workload(
        "its delivery is refused for now",
        "InProgress",
        "Progressing",
        facts(PLACED).ready(0).obstacle("DeliveryRefused", true));
    workload(
        "runs in breach of a policy",
        "Current",
        "Degraded",
        facts(PLACED).ready(3).violation("QualificationExpired"));
    workload(
        "survives less than it asks",
        "Current",
        "Healthy",
        facts(PLACED).ready(3).shortfall("SurvivalUnsatisfiable"));
    workload("is suspended and runs", "Current", "Suspended", facts(PLACED).suspended().ready(3));
    WorkloadFacts ending = facts(PLACED).ready(3).build();
    add(
        "waits for another cluster to be deleted",
        "InProgress",
        "Progressing",
        ending.workload(),
        EndingStatus.of(ending.workload(), new TreeMap<>(Map.of("a", "it is away")), Estates.NOON));
  }

  private static WorkloadFactsBuilder facts(Outcome outcome) {
    return new WorkloadFactsBuilder().outcome(outcome);
  }

  private void workload(String state, String kstatus, String argo, WorkloadFactsBuilder facts) {
    WorkloadFacts built = facts.build();
    add(state, kstatus, argo, built.workload(), WorkloadStatus.of(built));
  }

  private void placements() {
    placement("delivered", "Current", "Healthy", 3, PLACED, seen(3));
    placement("realised elsewhere", "Current", "Healthy", 3, PLACED, elsewhere());
    placement("not every replica is ready", "InProgress", "Progressing", 3, PLACED, seen(1));
    placement(
        "delivering",
        "InProgress",
        "Progressing",
        3,
        PLACED,
        new ObservedChildren(seen(3).zones(), List.of(), false, false, false));
    placement(
        "a person is in the way",
        "Failed",
        "Degraded",
        3,
        PLACED,
        new ObservedChildren(
            seen(3).zones(),
            List.of(new ObservedChildren.Obstacle("NameConflict", "rename it", false)),
            false,
            false,
            false));
    placement("no room", "InProgress", "Progressing", 0, new Outcome.Unplaceable(NO_ROOM), seen(0));
    placement(
        "no zone may take it", "Failed", "Degraded", 0, new Outcome.Unplaceable(NO_ZONE), seen(0));
    placement(
        "no zone may take it, elsewhere",
        "Failed",
        "Degraded",
        0,
        new Outcome.Unplaceable(NO_ZONE),
        elsewhere());
    placement(
        "no zone may take it, and its objects go",
        "Failed",
        "Degraded",
        0,
        new Outcome.Unplaceable(NO_ZONE),
        new ObservedChildren(new TreeMap<>(), List.of(), false, false, false));
    placement(
        "the check refused its first decision",
        "Failed",
        "Degraded",
        0,
        new Outcome.Kept(CHECK),
        seen(0));
    placement(
        "the check refused a change of what runs",
        "Current",
        "Healthy",
        3,
        new Outcome.Kept(CHECK),
        seen(3));
  }

  private void placement(
      String state,
      String kstatus,
      String argo,
      int replicas,
      Outcome outcome,
      ObservedChildren seen) {
    WorkloadPlacement placement =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: WorkloadPlacement
            metadata: {name: web, namespace: n, generation: 5}
            spec: {workloadRef: {name: web}, assignments: [%s]}
            """
                .formatted(replicas == 0 ? "" : "{zone: a, replicas: " + replicas + "}"),
            WorkloadPlacement.class);
    Estate estate = ESTATES.read().estate();
    Decision decision =
        new Decision(
            new WorkloadId("n", "web"),
            outcome,
            Decision.Cause.Unchanged,
            0,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            new TreeMap<>(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            true,
            0);
    add(
        state,
        kstatus,
        argo,
        placement,
        PlacementStatus.of(
            new PlacementFacts(
                placement,
                new DecisionProof(estate.workloads().get(0), decision, estate),
                null,
                null,
                null,
                seen,
                Estates.NOON)));
  }

  private static ObservedChildren seen(int ready) {
    return new ObservedChildren(
        new TreeMap<>(
            Map.of(
                "a",
                new ObservedChildren.InZone(ready, ready, ready, ObservedChildren.Progress.Done))),
        List.of(),
        true,
        false,
        false);
  }

  private static ObservedChildren elsewhere() {
    return new ObservedChildren(new TreeMap<>(), List.of(), true, false, true);
  }

  private void zones() {
    Estate estate = ESTATES.read().estate();
    Zone zone = estate.zone("a");
    zone("takes part", "Healthy", estate, zone);
    zone("is cordoned", "Healthy", estate, zone.withState(ZoneState.Cordoned, Estates.NOON, null));
    zone(
        "is silent",
        "Degraded",
        estate,
        zone.withState(ZoneState.Active, null, Estates.NOON.minusSeconds(60)));
    zone(
        "has no nodes yet",
        "Degraded",
        estate,
        zone.withHealth(ZoneState.Active, null, new Health(Health.Signal.NodesUnknown, null)));
    zone(
        "its cluster is not reached",
        "Degraded",
        estate,
        zone,
        new TargetReach(
            false,
            "Forbidden",
            "why",
            TargetReach.Enforcement.OF_AGENT,
            null,
            UndeclaredObjects.NONE));
    AvailabilityZone object = ESTATES.object(AvailabilityZone.class, "a");
    add(
        "has an error",
        "Failed",
        "Degraded",
        object,
        ZoneStatus.invalid(
            object,
            List.of("spec.site: wrong"),
            null,
            null,
            new LossWords(estate, "a"),
            Estates.NOON));
  }

  private void zone(String state, String argo, Estate estate, Zone zone) {
    zone(state, argo, estate, zone, null);
  }

  private void zone(
      String state, String argo, Estate estate, Zone zone, @Nullable TargetReach reach) {
    Estate with =
        new Estate(
            estate.now(),
            estate.providers(),
            List.of(zone),
            estate.workloads(),
            estate.placements(),
            estate.roundTrips());
    AvailabilityZone object = ESTATES.object(AvailabilityZone.class, "a");
    Occupancy occupancy = Occupancy.of(with, ESTATES.plan().decisions()).get("a");
    add(
        state,
        "Current",
        argo,
        object,
        ZoneStatus.of(object, zone, occupancy, with, reach, null, List.of(), Estates.NOON));
  }

  private void providers() {
    provider("is read", "Current", "Healthy", List.of());
    provider("has an error", "Failed", "Degraded", List.of("spec.legalEntity: wrong"));
  }

  private void provider(String state, String kstatus, String argo, List<String> errors) {
    Estate estate = ESTATES.read().estate();
    Provider provider = estate.provider("near");
    CloudProvider object = ESTATES.object(CloudProvider.class, "near");
    add(
        state,
        kstatus,
        argo,
        object,
        ProviderStatus.of(object, provider, errors, List.of(), estate, Estates.NOON));
  }

  private void governed(String is, String argo, SortedSet<String> missing) {
    SovereigntyPolicy object = Serialization.unmarshal(POLICY, SovereigntyPolicy.class);
    add(
        is,
        "Current",
        argo,
        object,
        PolicyStatus.of(
            object,
            List.of(),
            GOVERNED.read().estate(),
            List.of(),
            new Enforcement(missing, new TreeMap<>(), new TreeSet<>()),
            new TreeMap<>(),
            Estates.NOON));
  }

  private void policies() {
    governed("governs a namespace that does not enforce", "Healthy", new TreeSet<>());
    governed("lacks what admission keeps", "Degraded", new TreeSet<>(Set.of("enforce.pods")));
    policy("is valid", "Current", "Healthy", List.of(), new TreeMap<>());
    policy("has an error", "Failed", "Degraded", List.of("spec.rules[0]: wrong"), new TreeMap<>());
    policy(
        "its decisions are not exported",
        "Current",
        "Degraded",
        List.of(),
        new TreeMap<>(Map.of("ExportFailed", "the volume is full")));
  }

  private void policy(
      String state,
      String kstatus,
      String argo,
      List<String> errors,
      TreeMap<String, String> evidence) {
    SovereigntyPolicy object =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: SovereigntyPolicy
            metadata: {name: p, generation: 2}
            spec: {appliesTo: {dataClasses: [Ordinary]}}
            """,
            SovereigntyPolicy.class);
    add(
        state,
        kstatus,
        argo,
        object,
        PolicyStatus.of(
            object,
            errors,
            ESTATES.read().estate(),
            List.of(),
            new Enforcement(new TreeSet<>(), new TreeMap<>(), new TreeSet<>()),
            evidence,
            Estates.NOON));
  }

  /** Those that wait for a day or an approval go on by themselves; all others are over. */
  private void waivers() {
    SovereigntyWaiver object =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: SovereigntyWaiver
            metadata: {name: w, namespace: n, generation: 1}
            spec: {workloadRef: {name: web}, expirationTime: "2027-01-01T00:00:00Z"}
            """,
            SovereigntyWaiver.class);
    for (WaiverState state : WaiverState.values()) {
      boolean waits = state == WaiverState.NotYetInForce || state == WaiverState.AwaitingApproval;
      boolean holds = state == WaiverState.InForce;
      add(
          state.name(),
          holds ? "Current" : waits ? "InProgress" : "Failed",
          holds ? "Healthy" : waits ? "Suspended" : "Degraded",
          object,
          WaiverStatus.of(object, state, "why", List.of(), Estates.NOON));
    }
  }

  private void add(
      String state, String kstatus, String argo, HasMetadata object, ConditionedStatus status) {
    ObjectNode json = JSON.valueToTree(object);
    json.set("status", JSON.valueToTree(status));
    samples.add(new StatusSample(state, json, kstatus, argo));
  }
}
