package cloud.bleu.operator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.ConditionedStatus;
import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.controlplane.UnlockedEdit;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** A provider, zones on fake nodes, and workloads in them, as tests of the operator begin. */
public final class Scene {
  public static final Duration SOON = Duration.ofSeconds(120);

  static final String NODE_LABEL = "bleu.node-restriction.kubernetes.io/zone";

  private final KubernetesClient client;
  private final FakeNodes nodes;
  private final StatusWatch statuses;

  /** Of the nodes of zones, as they were asked for. */
  private final Map<String, Map<String, String>> labels = new TreeMap<>();

  public Scene(KubernetesClient client, FakeNodes nodes) {
    this.client = client;
    this.nodes = nodes;
    this.statuses = new StatusWatch(client);
  }

  /** The operator's clock is put back on purpose. */
  public void clockGoesBack() {
    statuses.clockGoesBack();
  }

  /** One provider in France with an offering that is under evaluation. */
  public Scene provider(String name) {
    create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: CloudProvider
        metadata: {name: %s}
        spec:
          displayName: %s
          legalEntity: {name: %s, registeredOffice: FR, centralAdministration: FR, principalEstablishment: FR}
          offerings:
          - {name: base, layers: [IaaS, CaaS], regions: [north], services: [base.compute]}
        """
            .formatted(name, name, name));
    return this;
  }

  /** A zone on a site of its own with two nodes of 4 cpu. */
  public Scene zone(String provider, String name) {
    for (int i = 1; i <= 2; i++) {
      FakeNode node =
          FakeNode.inZone(name, name + "-" + i)
              .withLabel(NODE_LABEL, name)
              .withCapacity("cpu", "4")
              .withCapacity("memory", "16Gi");
      nodes.add(node);
      labels.put(node.name(), node.labels());
    }
    return zoneOfItsNodes(provider, name);
  }

  /** A zone on a site of its own whose nodes are there. */
  Scene zoneOfItsNodes(String provider, String name) {
    create(SiteZone.yaml(provider, name, "nodeSelector: {" + NODE_LABEL + ": " + name + "}"));
    return this;
  }

  /** A Deployment of pods of 100m that a workload may take over. */
  void deployment(String name, int replicas) {
    create(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s}
        spec:
          replicas: %2$d
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec:
              containers:
              - {name: main, image: none, resources: {requests: {cpu: 100m, memory: 64Mi}}}
        """
            .formatted(name, replicas));
  }

  /** A workload of pods of 500m, one replica in each of three sites at least. */
  public void workload(String name, int replicas, String resilience) {
    create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %s}
        spec:
          replicas: %d
          dataClasses: [Ordinary]
          workload:
            deployment:
              template:
                metadata: {labels: {app: %s}}
                spec:
                  containers:
                  - {name: main, image: none, resources: {requests: {cpu: 500m, memory: 64Mi}}}
          resilience: %s
        """
            .formatted(name, replicas, name, resilience));
  }

  /**
   * Makes way for the next test of a world that tests share: what runs in the namespace goes, with
   * what it was made from and the policies, the nodes have the labels of their beginning again, and
   * it returns once nothing of the test is left. Provider, zones and the operator stay.
   */
  public void clear() {
    client.resources(BleuWorkload.class).delete();
    client.resources(SovereigntyPolicy.class).delete();
    client.resourceQuotas().delete();
    until(
        "no workload is left",
        () ->
            client.resources(BleuWorkload.class).list().getItems().isEmpty()
                && client.resources(WorkloadPlacement.class).list().getItems().isEmpty());
    // Whatever is left now is nobody's but the test's, or goes with its owner.
    client.apps().deployments().delete();
    client.apps().statefulSets().delete();
    client.persistentVolumeClaims().delete();
    client.policy().v1().podDisruptionBudget().delete();
    client.network().v1().networkPolicies().delete();
    client.services().delete();
    client.batch().v1().jobs().delete();
    client.pods().delete();
    for (Node node : client.nodes().list().getItems()) {
      Map<String, String> begun = new TreeMap<>(node.getMetadata().getLabels());
      begun.keySet().removeIf(key -> !key.matches("(beta\\.)?kubernetes\\.io/.*"));
      begun.putAll(labels.getOrDefault(node.getMetadata().getName(), Map.of()));
      if (!begun.equals(node.getMetadata().getLabels())) {
        UnlockedEdit.of(
            client.resource(node),
            n -> new NodeBuilder(n).editMetadata().withLabels(begun).endMetadata().build());
      }
    }
    until(
        "nothing of the test is left",
        () ->
            client.apps().deployments().list().getItems().isEmpty()
                && client.apps().statefulSets().list().getItems().isEmpty()
                && client.persistentVolumeClaims().list().getItems().isEmpty()
                && client.policy().v1().podDisruptionBudget().list().getItems().isEmpty()
                && client.network().v1().networkPolicies().list().getItems().isEmpty()
                && client.batch().v1().jobs().list().getItems().isEmpty()
                && client.pods().list().getItems().isEmpty());
  }

  public HasMetadata create(String yaml) {
    HasMetadata object = Serialization.unmarshal(yaml);
    return client.resource(object).create();
  }

  public BleuWorkload workload(String name) {
    return client.resources(BleuWorkload.class).withName(name).get();
  }

  public WorkloadPlacement placement(String name) {
    return client.resources(WorkloadPlacement.class).withName(name).get();
  }

  public AvailabilityZone zone(String name) {
    return client.resources(AvailabilityZone.class).withName(name).get();
  }

  public DecisionLedger ledger() {
    return client.resources(DecisionLedger.class).withName("decisions").get();
  }

  /** Replicas by zone, as the WorkloadPlacement says. */
  public Map<String, Integer> assigned(String name) {
    Map<String, Integer> assigned = new TreeMap<>();
    WorkloadPlacement wp = placement(name);
    if (wp != null) {
      wp.getSpec().assignments().forEach(a -> assigned.put(a.zone(), a.replicas()));
      assigned.values().removeIf(n -> n == 0);
    }
    return assigned;
  }

  /** Pods of a workload by the zone of the node that they are bound to, ending ones left out. */
  public Map<String, Integer> bound(String name) {
    Map<String, Integer> bound = new TreeMap<>();
    for (Pod pod : pods(name)) {
      if (pod.getSpec().getNodeName() != null && pod.getMetadata().getDeletionTimestamp() == null) {
        String node = pod.getSpec().getNodeName();
        bound.merge(node.substring(0, node.lastIndexOf('-')), 1, Integer::sum);
      }
    }
    return bound;
  }

  public List<Pod> pods(String name) {
    return client.pods().withLabel("placement.bleu.cloud/workload", name).list().getItems();
  }

  public List<Deployment> children(String name) {
    return client
        .apps()
        .deployments()
        .withLabel("placement.bleu.cloud/workload", name)
        .list()
        .getItems();
  }

  /** The status of a condition of a workload; "" when it has none of that type. */
  public String condition(String name, String type) {
    BleuWorkload w = workload(name);
    Condition c =
        w == null || w.getStatus() == null
            ? null
            : Conditions.find(w.getStatus().conditions(), type);
    return c == null ? "" : c.getStatus();
  }

  /** The message of a condition of a workload; "" when it has none of that type. */
  public String message(String name, String type) {
    BleuWorkload w = workload(name);
    return w == null || w.getStatus() == null
        ? ""
        : w.getStatus().conditions().stream()
            .filter(c -> c.getType().equals(type))
            .map(c -> c.getMessage())
            .findFirst()
            .orElse("");
  }

  /** The reason of a condition of a workload; "" when it has none of that type. */
  public String reason(String name, String type) {
    BleuWorkload w = workload(name);
    Condition c =
        w == null || w.getStatus() == null
            ? null
            : Conditions.find(w.getStatus().conditions(), type);
    return c == null ? "" : c.getReason();
  }

  /** Waits until a workload is Ready at its newest generation. */
  public void awaitReady(String name) {
    until(
        name + " is Ready",
        () -> {
          BleuWorkload w = workload(name);
          return isAnswered(w) && is(w.getStatus(), "Ready");
        });
  }

  /**
   * Waits until the operator has answered the newest version of objects. Watches of several kinds
   * do not keep step: what is created next may be decided without a fact or policy that was created
   * before it, unless a pass is known to have read that.
   */
  public <T extends CustomResource<?, ? extends ConditionedStatus>> void awaitAnswered(
      Class<T> kind, String... names) {
    for (String name : names) {
      until(name + " is answered", () -> isAnswered(client.resources(kind).withName(name).get()));
    }
  }

  private static boolean isAnswered(CustomResource<?, ? extends ConditionedStatus> object) {
    ConditionedStatus status = object == null ? null : object.getStatus();
    return status != null
        && object.getMetadata().getGeneration().equals(status.observedGeneration());
  }

  private static boolean is(ConditionedStatus status, String type) {
    Condition c = Conditions.find(status.conditions(), type);
    return c != null && c.getStatus().equals("True");
  }

  /**
   * Waits until nothing was written for two seconds, as long as a chain of reactions may take, and
   * every status says so: what has none yet is still waited for, on a machine that is slow.
   */
  public void settled(Writes writes) {
    Stillness quiet = new Stillness(Duration.ofSeconds(2), 6);
    await("no more writes")
        .atMost(SOON)
        // So many looks in that time, and no more: each is a request.
        .pollInterval(Duration.ofMillis(330))
        .untilAsserted(
            () -> {
              look();
              assertTrue(quiet.still(writes.done().size()), "the operator still writes");
              statuses.verifySettled();
            });
  }

  /**
   * Asks the API server for something small of its store. What stands still meanwhile counts only
   * if both are alive; a ledger would be read and decoded for that, whatever its size.
   */
  public void look() {
    client.namespaces().withName("default").get();
  }

  /** A watch of the pods of a workload, of which so many are asked for from now on, and run. */
  RunningWatch running(String name, int replicas) {
    RunningWatch running = new RunningWatch(client, name);
    until("all run", () -> running.running() == replicas);
    running.asks(replicas);
    return running;
  }

  /** Waits until something holds; on failure the state of the workloads is in the message. */
  public void until(String what, Callable<Boolean> holds) {
    try {
      await(what)
          .atMost(SOON)
          .pollDelay(Duration.ZERO)
          .pollInterval(Looks.TICK)
          .until(new Looks(statuses::told, holds)::holds);
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError(what + "\n" + state(), e);
    }
    statuses.verify();
  }

  private String state() {
    StringBuilder state = new StringBuilder();
    for (BleuWorkload w : client.resources(BleuWorkload.class).list().getItems()) {
      state.append(w.getMetadata().getName()).append(" at generation ");
      state.append(w.getMetadata().getGeneration()).append('\n');
      state.append(Serialization.asYaml(w.getStatus()));
    }
    for (WorkloadPlacement w : client.resources(WorkloadPlacement.class).list().getItems()) {
      state.append(Serialization.asYaml(w.getSpec()));
    }
    for (Deployment d : client.apps().deployments().list().getItems()) {
      state
          .append(d.getMetadata().getName())
          .append(' ')
          .append(d.getSpec().getReplicas())
          .append(' ')
          .append(d.getStatus())
          .append('\n');
    }
    return state.toString();
  }
}
