package cloud.bleu.operator;

import static cloud.bleu.operator.GovernedNamespace.MERGE;
import static org.junit.jupiter.api.Assertions.assertAll;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks for a waiver and who approves it, on the plane. */
@RealControlPlane
class ApprovalPlaneTest {
  @TempDir Path folder;
  private GovernedNamespace shop;

  @BeforeEach
  void start(ControlPlane plane, KubernetesClient client, TestNamespace namespace) {
    shop = new GovernedNamespace(plane, client, namespace, folder);
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  @Test
  void waiverTakesTwoPeople(ControlPlane plane, KubernetesClient client) {
    String namespace = shop.name();
    try (KubernetesClient bob = OrdinaryUser.of(plane, client, "bob", namespace);
        KubernetesClient carol = OrdinaryUser.approver(plane, client, "carol", namespace);
        KubernetesClient robot = OrdinaryUser.serviceAccount(plane, "robot", namespace)) {
      assertAll(
          Refused.with(
              "a waiver in somebody else's name",
              "requestedBy is who asks for it, alice, not bob",
              () -> shop.create(WAIVER.formatted("requestedBy: bob"))),
          Refused.with(
              "a waiver that comes approved",
              "approvedBy is who approves it, alice, not carol",
              () -> shop.create(WAIVER.formatted("requestedBy: alice\n  approvedBy: carol"))),
          () -> shop.create(WAIVER.formatted("requestedBy: alice")),
          Refused.byTheKind(
              "approving one's own waiver",
              "a waiver is requested by one person and approved by another one",
              () -> approve(shop.alice(), "alice")),
          Refused.with(
              "approving without the right",
              "bob may not approve waivers in " + shop.name(),
              () -> approve(bob, "bob")),
          Refused.with(
              "approving in somebody else's name",
              "approvedBy is who approves it, bob, not carol",
              () -> approve(bob, "carol")),
          Refused.with(
              "approving as a service account",
              "a person approves a waiver, not a service account",
              () -> approve(robot, "system:serviceaccount:" + shop.name() + ":robot")),
          Refused.with(
              "changing what somebody else asked for",
              "requestedBy is who asks for it, carol, not alice",
              () -> waiver(carol, "{\"spec\":{\"rule\":\"ownership\",\"approvedBy\":\"carol\"}}")),
          () -> approve(carol, "carol"),
          Refused.byTheKind(
              "changing an approved waiver",
              "an approved waiver does not change",
              () ->
                  waiver(
                      shop.alice(), "{\"spec\":{\"expirationTime\":\"2036-01-01T00:00:00Z\"}}")));
    }
  }

  private static final String WAIVER =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyWaiver
      metadata: {name: keys}
      spec:
        policyRef: secnumcloud
        rule: keys
        workloadRef: {name: web}
        reason: the module is on order
        notBefore: "2026-11-01T00:00:00Z"
        expirationTime: "2027-01-01T00:00:00Z"
        %s
      """;

  private static void approve(KubernetesClient who, String name) {
    waiver(who, "{\"spec\":{\"approvedBy\":\"%s\"}}".formatted(name));
  }

  private static void waiver(KubernetesClient who, String patch) {
    who.genericKubernetesResources("placement.bleu.cloud/v1alpha1", "SovereigntyWaiver")
        .withName("keys")
        .patch(MERGE, patch);
  }
}
