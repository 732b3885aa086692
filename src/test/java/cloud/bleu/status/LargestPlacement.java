package cloud.bleu.status;

import static cloud.bleu.status.Estates.NOON;

import cloud.bleu.api.v1alpha1.PolicyDigest;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.api.v1alpha1.WorkloadSource.StatefulSetSource;
import cloud.bleu.ledger.DecisionDifference;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.explain.DecisionProof;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A large WorkloadPlacement of 200 zones: a replica in every zone with a plan for every event of
 * every scope, and every zone refused by every rule, as when a workload is suspended and its policy
 * changes. Each half is what the engine and the operator make of manifests; the relaxations are as
 * many and as long as the schema takes.
 */
public final class LargestPlacement {
  static final int ZONES = 200;

  private static final String UID = "8f7c2d4e-1b1c-4a53-9d26-2f6f3a0c5e11";
  private static final StatefulSetSource SOURCE =
      new StatefulSetSource(Map.of(), "dossier", List.of(), List.of(), null, null);
  private static final String DIGEST = "sha256:" + "0".repeat(64);

  /** What makes a rule of the catalogue refuse the zones here, where its defaults do not. */
  private static final Map<String, String> REFUSING =
      Map.of(
          "countries", "{countries: [DE]}",
          "data-location", "{countries: [DE]}",
          "fact-basis", "{acceptBasis: [Contract]}",
          "fact-freshness", "{maxAgeDays: 1}",
          "providers", "{allow: [another]}",
          "regions", "{allow: [another]}",
          "registry-allowed", "{allow: [another]}",
          "zones", "{allow: [another]}");

  /** Providers and zones by the state of these, read once: nobody changes them. */
  private static final Map<String, Estates> PLACES = new HashMap<>();

  private static final Decision EVERYWHERE = placedEverywhere();
  private static final Estate REFUSING_ESTATE = refusingEstate();
  private static final Decision NOWHERE = decided(REFUSING_ESTATE);

  /** Made once: it groups ten thousand verdicts. */
  private static final DecisionProof WHY_NOWHERE = whyNowhereAnew();

  private LargestPlacement() {}

  /** The object as it is written, of that name and namespace. */
  public static WorkloadPlacement of(String name, String namespace) {
    return of(everywhere(), name, namespace);
  }

  /**
   * One of a workload with a replica in each of so many zones and a plan for the loss of any zone,
   * site and region; every zone is refused by every rule all the same.
   */
  static WorkloadPlacement in(int zones, String name, String namespace) {
    return in(zones, zones, name, namespace);
  }

  /** The same of so many replicas, spread evenly over at least so many zones. */
  static WorkloadPlacement in(int replicas, int leastZones, String name, String namespace) {
    return of(
        decided(
            estate(
                "Active",
                Estates.machines(
                    "dossier-patient",
                    replicas,
                    """
                    resilience:
                      spread: [{over: Zone, min: %d, maxSkew: 1}]
                      tolerate: [{of: Zone, recover: Reserved}, {of: Site, recover: Reserved}, {of: Region, recover: Reserved}]
                    """
                        .formatted(leastZones)))),
        name,
        namespace);
  }

  /** So many replicas in so many zones, by weights at random, and every loss survived. */
  static Decision uneven(int replicas, int zones) {
    Random random = new Random(zones);
    List<String> weights = new ArrayList<>();
    for (int z = 0; z < zones; z++) {
      weights.add("{zone: %s, weight: %d}".formatted(name(z), 1 + random.nextInt(50)));
    }
    return decided(
        estate(
            "Active",
            Estates.machines(
                "dossier-patient",
                replicas,
                """
                placement: {weights: %s}
                resilience:
                  tolerate: [{of: Zone, recover: Reserved}, {of: Site, recover: Reserved}, {of: Region, recover: Reserved}, {of: Provider, recover: Reserved}]
                """
                    .formatted(weights))));
  }

  /** One of an estate that is built bit by bit, in which zones are named as here. */
  static WorkloadPlacement of(List<Assignment> assignments, List<Contingency> contingency) {
    return of(as(everywhere(), assignments, contingency, List.of()), "dossier-patient", "sante");
  }

  /** What writes the decision of a placement over it: nothing where it says the same. */
  static @Nullable ProposedDecision difference(Decision decision, WorkloadPlacementSpec written) {
    return DecisionDifference.of(
        decision,
        UID,
        DIGEST,
        NOON.toString(),
        SOURCE,
        new DecisionInForce(UID, written, true, new RecentMoves(List.of()), null));
  }

