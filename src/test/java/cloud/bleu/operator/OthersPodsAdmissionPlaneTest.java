package cloud.bleu.operator;

import static cloud.bleu.operator.GovernedNamespace.JSON;
import static cloud.bleu.operator.GovernedNamespace.MERGE;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is refused of pods that others create, in a namespace that enforces its decisions, and where
 * those go that say themselves which nodes they want.
 */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OthersPodsAdmissionPlaneTest {
  private KubernetesClient client;
  private @Nullable GovernedNamespace shop;
  private Scene scene;
  private NightlyPods nightly;

  @BeforeEach
  void start(
      ControlPlane plane,
      KubernetesClient client,
      TestNamespace namespace,
      FakeNodes nodes,
      OperatorAccount account,
      @TempDir Path folder) {
    if (shop != null) {
      return;
    }
    this.client = client;
    shop = new GovernedNamespace(plane, client, namespace, folder);
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    nightly = new NightlyPods(client, shop, scene);
    shop.operated(account);
  }

  @AfterEach
  void clear() {
    if (shop != null) {
      nightly.clear();
    }
  }

  @AfterAll
  void stop() {
    if (shop != null) {
      shop.close();
    }
  }

  @Test
  void podsAreOfADecisionAndLeaveTheirZoneToIt() {
    scene.create(NightlyPods.nightly(1, "zones: {allow: [fr-a]}"));
    nightly.awaitEntry();
    shop.create(NightlyPods.bare("first", "app: nightly"));
    scene.until("it runs", () -> nightly.running().equals(Map.of("fr-a", 1)));
    shop.create(NightlyPods.bare("late", "app: nightly"));
    scene.until("the second waits", () -> nightly.reason("Available").equals("False PodsWaiting"));

    Pod one =
        nightly.mine().stream()
            .filter(p -> PodAssignments.node(p) != null)
            .findFirst()
            .orElseThrow();
    assertAll(
        Refused.with(
            "a pod that nothing selects",
            "no decision in force is for pod foreign",
            () -> shop.create(NightlyPods.bare("foreign", "app: other"))),
        Refused.with(
            "forged labels",
            "no decision in force is for pod forged",
            () ->
                shop.create(NightlyPods.bare("forged", "placement.bleu.cloud/workload: nightly"))),
        Refused.with(
            "the operator's labels on a pod that is selected",
            "are set by the placement operator, not by alice",
            () ->
                shop.create(
                    NightlyPods.bare(
                        "labelled",
                        "app: nightly, placement.bleu.cloud/workload: nightly, placement.bleu.cloud/zone: fr-c"))),
        Refused.with(
            "a node of one's own choice",
            "spec.nodeName is set",
            () ->
                shop.create(
                    NightlyPods.bare("placed", "app: nightly")
                        .replace("containers", "nodeName: fr-a-1, containers"))),
        Refused.with(
            "a gate that somebody else takes away",
            "waits for a zone of its decision, which only the placement operator gives",
            () ->
                shop.alice()
                    .pods()
                    .withName("late")
                    .patch(MERGE, "{\"spec\":{\"schedulingGates\":[]}}")),
        Refused.with(
            "another zone",
            "are set by the placement operator, not by alice",
            () ->
                shop.alice()
                    .pods()
                    .withName(one.getMetadata().getName())
                    .patch(
                        MERGE,
                        "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/zone\":\"fr-c\"}}}")));
  }

  /** A second BleuWorkload takes pods out of what the first one asks for neither way. */
  @Test
  void podThatSeveralSelectIsHeldByAllOfThem() {
    scene.create(NightlyPods.nightly(2, "zones: {allow: [fr-a]}"));
    nightly.awaitEntry();
    scene.create(aaa("zones: {allow: [fr-b]}"));
    scene.until("both select it", () -> shop.gate().getSpec().pods().containsKey("aaa"));
    scene.until(
        "both are decided", () -> shop.gate().getSpec().pods().get("aaa").undecided() == null);
    // A pod of the second alone: one of both went in before the second came, too.
    scene.until("admission knows it", () -> shop.lets(NightlyPods.bare("probe", "app: monthly")));
    shop.create(NightlyPods.bare("both", "app: nightly"));
    scene.until("it waits", () -> scene.reason("aaa", "Available").equals("PodsWaiting"));
    assertEquals(Map.of(), nightly.zones());

    client.resources(BleuWorkload.class).withName("aaa").delete();
    scene.until("one is left", () -> nightly.zones().equals(Map.of("fr-a", 1)));

    scene.create(aaa("zones: {allow: [nowhere]}"));
    scene.until(
        "the second is not decided",
        () ->
            shop.gate().getSpec().pods().containsKey("aaa")
                && shop.gate().getSpec().pods().get("aaa").undecided() != null);
    scene.until("none comes in", () -> !shop.lets(NightlyPods.bare("probe", "app: nightly")));
    assertAll(
        Refused.with(
            "a pod that a workload without a decision selects too",
            "no decision in force is for pod more, which BleuWorkload aaa selects",
            () -> shop.create(NightlyPods.bare("more", "app: nightly"))));
  }

  @Test
  void podsAskNoMoreThanIsStated() {
    scene.create(NightlyPods.nightly(3, "zones: {allow: [fr-a]}"));
    nightly.awaitEntry();
    scene.until(
        "the gate says what a replica counts as",
        () -> shop.gate().getSpec().replicas().containsKey("nightly"));
    scene.until(
        "admission knows that",
        () ->
            !shop.lets(asking("probe", "[{name: main, image: none, " + requests("cpu: 1") + "}]")));
    String more = "asks for more cpu than BleuWorkload nightly states for a replica, 500m";
    assertAll(
        Refused.with(
            "more cpu",
            more,
            () ->
                shop.create(
                    asking("big", "[{name: a, image: none, " + requests("cpu: 3k") + "}]"))),
        Refused.with(
            "two containers together",
            more,
            () ->
                shop.create(
                    asking(
                        "two",
                        "[{name: a, image: none, "
                            + requests("cpu: 300m")
                            + "}, {name: b, image: none, "
                            + requests("cpu: 300m")
                            + "}]"))),
        Refused.with(
            "a sidecar beside it",
            more,
            () ->
                shop.create(
                    asking(
                        "beside",
                        ONE
                            + ", initContainers: [{name: b, image: none, restartPolicy: Always, "
                            + requests("cpu: 1m")
                            + "}]"))),
        Refused.with(
            "an init container before it",
            more,
            () ->
                shop.create(
                    asking(
                        "first",
                        ONE
                            + ", initContainers: [{name: b, image: none, "
                            + requests("cpu: 1")
                            + "}]"))),
        Refused.with(
            "the pod as a whole",
            more,
            () -> shop.create(asking("whole", ONE + ", resources: {requests: {cpu: 600m}}"))),
        Refused.with(
            "a limit alone, which is a request",
            more,
            () ->
                shop.create(
                    asking("limit", "[{name: a, image: none, resources: {limits: {cpu: 600m}}}]"))),
        Refused.with(
            "a resource of which nothing is stated",
            "asks for more ephemeral-storage than BleuWorkload nightly states for a replica, none",
            () ->
                shop.create(
                    asking(
                        "scratch",
                        "[{name: a, image: none, " + requests("ephemeral-storage: 1Gi") + "}]"))),
        () -> shop.create(asking("exact", ONE)),
        () ->
            shop.create(
                asking(
                    "apart",
                    ONE
                        + ", initContainers: [{name: b, image: none, "
                        + requests("cpu: 500m")
                        + "}]")));
    scene.until("both run", () -> nightly.running().equals(Map.of("fr-a", 2)));

    shop.resizable("exact");
    assertAll(
        Refused.with("a resize beyond it", more, () -> shop.resize("exact", "600m")),
        () -> shop.resize("exact", "300m"),
        () -> shop.resize("exact", "500m"));

    // Admission takes init containers as alone in their turn; the operator knows what runs beside.
    shop.create(
        asking(
            "late",
            ONE.replace("500m", "300m")
                + ", initContainers: [{name: b, image: none, restartPolicy: Always, "
                + requests("cpu: 100m")
                + "}, {name: c, image: none, "
                + requests("cpu: 450m")
                + "}]"));
    scene.until("it gets no zone", () -> nightly.reason("Available").equals("False PodsAskMore"));
    assertTrue(
        scene.message("nightly", "Available").contains("late asks cpu 550m where 500m is stated"),
        scene.message("nightly", "Available"));
    assertTrue(PodAssignments.waits(client.pods().withName("late").get()));
    client
        .resources(BleuWorkload.class)
        .withName("nightly")
        .patch(MERGE, "{\"spec\":{\"workload\":{\"pods\":{\"requests\":{\"cpu\":\"600m\"}}}}}");
    scene.until("it runs too", () -> nightly.running().equals(Map.of("fr-a", 3)));
  }

  private static final String ONE = "[{name: a, image: none, " + requests("cpu: 500m") + "}]";

  private static String requests(String requests) {
    return "resources: {requests: {" + requests + "}}";
  }

  private static String asking(String name, String containers) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s, labels: {app: nightly}}
    spec: {containers: %s}
    """
        .formatted(name, containers);
  }

  private static String aaa(String residency) {
    return NightlyPods.nightly(1, residency)
        .replace("metadata: {name: nightly}", "metadata: {name: aaa}")
        .replace("[nightly, weekly]", "[nightly, weekly, monthly]");
  }

  @Test
  void podsDoNotDefeatTheirZones() {
    scene.create(NightlyPods.nightly(1, "zones: {allow: [fr-a]}"));
    nightly.awaitEntry();
    shop.create(NightlyPods.bare("first", "app: nightly"));
    scene.until("it runs", () -> nightly.running().equals(Map.of("fr-a", 1)));
    assertAll(
        Stream.of(
                refused("everything", "operator: Exists"),
                refused("everything", "operator: Exists, effect: NoExecute"),
                refused("everything", "operator: Exists, tolerationSeconds: 3, effect: NoExecute"),
                refused(UNSCHEDULABLE, "key: " + UNSCHEDULABLE + ", operator: Exists"),
                refused(
                    UNSCHEDULABLE,
                    "key: " + UNSCHEDULABLE + ", operator: Exists, effect: NoSchedule"),
                refused(OUT_OF_SERVICE, "key: " + OUT_OF_SERVICE + ", value: nodeshutdown"),
                refused(NOT_READY, "key: " + NOT_READY + ", operator: Exists"),
                refused(NOT_READY, "key: " + NOT_READY + ", operator: Exists, effect: NoExecute"),
                refused(UNREACHABLE, "key: " + UNREACHABLE + ", operator: Exists"),
                refused(
                    UNREACHABLE,
                    "key: "
                        + UNREACHABLE
                        + ", operator: Exists, effect: NoExecute, tolerationSeconds: 9223372036"),
                let(
                    "key: "
                        + UNREACHABLE
                        + ", operator: Exists, effect: NoExecute, tolerationSeconds: 30"),
                let("key: dedicated, operator: Exists"))
            .flatMap(List::stream));
  }

  private static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";
  private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";
  private static final String NOT_READY = "node.kubernetes.io/not-ready";
  private static final String UNREACHABLE = "node.kubernetes.io/unreachable";

  /** A new pod with the toleration, and the toleration on one that runs. */
  private List<Executable> refused(String key, String toleration) {
    String words =
        "a toleration of "
            + key
            + " defeats the state of a zone: remove it, or give it tolerationSeconds of at most 3600";
    return List.of(
        Refused.with("created: " + toleration, words, () -> created(toleration)),
        Refused.with("added: " + toleration, words, () -> added(toleration)));
  }

  private List<Executable> let(String toleration) {
    return List.of(() -> created(toleration), () -> added(toleration));
  }

  private void created(String toleration) {
    HasMetadata pod =
        Serialization.unmarshal(
            NightlyPods.bare("tolerant", "app: nightly")
                .replace("containers", "tolerations: [{" + toleration + "}], containers"));
    shop.alice().resource(pod).dryRun().create();
  }

  private void added(String toleration) {
    PodSpec spec = Serialization.unmarshal("tolerations: [{" + toleration + "}]", PodSpec.class);
    shop.alice()
        .pods()
        .withName("first")
        .patch(
            JSON,
            "[{\"op\":\"add\",\"path\":\"/spec/tolerations/-\",\"value\":"
                + Serialization.asJson(spec.getTolerations().get(0))
                + "}]");
  }

  @Test
  void whereTheServerAddsNoGateTheTemplateCarriesIt() {
    scene.create(NightlyPods.nightly(1, "zones: {allow: [fr-b]}"));
    nightly.awaitEntry();
    var binding =
        client
            .admissionRegistration()
            .v1()
            .mutatingAdmissionPolicyBindings()
            .withName("waiting.placement.bleu.cloud")
            .require();
    client.resource(binding).delete();
    try {
      scene.until(
          "the server adds none", () -> !shop.lets(NightlyPods.bare("probe", "app: nightly")));
      templatesCarryTheGate();
    } finally {
      binding.getMetadata().setResourceVersion(null);
      client.resource(binding).create();
    }
    scene.until(
        "the server adds it again", () -> shop.lets(NightlyPods.bare("probe", "app: nightly")));
  }

  private void templatesCarryTheGate() {
    String gated =
        NightlyPods.bare("one", "app: nightly")
            .replace(
                "containers",
                "schedulingGates: [{name: placement.bleu.cloud/decision}], containers");
    assertAll(
        Refused.with(
            "a pod that does not wait",
            "pod bare of BleuWorkload nightly has to wait for its zone: add schedulingGates:"
                + " [{name: placement.bleu.cloud/decision}] to its pod template",
            () -> shop.create(NightlyPods.bare("bare", "app: nightly"))),
        Refused.with(
            "one that nothing selects and that waits",
            "no decision in force is for pod one",
            () -> shop.create(gated.replace("app: nightly", "app: other"))),
        () -> shop.create(gated));
    scene.until("it runs", () -> nightly.running().equals(Map.of("fr-b", 1)));
  }

  private void wanting(String name, String key, String zone) {
    shop.create(
        NightlyPods.bare(name, "app: nightly")
            .replace(
                "containers",
                "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
                    + " {nodeSelectorTerms: [{matchExpressions: [{key: "
                    + key
                    + ", operator: In, values: ["
                    + zone
                    + "]}]}]}}}, containers"));
  }

  /** By the label that zones are selected by, and by one that only their nodes have. */
  @Test
  void podGoesWhereItsAffinityLetsItOrHoldsNoRoom() {
    scene.create(NightlyPods.nightly(2, "zones: {allow: [fr-a, fr-b]}"));
    nightly.awaitEntry();
    assertEquals(Map.of("fr-a", 1, "fr-b", 1), scene.assigned("nightly"));
    wanting("elsewhere", "topology.kubernetes.io/zone", "fr-c");
    scene.until(
        "what it excludes is told",
        () -> nightly.reason("Available").equals("False PodsExcludeZones"));
    String message =
        Conditions.find(scene.workload("nightly").getStatus().conditions(), "Available")
            .getMessage();
    assertTrue(
        message.contains(
            "fr-a: required node affinity asks for topology.kubernetes.io/zone=fr-c, which no node"
                + " of the zone has; fr-b: required"),
        message);
    wanting("to-b", Scene.NODE_LABEL, "fr-b");
    scene.until("one runs where it wants", () -> nightly.running().equals(Map.of("fr-b", 1)));
    shop.create(NightlyPods.bare("anywhere", "app: nightly"));
    scene.until(
        "the other room is free", () -> nightly.running().equals(Map.of("fr-a", 1, "fr-b", 1)));
    assertTrue(PodAssignments.waits(client.pods().withName("elsewhere").get()));
  }
}
