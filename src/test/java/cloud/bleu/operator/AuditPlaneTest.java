package cloud.bleu.operator;

import static cloud.bleu.operator.GovernedNamespace.FOREIGN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.cli.Typed;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.translate.pod.StrayPods;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Enforce would refuse and what ran before it, as the operator and {@code doctor} say. */
@RealControlPlane
class AuditPlaneTest {
  @TempDir Path folder;
  private KubernetesClient client;
  private GovernedNamespace shop;
  private Operator operator;
  private Scene scene;
  private Path kubeconfig;

  @BeforeEach
  void start(
      ControlPlane plane,
      KubernetesClient client,
      TestNamespace namespace,
      FakeNodes nodes,
      OperatorAccount account) {
    this.client = client;
    shop = new GovernedNamespace(plane, client, namespace, folder);
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a");
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: france}
        spec:
          rules:
          - {name: location, rule: data-location, action: Warn, parameters: {countries: [FR]}}
        """);
    operator = shop.operated(account);
    kubeconfig = plane.kubeconfigFile(plane.adminKubeconfig());
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  /** One life, as each part of it is what the next one begins with. */
  @Test
  void whatEnforceWouldRefuseAndWhatRanBeforeItIsTold() {
    whatRanBeforeTheLabelIsAudited();
    auditLetsInWhatDoctorTells();
    aPodThatItsControllerLosesShows();
    aNodeThatLeavesItsZoneUnderRunningPodsShows();
    bindingThatIsDeletedIsMissed();
  }

  /** What ran before the label is left to run, and shows until it is gone. */
  private void whatRanBeforeTheLabelIsAudited() {
    shop.level(null);
    scene.until(
        "nothing is enforced",
        () -> GovernedNamespace.goes(() -> shop.create(FOREIGN.replace("foreign", "before"))));
    scene.until(
        "it runs", () -> client.pods().withName("before").get().getSpec().getNodeName() != null);
    Typed ahead = doctor();
    assertEquals(2, ahead.code(), ahead.err());
    assertTrue(ahead.out().contains("Enforce would refuse 1 thing\n"), ahead.out());
    assertTrue(ahead.out().contains("Pod   before  NotDecided"), ahead.out());

    shop.level("Enforce");
    scene.workload("web", 1, "{}");
    scene.awaitReady("web");
    enforced("False PodsOutsideDecisions");
    scene.until("it is counted", () -> outside(1));
    assertEquals(2, doctor().code());
    assertTrue(
        client.pods().withName("before").get().getMetadata().getDeletionTimestamp() == null,
        "it runs on");
    client.pods().withName("before").withGracePeriod(0).delete();
    enforced("True Admission");
    scene.until("and is no longer counted", () -> outside(0));
    assertEquals(0, doctor().code());
  }

  /** Audit lets in and doctor tells what Enforce would have refused. */
  private void auditLetsInWhatDoctorTells() {
    shop.level("Audit");
    scene.awaitReady("web");
    scene.until("a foreign pod goes in", () -> GovernedNamespace.goes(() -> shop.create(FOREIGN)));
    enforced("False NotEnforced");
    Typed found = doctor();
    assertEquals(2, found.code(), found.err());
    assertTrue(
        found.out().startsWith(shop.name() + ": governed Audit, Enforce would refuse 1 thing\n"),
        found.out());
    assertTrue(found.out().contains("Pod   foreign  NotDecided"), found.out());
    shop.level("Enforce");
    enforced("False PodsOutsideDecisions");
    client.pods().withName("foreign").withGracePeriod(0).delete();
    enforced("True Admission");
    autoscalerOfAChildIsTold();
    Typed clean = doctor();
    assertEquals(0, clean.code(), clean.out() + clean.err());
    assertEquals(
        shop.name()
            + ": governed Enforce, Enforce would refuse nothing\nNext: nothing is left to do\n",
        clean.out());
    scene.until("Enforce is in force", () -> !shop.lets(FOREIGN));
  }

  private void autoscalerOfAChildIsTold() {
    String child = scene.children("web").get(0).getMetadata().getName();
    HasMetadata autoscaler =
        scene.create(
            """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: astray}
            spec: {maxReplicas: 1, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}}
            """
                .formatted(child));
    Typed told = doctor();
    assertEquals(0, told.code(), told.out() + told.err());
    assertTrue(told.out().contains("HorizontalPodAutoscaler  astray  ScalesChild"), told.out());
    client.resource(autoscaler).delete();
  }

  /**
   * Let go of while nothing was refused: it carries the labels of a decision, and is none of it.
   */
  private void aPodThatItsControllerLosesShows() {
    shop.level("Audit");
    Pod pod = scene.pods("web").get(0);
    scene.until(
        "it may be relabelled",
        () ->
            GovernedNamespace.goes(
                () ->
                    shop.alice()
                        .pods()
                        .withName(pod.getMetadata().getName())
                        .patch(
                            GovernedNamespace.MERGE,
                            "{\"metadata\":{\"labels\":{\"pod-template-hash\":\"mine\"}}}")));
    shop.level("Enforce");
    enforced("False PodsOutsideDecisions");
    scene.until("it is counted", () -> outside(1));
    scene.until(
        "the workload says so",
        () -> scene.reason("web", "PolicySatisfied").equals("PodsOutsideDecisions"));
    assertEquals("False", scene.condition("web", "PolicySatisfied"));
    String told = scene.message("web", "PolicySatisfied");
    assertTrue(told.contains(pod.getMetadata().getName() + " in fr-a"), told);
    Typed found = doctor();
    assertEquals(2, found.code(), found.err());
    assertTrue(found.out().contains(pod.getMetadata().getName() + "  NotDecided"), found.out());
    client.pods().withName(pod.getMetadata().getName()).withGracePeriod(0).delete();
    enforced("True Admission");
    scene.until("it is counted no more", () -> outside(0));
    scene.awaitReady("web");
    assertEquals("True", scene.condition("web", "PolicySatisfied"));
    assertEquals(0, doctor().code());
  }

  /**
   * A node that is relabelled out of its zone keeps its pods, as Kubernetes asks for a node once;
   * the operator, doctor and the status say so until they are gone, or the label is back.
   */
  private void aNodeThatLeavesItsZoneUnderRunningPodsShows() {
    scene.zone("acme", "fr-b");
    // With a stated capacity a decision does not look at nodes at all.
    for (String zone : List.of("fr-a", "fr-b")) {
      client
          .resources(AvailabilityZone.class)
          .withName(zone)
          .patch(
              GovernedNamespace.MERGE,
              "{\"spec\":{\"capacity\":{\"cpu\":\"8\",\"memory\":\"32Gi\",\"largestNode\":{\"cpu\":\"4\",\"memory\":\"16Gi\"}}}}");
    }
    client.resources(BleuWorkload.class).withName("web").scale(3);
    scene.awaitReady("web");
    enforced("True Admission");
    Pod pod = scene.pods("web").get(0);
    String node = pod.getSpec().getNodeName();
    String zone = StrayPods.putInto(pod);
    int standing =
        (int) scene.pods("web").stream().filter(p -> zone.equals(StrayPods.putInto(p))).count();
    scene.until("all are seen", () -> standing(zone) == standing);
    assertEquals(0, doctor().code());

    label(node, "elsewhere");
    enforced("False PodsOutsideDecisions");
    int left = (int) scene.pods("web").stream().filter(p -> on(p, node)).count();
    scene.until("they are counted", () -> outside(left));
    Typed found = doctor();
    assertEquals(2, found.code(), found.err());
    assertTrue(
        found
            .out()
            .contains(
                pod.getMetadata().getName()
                    + "  NodeOutsideZone  node "
                    + node
                    + " is not, or no longer, of "
                    + zone),
        found.out());
    scene.until(
        "the workload says so", () -> scene.reason("web", "Available").equals("PodsOutsideZone"));
    assertEquals("False", scene.condition("web", "Ready"));
    scene.until("fewer are seen in the zone", () -> standing(zone) == standing - left);
    assertEquals(3, scene.pods("web").size(), "they run on");

    label(node, zone);
    enforced("True Admission");
    scene.until("all are seen again", () -> standing(zone) == standing);
    scene.awaitReady("web");

    label(node, "elsewhere");
    enforced("False PodsOutsideDecisions");
    client.pods().resource(pod).withGracePeriod(0).delete();
    scene.pods("web").stream()
        .filter(p -> on(p, node))
        .forEach(p -> client.pods().resource(p).withGracePeriod(0).delete());
    enforced("True Admission");
    scene.awaitReady("web");
    assertTrue(scene.pods("web").stream().noneMatch(p -> on(p, node)));
    scene.until("and none is counted", () -> outside(0));
    assertEquals(0, doctor().code());
  }

  private void bindingThatIsDeletedIsMissed() {
    enforced("True Admission");
    client
        .admissionRegistration()
        .v1()
        .validatingAdmissionPolicyBindings()
        .withName("enforce.debug-images.placement.bleu.cloud")
        .delete();
    enforced("False AdmissionMissing");
    doctorBeginsWith("Not everything is enforced in this cluster: admission policies are missing");
    var bindings = client.admissionRegistration().v1().validatingAdmissionPolicyBindings();
    for (var binding : bindings.list().getItems()) {
      if (binding.getMetadata().getName().startsWith("enforce.")) {
        bindings.resource(binding).delete();
      }
    }
    doctorBeginsWith("Nothing is enforced in this cluster: admission policies are missing");
  }

  private void doctorBeginsWith(String sentence) {
    Typed told = doctor();
    assertTrue(told.out().replaceAll("\\s+", " ").startsWith(sentence), told.out() + told.err());
  }

  private void label(String node, String zone) {
    client
        .nodes()
        .withName(node)
        .patch(
            GovernedNamespace.MERGE,
            "{\"metadata\":{\"labels\":{\"%s\":\"%s\"}}}".formatted(Scene.NODE_LABEL, zone));
  }

  private static boolean on(Pod pod, String node) {
    return node.equals(pod.getSpec().getNodeName())
        && pod.getMetadata().getDeletionTimestamp() == null;
  }

  /** Pods of web that are seen on nodes of a zone. */
  private int standing(String zone) {
    var status = scene.placement("web").getStatus();
    return status == null
        ? 0
        : status.zones().stream()
            .filter(z -> z.zone().equals(zone))
            .mapToInt(z -> z.observed())
            .sum();
  }

  private boolean outside(int pods) {
    return Probe.of(operator.port(), "/metrics")
        .body()
        .lines()
        .anyMatch(("bleu_pods_outside_decisions " + pods + ".0")::equals);
  }

  /** Waits until the policy says so of itself. */
  private void enforced(String status) {
    scene.until(
        "Enforced is " + status,
        () -> {
          var policy = client.resources(SovereigntyPolicy.class).withName("france").get();
          return policy.getStatus() != null
              && policy.getStatus().conditions().stream()
                  .anyMatch(
                      c ->
                          c.getType().equals("Enforced")
                              && status.equals(c.getStatus() + " " + c.getReason()));
        });
  }

  /** As the guide says it: {@code bleu doctor -n demo}. */
  private Typed doctor() {
    return Typed.withInput("", "doctor", "-n", shop.name(), "--kubeconfig", kubeconfig.toString());
  }
}
