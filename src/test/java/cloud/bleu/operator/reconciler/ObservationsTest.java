package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.delivery.cluster.ChildStatus;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.delivery.node.NodeZones;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.status.ObservedChildren;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where pods really are, from the nodes they are bound to and not from their labels. */
class ObservationsTest {

  private static final Map<String, String> ZONES = Map.of("n1", "a", "n2", "b");
  private static final RolloutDeadline DEADLINE =
      new RolloutDeadline(Duration.ofMinutes(10), Instant.parse("2026-11-30T12:00:00Z"));

  @Test
  void podsCountWhereTheyAreBoundWhateverTheirChildSays() {
    ObservedChildren observed =
        Observations.of(
            DeliveryReport.complete(List.of(child("a", 3, 2))),
            List.of(
                pod("n1", "Running"),
                pod("n1", "Pending"),
                pod("n2", "Running"),
                pod("n1", "Succeeded"),
                pod("n1", "Failed"),
                pod("elsewhere", "Running"),
                pod(null, "Pending")),
            ZONES,
            pod -> false,
            DEADLINE,
            false);
    assertEquals(
        new TreeMap<>(
            Map.of(
                "a",
                new ObservedChildren.InZone(3, 2, 2, ObservedChildren.Progress.OnItsWay),
                "b",
                new ObservedChildren.InZone(0, 0, 1, ObservedChildren.Progress.Done))),
        observed.zones());
    assertEquals(3, observed.replicas());
    assertEquals(2, observed.ready());
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource({
    "all are available,                    'availableReplicas: 2, updatedReplicas: 2', Done",
    "one is not available,                 'availableReplicas: 1, updatedReplicas: 2', OnItsWay",
    "one has been waited for for too long, 'availableReplicas: 1, updatedReplicas: 2, conditions:"
        + " [{type: Progressing, status: \"False\", reason: ProgressDeadlineExceeded}]',"
        + " DeadlineExceeded",
    "of an older template,                 'observedGeneration: 3, updatedReplicas: 2, conditions:"
        + " [{type: Progressing, status: \"False\", reason: ProgressDeadlineExceeded}]', OnItsWay",
  })
  void progressIsThatOfTheController(
      String what, String status, ObservedChildren.Progress progress) {
    Deployment child =
        Serialization.unmarshal(
            "apiVersion: apps/v1\nkind: Deployment\n"
                + "metadata: {name: "
                + ChildName.of("web", "a")
                + ", generation: 4, labels: {placement.bleu.cloud/zone: a}}\n"
                + "spec: {replicas: 2}\nstatus: {replicas: 2, readyReplicas: 2, "
                + (status.contains("observedGeneration") ? "" : "observedGeneration: 4, ")
                + status
                + "}\n",
            Deployment.class);
    ObservedChildren observed =
        Observations.of(
            DeliveryReport.complete(List.of(ChildStatus.of("web", child))),
            List.of(),
            ZONES,
            pod -> false,
            DEADLINE,
            false);
    assertEquals(progress, observed.zones().get("a").progress(), what);
  }

  /**
   * As after a zone has moved from one cluster to another, or a child got another name. The zone
   * should have the one with one replica; the one beside it has two. An asterisk: in another
   * cluster.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "what it should have is seen last,       'beside Done, own* OnItsWay',           3 true"
        + " OnItsWay",
    "what it should have is seen first,      'own* OnItsWay, beside Done',           3 true"
        + " OnItsWay",
    "it came home,                           'own OnItsWay, beside* Done',           3 false"
        + " OnItsWay",
    "it has what it should have,             'own* Done',                            1 true Done",
    "what it should have is ready,           'own* Done, beside Done',               3 true"
        + " OnItsWay",
    "what stands beside is overdue,          'own* Done, beside DeadlineExceeded',   3 true"
        + " OnItsWay",
    "both are late,                          'own OnItsWay, beside DeadlineExceeded', 3 false"
        + " OnItsWay",
    "what it should have is overdue,         'own* DeadlineExceeded, beside Done',   3 true"
        + " DeadlineExceeded",
    "it has not what it should have,         'beside* Done',                         2 true"
        + " OnItsWay",
    "nor is what stands there ever ready,    'beside DeadlineExceeded',              2 false"
        + " OnItsWay",
  })
  void whatStandsBesideWhatAZoneShouldHaveCountsToo(String what, String children, String zone) {
    ObservedChildren.InZone seen =
        Observations.of(
                DeliveryReport.incomplete(
                    Arrays.stream(children.split(", ")).map(ObservationsTest::standing).toList(),
                    List.of(),
                    null),
                List.of(pod("n1", "Running")),
                ZONES,
                pod -> false,
                DEADLINE,
                false)
            .zones()
            .get("a");
    assertEquals(zone, seen.replicas() + " " + seen.elsewhere() + " " + seen.progress());
    assertEquals(seen.replicas(), seen.ready());
    assertEquals(1, seen.standing());
  }

  private static ZoneObservation standing(String words) {
    boolean own = words.startsWith("own");
    int replicas = own ? 1 : 2;
    return new ZoneObservation(
            new Deployment(),
            "a",
            !own,
            "t",
            replicas,
            replicas,
            replicas,
            0,
            words.endsWith(" Done"),
            words.endsWith(" DeadlineExceeded"))
        .in(words.contains("*") ? "other" : Clusters.OWN, false);
  }

  @Test
  void podsOutsideTheirZoneAreAnObstacleWithTheirNodes() {
    ObservedChildren observed =
        Observations.of(
            DeliveryReport.complete(List.of(child("a", 3, 3))),
            List.of(
                pod("n1", "Running"),
                pod("n2", "Running"),
                pod("n2", "Running"),
                pod("elsewhere", "Failed")),
            ZONES,
            pod -> !pod.getSpec().getNodeName().equals("n1"),
            DEADLINE,
            false);
    assertEquals(
        List.of(
            new ObservedChildren.Obstacle(
                "PodsOutsideZone",
                "pods run on nodes that are not, or no longer, of the zones they were put into: n2"
                    + " (put into a); label the nodes as before, or evict the pods: their"
                    + " successors go where it is decided",
                false)),
        observed.obstacles());
    assertEquals(1, observed.zones().get("a").standing());
  }

  @Test
  void whatTheReportSaysIsPassedOn() {
    ObservedChildren observed =
        Observations.of(
            new DeliveryReport(
                List.of(),
                List.of(
                    DeliveryProblem.forPerson("NameConflict", "taken"),
                    DeliveryProblem.passing("Slow", "w")),
                false,
                true,
                true),
            List.of(),
            ZONES,
            pod -> false,
            DEADLINE,
            true);
    assertEquals(
        List.of(
            new ObservedChildren.Obstacle("NameConflict", "taken", false),
            new ObservedChildren.Obstacle("Slow", "w", true)),
        observed.obstacles());
    assertEquals(
        "false true true",
        observed.complete() + " " + observed.budgetWithdrawn() + " " + observed.external());
  }

  /** Of two zones that claim a node the first by name has it; a zone that asks nothing has none. */
  @Test
  void aNodeBelongsToTheZoneWhoseSelectorItCarries() {
    assertEquals(
        Map.of("n1", "a", "n3", "a"),
        NodeZones.of(
            List.of(
                node("n1", Map.of("zone", "1", "disk", "ssd")),
                node("n2", Map.of("zone", "2")),
                node("n3", Map.of("zone", "1", "pool", "x")),
                node("n4", null)),
            Map.of(
                "a", Map.of("zone", "1"),
                "b", Map.of("zone", "1", "pool", "x"),
                "c", Map.of("zone", "2", "disk", "ssd"),
                "d", Map.of())));
  }

  /** A Job that is repeated creates a pod of another name each time. */
  @Test
  void whatAsksMoreIsNamedByItsController() {
    Pod first = asking("nightly-x2x9z", "Job", "1");
    Pod second = asking("nightly-abcde", "Job", "1");
    String job = "one of Job nightly asks cpu 1 where 500m is stated";
    Map<String, String> stated = Map.of("cpu", "500m");
    assertEquals(job, Observations.above(List.of(first), pod -> true, stated));
    assertEquals(job, Observations.above(List.of(second, first), pod -> true, stated));
    assertEquals(
        "pod bare asks cpu 1 where 500m is stated",
        Observations.above(List.of(asking("bare", null, "1")), pod -> true, stated));
    assertEquals(
        job,
        Observations.above(
            List.of(asking("a", null, "1"), asking("b", "Job", "500m"), first),
            pod -> true,
            stated),
        "the same one, whichever comes first");
    assertNull(Observations.above(List.of(first), pod -> false, stated));
  }

  private static Pod asking(String name, String kind, String cpu) {
    Pod pod =
        Serialization.unmarshal(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s}
            spec: {containers: [{name: c, resources: {requests: {cpu: "%s"}}}]}
            status: {phase: Running}
            """
                .formatted(name, cpu),
            Pod.class);
    if (kind != null) {
      pod.getMetadata()
          .setOwnerReferences(
              List.of(
                  new OwnerReferenceBuilder()
                      .withKind(kind)
                      .withName("nightly")
                      .withController(true)
                      .build()));
    }
    return pod;
  }

  private static ZoneObservation child(String zone, int exist, int ready) {
    return ChildStatus.of(
        "web",
        new DeploymentBuilder()
            .withNewMetadata()
            .withName(ChildName.of("web", zone))
            .addToLabels("placement.bleu.cloud/zone", zone)
            .endMetadata()
            .withNewSpec()
            .withReplicas(exist)
            .endSpec()
            .withNewStatus()
            .withReplicas(exist)
            .withReadyReplicas(ready)
            .endStatus()
            .build());
  }

  private static Pod pod(String node, String phase) {
    return new PodBuilder()
        .withNewMetadata()
        .addToLabels("placement.bleu.cloud/zone", "a")
        .endMetadata()
        .withNewSpec()
        .withNodeName(node)
        .endSpec()
        .withNewStatus()
        .withPhase(phase)
        .endStatus()
        .build();
  }

  private static Node node(String name, Map<String, String> labels) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(labels)
        .endMetadata()
        .build();
  }
}
