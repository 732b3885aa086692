package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.cli.Typed;
import cloud.bleu.controlplane.AdmissionPolicies;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.delivery.ChildName;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an ordinary user, who by RBAC may do all of this, is refused in a namespace that enforces
 * its decisions.
 */
@RealControlPlane(own = true)
class AdmissionPlaneTest {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  @TempDir Path folder;
  private KubernetesClient client;
  private String namespace;
  private KubernetesClient alice;
  private AdmissionPolicies policies;
  private OperatorUnderTest.Running operator;
  private Scene scene;

  @BeforeEach
  void start(
      ControlPlane plane,
      KubernetesClient client,
      TestNamespace namespace,
      FakeNodes nodes,
      OperatorAccount account) {
    this.client = client;
    this.namespace = namespace.name();
    alice = OrdinaryUser.of(plane, client, "alice", namespace.name());
    label("Enforce");
    policies = AdmissionPolicies.install(plane, folder);
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    OperatorOptions alone = OperatorOptions.alone();
    KubernetesClient operatorClient = account.client();
    operator =
        new OperatorUnderTest.Running(
            OperatorUnderTest.of(
                operatorClient,
                new OperatorOptions(
                    alone.bindAddress(),
                    0,
                    false,
                    alone.leaseNamespace(),
                    alone.identity(),
                    alone.leaseDuration(),
                    alone.renewDeadline(),
                    alone.retryPeriod(),
                    alone.clock(),
                    null),
                () -> {}),
            operatorClient);
    operator.operator().start();
  }

  @AfterEach
  void stop() {
    operator.close();
    alice.close();
    policies.close();
  }

