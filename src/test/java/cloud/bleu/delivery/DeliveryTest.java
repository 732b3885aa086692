package cloud.bleu.delivery;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.Acceptance;
import cloud.bleu.delivery.zone.ClusterWideTarget;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.EgressReport;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which order a decision is delivered, and what is left alone. */
class DeliveryTest {

  private static final String DEPLOYMENT =
      "{deployment: {template: {metadata: {labels: {app: web}}, spec: {hostNetwork: true,"
          + " containers: [{name: c, image: i}]}}}}";

  private final Recorder recorder = new Recorder();

  /** Of what its targets write nothing is written in this cluster. */
  private final Delivery delivery = Deliveries.of(null, recorder, recorder);

  /** A cluster that takes down what it is asked. */
  private static final class Recorder implements ZoneTarget, ClusterWideTarget {
    final List<String> asked = new ArrayList<>();
    List<ZoneObservation> standing = List.of();
    final Map<String, TargetObservation.Unseen> unseen = new java.util.HashMap<>();
    final Map<String, DeliveryProblem> obstacles = new java.util.HashMap<>();
    DeliveryProblem refusal;
    Pods pods;

    @Override
    public TargetObservation observe(BleuWorkload workload, Set<String> zones) {
      asked.add("observe " + zones);
      return new TargetObservation(standing, obstacles, unseen);
    }

    @Override
    public boolean holds(ZoneManifest manifest, ZoneObservation seen) {
      return true;
    }

    @Override
    public Acceptance dryRun(BleuWorkload workload, ZoneManifest manifest) {
      asked.add("try " + manifest.zone());
      return refusal == null ? Acceptance.TAKEN : Acceptance.refused(refusal);
    }

    @Override
    public Ensured ensure(BleuWorkload workload, ZoneDesired desired) {
      asked.add((desired instanceof ZoneDesired.Absence ? "empty " : "fill ") + desired.zone());
      TargetObservation.Unseen hidden = unseen.get(desired.zone());
      return hidden == null ? Ensured.WRITTEN : Ensured.refused(hidden.problem());
    }

    @Override
    public EgressReport ensureEgress(
        BleuWorkload workload, Pods all, List<DeliveryProblem> problems) {
      pods = all;
      asked.add("egress");
      return null;
    }

    @Override
    public EgressReport observeEgress(BleuWorkload workload, Pods all) {
      asked.add("look at egress");
      return null;
    }

    @Override
    public boolean ensureBudget(
        BleuWorkload workload, Pods all, Integer maxUnavailable, List<DeliveryProblem> problems) {
      asked.add("budget " + maxUnavailable);
      return true;
    }

    @Override
    public void withdraw(BleuWorkload workload, List<DeliveryProblem> problems) {
      asked.add("withdraw");
    }

    @Override
    public DeliveryProblem left(BleuWorkload workload, Set<String> staying) {
      return null;
    }
  }

