package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.translate.workload.WrittenDecision;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Decisions that nobody asked for: time passes, room comes and goes, a zone is back. */
@RealControlPlane
class CausesPlaneTest {

  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final MovableClock clock = new MovableClock();
  private KubernetesClient client;
  private KubernetesClient operatorClient;
  private Operator operator;
  private Scene scene;
  private Writes writes;
  private ChainWatch chain;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    this.client = client;
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
    chain = new ChainWatch(client);
    launch(account);
  }

  private void launch(OperatorAccount account) {
    writes = new Writes();
    operatorClient = writes.client(account.config());
    operator = OperatorUnderTest.of(operatorClient, clock.alone(), () -> {});
    operator.start();
  }

  @AfterEach
  void stop() {
    operator.close();
    operatorClient.close();
    chain.close();
  }

  /** The room at a loss is given up with the qualification, what runs is not touched. */
  @Test
  void validityEndedIsDecidedWithoutAnEditAndMovesNothing() {
    LocalDate last = LocalDate.now(PARIS).plusDays(10);
    client
        .resources(CloudProvider.class)
        .withName("acme")
        .patch(
            MERGE,
            """
            {"spec":{"offerings":[{"name":"base","layers":["IaaS","CaaS"],"regions":["north"],
              "services":["base.compute"],"qualifications":[{"scheme":"SecNumCloud","version":"3.2",
              "state":"Qualified","layers":["IaaS","CaaS"],"validFrom":"%s","validUntil":"%s"}]}]}}
            """
                .formatted(last.minusYears(3), last));
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: strict}
        spec:
          appliesTo: {dataClasses: [Ordinary]}
          rules:
          - {name: qualified, rule: qualified-offering, action: Enforce, parameters: {scheme: SecNumCloud, version: "3.2"}}
        """);
    scene.workload("web", 4, "{tolerate: [{of: Site, keep: 2, recover: Reserved}]}");
    client
        .resources(BleuWorkload.class)
        .withName("web")
        .patch(MERGE, "{\"spec\":{\"layers\":[\"CaaS\"]}}");
    scene.awaitReady("web");
    scene.until(
        "within the window", () -> scene.condition("web", "PolicySatisfied").equals("True"));
    scene.settled(writes);
    Map<String, Integer> before = scene.bound("web");
    List<String> pods = uids();
    Instant end = last.plusDays(1).atStartOfDay(PARIS).toInstant();
    assertEquals(end.toString(), scene.placement("web").getStatus().inputs().validUntil());
    chain.awaitEnd(scene);
    int decided = causes("web").size();

    clock.forward(Duration.between(clock.instant(), end).plusSeconds(1));
    scene.until(
        "the breach is told", () -> scene.reason("web", "PolicySatisfied").equals("Expired"));
    scene.until(
        "the cause is told",
        () -> {
          var inputs = scene.placement("web").getStatus().inputs();
          return "ValidityEnded".equals(inputs.cause()) && end.toString().equals(inputs.asOf());
        });
    scene.settled(writes);
    scene.until("the chain has it", () -> causes("web").size() > decided);
    List<String> causes = causes("web");
    assertEquals(List.of("ValidityEnded"), causes.subList(decided, causes.size()));
    assertEquals(pods, uids(), "what runs is not touched");
    assertEquals(before, scene.assigned("web"));
    assertEquals("True", scene.condition("web", "Ready"));
    assertEquals("False", scene.condition("web", "Resilient"));
    assertEquals("", scene.condition("web", "Stalled"));
    chain.verify();
  }

  @Test
  void returnGoesHomeWithinItsBudgetAlsoAfterARestart(OperatorAccount account) {
    scene.workload(
        "web",
        12,
        "{tolerate: [{of: Site, keep: 0, recover: Reserved}], failover: {returnAfter: 1s}}");
    client
        .resources(BleuWorkload.class)
        .withName("web")
        .patch(MERGE, "{\"spec\":{\"placement\":{\"rebalance\":{\"maxMovesPerHour\":2}}}}");
    scene.awaitReady("web");
    assertEquals(Map.of("fr-a", 6, "fr-b", 6), scene.bound("web"));
    state("fr-b", "Lost");
    scene.until("moved as planned", () -> scene.bound("web").equals(Map.of("fr-a", 12)));

    state("fr-b", "Active");
    Map<String, Integer> first = Map.of("fr-a", 10, "fr-b", 2);
    scene.until("two are home", () -> scene.bound("web").equals(first));
    scene.settled(writes);
    assertEquals(first, scene.assigned("web"), "and not a third within the hour");
    assertEquals("Returned", scene.placement("web").getStatus().inputs().cause());
    long sequence = scene.ledger().getSpec().sequence();

    stop();
    launch(account);
    scene.settled(writes);
    assertEquals(first, scene.assigned("web"), "nor after a restart");
    assertEquals(sequence, scene.ledger().getSpec().sequence());

    clock.forward(Duration.ofMinutes(61));
    Map<String, Integer> second = Map.of("fr-a", 8, "fr-b", 4);
    scene.until("two more are home", () -> scene.bound("web").equals(second));
    scene.settled(writes);
    assertEquals(second, scene.assigned("web"));
    assertEquals(sequence + 1, scene.ledger().getSpec().sequence());
  }

  /**
   * Of 7.2 cpu in each zone low takes 5 and high 1.5, and a rollout may need 0.5: what high needs
   * at the loss of a zone, 1.5 more, is there only if low gives way.
   */
  @Test
  void priorityTakesRoomAtALossAndWhenItGrowsAndGivesItBack(TestNamespace namespace) {
    PriorityClass high = priority(namespace.name(), 100_000);
    try {
      scene.workload("low", 20, "{}");
      scene.awaitReady("low");
      scene.workload(
          "high",
          6,
          "{tolerate: [{of: Site, keep: 3, recover: Reserved}], failover: {returnAfter: 1s}}");
      prioritised("high", high);
      scene.awaitReady("high");
      assertEquals(Map.of("fr-a", 10, "fr-b", 10), scene.assigned("low"));
      Contingency loss = contingency("high", "fr-a");
      int victims = loss.evicts().stream().mapToInt(Contingency.Eviction::replicas).sum();
      assertEquals(3, victims, "replicas of low that give way: " + loss);
      assertEquals(
          List.of("low"), loss.evicts().stream().map(e -> e.workload().name()).distinct().toList());

      // The loss happens: what was written down before is carried out, and nothing else.
      state("fr-a", "Lost");
      scene.until("high moved", () -> scene.bound("high").equals(Map.of("fr-b", 6)));
      scene.until("low gave way", () -> scene.bound("low").equals(Map.of("fr-b", 10 - victims)));
      scene.until("it is told", () -> scene.condition("low", "Reconciling").equals("True"));
      assertEquals("", scene.condition("low", "Stalled"));
      scene.until("the cause is told", () -> lastCause("high").equals("ZoneState"));

      // It is over: nobody asks, but there is room again; not all of it, high holds its reserve.
      state("fr-a", "Active");
      scene.until("low grows", () -> total("low") > 10 - victims);
      scene.until("the cause is told", () -> lastCause("low").equals("CapacityFreed"));
      // What goes home within the budget gives room as well: none of it is left to come later.
      scene.until(
          "two of high are home",
          () -> scene.assigned("high").equals(Map.of("fr-a", 2, "fr-b", 4)));

      // Another one of that priority comes: 2.5 in each zone, beside 1.5 of high and a rollout's
      // 0.5,
      // leave low no more than 5 replicas in each.
      int before = total("low");
      scene.workload("urgent", 10, "{}");
      prioritised("urgent", high);
      scene.awaitReady("urgent");
      scene.until("low gives way", () -> total("low") < before);
      scene.until("the cause is told", () -> lastCause("low").equals("Preempted"));
      scene.until(
          "it says so", () -> scene.reason("low", "Reconciling").equals("InsufficientCapacity"));
      assertEquals("True", scene.condition("low", "Reconciling"));
      assertEquals("", scene.condition("low", "Stalled"));

      scene.until("it keeps no more than what is left", () -> total("low") <= 10);

      client.resources(BleuWorkload.class).withName("high").delete();
      client.resources(BleuWorkload.class).withName("urgent").delete();
      scene.awaitReady("low");
      scene.until("the cause is told", () -> lastCause("low").equals("CapacityFreed"));
      assertEquals(20, total("low"));
      chain.verify();
    } finally {
      client.resource(high).delete();
    }
  }

  private PriorityClass priority(String name, int value) {
    return client
        .resource(
            new PriorityClassBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withValue(value)
                .build())
        .create();
  }

  private void prioritised(String workload, PriorityClass priority) {
    client
        .resources(BleuWorkload.class)
        .withName(workload)
        .patch(
            MERGE,
            "{\"spec\":{\"placement\":{\"priorityClassName\":\"%s\"}}}"
                .formatted(priority.getMetadata().getName()));
  }

  private Contingency contingency(String workload, String zone) {
    return WrittenDecision.contingency(scene.placement(workload), "site site-" + zone);
  }

  private void state(String zone, String state) {
    client
        .resources(AvailabilityZone.class)
        .withName(zone)
        .patch(MERGE, "{\"spec\":{\"state\":\"%s\"}}".formatted(state));
  }

  private int total(String workload) {
    return scene.assigned(workload).values().stream().mapToInt(Integer::intValue).sum();
  }

  private List<String> uids() {
    return scene.pods("web").stream().map(p -> p.getMetadata().getUid()).sorted().toList();
  }

  private List<String> causes(String workload) {
    return chain.entries().stream()
        .filter(e -> e.workload().name().equals(workload))
        .map(Entry::cause)
        .toList();
  }

  private String lastCause(String workload) {
    List<String> causes = causes(workload);
    return causes.get(causes.size() - 1);
  }
}
