package cloud.bleu.operator.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.operator.MovableClock;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.Writes;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.LapseCondition;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A qualification ends: it is told in time, and what runs has left before the day. */
@RealControlPlane
class LapseForecastPlaneTest {

  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final MovableClock clock = new MovableClock();
  private KubernetesClient client;
  private KubernetesClient operatorClient;
  private Operator operator;
  private Scene scene;
  private Writes writes;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    this.client = client;
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
    writes = new Writes();
    operatorClient = writes.client(account.config());
    operator = OperatorUnderTest.of(operatorClient, clock.alone(), () -> {});
    operator.start();
  }

  @AfterEach
  void stop() {
    operator.close();
    operatorClient.close();
  }

  /** One life, as the first leaves nothing but two days that have gone by. */
  @Test
  void aLapseConcernsWhoIsJudgedByIt() {
    whoIsNotJudgedByAWindowSleepsOn();
    client.resources(BleuWorkload.class).delete();
    scene.until("both are gone", () -> scene.pods("near").isEmpty() && scene.pods("far").isEmpty());
    client.resources(AvailabilityZone.class).withName("fr-c").delete();
    scene.until("the zone of the other is gone", () -> scene.zone("fr-c") == null);
    aLapseIsToldAndWhatRunsHasLeftBeforeTheDay();
  }

  private void aLapseIsToldAndWhatRunsHasLeftBeforeTheDay() {
    LocalDate last = LocalDate.now(PARIS).plusDays(60);
    LocalDate from = last.minusYears(2);
    String offering =
        "{\"name\":\"%s\",\"layers\":[\"CaaS\"],\"regions\":[\"north\"],\"qualifications\":"
            + "[{\"scheme\":\"SecNumCloud\",\"version\":\"3.2\",\"state\":\"Qualified\","
            + "\"layers\":[\"CaaS\"],\"validFrom\":\"%s\",\"validUntil\":\"%s\"}]}";
    client
        .resources(CloudProvider.class)
        .withName("acme")
        .patch(
            MERGE,
            "{\"spec\":{\"offerings\":["
                + offering.formatted("base", from, last)
                + ","
                + offering.formatted("other", from, last.plusYears(3))
                + "]}}");
    client
        .resources(AvailabilityZone.class)
        .withName("fr-b")
        .patch(MERGE, "{\"spec\":{\"offerings\":[\"other\"]}}");
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: strict}
        spec:
          appliesTo: {dataClasses: [Ordinary]}
          rules:
          - {name: qualified, rule: qualified-offering, action: Enforce, onViolation: MoveNow, parameters: {acceptStates: [Qualified]}}
        """);
    scene.awaitAnswered(CloudProvider.class, "acme");
    scene.awaitAnswered(AvailabilityZone.class, "fr-b");
    scene.awaitAnswered(SovereigntyPolicy.class, "strict");
    workload("web", 4, "layers: [CaaS]");
    scene.awaitReady("web");
    assertEquals(Map.of("fr-a", 2, "fr-b", 2), scene.bound("web"));

    Instant end = last.plusDays(1).atStartOfDay(PARIS).toInstant();
    scene.until("it is told of the workload", () -> notice().equals("Within90Days"));
    scene.until("and of the provider", () -> providerNotice().equals("Within90Days"));
    String message =
        scene.workload("web").getStatus().conditions().stream()
            .filter(c -> c.getType().equals(LapseCondition.TYPE))
            .map(Condition::getMessage)
            .findFirst()
            .orElse("");
    assertTrue(
        message.startsWith(
            "in breach from "
                + last.plusDays(1)
                + " on; fr-a: Expired: the last day of SecNumCloud 3.2 of offering base is "
                + last),
        message);
    assertTrue(message.endsWith("move away before, within the budget of rebalancing"), message);

    untilDaysBefore(end, 25);
    scene.until("it is told again", () -> notice().equals("Within30Days"));
    scene.until("and as an event", () -> event("Within30Days"));
    scene.until("and of the provider", () -> providerNotice().equals("Within30Days"));
    assertEquals(Map.of("fr-a", 2, "fr-b", 2), scene.bound("web"), "nothing moves yet");

    untilDaysBefore(end, 6);
    scene.until("it has left", () -> scene.bound("web").equals(Map.of("fr-b", 4)));
    scene.until("nothing is ahead of it", () -> notice().isEmpty());
    // The clock of the operator is weeks ahead of the server's: a pod that ends is overdue for it.
    scene.until(
        "no pod is left outside", () -> scene.condition("web", "PolicySatisfied").equals("True"));
    assertEquals("", scene.condition("web", "Stalled"));
    scene.settled(writes);
    assertTrue(clock.instant().isBefore(end));
  }

  /** The end of a window is the end of what is judged by it, and of nothing else. */
  private void whoIsNotJudgedByAWindowSleepsOn() {
    scene.provider("other").zone("other", "fr-c");
    LocalDate last = LocalDate.now(PARIS).plusDays(1);
    client
        .resources(CloudProvider.class)
        .withName("other")
        .patch(
            MERGE,
            "{\"spec\":{\"offerings\":[{\"name\":\"base\",\"layers\":[\"CaaS\"],\"regions\":[\"north\"],"
                + "\"qualifications\":[{\"scheme\":\"SecNumCloud\",\"version\":\"3.2\",\"state\":"
                + "\"Qualified\",\"layers\":[\"CaaS\"],\"validFrom\":\""
                + last.minusYears(2)
                + "\",\"validUntil\":\""
                + last
                + "\"}]}]}}");
    scene.awaitAnswered(CloudProvider.class, "other");
    scene.awaitAnswered(AvailabilityZone.class, "fr-c");
    workload("near", 1, "residency: {providers: {allow: [acme]}}");
    workload("far", 1, "residency: {providers: {allow: [other]}}");
    scene.awaitReady("near");
    scene.awaitReady("far");
    Instant end = last.plusDays(1).atStartOfDay(PARIS).toInstant();
    scene.until("far knows", () -> end.toString().equals(validUntil("far")));
    scene.until("near says what it knows", () -> inputs("near") != null);
    assertNull(validUntil("near"));
    scene.settled(writes);
    int before = writes.done().size();

    clock.forward(Duration.between(clock.instant(), end).plusSeconds(1));
    scene.until("it has ended", () -> end.toString().equals(inputs("far").asOf()));
    scene.settled(writes);
    assertNull(inputs("near").asOf());
    List<String> since = writes.tookEffect(before);
    assertTrue(since.stream().anyMatch(w -> w.contains("/far")), since.toString());
    assertEquals(List.of(), since.stream().filter(w -> w.contains("/near")).toList());
  }

  /** Told whole: what is told bit by bit may be decided in between. */
  private void workload(String name, int replicas, String more) {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %1$s}
        spec:
          replicas: %2$d
          dataClasses: [Ordinary]
          %3$s
          workload:
            deployment:
              template:
                metadata: {labels: {app: %1$s}}
                spec:
                  containers:
                  - {name: main, image: none, resources: {requests: {cpu: 500m, memory: 64Mi}}}
        """
            .formatted(name, replicas, more));
  }

  /** What a decision was taken on; null before the placement says so. */
  private WorkloadPlacementStatus.@Nullable Inputs inputs(String workload) {
    WorkloadPlacement placement = scene.placement(workload);
    return placement == null || placement.getStatus() == null
        ? null
        : placement.getStatus().inputs();
  }

  private @Nullable String validUntil(String workload) {
    WorkloadPlacementStatus.Inputs inputs = inputs(workload);
    return inputs == null ? null : inputs.validUntil();
  }

  private void untilDaysBefore(Instant end, int days) {
    clock.forward(Duration.between(clock.instant(), end.minus(Duration.ofDays(days))));
  }

  private String notice() {
    return scene.reason("web", LapseCondition.TYPE);
  }

  private String providerNotice() {
    var status = client.resources(CloudProvider.class).withName("acme").get().getStatus();
    Condition told =
        status == null ? null : Conditions.find(status.conditions(), LapseCondition.TYPE);
    return told == null ? "" : told.getReason();
  }

  private boolean event(String reason) {
    return client.events().v1().events().list().getItems().stream()
        .anyMatch(
            e -> reason.equals(e.getReason()) && e.getRegarding().getKind().equals("BleuWorkload"));
  }
}