  private static DeliveryOrder order(
      String source, Map<String, Integer> assignments, String... known) {
    BleuWorkload workload =
        Serialization.unmarshal(
            "---\n"
                + "{apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name:"
                + " web, namespace: shop, uid: u}, spec: {workload: "
                + source
                + "}}",
            BleuWorkload.class);
    Map<String, Map<String, String>> selectors = new java.util.HashMap<>();
    for (String zone : known) {
      selectors.put(zone, Map.of("zone", zone));
    }
    return new DeliveryOrder(
        workload,
        assignments.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e -> new Assignment(e.getKey(), e.getValue(), null, null))
            .toList(),
        selectors,
        Set.of(),
        Set.of(),
        Set.of(),
        null);
  }

  private static ZoneObservation standing(String zone) {
    return new ZoneObservation(
        new DeploymentBuilder().build(), zone, false, "t", 2, 2, 2, 2, true, false);
  }

  /** To read a plan takes time, and tells in the log what nobody can read. */
  @Test
  void whoOnlyLooksDoesNotAskWhatOutlivesALoss() {
    DeliveryOrder order = order(DEPLOYMENT, Map.of("a", 2), "a");
    DeliveryOrder unread =
        new DeliveryOrder(
            order.workload(),
            order.assignments(),
            () -> {
              throw new AssertionError("the plan is read");
            },
            order.selectors(),
            Set.of(),
            Set.of(),
            Set.of(),
            Map.of(),
            null,
            () -> 0);
    assertEquals(List.of(), delivery.observe(unread).problems());
  }

  @Test
  void whatPodsMayCallComesFirstAndHowManyMayBeEvictedLast() {
    DeliveryReport report = delivery.deliver(order(DEPLOYMENT, Map.of("a", 2, "b", 2), "a", "b"));
    // max(1, 4 - 2 - 0): nothing is asked to be kept.
    assertEquals(
        List.of("observe [a, b]", "egress", "try a", "try b", "fill a", "fill b", "budget 2"),
        recorder.asked);
    assertFalse(report.complete());
    assertTrue(report.budgetWithdrawn());
    assertTrue(recorder.pods.hostNetwork());
    assertEquals(
        List.of(
            Map.of(
                "app", "web",
                "placement.bleu.cloud/workload", "web",
                "placement.bleu.cloud/zone", "a"),
            Map.of(
                "app", "web",
                "placement.bleu.cloud/workload", "web",
                "placement.bleu.cloud/zone", "b")),
        recorder.pods.labels());
  }

  /** What somebody added there counts before it is taken away. */
  @ParameterizedTest(name = "in the template {0}, in what stands {1}: {2}")
  @CsvSource({"false, false, false", "false, true, true", "true, false, true"})
  void podsAreOnTheNetworkOfTheirNodeByWhatStandsAsWell(
      boolean asked, boolean stands, boolean told) {
    recorder.standing =
        List.of(
            new ZoneObservation(
                new DeploymentBuilder()
                    .withNewSpec()
                    .withNewTemplate()
                    .withNewSpec()
                    .withHostNetwork(stands)
                    .endSpec()
                    .endTemplate()
                    .endSpec()
                    .build(),
                "a",
                false,
                "t",
                2,
                2,
                2,
                2,
                true,
                false));
    delivery.deliver(
        order(
            DEPLOYMENT.replace("hostNetwork: true", "hostNetwork: " + asked), Map.of("a", 2), "a"));
    assertEquals(told, recorder.pods.hostNetwork());
  }

  @Test
  void templateThatIsRefusedLeavesZonesAndBudgetAlone() {
    recorder.refusal = DeliveryProblem.forPerson(DeliveryProblem.REJECTED, "no");
    DeliveryReport report = delivery.deliver(order(DEPLOYMENT, Map.of("a", 2), "a"));
    assertEquals(List.of("observe [a]", "egress", "try a"), recorder.asked);
    assertEquals(List.of(recorder.refusal), report.problems());
    assertFalse(report.complete());
  }

  /** A zone of the decision that is not seen is another matter than one that it has left. */
  @ParameterizedTest(name = "a is to have {0}, and may have {1}: complete {2}")
  @CsvSource({"2, 2, false", "0, 2, true", "2, 0, false", "0, 0, true"})
  void whatMayStandInAZoneThatWasLeftAndIsNotSeenKeepsNothingFromBeingComplete(
      int decided, int stands, boolean complete) {
    recorder.standing =
        stands == 0 ? List.of(standing("b")) : List.of(standing("a").unseen(), standing("b"));
    recorder.unseen.put(
        "a",
        new TargetObservation.Unseen(
            DeliveryProblem.unseenZone("a is not seen", "a"), java.time.Instant.EPOCH));
    DeliveryReport report =
        delivery.deliver(order(DEPLOYMENT, Map.of("a", decided, "b", 2), "a", "b"));
    assertEquals(complete, report.complete(), recorder.asked.toString());
    assertEquals("a is not seen", report.problems().get(0).message());
    assertEquals(
        complete, report.leaving(List.of(report.problems().get(0))).complete(), "as it is left");
  }

  @Test
  void decisionWithoutZonesHasNoBudget() {
    recorder.standing = List.of(standing("a"));
    DeliveryReport report = delivery.deliver(order(DEPLOYMENT, Map.of()));
    assertEquals(List.of("observe []", "egress", "empty a", "budget null"), recorder.asked);
    assertEquals(recorder.standing, report.children());
  }

  @Test
  void zoneWhoseObjectIsGoneIsLeftAsItIs() {
    recorder.standing = List.of(standing("a"), standing("b"));
    DeliveryReport report = delivery.deliver(order(DEPLOYMENT, Map.of("a", 2, "b", 2), "b"));
    assertEquals(List.of("observe [a, b]", "egress", "budget 2"), recorder.asked);
    assertTrue(report.complete());
  }

  @Test
  void missingTemplateIsToldAndNothingIsChanged() {
    recorder.standing = List.of(standing("a"));
    DeliveryReport report =
        delivery.deliver(order("{deploymentRef: {name: old}}", Map.of("a", 2), "a"));
    assertEquals(List.of("observe [a]", "egress"), recorder.asked);
    assertEquals("TemplateMissing", report.problems().get(0).code());
  }

  /** There is no client here: whatever scales the Deployment fails. */
  @ParameterizedTest(name = "{0} of {1} replicas, {2} pods, {3}: {4}")
  @CsvSource({
    "Recreate,      2, 2, Never,     try a wait",
    "Recreate,      0, 1, Never,     try a wait",
    "Recreate,      0, 1, OnSuccess, try a wait",
    "Recreate,      0, 0, Never,     try a fill a",
    "Recreate,      0, 0, OnSuccess, try a fill a",
    "RollingUpdate, 2, 2, Never,     try a fill a",
  })
  void nothingStartsBesideADeploymentThatRecreatesItsPods(
      String strategy, int replicas, int pods, String scaleDown, String does) {
    DeliveryReport report = delivery.deliver(takingOver(strategy, replicas, pods, scaleDown));
    recorder.asked.removeIf(asked -> !asked.matches("(try|fill) .*"));
    boolean waits = report.problems().stream().anyMatch(p -> p.code().equals("TemplateRuns"));
    assertEquals(does, String.join(" ", recorder.asked) + (waits ? " wait" : ""));
    assertEquals(waits, report.again(), "no event tells of the end of its last pod");
  }

  @Test
  void deploymentThatRecreatesItsPodsIsNotScaledDownForATemplateThatIsRefused() {
    recorder.refusal = DeliveryProblem.forPerson(DeliveryProblem.REJECTED, "no");
    DeliveryReport report = delivery.deliver(takingOver("Recreate", 1, 1, "OnSuccess"));
    assertEquals(List.of(recorder.refusal), report.problems());
  }

  @Test
  void deploymentThatRecreatesItsPodsIsNotScaledDownForAZoneThatIsNotSeen() {
    recorder.unseen.put(
        "a",
        new TargetObservation.Unseen(
            DeliveryProblem.unseenZone("a is not seen", "a"), java.time.Instant.EPOCH));
    DeliveryReport report = delivery.deliver(takingOver("Recreate", 1, 1, "OnSuccess"));
    assertEquals(
        List.of("TargetUnreachable", "TemplateRuns"),
        report.problems().stream().map(DeliveryProblem::code).sorted().toList());
  }

  /** One replica in a, of the template of a Deployment. */
  private static DeliveryOrder takingOver(
      String strategy, int replicas, int pods, String scaleDown) {
    DeliveryOrder order =
        order("{deploymentRef: {name: old, scaleDown: " + scaleDown + "}}", Map.of("a", 1), "a");
    Deployment reference =
        Serialization.unmarshal(
            "---\n"
                + "{apiVersion: apps/v1, kind: Deployment, metadata: {name: old, namespace: shop},"
                + " spec: {replicas: "
                + replicas
                + ", strategy: {type: "
                + strategy
                + "}, template: {spec: {containers: [{name: c, image: i}]}}}}",
            Deployment.class);
    return new DeliveryOrder(
        order.workload(),
        order.assignments(),
        () -> 1,
        order.selectors(),
        Set.of(),
        Set.of(),
        Set.of(),
        Map.of(),
        reference,
        () -> pods);
  }

  @Test
  void templateThatIsNoneIsTold() {
    DeliveryReport report =
        delivery.deliver(
            order("{deployment: {template: {spec: {containers: 5}}}}", Map.of("a", 2), "a"));
    assertEquals(List.of("observe [a]", "egress"), recorder.asked);
    assertEquals("TemplateInvalid", report.problems().get(0).code());
  }

  @Test
  void whatIsFrozenIsLookedAt() {
    recorder.standing = List.of(standing("a"));
    DeliveryReport report = delivery.observe(order(DEPLOYMENT, Map.of("b", 2), "b"));
    assertEquals(List.of("observe [b]", "look at egress"), recorder.asked);
    assertEquals(recorder.standing, report.children());
  }

  /** Also while a newer decision waits: what is decided for that zone is lacking. */
  @ParameterizedTest(name = "{0}, b has {1} replicas: {2}")
  @CsvSource({
    "decided,   2, NameConflict",
    "decided,   0, ''",
    "elsewhere, 2, ''",
  })
  void zoneThatCannotBeBroughtToAnythingIsToldWhereItIsLookedAt(
      String realised, int replicas, String told) {
    recorder.obstacles.put(
        "b", DeliveryProblem.forPerson(DeliveryProblem.NAME_CONFLICT, "b is taken"));
    String source = realised.equals("decided") ? DEPLOYMENT : "{external: {kind: ArgoCD}}";
    DeliveryReport report = delivery.observe(order(source, Map.of("a", 2, "b", replicas), "a"));
    assertEquals(told, report.problems().stream().map(DeliveryProblem::code).collect(joining(" ")));
    assertEquals(told.isEmpty(), report.complete());
  }

  @Test
  void whatOthersRealiseIsNeitherAskedNorWritten() {
    assertTrue(
        delivery.deliver(order("{external: {kind: ArgoCD}}", Map.of("a", 2), "a")).complete());
    assertEquals(List.of(), recorder.asked);
  }
}
