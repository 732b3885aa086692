package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.cli.Typed;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.status.Conditions;
import cloud.bleu.status.LapseCondition;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A waiver kept in Git, approved by a person, used, and over. */
@RealControlPlane
class WaiversPlaneTest {

  private static final String ASKED =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyWaiver
      metadata: {name: late}
      spec:
        policyRef: abroad
        rule: place
        workloadRef: {name: web}
        reason: the move abroad is late
        notBefore: "%s"
        expirationTime: "%s"
        requestedBy: anne
      """;

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

  /** One life, as the first leaves nothing but a workload that is refused. */
  @Test
  void aPersonAndNoServiceAccountApproves(ControlPlane plane, @TempDir Path folder)
      throws Exception {
    refusedAbroad();
    whatAServiceAccountApprovedSetsNothingAside();
    client.resources(SovereigntyWaiver.class).withName("late").delete();
    scene.until("that is gone", () -> waiver() == null);
    aPersonApprovesWhatGitopsKeepsAndItsEndIsABreachThatMovesNothing(plane, folder);
  }

  private void aPersonApprovesWhatGitopsKeepsAndItsEndIsABreachThatMovesNothing(
      ControlPlane plane, Path folder) throws Exception {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant end = now.plus(Duration.ofDays(30));
    String asked = ASKED.formatted(now.minus(Duration.ofDays(1)), end);
    applied(asked, "kustomize-controller");
    scene.until("it waits", () -> ready().getReason().equals("AwaitingApproval"));
    assertEquals("", scene.condition("web", "PolicySatisfied").replace("Unknown", ""));

    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(kubeconfig, plane.adminKubeconfig());
    String[] approve = {
      "waivers",
      "approve",
      "late",
      "-n",
      client.getNamespace(),
      "--kubeconfig",
      kubeconfig.toString()
    };
    Typed approved = Typed.withInput("", approve);
    assertEquals(0, approved.code(), approved.err());
    assertEquals(
        List.of(
            "You approve that rule place of policy abroad is set aside: data-location, countries"
                + " DE",
            "spec.approvedStatement: " + waiver().getSpec().approvedStatement()),
        approved.out().lines().limit(2).toList());
    assertTrue(approved.out().contains("late approved by bleu-admin: rule place"), approved.out());
    assertTrue(Typed.withInput("", approve).err().contains("approved by bleu-admin already"));

    scene.awaitReady("web");
    scene.until("it is in force", () -> ready().getStatus().equals("True"));
    scene.until("it is in use", () -> waiver().getStatus().usedIn().size() == 2);
    assertEquals(List.of("fr-a", "fr-b"), waiver().getStatus().usedIn());
    scene.until(
        "the decision names it", () -> !scene.placement("web").getStatus().waivers().isEmpty());
    WorkloadPlacementStatus told = scene.placement("web").getStatus();
    var inUse = told.waivers().get(0);
    assertEquals("late", inUse.name());
    assertEquals(List.of("CountryNotAccepted"), inUse.codes());
    assertEquals(end.toString(), inUse.expirationTime());
    assertEquals(end.toString(), told.inputs().validUntil());
    scene.until("it is counted", () -> counts("abroad").equals("1 0 0 1"));

    scene.until("its end is told of the workload", () -> notice().equals("Within30Days"));
    scene.until("and of itself", () -> ended().equals("Within30Days"));

    // What is in Git is applied again, by whoever keeps it there: the approval stays.
    for (String manager : List.of("kustomize-controller", "argocd-controller")) {
      applied(asked, manager);
      assertEquals("bleu-admin", waiver().getSpec().approvedBy(), manager);
    }
    KubernetesClientException refused =
        assertThrows(
            KubernetesClientException.class,
            () -> applied(ASKED.formatted(now, end.plus(Duration.ofDays(9))), "kubectl"));
    assertTrue(refused.getMessage().contains("an approved waiver does not change"));

    Map<String, Integer> before = scene.bound("web");
    clock.forward(Duration.between(clock.instant(), end.minus(Duration.ofDays(6))));
    scene.until("its end is told again", () -> notice().equals("Within7Days"));
    scene.until("and of itself", () -> ended().equals("Within7Days"));
    assertEquals("True", scene.condition("web", "PolicySatisfied"), "it holds until then");
    clock.forward(Duration.between(clock.instant(), end).plusSeconds(1));
    scene.until(
        "its end is a breach",
        () -> scene.reason("web", "PolicySatisfied").equals("CountryNotAccepted"));
    scene.until("it is over", () -> ready().getReason().equals("Expired"));
    scene.until("it is counted", () -> counts("abroad").equals("1 0 1 0"));
    scene.settled(writes);
    assertEquals(before, scene.bound("web"), "what runs stays");
    assertEquals("", scene.condition("web", "Stalled"));
    assertEquals("True", scene.condition("web", "Ready"));
    assertEquals(List.of(), scene.placement("web").getStatus().waivers());
  }

  /** Where admission was off when it came. */
  private void whatAServiceAccountApprovedSetsNothingAside() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    scene.create(
        ASKED.formatted(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)))
            + "  approvedBy: system:serviceaccount:gitops:robot\n");
    scene.until("it is no waiver", () -> ready().getReason().equals("InvalidSpec"));
    assertEquals("False", ready().getStatus());
    assertTrue(
        ready().getMessage().contains("a person approves a waiver, not a service account")
            && ready()
                .getMessage()
                .contains("have a person approve it with `bleu waivers approve`"),
        ready().getMessage());
    assertEquals("True", scene.condition("web", "Stalled"));
  }

  private void refusedAbroad() {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: abroad}
        spec:
          appliesTo: {dataClasses: [Ordinary]}
          rules: [{name: place, rule: data-location, action: Enforce, parameters: {countries: [DE]}}]
          waivable: [place]
          waiverLimits: {maxDays: 40, maxRenewals: 0}
        """);
    scene.awaitAnswered(SovereigntyPolicy.class, "abroad");
    scene.workload("web", 2, "{}");
    scene.until("web is refused", () -> scene.condition("web", "Stalled").equals("True"));
  }

  private String counts(String policy) {
    var status = client.resources(SovereigntyPolicy.class).withName(policy).get().getStatus();
    return status.governed()
        + " "
        + status.satisfied()
        + " "
        + status.violated()
        + " "
        + status.waived();
  }

  private SovereigntyWaiver waiver() {
    return client.resources(SovereigntyWaiver.class).withName("late").get();
  }

  private String notice() {
    return scene.reason("web", LapseCondition.TYPE);
  }

  private String ended() {
    Condition told = Conditions.find(waiver().getStatus().conditions(), LapseCondition.TYPE);
    return told == null ? "" : told.getReason();
  }

  private Condition ready() {
    var status = waiver().getStatus();
    Condition ready = status == null ? null : Conditions.find(status.conditions(), "Ready");
    Condition none = new Condition();
    none.setReason("");
    none.setStatus("");
    return ready == null ? none : ready;
  }

  /** As Flux and Argo CD apply on the server's side: with force, under a name of their own. */
  private void applied(String yaml, String manager) {
    client
        .resource(yaml)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(true)
                .build());
  }
}
