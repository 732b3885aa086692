package cloud.bleu.translate.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.Planner;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.simulation.Loss;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.TranslationMemory;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A zone whose target is not reachable takes nothing new, and nobody counts on its room. What runs
 * there stays.
 */
class UnreachableZoneTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

  private static final String PROVIDER =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: acme}
      spec:
        legalEntity: {name: a, registeredOffice: FR, centralAdministration: FR, principalEstablishment: FR}
        offerings: [{name: base, layers: [IaaS, CaaS], regions: [north], services: [base.compute]}]
      ---
      """;

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: web, namespace: shop, uid: u}
      spec:
        replicas: 6
        dataClasses: [Ordinary]
        workload: {deployment: {template: {spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 100m, memory: 64Mi}}}]}}}}
        resilience: {tolerate: [{of: Zone, keep: 3, recover: Reserved}]}
      ---
      """;

  private static final String CLUSTER = "cluster: {kubeconfigSecretRef: {name: m, key: k}}";

  private static final Map<String, ClusterContact> GOOD =
      Map.of(
          "good-a", new ClusterContact(ClusterContact.State.Reached, NOON),
          "good-b", new ClusterContact(ClusterContact.State.Reached, NOON));

  private static String zone(String name, String target, String status) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: AvailabilityZone
    metadata: {name: %s}
    spec: {provider: acme, offerings: [base], region: north, site: %s, location: {country: FR}, capacity: {cpu: 8, memory: 8Gi}, target: {%s}}
    %s
    ---
    """
        .formatted(name, name, target, status);
  }

  private static String recorded(String condition) {
    if (condition == null) {
      return "";
    }
    String[] said = condition.split(" ");
    return """
    status: {conditions: [{type: TargetReachable, status: "%s", reason: %s, message: m, lastTransitionTime: "%s"}]}
    """
        .formatted(said[0], said[1], NOON)
        .strip();
  }

  /**
   * @param target of the zone x, which stands beside two that are reached
   * @param contact null: nobody asks
   */
  private static Estate estate(
      String target, String recorded, ClusterContact contact, String placement) {
    String yaml =
        PROVIDER
            + zone("good-a", CLUSTER.replace("name: m", "name: a"), recorded("True Reached"))
            + zone("good-b", CLUSTER.replace("name: m", "name: b"), recorded("True Reached"))
            + zone("x", target, recorded(recorded))
            + WORKLOAD
            + placement;
    ObservedState observed = ObservedState.UNBROKEN;
    if (contact != null) {
      Map<String, ClusterContact> contacts = new HashMap<>(GOOD);
      contacts.put("x", contact);
      observed = new ObservedState(NOON, null).asking(contacts);
    }
    return EstateTranslator.translate(
            ManifestObjects.of(
                    ManifestReader.read(
                        List.of("-"),
                        new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
                .objects(),
            NOON.plusSeconds(60),
            Map.of(),
            observed,
            new TranslationMemory())
        .estate();
  }

  private static Decision decision(Estate estate) {
    Plan plan = Planner.plan(estate);
    assertEquals(List.of(), Checker.check(estate, plan));
    return plan.decisions().get(0);
  }

  private static int in(String zone, Decision decision) {
    return decision.assignments().stream()
        .filter(a -> a.zone().equals(zone))
        .mapToInt(a -> a.replicas())
        .sum();
  }

  private static String code(Decision decision) {
    List<String> codes = new ArrayList<>();
    decision.rejected().getOrDefault("x", List.of()).forEach(v -> codes.add(v.code()));
    return codes.isEmpty() ? null : String.join(" ", codes);
  }

  @ParameterizedTest(name = "{0}, asked {1} {2}, recorded {3}: {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        // Whoever asks says so.
        "cluster | Reached | Reached | | ",
        "cluster | Reached | Reached | False SecretMissing | ",
        "cluster | Clearing | Reached | False SecretMissing | ",
        "cluster | Unknown | SecretMissing | | SecretMissing",
        "cluster | Unknown | KubeconfigRefused | True Reached | KubeconfigRefused",
        "cluster | Unknown | Forbidden | True Reached | Forbidden",
        "cluster | Unknown | TlsFailed | | TlsFailed",
        "cluster | Silent | NoAnswer | True Reached | ZoneSilent",
        "karmada | Unknown | KarmadaNotServed | | KarmadaBindingNeeded KarmadaNotServed",
        "karmada | Unknown | ClusterNotReady | True ClusterReady | KarmadaBindingNeeded ClusterNotReady",
        "ocm | Reached | ManagedClusterAvailable | | ",
        "ocm | Unknown | ManagedClusterMissing | | ManagedClusterMissing",
        "ocm | Unknown | ManagedClusterUnavailable | | ManagedClusterUnavailable",
        // It was not asked yet: what was reached goes on, and nothing else.
        "cluster | Pending | NotAskedYet | True Reached | ",
        "cluster | Pending | NotAskedYet | False SecretMissing | SecretMissing",
        "cluster | Pending | NotAskedYet | | NotAskedYet",
        "ocm | Pending | NotAskedYet | | NotAskedYet",
        // Nobody asks, as for files: what is recorded counts.
        "cluster | | | True Reached | ",
        "cluster | | | False KubeconfigRefused | KubeconfigRefused",
        "karmada | | | False ClusterNotReady | KarmadaBindingNeeded ClusterNotReady",
        "ocm | | | False ManagedClusterMissing | ManagedClusterMissing",
        "ocm | | | Unknown NotAskedYet | NotAskedYet",
        "cluster | | | | ",
        "ocm | | | | ",
        "nodes | | | | ",
        // A condition that is left over from another target is none of nodes of this cluster.
        "nodes | | | False SecretMissing | ",
      })
  void takesNothingNewAndSaysWhy(
      String target, ClusterContact.State state, String reason, String recorded, String code) {
    ClusterContact contact = state == null ? null : new ClusterContact(state, NOON).because(reason);
    Estate estate = estate(target(target), recorded, contact, "");
    Decision decision = decision(estate);
    assertEquals(code == null ? 2 : 0, in("x", decision), () -> decision.assignments().toString());
    assertEquals(code, code(decision));
    assertEquals(6, decision.assignments().stream().mapToInt(a -> a.replicas()).sum());
  }

  private static String target(String kind) {
    return switch (kind) {
      case "karmada" -> "karmada: {cluster: m}";
      case "ocm" -> "openClusterManagement: {managedCluster: m}";
      case "nodes" -> "nodeSelector: {z: x}";
      default -> CLUSTER;
    };
  }

  /** The room there is no reserve either: what is lost elsewhere does not go there. */
  @ParameterizedTest
  @CsvSource({"False ManagedClusterMissing, 'good-b=6'", "True Reached, 'good-b=3 x=3'"})
  void lossOfAnotherZoneLeadsNothingThere(String recorded, String expected) {
    Estate estate = estate(target("ocm"), recorded, null, inForce("good-a=3 good-b=3"));
    Loss loss = Loss.of(Scope.ZONE, "good-a", estate);
    assertEquals(expected, where(decision(loss.applied(estate))));
  }

  /** What runs there counts as before, in the plan and for survival, and nothing moves for it. */
  @ParameterizedTest
  @CsvSource({"Unknown, Forbidden", "Pending, NotAskedYet", "Reached, Reached"})
  void whatRunsThereStays(ClusterContact.State state, String reason) {
    String placed = "good-a=2 good-b=2 x=2";
    Estate estate =
        estate(
            CLUSTER,
            "True Reached",
            new ClusterContact(state, NOON).because(reason),
            inForce(placed));
    Decision decision = decision(estate);
    assertEquals(placed, where(decision));
    assertEquals(List.of(), decision.moves());
    assertEquals(List.of(), decision.shortfalls());
  }

  /** A zone whose cluster is reached and is sold by another zone: it is seen, and takes nothing. */
  @Test
  void closedZoneOfAClusterThatIsReachedIsSeen() {
    ClusterContact contact =
        new ClusterContact(ClusterContact.State.Reached, NOON).closed("SameCluster");
    Estate estate = estate(CLUSTER, "True Reached", contact, "");
    assertEquals("SameCluster", code(decision(estate)));
    assertEquals(0, in("x", decision(estate)));
    assertEquals(Health.Signal.Healthy, estate.zone("x").health().signal());
    String placed = "good-a=2 good-b=2 x=2";
    Decision decision = decision(estate(CLUSTER, "True Reached", contact, inForce(placed)));
    assertEquals(placed, where(decision));
    assertEquals(List.of(), decision.moves());
  }

  private static String inForce(String zones) {
    String assignments =
        Stream.of(zones.split(" "))
            .map(one -> one.split("="))
            .map(one -> "{zone: %s, replicas: %s, home: %s}".formatted(one[0], one[1], one[1]))
            .collect(Collectors.joining(", "));
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: WorkloadPlacement
    metadata: {name: web, namespace: shop}
    spec:
      workloadRef: {name: web, uid: u}
      assignments: [%s]
      contingency: []
      decision: {sequence: 1, digest: "sha256:0000000000000000000000000000000000000000000000000000000000000000"}
    """
        .formatted(assignments);
  }

  private static String where(Decision decision) {
    return decision.assignments().stream()
        .filter(a -> a.replicas() > 0)
        .map(a -> a.zone() + "=" + a.replicas())
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
