package cloud.bleu.operator;

import static cloud.bleu.operator.GovernedNamespace.MERGE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.cli.Typed;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.operator.config.EvidenceOptions;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who asks for a waiver and who approves it, who breaks glass and who countersigns, on the plane.
 */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApprovalPlaneTest {
  @TempDir Path folder;
  private KubernetesClient admin;
  private @Nullable GovernedNamespace shop;

  @BeforeEach
  void start(ControlPlane plane, KubernetesClient client, TestNamespace namespace) {
    if (shop == null) {
      admin = client;
      shop = new GovernedNamespace(plane, client, namespace, folder);
    }
  }

  @AfterEach
  void clear() {
    gone(SovereigntyWaiver.class);
    gone(BleuWorkload.class);
  }

  /** Deletes all of a kind, and returns once none is left. */
  private void gone(Class<? extends HasMetadata> kind) {
    admin.resources(kind).delete();
    await(kind.getSimpleName() + " are gone")
        .atMost(Scene.SOON)
        .until(() -> admin.resources(kind).list().getItems().isEmpty());
  }

  @AfterAll
  void stop() {
    if (shop != null) {
      shop.close();
    }
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
          Refused.byTheKind(
              "a statement that nobody approves",
              "approvedStatement is written by who approves, together with approvedBy",
              () -> waiver(carol, STATEMENT)),
          () -> approve(carol, "carol"),
          Refused.byTheKind(
              "another statement once it is approved",
              "an approved waiver does not change",
              () -> waiver(carol, STATEMENT)),
          Refused.byTheKind(
              "changing an approved waiver",
              "an approved waiver does not change",
              () ->
                  waiver(
                      shop.alice(), "{\"spec\":{\"expirationTime\":\"2036-01-01T00:00:00Z\"}}")));
    }
  }

  private static final String STATEMENT =
      "{\"spec\":{\"approvedStatement\":\"sha256:" + "0".repeat(64) + "\"}}";

  /** Else whoever asks begins at zero, and who approves sees a first request: decision 0211. */
  @Test
  void anApprovedWaiverIsTakenAwayByWhoMayApprove(ControlPlane plane, KubernetesClient client) {
    String namespace = shop.name();
    String kept =
        "SovereigntyWaiver keys, which carol approved, counts for maxRenewals of its policy: leave"
            + " it and ask for another one, or have it deleted by somebody with the verb approve on"
            + " sovereigntywaivers in "
            + namespace;
    String all = "/apis/placement.bleu.cloud/v1alpha1/namespaces/" + namespace;
    try (KubernetesClient carol = OrdinaryUser.approver(plane, client, "carol", namespace);
        KubernetesClient collector =
            OrdinaryUser.controller(plane, "generic-garbage-collector", namespace)) {
      assertAll(
          () -> shop.create(WAIVER.formatted("requestedBy: alice")),
          () -> delete(shop.alice()),
          () -> shop.create(WAIVER.formatted("requestedBy: alice")),
          () -> approve(carol, "carol"),
          Refused.with("deleting what was approved", kept, () -> delete(shop.alice())),
          Refused.with(
              "deleting all of them",
              kept,
              () -> shop.alice().raw(all + "/sovereigntywaivers", "DELETE", DELETE_OPTIONS)),
          // Whoever asks could give it an owner, and delete that.
          Refused.with("collecting it with its owner", kept, () -> delete(collector)),
          () -> assertEquals(1, waivers()),
          () -> delete(carol),
          () -> assertEquals(0, waivers()));
    }
  }

  private int waivers() {
    return admin.resources(SovereigntyWaiver.class).list().getItems().size();
  }

  @Test
  void aNamespaceThatGoesTakesItsApprovedWaiversAlong(ControlPlane plane, KubernetesClient client) {
    try (FreshNamespace going = FreshNamespace.beside(client);
        KubernetesClient alice = OrdinaryUser.of(plane, client, "alice", going.name());
        KubernetesClient carol = OrdinaryUser.approver(plane, client, "carol", going.name())) {
      HasMetadata asked = Serialization.unmarshal(WAIVER.formatted("requestedBy: alice"));
      alice.resource(asked).create();
      approve(carol, "carol");
      waiver(going.client(), "{\"metadata\":{\"finalizers\":[\"example.com/hold\"]}}");
      client.namespaces().withName(going.name()).delete();
      var keys = going.client().resources(SovereigntyWaiver.class).withName("keys");
      await("it goes")
          .atMost(Scene.SOON)
          .until(() -> keys.get().getMetadata().getDeletionTimestamp() != null);
      // As the controller of namespaces does, which has not the verb either.
      assertDoesNotThrow(() -> delete(alice));
      waiver(going.client(), "{\"metadata\":{\"finalizers\":null}}");
      await("it is gone").atMost(Scene.SOON).until(() -> keys.get() == null);
    }
  }

  private static final String DELETE_OPTIONS = "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\"}";

  private static void delete(KubernetesClient who) {
    who.genericKubernetesResources("placement.bleu.cloud/v1alpha1", "SovereigntyWaiver")
        .withName("keys")
        .delete();
  }

  /** As the operator compares them: capitals of any script do not make another person. */
  @Test
  void namesThatDifferInCapitalsAreOnePerson(ControlPlane plane, KubernetesClient client) {
    String namespace = shop.name();
    String of = glass("Élodie.*", "2026-11-03T00:00:00Z");
    try (KubernetesClient capital =
            OrdinaryUser.with("break-glass", plane, client, "Élodie.*", namespace);
        KubernetesClient small =
            OrdinaryUser.with("break-glass", plane, client, "élodie.*", namespace);
        KubernetesClient other =
            OrdinaryUser.with("break-glass", plane, client, "élodie.b", namespace)) {
      assertAll(
          () -> shop.create(web(null)),
          () -> open(capital, of),
          Refused.with(
              "countersigning as oneself without capitals",
              "élodie.* opened the break-glass: another person countersigns it",
              () -> sign(small, "by=élodie.*; signs: " + of)),
          () -> sign(other, "by=élodie.b; signs: " + of));
    }
  }

  /** The names in the annotations are those of the users who write them, and they are two. */
  @Test
  void breakGlassTakesTwoPeopleWithTheVerb(ControlPlane plane, KubernetesClient client) {
    String namespace = shop.name();
    try (KubernetesClient bob = OrdinaryUser.of(plane, client, "bob", namespace);
        KubernetesClient carol =
            OrdinaryUser.with("break-glass", plane, client, "carol", namespace);
        KubernetesClient dave = OrdinaryUser.with("break-glass", plane, client, "dave", namespace);
        KubernetesClient robot = OrdinaryUser.serviceAccount(plane, "robot", namespace)) {
      String of = glass("carol", "2026-11-03T00:00:00Z");
      String robots = "system:serviceaccount:" + namespace + ":robot";
      assertAll(
          Refused.with(
              "a workload that comes with it, without the right",
              "alice may not set policies aside in " + namespace,
              () -> shop.create(web(glass("alice", "2026-11-03T00:00:00Z")))),
          () -> shop.create(web(null)),
          Refused.with(
              "breaking glass without the right",
              "bob may not set policies aside in "
                  + namespace
                  + ": ask for the verb break-glass on bleuworkloads",
              () -> open(bob, glass("bob", "2026-11-03T00:00:00Z"))),
          Refused.with(
              "breaking glass in somebody else's name",
              "by is who opens the break-glass, carol, not dave",
              () -> open(carol, glass("dave", "2026-11-03T00:00:00Z"))),
          Refused.with(
              "breaking glass as a service account",
              "a person signs a break-glass, not a service account such as " + robots,
              () -> open(robot, glass(robots, "2026-11-03T00:00:00Z"))),
          Refused.with(
              "for longer than 72 hours",
              "a break-glass lasts at most 72 hours",
              () -> open(carol, glass("carol", "2026-11-04T00:00:01Z"))),
          Refused.with(
              "for no time",
              "a break-glass lasts at most 72 hours, and until is after from",
              () -> open(carol, glass("carol", "2026-11-01T00:00:00Z"))),
          Refused.with(
              "on a day that does not exist",
              "type conversion error from 'string' to 'google.protobuf.Timestamp'",
              () -> open(carol, glass("carol", "2026-11-31T00:00:00Z"))),
          Refused.with(
              "in another form",
              "has the form by=NAME; zone=ZONE; from=INSTANT; until=INSTANT; reason=TEXT",
              () -> open(carol, "yes")),
          Refused.with(
              "with a line break in it",
              "has the form by=NAME",
              () -> open(carol, of + "\\nby=dave")),
          Refused.with(
              "signing what is not there",
              "and then the annotation placement.bleu.cloud/break-glass word for word",
              () -> sign(dave, "by=dave; signs: ")),
          () -> open(carol, glass("carol", "2026-11-04T00:00:00Z")),
          Refused.with(
              "another one over one that nobody countersigned",
              "a break-glass is open that nobody countersigned",
              () -> open(carol, of)),
          () -> edit(bob, "{\"metadata\":{\"annotations\":{\"" + OPENED + "\":null}}}"),
          () -> open(carol, of),
          Refused.with(
              "countersigning one's own",
              "carol opened the break-glass: another person countersigns it",
              () -> sign(carol, "by=carol; signs: " + of)),
          Refused.with(
              "countersigning without the right",
              "bob may not set policies aside in " + namespace,
              () -> sign(bob, "by=bob; signs: " + of)),
          Refused.with(
              "countersigning in somebody else's name",
              "is by=bob; signs: and then",
              () -> sign(bob, "by=dave; signs: " + of)),
          Refused.with(
              "countersigning another text",
              "word for word",
              () -> sign(dave, "by=dave; signs: " + of.replace("fs-1", "fs-2"))),
          () -> sign(dave, "by=dave; signs: " + of),
          Refused.with(
              "changing what was countersigned",
              "by is who opens the break-glass, dave, not carol",
              () -> open(dave, of.replace("fs-1", "fs-2"))),
          () -> edit(bob, "{\"spec\":{\"replicas\":3}}"),
          Refused.with(
              "taking the second signature back without the right",
              "bob may not set policies aside in " + namespace,
              () -> edit(bob, SECOND_REMOVED)),
          () -> edit(dave, SECOND_REMOVED),
          () -> sign(dave, "by=dave; signs: " + of),
          () -> open(carol, glass("carol", "2026-11-02T00:00:00Z")),
          () ->
              edit(
                  bob,
                  SECOND_REMOVED.replace(
                      "countersigned\":null", "countersigned\":null,\"" + OPENED + "\":null")));
    }
  }

  private static final String OPENED = "placement.bleu.cloud/break-glass";
  private static final String SECOND_REMOVED =
      "{\"metadata\":{\"annotations\":{\"" + OPENED + "-countersigned\":null}}}";

  private static String glass(String by, String until) {
    return "by="
        + by
        + "; zone=fs-1; from=2026-11-01T00:00:00Z; until="
        + until
        + "; reason=region central is lost; nothing else is free";
  }

  private static String web(@Nullable String glass) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: BleuWorkload
    metadata: {name: web, annotations: {%s}}
    spec:
      dataClasses: [Ordinary]
      workload: {deployment: {template: {spec: {containers: [{name: main, image: none}]}}}}
    """
        .formatted(glass == null ? "" : OPENED + ": '" + glass + "'");
  }

  private static void open(KubernetesClient who, String text) {
    edit(who, "{\"metadata\":{\"annotations\":{\"" + OPENED + "\":\"" + text + "\"}}}");
  }

  private static void sign(KubernetesClient who, String text) {
    edit(
        who,
        "{\"metadata\":{\"annotations\":{\"" + OPENED + "-countersigned\":\"" + text + "\"}}}");
  }

  private static void edit(KubernetesClient who, String patch) {
    who.genericKubernetesResources("placement.bleu.cloud/v1alpha1", "BleuWorkload")
        .withName("web")
        .patch(MERGE, patch);
  }

  /**
   * One person, the chain from the first second, 24 hours without a second one, and what ends it.
   */
  @Test
  void breakGlassIsToldFromItsFirstSecondToItsEnd(
      ControlPlane plane, KubernetesClient client, FakeNodes nodes, OperatorAccount account)
      throws IOException {
    String namespace = shop.name();
    Path export = folder.resolve("export");
    MovableClock clock = new MovableClock();
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a");
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: abroad}
        spec:
          appliesTo: {dataClasses: [Ordinary]}
          rules: [{name: place, rule: data-location, action: Enforce, parameters: {countries: [DE]}}]
        """);
    OrdinaryUser.with("break-glass", plane, client, "carol", namespace).close();
    OrdinaryUser.with("break-glass", plane, client, "dave", namespace).close();
    try (KubernetesClient own = account.client();
        Operator operator =
            OperatorUnderTest.of(own, clock.alone().with(EvidenceOptions.to(export)), () -> {})) {
      operator.start();
      scene.workload("web", 2, "{}");
      scene.until("web is refused", () -> scene.condition("web", "Stalled").equals("True"));

      Typed elsewhere =
          typed(plane, "carol", "--zone", "fr-b", "--until", "48h", "--reason", "a wrong name");
      assertEquals(1, elsewhere.code(), elsewhere.out());
      assertTrue(
          elsewhere.err().contains("there is no AvailabilityZone \"fr-b\"; did you mean fr-a?"),
          elsewhere.err());
      Typed opened =
          typed(
              plane, "carol", "--zone", "fr-a", "--until", "48h", "--reason", "lost; nothing left");
      assertEquals(0, opened.code(), opened.err());
      assertTrue(opened.out().contains("break-glass opened by carol"), opened.out());
      scene.awaitReady("web");
      assertEquals("True", scene.condition("web", "BreakGlass"));
      assertEquals("BreakGlassAwaitingSignature", scene.reason("web", "BreakGlass"));
      assertEquals("True", scene.condition("web", "PolicySatisfied"));
      EvidencePlaneTest.said(scene, export, "BreakGlassOpened");
      EvidencePlaneTest.said(scene, export, "WaiverUsed");
      assertTrue(
          typed(plane, "carol", "--countersign", "--zone", "fr-a")
              .err()
              .contains("it takes another person"),
          "nobody countersigns what is his own");
      assertTrue(
          typed(plane, "dave", "--zone", "fr-a", "--until", "8h", "--reason", "another")
              .err()
              .contains("one is open"),
          "one at a time");

      Map<String, Integer> before = scene.bound("web");
      clock.forward(Duration.ofHours(24));
      scene.until(
          "nobody countersigned it",
          () -> scene.reason("web", "BreakGlass").equals("BreakGlassUnsigned"));
      scene.until(
          "what runs is in breach",
          () -> scene.reason("web", "PolicySatisfied").equals("CountryNotAccepted"));
      EvidencePlaneTest.said(scene, export, "BreakGlassUnsigned");

      Path admin = Files.writeString(folder.resolve("admin"), plane.adminKubeconfig());
      Typed doctor = Typed.now("doctor", "-n", namespace, "--kubeconfig", admin.toString());
      assertTrue(doctor.out().contains("Break-glasses that ask for somebody"), doctor.out());
      assertTrue(doctor.out().contains("BreakGlassUnsigned"), doctor.out());

      assertTrue(
          typed(plane, "dave", "--countersign")
              .err()
              .replaceAll("\\s+", " ")
              .contains("what is open: by=carol; zone=fr-a;"),
          "it is shown before it is signed");
      assertTrue(
          typed(plane, "dave", "--countersign", "--zone", "fr-b")
              .err()
              .replaceAll("\\s+", " ")
              .contains("not signed, as it is not for zone fr-b"),
          "who signs says for which zone");
      Typed signed = typed(plane, "dave", "--countersign", "--zone", "fr-a");
      assertEquals(0, signed.code(), signed.err());
      assertTrue(signed.out().startsWith("You sign: by=carol; zone=fr-a;"), signed.out());
      assertTrue(signed.out().contains("break-glass countersigned by dave"), signed.out());
      scene.until(
          "two people signed it",
          () -> scene.reason("web", "BreakGlass").equals("BreakGlassCountersigned"));
      scene.until(
          "the breach is over", () -> scene.condition("web", "PolicySatisfied").equals("True"));
      EvidencePlaneTest.said(scene, export, "BreakGlassCountersigned");

      clock.forward(Duration.ofHours(24));
      scene.until(
          "it is over", () -> scene.reason("web", "BreakGlass").equals("BreakGlassExpired"));
      EvidencePlaneTest.said(scene, export, "BreakGlassEnded");
      assertEquals(before, scene.bound("web"), "what runs stays, as after a waiver");

      Typed ended = typed(plane, "carol", "--end");
      assertEquals(0, ended.code(), ended.err());
      scene.until("nothing is said of it", () -> scene.condition("web", "BreakGlass").isEmpty());

      client
          .admissionRegistration()
          .v1()
          .validatingAdmissionPolicyBindings()
          .withName("breakglass.placement.bleu.cloud")
          .delete();
      typed(plane, "carol", "--zone", "fr-a", "--until", "8h", "--reason", "nobody checks this");
      scene.until(
          "nobody checked it",
          () -> scene.reason("web", "BreakGlass").equals("BreakGlassUnchecked"));
      assertEquals("False", scene.condition("web", "BreakGlass"));
      // While an operator is there that lets go of the zone.
      scene.clear();
      gone(AvailabilityZone.class);
      gone(CloudProvider.class);
    } finally {
      shop.bindAgain();
    }
  }

  private Typed typed(ControlPlane plane, String user, String... asked) throws IOException {
    Path kubeconfig = folder.resolve(user);
    Files.writeString(kubeconfig, plane.kubeconfig(user));
    List<String> line = new ArrayList<>(List.of("break-glass", "web", "-n", shop.name()));
    line.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    line.addAll(List.of(asked));
    return Typed.now(line.toArray(String[]::new));
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
