package cloud.bleu.translate.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.delivery.companion.CompanionKind;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.model.DeliveryWay;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.TranslationMemory;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is made of zones that are in other clusters, of which no node is seen. */
class ZonesElsewhereTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

  private static final String ESTATE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: acme}
      spec:
        legalEntity: {name: a, registeredOffice: FR, centralAdministration: FR, principalEstablishment: FR}
        offerings: [{name: base, layers: [IaaS, CaaS], regions: [north], services: [base.compute]}]
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: n, labels: {pool: x}}
      status: {allocatable: {cpu: 4, memory: 8Gi, pods: 10}, conditions: [{type: Ready, status: "True"}]}
      ---
      """;

  private static final String TEMPLATE =
      "{spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 100m, memory:"
          + " 1Mi}}}]}}";

  private static String zone(String name, String target) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: AvailabilityZone
    metadata: {name: %s}
    spec: {provider: acme, offerings: [base], region: north, site: %s, location: {country: FR}, capacity: {cpu: 8, memory: 8Gi}, target: {%s}}
    ---
    """
        .formatted(name, name, target);
  }

  private static Translation translate(String yaml) {
    return EstateTranslator.translate(objects(yaml), NOON, Map.of());
  }

  private static ApiObjects objects(String yaml) {
    return ManifestObjects.of(
            ManifestReader.read(
                List.of("-"),
                new ByteArrayInputStream((ESTATE + yaml).getBytes(StandardCharsets.UTF_8))))
        .objects();
  }

  @Test
  void nodesOfThisClusterAreNoneOfAZoneElsewhere() {
    Zone zone =
        translate(
                zone(
                    "m",
                    "nodeSelector: {pool: x}, cluster: {kubeconfigSecretRef: {name: m, key: k}}"))
            .estate()
            .zone("m");
    assertEquals(Health.NOT_OBSERVED, zone.health());
    assertEquals(ZoneState.Active, zone.state());
  }

  /**
   * Minutes after noon; the watch began at 0, and it is 20 now. What this process saw last goes
   * before what the status of the zone says.
   */
  @ParameterizedTest(name = "{0} since {1}, recorded {2} since {3}, last {4} since {5}: {6} {7}")
  @CsvSource({
    // Nobody asks, as for files: what was recorded of it counts.
    ", , , , , , NotObserved, ",
    ", , NotObserved, , , , NotObserved, ",
    ", , Healthy, 5, , , Healthy, 5",
    ", , Unreached, 5, , , Unreached, 5",
    // It answers.
    "Reached, 0, , , , , Healthy, ",
    "Reached, 0, , , Healthy, 3, Healthy, 3",
    "Reached, 15, , , Unreached, 5, Healthy, 20",
    "Reached, 15, Unreached, 5, , , Healthy, 20",
    // It does not: from now on, or since it was seen or recorded to begin.
    "Silent, 19, , , Healthy, 3, Unreached, 20",
    "Silent, 5, , , Unreached, 6, Unreached, 6",
    "Silent, -9, Unreached, -8, , , Unreached, -8",
    // It answered in between, faster than it was asked.
    "Silent, 8, , , Unreached, 6, Unreached, 8",
    // After a doubt it counts anew.
    "Silent, 5, Unreached, 5, Unreached, 12, Unreached, 12",
    // Nobody can ask it: neither back nor lost, however long that lasts.
    "Unknown, 5, , , Healthy, 3, NotObserved, ",
    "Unknown, 15, , , Unreached, 5, Unreached, 20",
    "Unknown, 5, , , Unreached, 19, Unreached, 20",
    "Clearing, 15, , , Unreached, 5, Unreached, 20",
    "Clearing, 15, , , Healthy, 5, Healthy, 5",
    // It was not asked yet: nothing acts before.
    "Pending, 15, Healthy, 5, , , Healthy, 5",
    "Pending, 15, , , , , NotObserved, ",
  })
  void healthOfAZoneThatIsAClusterIsByItsAnswers(
      ClusterContact.State state,
      String since,
      String recorded,
      String recordedSince,
      Health.Signal last,
      String lastSince,
      Health.Signal expected,
      String expectedSince) {
    assertEquals(
        new Health(expected, at(expectedSince)),
        health(
            "",
            new ObservedState(NOON, null),
            state,
            since,
            recorded,
            recordedSince,
            last,
            lastSince));
  }

  /** A process that began just now: nothing moves, and what was recorded is not lost. */
  @Test
  void silenceOfAClusterThatWasNotAskedYetIsHeldAndKeepsItsTime() {
    assertEquals(
        new Health(Health.Signal.Unreached, at("5")).held(),
        health(
            "",
            new ObservedState(NOON, null),
            ClusterContact.State.Pending,
            "15",
            "Unreached",
            "5",
            null,
            null));
  }

  /** The hub was away from 0 to 10: what went out of service meanwhile counts from 10 on. */
  @ParameterizedTest(name = "{0} since {1}, recorded {2} since {3}, last {4} since {5}: {6} {7}")
  @CsvSource({
    // It fell silent meanwhile.
    "Silent, 5, Healthy, -8, Unreached, 6, Unreached, 10",
    "Silent, 5, , , Unreached, 6, Unreached, 10",
    "Silent, 5, Healthy, -8, , , Unreached, 20",
    "Pending, 5, Healthy, -8, Unreached, 6, Unreached, 10",
    // What could not be written then was written as soon as the hub was back.
    "Silent, 5, Unreached, 6, Unreached, 6, Unreached, 10",
    "Silent, 5, Unreached, 6, , , Unreached, 10",
    // It was silent before, as this process saw it or the one before it, or as both say.
    "Silent, -9, Healthy, -20, Unreached, -8, Unreached, -8",
    "Silent, -9, Unreached, -8, , , Unreached, -8",
    "Silent, -9, Unreached, -8, Unreached, -8, Unreached, -8",
    // It was silent before, it answered, and it fell silent again meanwhile.
    "Silent, 5, Unreached, -8, Unreached, 6, Unreached, 10",
    // It fell silent after the return of the hub.
    "Silent, 11, Healthy, -8, Unreached, 12, Unreached, 12",
    // Some of its nodes, which are not seen now.
    "Reached, 0, Healthy, -8, Degraded, 6, Degraded, 10",
    "Reached, 0, Degraded, -8, Degraded, -8, Degraded, -8",
    // What is in service counts as it was seen.
    "Reached, 0, , , Healthy, 3, Healthy, 3",
  })
  void silenceThatNobodyCouldRecordCountsFromTheReturnOfTheHub(
      ClusterContact.State state,
      String since,
      String recorded,
      String recordedSince,
      Health.Signal last,
      String lastSince,
      Health.Signal expected,
      String expectedSince) {
    Health health =
        health(
            "",
            new ObservedState(at("10"), null).answeredUntil(NOON),
            state,
            since,
            recorded,
            recordedSince,
            last,
            lastSince);
    assertEquals(expected + " " + at(expectedSince), health.signal() + " " + health.since());
  }

  /** It was silent and recovers: only what was seen of it counts as service, for five minutes. */
  @ParameterizedTest(name = "{0} since {1}, recorded {2} since {3}, last {4} since {5}: {6} {7}")
  @CsvSource({
    "Reached, 0, , , Unreached, 5, Recovering, 20",
    "Reached, 0, , , Recovering, 16, Recovering, 16",
    "Reached, 0, , , Recovering, 15, Healthy, 20",
    "Reached, 0, Recovering, 15, , , Healthy, 20",
    "Reached, 17, , , Recovering, 5, Recovering, 17",
    "Clearing, 17, , , Recovering, 5, Recovering, 17",
    "Silent, 19, , , Recovering, 5, Unreached, 20",
    // Who may not look in does not open it, however long that lasts.
    "Unknown, 5, , , Recovering, 5, Recovering, 5",
    "Pending, 20, Recovering, 5, , , Recovering, 5",
    ", , Recovering, 5, , , Recovering, 5",
  })
  void zoneThatRecoversOpensByWhatIsSeen(
      ClusterContact.State state,
      String since,
      String recorded,
      String recordedSince,
      Health.Signal last,
      String lastSince,
      Health.Signal expected,
      String expectedSince) {
    Health health =
        health(
            "health: {recoveredAfter: 5m}, ",
            new ObservedState(NOON, null),
            state,
            since,
            recorded,
            recordedSince,
            last,
            lastSince);
    assertEquals(expected + " " + at(expectedSince), health.signal() + " " + health.since());
    assertEquals(expected == Health.Signal.Healthy, health.takes());
  }

  @Test
  void zoneByAClusterProfileIsAsHealthyAsItsClusterAnswers() {
    ObservedState observed =
        new ObservedState(NOON, null)
            .asking(Map.of("m", new ClusterContact(ClusterContact.State.Silent, at("19"))));
    Zone zone =
        EstateTranslator.translate(
                objects(zone("m", "clusterProfile: {name: m, namespace: f}")),
                at("20"),
                Map.of(),
                observed,
                new TranslationMemory())
            .estate()
            .zone("m");
    assertEquals(new Health(Health.Signal.Unreached, at("20")), zone.health());
  }

  private static Health health(
      String stated,
      ObservedState trust,
      ClusterContact.State state,
      String since,
      String recorded,
      String recordedSince,
      Health.Signal last,
      String lastSince) {
    String status =
        recorded == null
            ? ""
            : "status: {observedGeneration: 1, health: {signal: %s%s}}"
                .formatted(
                    recorded,
                    recordedSince == null ? "" : ", since: \"" + at(recordedSince) + "\"");
    ApiObjects objects =
        objects(
            zone("m", "cluster: {kubeconfigSecretRef: {name: m, key: k}}")
                .replace("spec: {", "spec: {" + stated)
                .replace("---\n", status + "\n---\n"));
    ObservedState observed = trust;
    if (last != null) {
      observed =
          observed.with(Map.of("m", new ZoneBuilder("m").health(last, at(lastSince)).build()));
    }
    if (state != null) {
      observed = observed.asking(Map.of("m", new ClusterContact(state, at(since))));
    }
    Zone zone =
        EstateTranslator.translate(objects, at("20"), Map.of(), observed, new TranslationMemory())
            .estate()
            .zone("m");
    return zone.health();
  }

  private static Instant at(String minute) {
    return minute == null ? null : NOON.plusSeconds(60 * Long.parseLong(minute));
  }

  /**
   * Whether Karmada reaches its clusters is no word of theirs: only a person moves what is there.
   */
  @ParameterizedTest
  @CsvSource({
    "Proceed, false, k1=2",
    "Wait, false, k1=2",
    "Proceed, true, k2=2",
    "Wait, true, k2=2",
  })
  void silenceOfAClusterOfKarmadaMovesNothingAndAReportMovesAll(
      String unfenced, boolean lost, String expected) {
    String recorded = "status: {observedGeneration: 1, health: {signal: Unreached, since: \"%s\"}}";
    ApiObjects objects =
        objects(
            zone("k1", "karmada: {cluster: k1}")
                    .replace(
                        "{name: k1}",
                        lost
                            ? "{name: k1, annotations: {placement.bleu.cloud/incident: Lost}}"
                            : "{name: k1}")
                    .replace("---\n", recorded.formatted(NOON) + "\n---\n")
                + zone("k2", "karmada: {cluster: k2}")
                + """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: api, namespace: shop}
                spec:
                  selector: {matchLabels: {app: api}}
                  template:
                    metadata: {labels: {app: api}}
                    spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 1, memory: 1Mi}}}]}
                ---
                apiVersion: placement.bleu.cloud/v1alpha1
                kind: BleuWorkload
                metadata: {name: web, namespace: shop, uid: u}
                spec:
                  replicas: 2
                  dataClasses: [Ordinary]
                  workload: {karmada: {bindingOf: {kind: Deployment, name: api}}}
                  resilience:
                    tolerate: [{of: Zone, keep: 0, recover: Reserved}]
                    failover: {after: 1m, unfenced: %s}
                ---
                apiVersion: placement.bleu.cloud/v1alpha1
                kind: WorkloadPlacement
                metadata: {name: web, namespace: shop}
                spec:
                  workloadRef: {name: web, uid: u}
                  assignments: [{zone: k1, replicas: 2, home: 2}]
                  contingency:
                  - {event: zone k1, moves: [{from: k1, to: k2, replicas: 2}], keeps: 0}
                  decision: {sequence: 1, digest: "sha256:0000000000000000000000000000000000000000000000000000000000000000"}
                """
                    .formatted(unfenced));
    ObservedState observed =
        new ObservedState(NOON, null)
            .asking(Map.of("k1", new ClusterContact(ClusterContact.State.Silent, NOON)));
    Translation translation =
        EstateTranslator.translate(objects, at("20"), Map.of(), observed, new TranslationMemory());
    assertEquals(Health.NOT_OBSERVED, translation.estate().zone("k1").health());
    assertEquals(
        expected,
        String.join(
            " ",
            Planner.plan(translation.estate()).decisions().get(0).assignments().stream()
                .filter(a -> a.replicas() > 0)
                .map(a -> a.zone() + "=" + a.replicas())
                .toList()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nodeSelector: {z: a}, cluster: {kubeconfigSecretRef: {name: m, key: k}} | nodeSelector:"
            + " {z: b}, cluster: {kubeconfigSecretRef: {name: m, key: k}} | Active",
        "cluster: {kubeconfigSecretRef: {name: m, key: k}} | cluster: {kubeconfigSecretRef: {name:"
            + " n, key: k}} | Active",
        "cluster: {kubeconfigSecretRef: {name: m, key: k}} | nodeSelector: {z: b} | Active",
        "cluster: {kubeconfigSecretRef: {name: m, key: k}} | cluster: {kubeconfigSecretRef: {name:"
            + " m, key: k}} | Cordoned",
        "nodeSelector: {z: a}, cluster: {kubeconfigSecretRef: {name: m, key: k}} | cluster:"
            + " {kubeconfigSecretRef: {name: m, key: k}} | Cordoned",
        "nodeSelector: {z: a}, cluster: {kubeconfigSecretRef: {name: m, key: k}} | nodeSelector:"
            + " {y: b}, cluster: {kubeconfigSecretRef: {name: m, key: k}} | Cordoned",
        "clusterProfile: {name: m, namespace: f} | clusterProfile: {name: m, namespace: g} |"
            + " Active",
        "clusterProfile: {name: m, namespace: f} | clusterProfile: {name: n, namespace: f} |"
            + " Active",
        "clusterProfile: {name: m, namespace: f} | cluster: {kubeconfigSecretRef: {name: m, key:"
            + " f}} | Active",
        "clusterProfile: {name: m, namespace: f} | nodeSelector: {z: b} | Active",
        "nodeSelector: {z: a}, clusterProfile: {name: m, namespace: f} | nodeSelector: {z: b},"
            + " clusterProfile: {name: m, namespace: f} | Active",
        "clusterProfile: {name: m, namespace: f} | clusterProfile: {name: m, namespace: f} |"
            + " Cordoned",
        "nodeSelector: {z: a} | clusterProfile: {name: m, namespace: f}, cluster:"
            + " {kubeconfigSecretRef: {name: m, key: k}} | Cordoned",
        "nodeSelector: {z: a} | clusterProfile: {name: m, namespace: f}, karmada: {cluster: m} |"
            + " Cordoned",
        "karmada: {cluster: m} | karmada: {cluster: n} | Active",
        "karmada: {cluster: m} | cluster: {kubeconfigSecretRef: {name: m, key: k}} | Active",
        "karmada: {cluster: m} | karmada: {cluster: m} | Cordoned",
        "openClusterManagement: {managedCluster: m} | openClusterManagement: {managedCluster: n} |"
            + " Active",
        "openClusterManagement: {managedCluster: m} | openClusterManagement: {managedCluster: m} |"
            + " Cordoned",
        "openClusterManagement: {managedCluster: m} | karmada: {cluster: m} | Active",
        "nodeSelector: {z: a} | openClusterManagement: {managedCluster: m}, karmada: {cluster: m} |"
            + " Cordoned",
        "nodeSelector: {z: a} | openClusterManagement: {managedCluster: m}, nodeSelector: {z: b} |"
            + " Cordoned",
      })
  void twoZonesOfOneClusterExcludeEachOther(String first, String second, ZoneState state) {
    Translation translation = translate(zone("a", first) + zone("b", second));
    assertEquals(ZoneState.Active, translation.estate().zone("a").state());
    assertEquals(state, translation.estate().zone("b").state());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "karmada: {bindingOf: {kind: Deployment, name: api}} | 1 | 1 | k | here=KarmadaTargetNeeded"
            + " m=KarmadaTargetNeeded o=KarmadaTargetNeeded",
        "deploymentRef: {name: api} | 3 | 1 | here m o | k=KarmadaBindingNeeded",
        "deploymentRef: {name: api}, companions: [{kind: Secret, name: s}] | 3 | 1 | here m o |"
            + " k=KarmadaBindingNeeded",
        "deploymentRef: {name: api}, companions: [{kind: Secret, name: s}, {kind: Role, name: r}] |"
            + " 2 | 1 | here m | k=KarmadaBindingNeeded o=CompanionNotCarried",
        "deploymentRef: {name: api}, companions: [{kind: RoleBinding, name: r}] | 2 | 1 | here m |"
            + " k=KarmadaBindingNeeded o=CompanionNotCarried",
        "deploymentRef: {name: api}, companions: [{kind: PersistentVolumeClaim, name: c}] | 2 | 1 |"
            + " here m | k=KarmadaBindingNeeded o=CompanionNotCarried",
        "statefulSet: {serviceName: s, template: {spec: {containers: [{name: c, image: i,"
            + " resources: {requests: {cpu: 1, memory: 1Mi}}}]}}} | 2 | 1 | here m |"
            + " k=KarmadaBindingNeeded o=StatefulSetNotCarried",
        "external: {kind: VM, requests: {cpu: 1}} | 4 | 1 | here k m o | ''",
        "pods: {selector: {matchLabels: {app: x}}, requests: {cpu: 1}} | 3 | 3 | here |"
            + " k=PodsStayInCluster m=PodsStayInCluster o=PodsStayInCluster",
      })
  void whoCarriesOutHasItsZonesAndItsWorkloads(
      String source, int replicas, int most, String zones, String rejected) {
    Translation translation =
        translate(
            zone("here", "nodeSelector: {pool: x}")
                + zone("m", "cluster: {kubeconfigSecretRef: {name: m, key: k}}")
                + zone("k", "karmada: {cluster: k}")
                + zone("o", "openClusterManagement: {managedCluster: o}")
                + """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: api, namespace: shop}
                spec:
                  selector: {matchLabels: {app: api}}
                  template:
                    metadata: {labels: {app: api}}
                    spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 1, memory: 1Mi}}}]}
                ---
                apiVersion: placement.bleu.cloud/v1alpha1
                kind: BleuWorkload
                metadata: {name: web, namespace: shop, uid: u}
                spec:
                  replicas: %d
                  dataClasses: [Ordinary]
                  workload: {%s}
                  placement: {perZone: {max: %d}}
                """
                    .formatted(replicas, source, most));
    var decision = Planner.plan(translation.estate()).decisions().get(0);
    assertEquals(
        zones,
        String.join(
            " ",
            decision.assignments().stream()
                .filter(a -> a.replicas() > 0)
                .map(a -> a.zone())
                .sorted()
                .toList()));
    assertEquals(
        rejected,
        decision.rejected().entrySet().stream()
            .filter(e -> !e.getValue().isEmpty())
            .map(e -> e.getKey() + "=" + e.getValue().get(0).code())
            .sorted()
            .collect(java.util.stream.Collectors.joining(" ")));
  }

  /** What the rules of a workload say of a kind is what its delivery does. */
  @ParameterizedTest
  @EnumSource(CompanionKind.class)
  void companionsThatStayAreThoseThatTheirAgentsDoNotBring(CompanionKind kind) {
    Translation translation =
        translate(
            zone("here", "nodeSelector: {pool: x}")
                + zone("o", "openClusterManagement: {managedCluster: o}")
                + workload(
                    2,
                    "deployment: {template: "
                        + TEMPLATE
                        + "}, companions: [{kind: %s, name: c}]".formatted(kind)));
    var decision = Planner.plan(translation.estate()).decisions().get(0);
    assertEquals(
        kind.holdsData() || kind.givesRights(),
        decision.rejected().get("o") != null
            && decision.rejected().get("o").get(0).code().equals("CompanionNotCarried"));
  }

  @Test
  void companionsThatStayAreAllNamedAndOneWithoutAKindIsNone() {
    Translation translation =
        translate(
            zone("o", "openClusterManagement: {managedCluster: o}")
                + workload(
                    1,
                    "deployment: {template: "
                        + TEMPLATE
                        + "}, companions: [{name: n}, {kind: Role, name: r}, {kind: Secret, name:"
                        + " s}, {kind: RoleBinding, name: b}]"));
    assertEquals(
        "the zone is a ManagedCluster, to which these companions do not go along: Role \"r\","
            + " RoleBinding \"b\"; allow zones of another target; or bring them there in another"
            + " way, and take them out of spec.workload.companions",
        Planner.plan(translation.estate()).decisions().get(0).rejected().get("o").get(0).message());
  }

  /** Two in a zone of the hub and two in a ManagedCluster, by a decision of before. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "statefulSet: {serviceName: s, template: %s} | | here=4",
        "statefulSet: {serviceName: s, template: %s, volumeClaimTemplates: [{metadata: {name: d},"
            + " spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]} | |"
            + " here=2 o=2",
        "deployment: {template: %s} | | here=2 o=2",
        "deployment: {template: %s}, companions: [{kind: Role, name: r}] | | here=2 o=2",
        "deployment: {template: %s}, companions: [{kind: Role, name: r}] | state: Drained, |"
            + " here=4",
        "deployment: {template: %s}, companions: [{kind: PersistentVolumeClaim, name: c}] | state:"
            + " Drained, | here=4",
        "deployment: {template: {spec: {volumes: [{name: v, persistentVolumeClaim: {claimName:"
            + " c}}], containers: [{name: c, image: i, resources: {requests: {cpu: 100m, memory:"
            + " 1Mi}}}]}}}, companions: [{kind: Role, name: r}] | state: Drained, | here=2 o=2",
      })
  void whatIsDecidedAlreadyLeavesWhereNothingOfItCanRun(
      String source, String state, String expected) {
    Translation translation =
        translate(
            zone("here", "nodeSelector: {pool: x}")
                + zone("o", "openClusterManagement: {managedCluster: o}")
                    .replace("spec: {", "spec: {" + (state == null ? "" : state))
                + workload(4, source.formatted(TEMPLATE))
                + """
                ---
                apiVersion: placement.bleu.cloud/v1alpha1
                kind: WorkloadPlacement
                metadata: {name: web, namespace: shop}
                spec:
                  workloadRef: {name: web, uid: u}
                  assignments: [{zone: here, replicas: 2, home: 2}, {zone: o, replicas: 2, home: 2}]
                  decision: {sequence: 1, digest: "sha256:0000000000000000000000000000000000000000000000000000000000000000"}
                """);
    var plan = Planner.plan(translation.estate());
    assertEquals(List.of(), Checker.check(translation.estate(), plan));
    assertEquals(
        expected,
        String.join(
            " ",
            plan.decisions().get(0).assignments().stream()
                .filter(a -> a.replicas() > 0)
                .map(a -> a.zone() + "=" + a.replicas())
                .sorted()
                .toList()));
  }

  private static String workload(int replicas, String source) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: BleuWorkload
    metadata: {name: web, namespace: shop, uid: u}
    spec:
      replicas: %d
      dataClasses: [Ordinary]
      workload: {%s}
    """
        .formatted(replicas, source);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pods: {selector: {matchLabels: {app: x}}, requests: {cpu: 1, memory: 1Mi}} | 2 | here",
        "deployment: {template: {spec: {containers: [{name: c, image: i, resources: {requests:"
            + " {cpu: 1, memory: 1Mi}}}]}}} | 1 | here m",
      })
  void podsThatOthersCreateStayInTheirCluster(String source, int most, String zones) {
    Translation translation =
        translate(
            zone("here", "nodeSelector: {pool: x}")
                + zone("m", "cluster: {kubeconfigSecretRef: {name: m, key: k}}")
                + """
                apiVersion: placement.bleu.cloud/v1alpha1
                kind: BleuWorkload
                metadata: {name: web, namespace: shop, uid: u}
                spec:
                  replicas: 2
                  dataClasses: [Ordinary]
                  workload: {%s}
                  placement: {perZone: {max: %d}}
                """
                    .formatted(source, most));
    var decision = Planner.plan(translation.estate()).decisions().get(0);
    assertEquals(
        zones,
        String.join(
            " ",
            decision.assignments().stream()
                .filter(a -> a.replicas() > 0)
                .map(a -> a.zone())
                .sorted()
                .toList()));
  }

  /** What the status records counts only for who asks no cluster. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nodeSelector: {z: a} | True | false | | Nodes | ",
        "karmada: {cluster: m} | True | false | | Karmada | ",
        "openClusterManagement: {managedCluster: m} | True | false | | ManifestWork | ",
        "cluster: {kubeconfigSecretRef: {name: m, key: k}} | | false | | Cluster | ",
        "cluster: {kubeconfigSecretRef: {name: m, key: k}} | True | false | | Cluster | true",
        "cluster: {kubeconfigSecretRef: {name: m, key: k}} | False | false | | Cluster | false",
        "cluster: {kubeconfigSecretRef: {name: m, key: k}} | Unknown | false | | Cluster | ",
        "cluster: {kubeconfigSecretRef: {name: m, key: k}} | True | true | | Cluster | ",
        "cluster: {kubeconfigSecretRef: {name: m, key: k}} | True | true | false | Cluster | false",
        "clusterProfile: {name: m, namespace: f} | False | true | true | Cluster | true",
      })
  void zoneIsGatedAsItsClusterIsSeenToBe(
      String target,
      String recorded,
      boolean asks,
      Boolean gated,
      DeliveryWay way,
      Boolean expected) {
    String status =
        "status: {conditions: [{type: EnforcedElsewhere, status: \"%s\"}]}".formatted(recorded);
    ObservedState observed = ObservedState.UNBROKEN;
    if (asks) {
      observed =
          observed.asking(
              Map.of("m", new ClusterContact(ClusterContact.State.Reached, NOON).gated(gated)));
    }
    Zone zone =
        EstateTranslator.translate(
                objects(
                    zone("m", target)
                        .replace("---\n", (recorded == null ? "" : status) + "\n---\n")),
                NOON,
                Map.of(),
                observed,
                new TranslationMemory())
            .estate()
            .zone("m");
    assertEquals(new Zone.Delivery(way, expected), zone.delivery());
  }

  /** A start, a silence and a fault take no admission policy away. */
  @ParameterizedTest
  @CsvSource({
    "Pending, , True, true",
    "Pending, , , ",
    "Silent, true, False, true",
    "Unknown, false, True, false",
    "Reached, true, , true",
    "Reached, , True, true",
  })
  void zoneThatIsNotLookedAtIsGatedAsItWas(
      ClusterContact.State state, Boolean last, String recorded, Boolean expected) {
    String target = "cluster: {kubeconfigSecretRef: {name: m, key: k}}";
    String status =
        "status: {conditions: [{type: EnforcedElsewhere, status: \"%s\"}]}".formatted(recorded);
    ObservedState observed =
        ObservedState.UNBROKEN.asking(Map.of("m", new ClusterContact(state, NOON)));
    if (last != null) {
      observed =
          observed.with(
              Map.of(
                  "m",
                  new ZoneBuilder("m")
                      .build()
                      .withDelivery(new Zone.Delivery(DeliveryWay.Cluster, last))));
    }
    Zone zone =
        EstateTranslator.translate(
                objects(
                    zone("m", target)
                        .replace("---\n", (recorded == null ? "" : status) + "\n---\n")),
                NOON,
                Map.of(),
                observed,
                new TranslationMemory())
            .estate()
            .zone("m");
    assertEquals(expected, zone.delivery().gated());
  }
}