  @Test
  void nothingIsBoundButByADecision(ControlPlane plane) {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: france}
        spec:
          rules:
          - {name: location, rule: data-location, action: Warn, parameters: {countries: [FR]}}
        """);
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.awaitReady("web");
    enforced("True Admission");
    auditedFirst(plane.kubeconfigFile(plane.adminKubeconfig()));
    PlacementGate gate = gate();
    assertEquals(
        new TreeSet<>(
            java.util.List.of(
                ChildName.of("web", "fr-a"),
                ChildName.of("web", "fr-b"),
                ChildName.of("web", "fr-c"))),
        new TreeSet<>(gate.getSpec().children().keySet()));
    Pod ours = scene.pods("web").get(0);
    String child = ChildName.of("web", "fr-a");

    assertAll(
        refused("a foreign pod", "no decision in force is for pod foreign", () -> create(FOREIGN)),
        refused(
            "forged labels",
            "no decision in force is for pod web-forged",
            () -> create(forged("web-forged", "fr-a", "fr-a", ""))),
        refused(
            "a pod that looks like a replica",
            "are created by the controllers of Kubernetes, not by alice",
            () ->
                create(forged(child + "-abc-x1234", "fr-a", "fr-a", owner(child + "-abc", "abc")))),
        refused(
            "nodeName",
            "spec.nodeName is set",
            () -> create(FOREIGN.replace("containers", "nodeName: fr-a-1, containers"))),
        refused(
            "a Binding by hand",
            "pods are bound by the scheduler, not by alice",
            () -> create(BINDING.formatted(ours.getMetadata().getName()))),
        refused(
            "a ReplicaSet by hand",
            "belongs to a decision, or has pods that claim to",
            () -> create(replicaSet(child + "-abc"))),
        refused(
            "the template of a child",
            "belongs to a decision",
            () ->
                alice
                    .apps()
                    .deployments()
                    .withName(child)
                    .patch(MERGE, "{\"spec\":{\"replicas\":50}}")),
        refused(
            "the scale of a child",
            "scale the BleuWorkload instead",
            () -> alice.apps().deployments().withName(child).scale(50)),
        refused(
            "the labels of a pod",
            "are set by the placement operator, not by alice",
            () ->
                alice
                    .pods()
                    .withName(ours.getMetadata().getName())
                    .patch(
                        MERGE,
                        "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/zone\":\"fr-c\"}}}")),
        refused(
            "an edited decision",
            "WorkloadPlacement web is written by the placement operator only, not by alice",
            () ->
                alice
                    .resources(WorkloadPlacement.class)
                    .withName("web")
                    .patch(MERGE, "{\"spec\":{\"assignments\":[]}}")),
        refused(
            "a deleted decision",
            "WorkloadPlacement web is written by the placement operator only",
            () -> alice.resources(WorkloadPlacement.class).withName("web").delete()),
        refused(
            "a deleted gate",
            "PlacementGate decisions is written by the placement operator only",
            () -> alice.resources(PlacementGate.class).withName("decisions").delete()),
        refused(
            "a gate of one's own",
            "PlacementGate decisions is written by the placement operator only",
            () ->
                alice
                    .resources(PlacementGate.class)
                    .withName("decisions")
                    .patch(
                        MERGE,
                        "{\"spec\":{\"children\":{\"mine\":{\"workload\":\"mine\",\"zone\":\"fr-a\"}}}}")));
    assertEquals(3, scene.pods("web").size());
  }

  /** Audit lets in and doctor tells what Enforce would have refused. */
  private void auditedFirst(Path kubeconfig) {
    label("Audit");
    scene.until(
        "a foreign pod goes in",
        () -> {
          try {
            create(FOREIGN);
            return true;
          } catch (KubernetesClientException e) {
            return false;
          }
        });
    enforced("False NotEnforced");
    Typed found = doctor(kubeconfig);
    assertEquals(2, found.code(), found.err());
    assertTrue(
        found.out().startsWith(namespace + ": governed Audit, Enforce would refuse 1 thing\n"),
        found.out());
    assertTrue(found.out().contains("Pod   foreign  NotDecided"), found.out());
    label("Enforce");
    enforced("False PodsOutsideDecisions");
    client.pods().withName("foreign").withGracePeriod(0).delete();
    enforced("True Admission");
    Typed clean = doctor(kubeconfig);
    assertEquals(0, clean.code(), clean.out() + clean.err());
    assertEquals(
        namespace
            + ": governed Enforce, Enforce would refuse nothing\nNext: nothing is left to do\n",
        clean.out());
    scene.until(
        "Enforce is in force",
        () -> {
          try {
            alice.resource((HasMetadata) Serialization.unmarshal(FOREIGN)).dryRun().create();
            return false;
          } catch (KubernetesClientException e) {
            return true;
          }
        });
  }

  /** What ran before the label is left to run, and shows until it is gone. */
  @Test
  void whatRanBeforeTheLabelIsAudited(ControlPlane plane) {
    client
        .namespaces()
        .withName(namespace)
        .patch(MERGE, "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/governed\":null}}}");
    scene.until(
        "nothing is enforced",
        () -> {
          try {
            create(FOREIGN.replace("foreign", "before"));
            return true;
          } catch (KubernetesClientException e) {
            return false;
          }
        });
    scene.until(
        "it runs", () -> client.pods().withName("before").get().getSpec().getNodeName() != null);
    Path kubeconfig = plane.kubeconfigFile(plane.adminKubeconfig());
    Typed ahead = doctor(kubeconfig);
    assertEquals(2, ahead.code(), ahead.err());
    assertTrue(ahead.out().contains("Enforce would refuse 1 thing\n"), ahead.out());
    assertTrue(ahead.out().contains("Pod   before  NotDecided"), ahead.out());

    label("Enforce");
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: france}
        spec:
          rules:
          - {name: location, rule: data-location, action: Warn, parameters: {countries: [FR]}}
        """);
    scene.workload("web", 1, "{}");
    scene.awaitReady("web");
    enforced("False PodsOutsideDecisions");
    assertTrue(outside(1));
    assertEquals(2, doctor(kubeconfig).code());
    assertTrue(
        client.pods().withName("before").get().getMetadata().getDeletionTimestamp() == null,
        "it runs on");
    client.pods().withName("before").withGracePeriod(0).delete();
    enforced("True Admission");
    scene.until("and is no longer counted", () -> outside(0));
    assertEquals(0, doctor(kubeconfig).code());
  }

  private boolean outside(int pods) {
    return Probe.of(operator.operator().port(), "/metrics")
        .body()
        .lines()
        .anyMatch(("bleu_pods_outside_decisions " + pods + ".0")::equals);
  }

  /** Waits until the policy says so of itself. */
  private void enforced(String status) {
    scene.until(
        "Enforced is " + status,
        () -> {
          var policy =
              client
                  .resources(cloud.bleu.api.v1alpha1.SovereigntyPolicy.class)
                  .withName("france")
                  .get();
          return policy.getStatus() != null
              && policy.getStatus().conditions().stream()
                  .anyMatch(
                      c ->
                          c.getType().equals("Enforced")
                              && status.equals(c.getStatus() + " " + c.getReason()));
        });
  }

  /** As README says it: {@code bleu doctor -n sante}. */
  private Typed doctor(Path kubeconfig) {
    return Typed.withInput("", "doctor", "-n", namespace, "--kubeconfig", kubeconfig.toString());
  }

  @Test
  void rightsAreAskedFor() {
    assertAll(
        refused(
            "ungoverning a namespace",
            "alice may not change the label placement.bleu.cloud/governed",
            () -> meta("labels", "governed", "null")),
        refused(
            "ungoverning a namespace by its status",
            "alice may not change the label placement.bleu.cloud/governed",
            () ->
                alice
                    .namespaces()
                    .withName(namespace)
                    .subresource("status")
                    .patch(
                        MERGE,
                        "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/governed\":null}}}")),
        () -> meta("annotations", "data-classes", "\"Health\""),
        refused(
            "fewer data classes",
            "alice may not change the annotation placement.bleu.cloud/data-classes",
            () -> meta("annotations", "data-classes", "\"Ordinary\"")),
        refused(
            "calling it a rehearsal, so that another policy holds",
            "alice may not change the label placement.bleu.cloud/environment",
            () -> meta("labels", "environment", "\"rehearsal\"")),
        refused(
            "a level that is none",
            "placement.bleu.cloud/governed is Audit or Enforce, not enforce",
            () -> create(NAMESPACE.formatted("other", "enforce"))),
        refused(
            "governing where GitOps runs",
            "namespace flux-system is never governed",
            () -> create(NAMESPACE.formatted("flux-system", "Enforce"))),
        refused(
            "attesting without the right",
            "alice may not vouch for spec.legalEntity",
            () -> create(PROVIDER.formatted("mallory", "RegulatorList", "FR"))),
        () -> create(PROVIDER.formatted("alices", "Assumption", "FR")),
        refused(
            "raising a basis",
            "alice may not vouch for spec.legalEntity",
            () -> replace(PROVIDER.formatted("alices", "SignedDocument", "FR"))),
        () ->
            client
                .resource(
                    (HasMetadata)
                        Serialization.unmarshal(
                            PROVIDER.formatted("vouched", "RegulatorList", "US")))
                .create(),
        refused(
            "changing what somebody else vouches for",
            "alice may not vouch for spec.legalEntity",
            () -> replace(PROVIDER.formatted("vouched", "RegulatorList", "FR"))),
        () -> replace(PROVIDER.formatted("vouched", "RegulatorList", "US").replace("IaaS", "CaaS")),
        refused(
            "a vouched site",
            "alice may not vouch for spec.site",
            () ->
                alice
                    .resources(cloud.bleu.api.v1alpha1.AvailabilityZone.class)
                    .withName("fr-a")
                    .patch(MERGE, "{\"spec\":{\"siteProvenance\":{\"basis\":\"Observation\"}}}")),
        refused(
            "vouching for what nodes call",
            "alice may not vouch for spec.egress",
            () ->
                alice
                    .resources(cloud.bleu.api.v1alpha1.AvailabilityZone.class)
                    .withName("fr-a")
                    .patch(
                        MERGE,
                        "{\"spec\":{\"egress\":{\"bootstrap\":[],\"provenance\":{\"basis\":\"Contract\"}}}}")),
        () ->
            alice
                .resources(cloud.bleu.api.v1alpha1.AvailabilityZone.class)
                .withName("fr-a")
                .patch(MERGE, "{\"spec\":{\"state\":\"Cordoned\"}}"),
        refused(
            "a vouched qualification",
            "alice may not vouch for spec.offerings[base]",
            () ->
                replace(
                    PROVIDER
                        .formatted("alices", "Assumption", "FR")
                        .replace(
                            "regions: [north]",
                            "regions: [north], qualifications: [{scheme: SecNumCloud, state:"
                                + " Qualified, provenance: {basis: RegulatorList}}]"))));
  }

  @Test
  void whoMayNotCreateDeploymentsWritesNoBleuWorkload(ControlPlane plane) {
    try (KubernetesClient bob = OrdinaryUser.withoutDeployments(plane, client, "bob", namespace)) {
      assertAll(
          refused(
              "a Deployment by way of a BleuWorkload",
              "bob may not create deployments in " + namespace,
              () -> bob.resource((HasMetadata) Serialization.unmarshal(WORKLOAD)).create()),
          () -> create(WORKLOAD),
          refused(
              "another template",
              "bob may not create deployments",
              () ->
                  bob.resources(cloud.bleu.api.v1alpha1.BleuWorkload.class)
                      .withName("app")
                      .patch(MERGE, EDIT)),
          () -> bob.resources(cloud.bleu.api.v1alpha1.BleuWorkload.class).withName("app").scale(2));
    }
  }

  @Test
  void waiverTakesTwoPeople(ControlPlane plane) {
    try (KubernetesClient bob = OrdinaryUser.of(plane, client, "bob", namespace);
        KubernetesClient carol = OrdinaryUser.approver(plane, client, "carol", namespace);
        KubernetesClient robot = OrdinaryUser.serviceAccount(plane, "robot", namespace)) {
      assertAll(
          refused(
              "a waiver in somebody else's name",
              "requestedBy is who asks for it, alice, not bob",
              () -> create(WAIVER.formatted("requestedBy: bob"))),
          refused(
              "a waiver that comes approved",
              "approvedBy is who approves it, alice, not carol",
              () -> create(WAIVER.formatted("requestedBy: alice\n  approvedBy: carol"))),
          () -> create(WAIVER.formatted("requestedBy: alice")),
          invalid(
              "approving one's own waiver",
              "a waiver is requested by one person and approved by another one",
              () -> approve(alice, "alice")),
          refused(
              "approving without the right",
              "bob may not approve waivers in " + namespace,
              () -> approve(bob, "bob")),
          refused(
              "approving in somebody else's name",
              "approvedBy is who approves it, bob, not carol",
              () -> approve(bob, "carol")),
          refused(
              "approving as a service account",
              "a person approves a waiver, not a service account",
              () -> approve(robot, "system:serviceaccount:" + namespace + ":robot")),
          refused(
              "changing what somebody else asked for",
              "requestedBy is who asks for it, carol, not alice",
              () -> waiver(carol, "{\"spec\":{\"rule\":\"ownership\",\"approvedBy\":\"carol\"}}")),
          () -> approve(carol, "carol"),
          invalid(
              "changing an approved waiver",
              "an approved waiver does not change",
              () -> waiver(alice, "{\"spec\":{\"expirationTime\":\"2036-01-01T00:00:00Z\"}}")));
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

  private static final String EDIT =
      "{\"spec\":{\"workload\":{\"deployment\":{\"minReadySeconds\":5}}}}";

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: app}
      spec:
        dataClasses: [Ordinary]
        workload:
          deployment: {template: {spec: {containers: [{name: main, image: none}]}}}
      """;

  private static final String NAMESPACE =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: %s, labels: {placement.bleu.cloud/governed: %s}}
      """;

  private static final String PROVIDER =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: %s}
      spec:
        displayName: A cloud
        legalEntity: {name: A, provenance: {basis: %s}, registeredOffice: %s}
        offerings: [{name: base, layers: [IaaS], regions: [north]}]
      """;

  private void meta(String part, String key, String value) {
    alice
        .namespaces()
        .withName(namespace)
        .patch(
            MERGE,
            "{\"metadata\":{\"%s\":{\"placement.bleu.cloud/%s\":%s}}}".formatted(part, key, value));
  }

  private void replace(String yaml) {
    HasMetadata object = Serialization.unmarshal(yaml);
    alice.resource(object).fieldManager("alice").forceConflicts().serverSideApply();
  }

  private void label(String level) {
    client
        .namespaces()
        .withName(namespace)
        .patch(
            MERGE,
            "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/governed\":\"%s\"}}}"
                .formatted(level));
  }

  private PlacementGate gate() {
    return client.resources(PlacementGate.class).withName("decisions").get();
  }

  private HasMetadata create(String yaml) {
    HasMetadata object = Serialization.unmarshal(yaml);
    return alice.resource(object).create();
  }

  private static final String FOREIGN =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: foreign}
      spec: {containers: [{name: main, image: none}]}
      """;

  private static final String BINDING =
      """
      apiVersion: v1
      kind: Binding
      metadata: {name: %s}
      target: {apiVersion: v1, kind: Node, name: fr-a-1}
      """;

  private static String forged(String name, String zone, String selected, String rest) {
    return """
    apiVersion: v1
    kind: Pod
    metadata:
      name: %s
      labels: {placement.bleu.cloud/workload: web, placement.bleu.cloud/zone: %s, pod-template-hash: abc}
      %s
    spec:
      nodeSelector: {bleu.node-restriction.kubernetes.io/zone: %s}
      containers: [{name: main, image: none}]
    """
        .formatted(name, zone, rest, selected);
  }

  private static String owner(String name, String uid) {
    return "ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: %s, uid: %s, controller: true}]"
        .formatted(name, uid);
  }

  private static String replicaSet(String name) {
    return """
    apiVersion: apps/v1
    kind: ReplicaSet
    metadata: {name: %s}
    spec:
      replicas: 1
      selector: {matchLabels: {app: mine}}
      template:
        metadata: {labels: {app: mine, placement.bleu.cloud/workload: web, placement.bleu.cloud/zone: fr-a}}
        spec: {containers: [{name: main, image: none}]}
    """
        .formatted(name);
  }

  /** Refused by a rule of the kind itself. */
  private static Executable invalid(String what, String words, Executable attempt) {
    return () -> {
      KubernetesClientException e =
          assertThrows(KubernetesClientException.class, attempt, what + " went through");
      assertEquals(422, e.getCode(), what);
      assertTrue(e.getStatus().getMessage().contains(words), e.getStatus().getMessage());
    };
  }

  private static Executable refused(String what, String words, Executable attempt) {
    return () -> {
      KubernetesClientException e =
          assertThrows(KubernetesClientException.class, attempt, what + " went through");
      String said = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
      assertTrue(
          said.contains("ValidatingAdmissionPolicy") && said.contains(words), what + ": " + said);
    };
  }
}
