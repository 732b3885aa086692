package cloud.bleu.translate.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.TranslationMemory;
import cloud.bleu.translate.load.ClusterNodes;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is made of zones in other clusters whose nodes are seen. Nodes are written as words: a name,
 * then {@code +} ready, {@code -} not ready, {@code !} cordoned, {@code #} tainted for the control
 * plane, {@code ^} by its owner, {@code *} by the cloud provider that stopped it, {@code ~} by
 * Kubernetes for its condition; then {@code @POOL}. One with {@code :MINUTE} was created then and
 * never was Ready. An {@code r} at the end labels the role of the control plane. Each has 4 cpu.
 * Pods are {@code NODE=CPU}; one with {@code w} behind is of a workload whose replica asks 1 cpu,
 * and one with {@code h} of that of another hub with its name.
 */
class SeenNodesElsewhereTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final String WAY = "cluster: {kubeconfigSecretRef: {name: m, key: k}}";
  private static final String POOL = "nodeSelector: {pool: x}, " + WAY;

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
      metadata: {name: n1, labels: {pool: x}}
      status: {allocatable: {cpu: 64, pods: 10}, conditions: [{type: Ready, status: "True"}]}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: web, namespace: shop, uid: u}
      spec:
        replicas: 2
        dataClasses: [Ordinary]
        workload: {deployment: {template: {spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 1}}}]}}}}
        resilience: {tolerate: [{of: Zone, keep: 0, recover: Reserved}], failover: {after: 5m}}
      ---
      """;

  /** What the loss of the nodes of m is about. */
  private static final String RUNNING =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: WorkloadPlacement
      metadata: {name: web, namespace: shop}
      spec:
        workloadRef: {name: web, uid: u}
        assignments: [{zone: m, replicas: 2}]
      """;

  private static String zone(String name, String target, String declared, String status) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: AvailabilityZone
    metadata: {name: %s}
    spec: {provider: acme, offerings: [base], region: north, site: %s, location: {country: FR}, usablePercent: 100, %starget: {%s}}
    %s
    ---
    """
        .formatted(
            name,
            name,
            declared == null ? "" : "capacity: {cpu: " + declared + "}, ",
            target,
            status == null ? "" : "status: " + status);
  }

  private static ApiObjects objects(String yaml) {
    return ManifestObjects.of(
            ManifestReader.read(
                List.of("-"),
                new ByteArrayInputStream((ESTATE + yaml).getBytes(StandardCharsets.UTF_8))))
        .objects();
  }

  private static ClusterNodes seen(String nodes, String pods) {
    List<Node> all = new ArrayList<>();
    for (String word : nodes == null ? new String[0] : nodes.split(" ")) {
      all.add(node(word));
    }
    List<Pod> bound = new ArrayList<>();
    for (String word : pods == null ? new String[0] : pods.split(" ")) {
      bound.add(pod(word, bound.size()));
    }
    return new ClusterNodes(
        all, bound, pod -> "2".equals(pod.getMetadata().getLabels().get("hub")));
  }

  private static Node node(String word) {
    NodeBuilder node =
        new NodeBuilder()
            .withNewMetadata()
            .withName(word.replaceAll("[-+!#~^*:].*", ""))
            .addToLabels("pool", word.contains("@") ? word.replaceAll(".*@", "") : "x")
            .endMetadata()
            .withNewSpec()
            .withUnschedulable(word.contains("!"))
            .endSpec()
            .withNewStatus()
            .addToAllocatable("cpu", new Quantity("4"))
            .addToAllocatable("pods", new Quantity("20"))
            .addNewCondition()
            .withType("Ready")
            .withStatus(word.contains("+") ? "True" : "Unknown")
            .withLastTransitionTime(at("12").toString())
            .endCondition()
            .endStatus();
    if (word.contains(":")) {
      String created = at(word.replaceAll(".*:", "")).toString();
      node.editMetadata().withCreationTimestamp(created).endMetadata();
      node.editStatus()
          .editFirstCondition()
          .withStatus("False")
          .withLastTransitionTime(created)
          .endCondition()
          .endStatus();
    }
    if (word.contains("#")) {
      node.editSpec()
          .addToTaints(taint("NoSchedule", "node-role.kubernetes.io/control-plane"))
          .endSpec();
    }
    if (word.endsWith("r")) {
      node.editMetadata().addToLabels("node-role.kubernetes.io/control-plane", "").endMetadata();
    }
    if (word.contains("^")) {
      node.editSpec().addToTaints(taint("NoSchedule", "dedicated")).endSpec();
    }
    if (word.contains("*")) {
      node.editSpec()
          .addToTaints(taint("NoSchedule", "node.cloudprovider.kubernetes.io/shutdown"))
          .endSpec();
    }
    if (word.contains("~")) {
      node.editSpec().addToTaints(taint("NoExecute", "node.kubernetes.io/unreachable")).endSpec();
    }
    return node.build();
  }

  private static Taint taint(String effect, String key) {
    return new TaintBuilder().withEffect(effect).withKey(key).build();
  }

  private static Pod pod(String word, int number) {
    Map<String, String> labels =
        word.endsWith("w")
            ? Map.of("placement.bleu.cloud/workload", "web")
            : word.endsWith("h")
                ? Map.of("placement.bleu.cloud/workload", "web", "hub", "2")
                : word.endsWith("g") ? Map.of("placement.bleu.cloud/workload", "gone") : Map.of();
    String[] parts = word.replaceAll("[whg]", "").split("=");
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName("p" + number)
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .withNodeName(parts[0])
        .addNewContainer()
        .withName("c")
        .withNewResources()
        .addToRequests("cpu", new Quantity(parts[1]))
        .endResources()
        .endContainer()
        .endSpec()
        .build();
  }

  private static Instant at(String minute) {
    return minute == null ? null : NOON.plusSeconds(60 * Long.parseLong(minute));
  }

  private static Translation translate(String yaml, ObservedState observed) {
    return EstateTranslator.translate(
        objects(yaml), at("20"), Map.of(), observed, new TranslationMemory());
  }

  private static ObservedState asking(ClusterContact.State state, ClusterNodes nodes) {
    return new ObservedState(NOON, null)
        .asking(Map.of("m", new ClusterContact(state, at("10")).seeing(nodes)));
  }

  /** Minutes after noon; the watch began at 0, and it is 20 now. */
  @ParameterizedTest(name = "{0}, {1} of {2}, declared {3}, last {4} since {5}: {6} {7}")
  @CsvSource({
    // As nodes of the hub: all of them, or those with the labels.
    "Reached, n1+ n2+, all, 8, , , Healthy, ",
    "Reached, n1+ n2-, all, 8, Healthy, 3, Degraded, 20",
    "Reached, n1- n2-, all, 8, Healthy, 3, Silent, 20",
    "Reached, n1- n2-, all, , Healthy, 3, Silent, 20",
    "Reached, n1-~ n2-~, all, 8, Silent, 15, Silent, 15",
    "Reached, n1+ n2-, all, 8, Degraded, 15, Degraded, 15",
    "Reached, n1+ n2+, all, 8, Silent, 15, Healthy, 20",
    "Reached, n1- n2+@y, pool, 8, Healthy, 3, Silent, 20",
    "Reached, n1+ n2-@y, pool, 8, Healthy, 3, Healthy, 3",
    // Its control plane is up, and nothing that takes pods is.
    "Reached, n1- n2+#, all, 8, Healthy, 3, Silent, 20",
    "Reached, n1+ n2-#, all, 8, Healthy, 3, Healthy, 3",
    "Reached, n1- n2+#, pool, 8, Healthy, 3, Degraded, 20",
    "Reached, n1+#, all, 8, , , Healthy, ",
    "Reached, n1+#, all, , Healthy, 3, Gone, 20",
    "Reached, n1-^r n2+, all, 8, Healthy, 3, Healthy, 3",
    "Reached, n1-r n2+, all, 8, Healthy, 3, Degraded, 20",
    "Reached, n1+r, all, 8, Healthy, 3, Healthy, 3",
    // A taint of another owner keeps new pods out, and says nothing of what runs.
    "Reached, n1+^ n2+^, all, 8, Healthy, 3, Healthy, 3",
    "Reached, n1+^ n2+^, all, , Healthy, 3, Healthy, 3",
    "Reached, n1+^ n2+^, all, 8, , , Healthy, ",
    "Reached, n1+^ n2-^, all, 8, Healthy, 3, Degraded, 20",
    "Reached, n1-^ n2-^, all, 8, Healthy, 3, Silent, 20",
    "Reached, n1+ n2-*, all, 8, Healthy, 3, Degraded, 20",
    // The API server is back before the nodes are.
    "Reached, n1- n2-, all, 8, Unreached, 15, Silent, 15",
    "Clearing, n1- n2-, all, 8, Unreached, 15, Silent, 15",
    "Clearing, n1+ n2+, all, 8, Unreached, 15, Unreached, 20",
    "Clearing, n1+ n2+, all, 8, Healthy, 3, Healthy, 3",
    // No node: it had some, or never had one, or an autoscaler brings them.
    "Reached, , all, , Healthy, 3, Gone, 20",
    "Reached, , all, , Silent, 15, Gone, 15",
    "Reached, , all, , Unreached, 15, Gone, 15",
    "Reached, , all, , , , NodesUnknown, ",
    "Reached, , all, 8, , , Healthy, ",
    "Reached, , all, 8, Healthy, 3, Healthy, 3",
    "Reached, , all, 8, Silent, 15, Gone, 15",
    "Reached, n1+@y, pool, 8, , , NodesUnknown, ",
    "Reached, n1+@y, pool, 8, Healthy, 3, Gone, 20",
    // None of its nodes ever was Ready: they join for 15 minutes, and then they have failed.
    "Reached, n1:6 n2:6, all, 8, , , Healthy, ",
    "Reached, n1:5 n2:4, all, 8, , , Silent, 20",
    "Reached, n1:5 n2:6, all, 8, , , Silent, 20",
    "Reached, n1:5 n2+#, all, 8, , , Silent, 20",
    "Reached, n1:6, all, , , , NodesUnknown, ",
    "Reached, n1:5, all, , , , Silent, 20",
    "Reached, n1:6, all, 8, Healthy, 3, Healthy, 3",
    "Reached, n1:5, all, 8, Healthy, 3, Silent, 20",
    "Reached, n1:5, all, , Healthy, 3, Silent, 20",
    "Reached, n1:5 n2+@y, pool, 8, Healthy, 3, Silent, 20",
    "Reached, n1:6, all, 8, Silent, 15, Gone, 15",
    "Reached, n1:4, all, 8, Silent, 15, Silent, 15",
    // Between one that is gone and one that never came nothing was in service.
    "Reached, n1:4, all, 8, Gone, 15, Silent, 15",
    "Reached, n1+ n2:6, all, 8, Healthy, 3, Healthy, 3",
    "Reached, n1+ n2:5, all, 8, Healthy, 3, Degraded, 20",
    // Nodes say nothing while their API server does not.
    "Silent, n1+, all, 8, Silent, 15, Unreached, 15",
    "Unknown, n1-, all, 8, Healthy, 3, NotObserved, ",
    "Pending, n1+, all, 8, Silent, 15, Unreached, 15",
  })
  void whileItAnswersAZoneIsAsHealthyAsItsNodes(
      ClusterContact.State state,
      String nodes,
      String which,
      String declared,
      Health.Signal last,
      String lastSince,
      Health.Signal expected,
      String expectedSince) {
    ObservedState observed = asking(state, seen(nodes, null));
    if (last != null) {
      observed =
          observed.with(Map.of("m", new ZoneBuilder("m").health(last, at(lastSince)).build()));
    }
    Zone zone =
        translate(zone("m", which.equals("all") ? WAY : POOL, declared, null) + RUNNING, observed)
            .estate()
            .zone("m");
    assertEquals(expected, zone.health().signal());
    assertEquals(at(expectedSince), zone.health().since());
  }

  /** Nodes that are gone are no loss of a zone in which nothing is decided; it stays closed. */
  @ParameterizedTest(name = "{0} of {1}, declared {2}, last {3}")
  @CsvSource({
    ", all, , Healthy",
    ", all, , Silent",
    ", all, 8, Silent",
    ", all, 8, Gone",
    "n1+@y, pool, 8, Healthy",
    "n1+@y, pool, 8, Gone",
  })
  void emptyPoolOfAMemberThatNobodyUsesIsNoLoss(
      String nodes, String which, String declared, Health.Signal last) {
    Zone zone = new ZoneBuilder("m").health(last, at("15")).build();
    for (ClusterNodes look : Arrays.asList(seen(nodes, null), null, seen(nodes, null))) {
      zone =
          translate(
                  zone("m", which.equals("all") ? WAY : POOL, declared, null),
                  asking(ClusterContact.State.Reached, look).with(Map.of("m", zone)))
              .estate()
              .zone("m");
      assertEquals(Health.Signal.NodesUnknown, zone.health().signal());
      assertTrue(zone.isClosed());
    }
  }

  /**
   * One look after the other, each a contact and then nodes; {@code ?} where they may not be
   * listed, {@code 0} where there are none. The looks are at 16, 17 and so on.
   */
  @ParameterizedTest(name = "{0}, declared {1}: {2} since {3}, nodes {4}")
  @CsvSource(
      nullValues = "null",
      value = {
        // The right is taken away, from nodes that were in service and from nodes that were not.
        "Reached n1+; Reached ?, 8, Healthy, null, Healthy, false",
        "Reached n1-; Reached ?; Reached ?, 8, Silent, 16, Silent, false",
        "Reached n1-; Reached ?; Reached ?, null, Silent, 16, Silent, false",
        "Reached n1+ n2-; Reached ?, 8, Degraded, 16, Degraded, false",
        "Reached n1-; Reached 0; Reached ?, null, Gone, 16, Gone, false",
        "Reached n1-; Reached ?; Silent ?; Reached ?, 8, Silent, 16, Silent, false",
        "Reached n1-; Reached ?; Reached n1+, 8, Healthy, 18, Healthy, true",
        "Reached n1-; Unknown ?; Reached ?, 8, Silent, 17, Silent, false",
        "Reached n1+ n2-; Unknown ?; Reached ?, 8, Degraded, 18, Degraded, false",
        // The right was never there.
        "Reached ?; Reached ?, 8, Healthy, null, null, true",
        "Silent ?; Reached ?, 8, Healthy, 17, null, true",
        // That it had nodes is known after a time in which nothing of it was.
        "Reached n1+; Unknown ?; Reached 0, null, Gone, 18, Gone, true",
        "Reached n1+; Unknown ?, 8, NotObserved, null, Healthy, false",
        "Reached n1-; Silent ?; Reached 0, 8, Gone, 16, Gone, true",
        "Reached n1-; Unknown ?; Reached 0, 8, Gone, 17, Gone, true",
        "Reached 0; Unknown ?; Reached 0, null, NodesUnknown, null, null, true",
      })
  void whatItsNodesSaidLastIsKnownWhileTheyAreNotSeen(
      String looks,
      String declared,
      Health.Signal expected,
      String since,
      Health.Signal nodes,
      boolean seen) {
    for (boolean restarted : new boolean[] {false, true}) {
      Zone zone = null;
      String status = null;
      int minute = 16;
      for (String look : looks.split("; ")) {
        String[] words = look.split(" ", 2);
        ClusterNodes there =
            words[1].equals("?") ? null : seen(words[1].equals("0") ? null : words[1], null);
        ObservedState observed = asking(ClusterContact.State.valueOf(words[0]), there);
        if (zone != null && !restarted) {
          observed = observed.with(Map.of("m", zone));
        }
        zone =
            EstateTranslator.translate(
                    objects(zone("m", WAY, declared, status) + RUNNING),
                    at(String.valueOf(minute++)),
                    Map.of(),
                    observed,
                    new TranslationMemory())
                .estate()
                .zone("m");
        status = recorded(zone.health());
      }
      assertEquals(expected, zone.health().signal(), restarted + " " + status);
      assertEquals(at(since), zone.health().since());
      assertEquals(
          nodes,
          zone.health().nodes() == null ? null : zone.health().nodes().last(),
          restarted + " " + status);
      assertEquals(seen, zone.health().seesNodes());
    }
  }

  private static String recorded(Health health) {
    return "{health: {signal: %s%s%s}}"
        .formatted(
            health.signal(),
            health.since() == null ? "" : ", since: \"" + health.since() + "\"",
            health.nodes() == null ? "" : ", nodes: " + health.nodes().last());
  }

  @ParameterizedTest(name = "{0} with {1} in {2}, declared {3}: {4}")
  @CsvSource({
    "n1+ n2+, , all, , 8",
    "n1+ n2-, , all, , 4",
    "n1+ n2+!, , all, , 4",
    "n1+ n2+#, , all, , 4",
    "n1+ n2+^, , all, , 4",
    "n1+^ n2+^, , all, , 0",
    "n1+^@x n2+@x, , pool, , 8",
    "n1+ n2-*, , all, , 4",
    "n1-* n2-*, , all, , 8",
    "n1+ n2-*, , all, 8, 4",
    "n1+^ n2+^, , all, 8, 8",
    "n1+^ n2+^, n1=2w, all, 8, 7",
    "n1+ n2+~, , all, , 8",
    "n1- n2-, , all, , 8",
    "n1+ n2+@y, , pool, , 4",
    ", , all, , 0",
    // What others run is not free; of a replica counts only what it asks beyond the decision.
    "n1+ n2+, n1=1500m n2=1, all, , 5.5",
    "n1+ n2+, n1=1w n2=2w, all, , 7",
    // Those of another hub take room that no decision of this one counts.
    "n1+ n2+, n1=1h n2=2h, all, , 5",
    "n1+ n2+, n1=1h n2=2w, all, , 6",
    // A declared room is for workloads, so pods of others are in it already.
    "n1+ n2+, n1=3, all, 6, 6",
    "n1+ n2+, n1=2w, all, 6, 5",
    "n1+ n2+, n1=3h, all, 6, 6",
    // What this hub delivered for a workload that is gone is no longer in any decision.
    "n1+ n2+, n1=2g, all, , 6",
    "n1+ n2+, n1=2g, all, 6, 4",
    "n1+ n2-, , all, 6, 3",
    ", , all, 6, 6",
  })
  void roomIsWhatIsFreeOnItsNodes(
      String nodes, String pods, String which, String declared, String cpu) {
    Zone zone =
        translate(
                zone("m", which.equals("all") ? WAY : POOL, declared, null),
                asking(ClusterContact.State.Reached, seen(nodes, pods)))
            .estate()
            .zone("m");
    assertEquals(
        new Quantity(cpu).getNumericalAmount().movePointRight(3).longValueExact(),
        zone.capacity().usable().get("cpu"));
  }

  /** A cluster that is not seen has not become smaller. */
  @ParameterizedTest
  @CsvSource({
    "Silent, , , 0",
    "Silent, 3, , 3",
    "Silent, , 5, 5",
    "Silent, 3, 5, 3",
    "Unknown, 3, , 3",
    "Pending, , 5, 5",
    "Reached, , 5, 5",
    ", , 5, 5",
    ", , , 0",
  })
  void roomOfNodesThatAreNotSeenIsAsItWas(
      ClusterContact.State state, Long last, String recorded, long cpu) {
    ObservedState observed = state == null ? new ObservedState(NOON, null) : asking(state, null);
    if (last != null) {
      Quantities had = Quantities.of(Map.of("cpu", 1000 * last));
      observed =
          observed.remembering(
              Map.of(
                  "m",
                  new SeenRoom(
                      new Capacity.Declared(had, Quantities.NONE, 100), target(WAY), "c1")));
    }
    Translation translation =
        translate(
            zone("m", WAY, null, recorded == null ? null : "{capacity: {cpu: " + recorded + "}}"),
            observed);
    assertEquals(1000 * cpu, translation.estate().zone("m").capacity().usable().get("cpu"));
    assertTrue(
        translation.notes().stream()
            .anyMatch(note -> note.toString().contains("list and watch on nodes and pods there")),
        () -> String.valueOf(translation.notes()));
  }

  private static AvailabilityZoneSpec.Target target(String way) {
    return objects(zone("m", way, null, null)).zones().get(0).getSpec().target();
  }

  /** Room of 10 cpu that was measured in the cluster c1; the zone was known before. */
  @ParameterizedTest(name = "{0} by {1} in {2}, {3} %, was declared {4}: {5}")
  @CsvSource({
    "Silent, same, , 100, false, 10000",
    "Silent, same, , 50, false, 5000",
    "Reached, same, c1, 100, false, 10000",
    "Reached, other, c1, 100, false, 10000",
    // It is another cluster by now.
    "Reached, same, c2, 100, false, 0",
    "Pending, other, , 100, false, 0",
    // What was declared was not seen.
    "Reached, same, c1, 100, true, 0",
  })
  void roomIsThatOfTheClusterThatItWasSeenIn(
      ClusterContact.State state,
      String way,
      String cluster,
      int percent,
      boolean wasDeclared,
      long expected) {
    Capacity had =
        new Capacity.Measured(
            List.of(new Capacity.Node("n1", Quantities.of(Map.of("cpu", 10_000L)))), 100);
    Zone before = new ZoneBuilder("m").build().withCapacity(had);
    AvailabilityZone known =
        objects(zone("m", WAY, wasDeclared ? "10" : null, "{clusterUid: c1}")).zones().get(0);
    SeenRoom seen =
        SeenRoom.of(known, before, new ClusterContact(ClusterContact.State.Reached, NOON).in("c1"));
    ObservedState observed =
        new ObservedState(NOON, null)
            .with(Map.of("m", before))
            .remembering(seen == null ? Map.of() : Map.of("m", seen))
            .asking(Map.of("m", new ClusterContact(state, at("10")).in(cluster)));
    String target =
        way.equals("same") ? WAY : "cluster: {kubeconfigSecretRef: {name: other, key: k}}";
    Zone zone =
        translate(
                zone("m", target, null, "{clusterUid: c1, capacity: {cpu: 10}}")
                    .replace("usablePercent: 100", "usablePercent: " + percent),
                observed)
            .estate()
            .zone("m");
    assertEquals(expected, zone.capacity().usable().get("cpu"));
  }

  /** Minutes that its nodes have been silent, while its API server answers. */
  @ParameterizedTest
  @CsvSource({"n1- n2-, 16, m=2", "n1- n2-, 14, o=2", "n1+ n2+, 14, m=2", "n1+^ n2+^, 16, m=2"})
  void whatStandsOnSilentNodesMovesThoughTheirApiServerAnswers(
      String nodes, String silentSince, String expected) {
    String placed =
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: WorkloadPlacement
        metadata: {name: web, namespace: shop}
        spec:
          workloadRef: {name: web, uid: u}
          assignments: [{zone: m, replicas: 2, home: 2}]
          contingency: [{event: zone m, moves: [{from: m, to: o, replicas: 2}], keeps: 0}]
          decision: {sequence: 1, digest: "sha256:0000000000000000000000000000000000000000000000000000000000000000"}
        """;
    ClusterContact other = new ClusterContact(ClusterContact.State.Reached, NOON);
    ObservedState observed =
        new ObservedState(NOON, null)
            .asking(
                Map.of(
                    "m", other.seeing(seen(nodes, null)),
                    "o", other.seeing(seen("o1+", null)),
                    "p", other.seeing(seen("p1+ p2+", null))))
            .with(
                Map.of(
                    "m",
                    new ZoneBuilder("m").health(Health.Signal.Silent, at(silentSince)).build()));
    Translation translation =
        translate(
            zone("m", WAY, null, null)
                + zone("o", "cluster: {kubeconfigSecretRef: {name: o, key: k}}", null, null)
                + zone("p", "cluster: {kubeconfigSecretRef: {name: p, key: k}}", null, null)
                + placed,
            observed);
    assertEquals(
        expected,
        Planner.plan(translation.estate()).decisions().get(0).assignments().stream()
            .filter(a -> a.replicas() > 0)
            .map(a -> a.zone() + "=" + a.replicas())
            .collect(Collectors.joining(" ")));
  }
}