  static String name(int zone) {
    return "provider-%02d-region-%02d-zone-%03d".formatted(zone / 20, zone / 10, zone);
  }

  static WorkloadPlacement of(Decision everywhere, String name, String namespace) {
    ProposedDecision change =
        DecisionDifference.of(everywhere, UID, DIGEST, NOON.toString(), SOURCE, null);
    WorkloadPlacement placement = new WorkloadPlacement();
    placement.setMetadata(
        new ObjectMetaBuilder().withName(name).withNamespace(namespace).withGeneration(1L).build());
    placement.setSpec(
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef(name, UID),
            change.assignments(),
            change.evacuation(),
            new WorkloadPlacementSpec.Decision(1L, DIGEST)));
    TreeMap<String, ObservedChildren.InZone> seen = new TreeMap<>();
    everywhere
        .assignments()
        .forEach(
            a ->
                seen.put(
                    a.zone(),
                    new ObservedChildren.InZone(
                        a.replicas(), a.replicas(), a.replicas(), ObservedChildren.Progress.Done)));
    placement.setStatus(
        PlacementStatus.of(
            new PlacementFacts(
                placement,
                whyNowhere(),
                "1234567.123456789",
                inputs(),
                "InputChanged",
                new ObservedChildren(seen, List.of(), true, false, false),
                NOON)));
    return placement;
  }

  /** Replicas in every zone, and losses of every scope survived with the room held. */
  static Decision everywhere() {
    return EVERYWHERE;
  }

  private static Decision placedEverywhere() {
    List<String> tolerate = new ArrayList<>();
    for (String scope : List.of("Zone", "Site", "Region", "Provider", "failureDomains/flood")) {
      tolerate.add("{of: %s, recover: Reserved}".formatted(scope));
    }
    return decided(
        estate(
            "Active",
            Estates.machines(
                "dossier-patient",
                ZONES,
                """
                resilience:
                  spread: [{over: Zone, min: %d, maxSkew: 1}]
                  tolerate: %s
                """
                    .formatted(ZONES, tolerate))));
  }

  /** Every rule of the catalogue refuses every zone. */
  static Decision nowhere() {
    return NOWHERE;
  }

  /** As if replicas ran in every zone, in breach of every rule but those that hold everywhere. */
  static DecisionProof whyNowhere() {
    return WHY_NOWHERE;
  }

  /** The same, made again. */
  static DecisionProof whyNowhereAnew() {
    return new DecisionProof(
        REFUSING_ESTATE.workloads().get(0),
        withTenRelaxations(nowhere(), everywhere().assignments()),
        REFUSING_ESTATE);
  }

  private static Estate refusingEstate() {
    String rules =
        Catalogue.rules().stream()
            .map(r -> r.declaration().id())
            .map(
                id ->
                    "{name: %s, rule: %s, parameters: %s}"
                        .formatted(id, id, REFUSING.getOrDefault(id, "{}")))
            .collect(Collectors.joining(", ", "[", "]"));
    return estate(
        "Cordoned",
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: everything}
        spec: {appliesTo: {}, rules: %s}
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: held}
        spec:
          appliesTo: {}
          rules:
          - {name: location, rule: data-location, action: Enforce, parameters: {countries: [EU]}}
          - {name: age, rule: fact-freshness, action: Enforce, parameters: {maxAgeDays: 36500}}
          - {name: own, action: Enforce, expression: "zone.location.country == 'FR' && zone.region != ''"}
        """
            .formatted(rules),
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: dossier-patient, namespace: n}
        spec:
          replicas: 3
          dataClasses: [Health]
          layers: [SaaS]
          services: [sql]
          policies: [everything, held]
          residency: {egress: [{name: everything, to: {cidr: 0.0.0.0/0}}]}
          resilience: {backup: {toZones: [provider-00-region-00-zone-000], minDistanceKm: 1000}}
          dependencies: [{name: mail, provider: provider-00, offering: base}]
          workload:
            companions: [{kind: Secret, name: credentials}]
            deployment:
              template:
                metadata: {labels: {app: dossier}}
                spec:
                  containers:
                  - name: web
                    image: registry.example/web:1
                    env: [{name: SMTP, value: smtp.office365.com}]
                    resources: {requests: {cpu: "1", memory: 1Gi}}
                  volumes:
                  - name: data
                    ephemeral: {volumeClaimTemplate: {spec: {storageClassName: slow}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: dossier, namespace: n}
        spec: {type: LoadBalancer, selector: {app: dossier}}
        """);
  }

  /** Without what to relax, which is as much as there can be in the object that is made of it. */
  private static Decision decided(Estate estate) {
    return Planner.decisions(estate).decisions().get(0);
  }

  private static Estate estate(String state, String... more) {
    return PLACES.computeIfAbsent(state, LargestPlacement::places).with(more).read().estate();
  }

  private static Estates places(String state) {
    List<String> objects = new ArrayList<>();
    for (int p = 0; p < ZONES / 20; p++) {
      objects.add(provider(p));
    }
    for (int z = 0; z < ZONES; z++) {
      objects.add(zone(z, state));
    }
    return Estates.of(objects.toArray(String[]::new));
  }

  private static String provider(int p) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: CloudProvider
    metadata: {name: provider-%1$02d}
    spec:
      displayName: P
      legalEntity: {name: P, registeredOffice: US, centralAdministration: US, principalEstablishment: US}
      ownership: {holders: [{name: H, of: P, country: US, controlledFrom: US, capitalPercent: "100", votesPercent: "100"}]}
      offerings: [{name: base, layers: [IaaS], services: [vm], regions: [region-%2$02d, region-%3$02d]}]
    """
        .formatted(p, 2 * p, 2 * p + 1);
  }

  /** 20 zones to a provider, 10 to a region, 2 to a site, 4 to a river. */
  private static String zone(int z, String state) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: AvailabilityZone
    metadata: {name: provider-%1$02d-region-%2$02d-zone-%3$03d}
    spec:
      provider: provider-%1$02d
      offerings: [base]
      region: region-%2$02d
      site: site-%4$03d
      state: %5$s
      maintenance: %7$s
      location: {country: FR, latitude: "48.8", longitude: "2.3", provenance: {basis: Press, source: s, asOf: 2026-01-01}}
      failureDomains: {flood: river-%6$02d}
      storage: {classes: [{name: slow, encrypted: false}]}
      capacity: {cpu: "64", memory: 128Gi, largestNode: {cpu: "4", memory: 8Gi}}
      usablePercent: 100
      target: %8$s
    """
        .formatted(
            z / 20,
            z / 10,
            z,
            z / 2,
            state,
            z / 4,
            state.equals("Active")
                ? "[]"
                : "[{from: 2020-01-01T00:00:00Z, to: 2099-01-01T00:00:00Z, state: Cordoned}]",
            (state.equals("Active")
                    ? "{nodeSelector: {bleu.node-restriction.kubernetes.io/zone: z-%03d}}"
                    : "{openClusterManagement: {managedCluster: z-%03d}}")
                .formatted(z));
  }

  /** As many sets as are ever shown, each of as many changes as a set has, each text cut. */
  private static Decision withTenRelaxations(Decision d, List<Assignment> assignments) {
    String names = "another-zone, ".repeat(100);
    List<Decision.Relaxation> sets = new ArrayList<>();
    for (int s = 0; s < 10; s++) {
      String from = s + names;
      sets.add(
          new Decision.Relaxation(
              IntStream.range(0, 3)
                  .mapToObj(
                      c -> new Decision.Change("spec.residency.zones.allow." + c, from, names))
                  .toList()));
    }
    return as(d, assignments, d.contingency(), sets);
  }

  private static Decision as(
      Decision d,
      List<Assignment> assignments,
      List<Contingency> contingency,
      List<Decision.Relaxation> sets) {
    return new Decision(
        d.id(),
        d.outcome(),
        d.cause(),
        d.missing(),
        assignments,
        contingency,
        d.moves(),
        d.tolerates(),
        d.rejected(),
        d.violations(),
        d.warnings(),
        d.shortfalls(),
        sets,
        false,
        d.cost());
  }

  private static WorkloadPlacementStatus.Inputs inputs() {
    List<PolicyDigest> policies = new ArrayList<>();
    for (int p = 0; p < 64; p++) {
      policies.add(new PolicyDigest("policy-%02d".formatted(p), DIGEST));
    }
    return new WorkloadPlacementStatus.Inputs(
        "bleu-placement/1", DIGEST, NOON.toString(), NOON.toString(), null, policies);
  }
}
