package cloud.bleu.operator;

import static cloud.bleu.operator.GovernedNamespace.FOREIGN;
import static cloud.bleu.operator.GovernedNamespace.JSON;
import static cloud.bleu.operator.GovernedNamespace.MERGE;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an ordinary user, who by RBAC may do all of this, is refused of pods, of the replicas of a
 * decision and of what creates them, in a namespace that enforces its decisions. The tests share
 * one workload, of which none takes a replica away.
 */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodAdmissionPlaneTest {
  private static final String ZONE_KEY = "bleu.node-restriction.kubernetes.io/zone";

  private KubernetesClient client;
  private @Nullable GovernedNamespace shop;
  private KubernetesClient alice;
  private Scene scene;
  private Pod ours;
  private final String child = ChildName.of("web", "fr-a");

  @BeforeEach
  void start(
      ControlPlane plane,
      KubernetesClient client,
      TestNamespace namespace,
      FakeNodes nodes,
      OperatorAccount account,
      @TempDir Path folder) {
    if (shop == null) {
      this.client = client;
      shop = new GovernedNamespace(plane, client, namespace, folder);
      alice = shop.alice();
      scene = new Scene(client, nodes);
      scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
      shop.operated(account);
      scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
      scene.awaitReady("web");
    }
    ours =
        scene.pods("web").stream()
            .filter(p -> p.getMetadata().getName().startsWith(child + "-"))
            .findFirst()
            .orElseThrow();
  }

  @AfterAll
  void stop() {
    if (shop != null) {
      shop.close();
    }
  }

  @Test
  void nothingIsBoundButByADecision() {
    PlacementGate gate = shop.gate();
    assertEquals(
        new TreeSet<>(
            List.of(
                ChildName.of("web", "fr-a"),
                ChildName.of("web", "fr-b"),
                ChildName.of("web", "fr-c"))),
        new TreeSet<>(gate.getSpec().children().keySet()));

    assertAll(
        Refused.with(
            "a foreign pod", "no decision in force is for pod foreign", () -> shop.create(FOREIGN)),
        Refused.with(
            "forged labels",
            "no decision in force is for pod web-forged",
            () -> shop.create(forged("web-forged", "fr-a", "fr-a", ""))),
        Refused.with(
            "a pod that looks like a replica",
            "are created by the controllers of Kubernetes, not by alice",
            () ->
                shop.create(
                    forged(child + "-abc-x1234", "fr-a", "fr-a", owner(child + "-abc", "abc")))),
        Refused.with(
            "nodeName",
            "spec.nodeName is set",
            () -> shop.create(FOREIGN.replace("containers", "nodeName: fr-a-1, containers"))),
        Refused.with(
            "a Binding by hand",
            "pods are bound by the scheduler, not by alice",
            () -> shop.create(BINDING.formatted(ours.getMetadata().getName()))));
    assertEquals(3, scene.pods("web").size());
  }

  @Test
  void whatIsDecidedIsChangedByTheOperator() {
    assertAll(
        Refused.with(
            "a ReplicaSet by hand",
            "belongs to a decision, or has pods that claim to",
            () -> shop.create(replicaSet(child + "-abc"))),
        Refused.with(
            "the template of a child",
            "belongs to a decision",
            () ->
                alice
                    .apps()
                    .deployments()
                    .withName(child)
                    .patch(MERGE, "{\"spec\":{\"replicas\":50}}")),
        Refused.with(
            "the scale of a child",
            "scale the BleuWorkload instead",
            () -> alice.apps().deployments().withName(child).scale(50)),
        Refused.with(
            "the labels of a pod",
            "are set by the placement operator, not by alice",
            () ->
                alice
                    .pods()
                    .withName(ours.getMetadata().getName())
                    .patch(
                        MERGE,
                        "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/zone\":\"fr-c\"}}}")));
    assertEquals(3, scene.pods("web").size());
  }

  /** What its controller knows a pod by stays; what else is on it, programs in it may change. */
  @Test
  void podIsNotTakenFromItsController() {
    String set = ours.getMetadata().getOwnerReferences().get(0).getName();
    String words =
        "ties it to its decision, and is set by the controllers of Kubernetes, not by alice";
    assertAll(
        Refused.with("another hash", words, () -> merge(label("pod-template-hash", "\"mine\""))),
        Refused.with("no hash", words, () -> merge(label("pod-template-hash", "null"))),
        Refused.with(
            "no labels at all",
            "are set by the placement operator, not by alice",
            () -> edit("[{\"op\":\"remove\",\"path\":\"/metadata/labels\"}]")),
        Refused.with(
            "the hash by the status",
            words,
            () ->
                alice
                    .pods()
                    .withName(ours.getMetadata().getName())
                    .subresource("status")
                    .patch(MERGE, label("pod-template-hash", "\"mine\""))),
        Refused.with("no controller", words, () -> edit(owner("remove", "", "null"))),
        Refused.with(
            "another name of it", words, () -> edit(owner("replace", "/name", "\"mine\""))),
        Refused.with(
            "one that controls no more",
            words,
            () -> edit(owner("replace", "/controller", "false"))),
        Refused.with(
            "a ReplicaSet without its Deployment",
            words,
            () ->
                alice.apps().replicaSets().withName(set).patch(JSON, owner("remove", "", "null"))),
        Refused.with(
            "a ReplicaSet that leaves its pods behind",
            "with the finalizer orphan " + set + " leaves its pods behind",
            () ->
                alice
                    .apps()
                    .replicaSets()
                    .withName(set)
                    .patch(MERGE, "{\"metadata\":{\"finalizers\":[\"orphan\"]}}")),
        Refused.with(
            "a Deployment deleted without its pods",
            child + " would leave its pods behind",
            () ->
                alice
                    .apps()
                    .deployments()
                    .withName(child)
                    .withPropagationPolicy(DeletionPropagation.ORPHAN)
                    .delete()),
        Refused.with("a second owner of a pod", words, () -> edit("[" + SECOND_OWNER + "]")),
        Refused.with(
            "a second owner of a ReplicaSet",
            words,
            () -> alice.apps().replicaSets().withName(set).patch(JSON, "[" + SECOND_OWNER + "]")),
        Refused.with(
            "a second owner of a Deployment",
            words,
            () -> alice.apps().deployments().withName(child).patch(JSON, "[" + SECOND_OWNER + "]")),
        () -> merge(label("role", "\"primary\"")),
        () -> merge(label("role", "\"replica\"")),
        () -> merge(label("role", "null")),
        () ->
            alice
                .apps()
                .replicaSets()
                .withName(set)
                .patch(MERGE, "{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}"));
    assertEquals(3, scene.pods("web").size());
  }

  /** What it leaves behind no decision is for. */
  @Test
  void workloadIsNotDeletedWithoutWhatItControls() {
    var workload = alice.resources(BleuWorkload.class).withName("web");
    assertAll(
        Refused.with(
            "deleted alone",
            "web would leave its pods behind",
            () -> workload.withPropagationPolicy(DeletionPropagation.ORPHAN).delete()),
        Refused.with(
            "to be deleted alone",
            "with the finalizer orphan web leaves its pods behind",
            () -> workload.patch(MERGE, "{\"metadata\":{\"finalizers\":[\"orphan\"]}}")),
        Refused.with(
            "created so",
            "with the finalizer orphan other leaves its pods behind",
            () ->
                shop.create(
                    """
                    apiVersion: placement.bleu.cloud/v1alpha1
                    kind: BleuWorkload
                    metadata: {name: other, finalizers: [orphan]}
                    spec:
                      replicas: 0
                      dataClasses: [Ordinary]
                      workload:
                        deployment:
                          template:
                            spec: {containers: [{name: main, image: none, resources: {requests: {cpu: 500m, memory: 64Mi}}}]}
                    """)),
        () -> workload.patch(MERGE, "{\"metadata\":{\"labels\":{\"team\":\"front\"}}}"));
    assertEquals(3, scene.pods("web").size());
  }

  private static final String SECOND_OWNER =
      "{\"op\":\"add\",\"path\":\"/metadata/ownerReferences/-\",\"value\":{\"apiVersion\":\"v1\","
          + "\"kind\":\"ConfigMap\",\"name\":\"mine\",\"uid\":\"mine\"}}";

  private void merge(String patch) {
    alice.pods().withName(ours.getMetadata().getName()).patch(MERGE, patch);
  }

  private static String label(String key, String value) {
    return "{\"metadata\":{\"labels\":{\"" + key + "\":" + value + "}}}";
  }

  private static String owner(String op, String field, String value) {
    return "[{\"op\":\"%s\",\"path\":\"/metadata/ownerReferences/0%s\",\"value\":%s}]"
        .formatted(op, field, value);
  }

  /** A pod that is ending stands where its decision has left. */
  @Test
  void podEndsWithinAnHour(ControlPlane plane) {
    String words =
        "seconds to end, and stand so long in a zone that its decision has left: at most 3600";
    String name = ours.getMetadata().getName();
    try (KubernetesClient controllers =
        OrdinaryUser.of(plane, client, "bleu-controller-manager", shop.name())) {
      assertAll(
          replicaRefused(
              controllers,
              "a year in its template",
              "31536000 " + words,
              p -> p.editSpec().withTerminationGracePeriodSeconds(31536000L).endSpec()),
          () ->
              controllers
                  .resource(
                      replica(p -> p.editSpec().withTerminationGracePeriodSeconds(3600L).endSpec()))
                  .dryRun()
                  .create(),
          Refused.with(
              "a year in its deletion",
              "pod " + name + " would take up to 31536000 " + words,
              () -> alice.pods().withName(name).withGracePeriod(31536000).delete()),
          Refused.with("a year in its eviction", "31536000 " + words, () -> evict(31536000L)),
          () -> assertFalse(Refused.is(words, () -> evict(3600L))));
    }
    assertEquals(3, scene.pods("web").size());
  }

  /** Without doing it. */
  private void evict(long grace) {
    alice.raw(
        "/api/v1/namespaces/%s/pods/%s/eviction?dryRun=All"
            .formatted(shop.name(), ours.getMetadata().getName()),
        "POST",
        new EvictionBuilder()
            .withNewMetadata()
            .withName(ours.getMetadata().getName())
            .withNamespace(shop.name())
            .endMetadata()
            .withDeleteOptions(
                new DeleteOptionsBuilder().withGracePeriodSeconds(grace).withDryRun("All").build())
            .build());
  }

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

  /** Kubernetes lets tolerations be added to a pod that is there. */
  @Test
  void podThatIsThereIsNotMadeToDefeatItsZone() {
    String seconds = "/spec/tolerations/" + toleration("node.kubernetes.io/not-ready");
    assertAll(
        tolerating("everything", "{\"operator\":\"Exists\"}"),
        tolerating("everything", "{\"operator\":\"Exists\",\"effect\":\"NoExecute\"}"),
        tolerating("node.kubernetes.io/unschedulable", "{\"operator\":\"Exists\",\"key\":\"KEY\"}"),
        tolerating(
            "node.kubernetes.io/out-of-service", "{\"operator\":\"Exists\",\"key\":\"KEY\"}"),
        tolerating(
            "node.kubernetes.io/not-ready",
            "{\"operator\":\"Exists\",\"key\":\"KEY\",\"effect\":\"NoSchedule\"}"),
        tolerating("node.kubernetes.io/unreachable", "{\"operator\":\"Exists\",\"key\":\"KEY\"}"),
        Refused.with(
            "one that was there for a while, for ever",
            "a toleration of node.kubernetes.io/not-ready defeats the state of a zone",
            () -> edit("[{\"op\":\"remove\",\"path\":\"" + seconds + "/tolerationSeconds\"}]")),
        () ->
            edit(
                "[{\"op\":\"replace\",\"path\":\""
                    + seconds
                    + "/tolerationSeconds\",\"value\":30}]"),
        () -> edit(added("{\"operator\":\"Exists\",\"key\":\"dedicated\"}")),
        () -> edit("[{\"op\":\"add\",\"path\":\"/metadata/labels/a\",\"value\":\"b\"}]"));
  }

  /** Room is held for what the template asks. */
  @Test
  void podIsResizedWithinWhatItsDecisionCounts() {
    String name = ours.getMetadata().getName();
    shop.resizable(name);
    assertAll(
        Refused.with(
            "a resize beyond it",
            "asks for more cpu than BleuWorkload web states for a replica, 500m, and no more room is held for it: change"
                + " its pod template",
            () -> shop.resize(name, "600m")),
        () -> assertEquals("300m", cpu(shop.resize(name, "300m"))),
        () -> assertEquals("500m", cpu(shop.resize(name, "500m"))));
  }

  private static String cpu(Pod pod) {
    return pod.getSpec().getContainers().get(0).getResources().getRequests().get("cpu").toString();
  }

  /**
   * A controller of Kubernetes creates what a template says; where somebody came by a template that
   * is not the decision's, its pods are refused all the same.
   */
  @Test
  void podOfAControllerIsAsTheGateSays(ControlPlane plane) {
    try (KubernetesClient controllers =
        OrdinaryUser.of(plane, client, "bleu-controller-manager", shop.name())) {
      assertAll(
          () -> controllers.resource(replica(p -> p)).dryRun().create(),
          replicaRefused(
              controllers,
              "no node selector",
              "the node selector is not that of zone fr-a: change the BleuWorkload instead",
              p -> p.editSpec().withNodeSelector(Map.of()).endSpec()),
          replicaRefused(
              controllers,
              "the node selector of another zone",
              "the node selector is not that of zone fr-a",
              p -> p.editSpec().withNodeSelector(Map.of(ZONE_KEY, "fr-b")).endSpec()),
          () ->
              controllers
                  .resource(replica(p -> p.editSpec().addToNodeSelector("disk", "ssd").endSpec()))
                  .dryRun()
                  .create(),
          replicaRefused(
              controllers,
              "the label of another zone",
              "are not those of " + child + " in the PlacementGate",
              p -> p.editMetadata().addToLabels("placement.bleu.cloud/zone", "fr-b").endMetadata()),
          replicaRefused(
              controllers,
              "the label of another workload",
              "are not those of " + child + " in the PlacementGate",
              p ->
                  p.editMetadata()
                      .addToLabels("placement.bleu.cloud/workload", "other")
                      .endMetadata()),
          replicaRefused(
              controllers,
              "a name of another child",
              "are not those of " + child + " in the PlacementGate",
              p -> p.editMetadata().withName("other-x1234").endMetadata()),
          replicaRefused(
              controllers,
              "a node",
              "spec.nodeName is set",
              p -> p.editSpec().withNodeName("fr-b-1").endSpec()),
          replicaRefused(
              controllers,
              "a toleration of everything",
              "a toleration of everything defeats the state of a zone: remove it",
              p -> p.editSpec().addNewToleration(null, null, "Exists", null, null).endSpec()));
    }
  }

  private Executable replicaRefused(
      KubernetesClient controllers, String what, String words, UnaryOperator<PodBuilder> edit) {
    return Refused.with(what, words, () -> controllers.resource(replica(edit)).dryRun().create());
  }

  /** Another replica beside ours, edited. */
  private Pod replica(UnaryOperator<PodBuilder> edit) {
    Pod pod =
        new PodBuilder(ours)
            .withNewMetadata()
            .withName(ours.getMetadata().getName().replaceAll(".$", "") + "00")
            .withNamespace(shop.name())
            .withLabels(ours.getMetadata().getLabels())
            .withOwnerReferences(ours.getMetadata().getOwnerReferences())
            .endMetadata()
            .editSpec()
            .withNodeName(null)
            .endSpec()
            .withStatus(null)
            .build();
    return edit.apply(new PodBuilder(pod)).build();
  }

  private Executable tolerating(String key, String toleration) {
    return Refused.with(
        toleration,
        "a toleration of "
            + key
            + " defeats the state of a zone: remove it, or give it"
            + " tolerationSeconds of at most 3600",
        () -> edit(added(toleration.replace("KEY", key))));
  }

  private static String added(String toleration) {
    return "[{\"op\":\"add\",\"path\":\"/spec/tolerations/-\",\"value\":" + toleration + "}]";
  }

  private void edit(String patch) {
    alice.pods().withName(ours.getMetadata().getName()).patch(JSON, patch);
  }

  /** Where in our pod the toleration of a key stands. */
  private int toleration(String key) {
    return ours.getSpec().getTolerations().stream().map(t -> t.getKey()).toList().indexOf(key);
  }
}
