package cloud.bleu.sandbox;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatusBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What scheduler, controllers and kubelets do, in small: pods of Deployments and StatefulSets
 * appear on a Ready node that their node selector allows and are ready at once, objects whose owner
 * is gone are deleted. It does not count the room on nodes.
 */
public final class SimulatedCluster implements AutoCloseable {

  /** There are no ReplicaSets here, but pods are named, labelled and owned as if there were. */
  private static final String HASH_LABEL = "pod-template-hash";

  private static final String HASH = "54c8d6f7b9";

  private static final Logger LOG = LoggerFactory.getLogger(SimulatedCluster.class);
  private static final long PASS_MILLISECONDS = 200;
  private static final long CLOSE_SECONDS = 5;

  private final KubernetesClient client;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "simulated-cluster");
            thread.setDaemon(true);
            return thread;
          });

  private SimulatedCluster(KubernetesClient client) {
    this.client = client;
  }

  /** Starts simulating; the client stays the caller's. */
  public static SimulatedCluster start(KubernetesClient client) {
    SimulatedCluster cluster = new SimulatedCluster(client);
    var unused =
        cluster.executor.scheduleWithFixedDelay(
            cluster::passQuietly, 0, PASS_MILLISECONDS, TimeUnit.MILLISECONDS);
    return cluster;
  }

  /** Adds a Ready node. */
  public void addNode(FakeNode node) {
    node.register(client);
  }

  private void passQuietly() {
    try {
      pass();
    } catch (KubernetesClientException e) {
      // The next pass sees what changed in between.
      LOG.debug("simulated cluster: {}", e.getMessage());
    } catch (RuntimeException e) {
      if (executor.isShutdown()) {
        LOG.debug("simulated cluster is closed", e);
      } else {
        LOG.warn("simulated cluster failed a pass", e);
      }
    }
  }

  private void pass() {
    List<Node> nodes = client.nodes().list().getItems();
    List<Deployment> deployments = client.apps().deployments().inAnyNamespace().list().getItems();
    List<StatefulSet> sets = client.apps().statefulSets().inAnyNamespace().list().getItems();
    List<Pod> pods = client.pods().inAnyNamespace().list().getItems();
    Map<String, List<Pod>> byOwner = new HashMap<>();
    for (Pod pod : pods) {
      byOwner.computeIfAbsent(ownerUid(pod), uid -> new ArrayList<>()).add(pod);
    }
    for (Deployment d : deployments) {
      int ready = run(d, d.getSpec().getReplicas(), 0, d.getSpec().getTemplate(), byOwner, nodes);
      report(d, ready);
    }
    for (StatefulSet s : sets) {
      Integer start =
          s.getSpec().getOrdinals() == null ? null : s.getSpec().getOrdinals().getStart();
      int ready =
          run(
              s,
              s.getSpec().getReplicas(),
              start == null ? 0 : start,
              s.getSpec().getTemplate(),
              byOwner,
              nodes);
      report(s, ready);
    }
    collectGarbage(deployments, sets, pods);
  }

  /** Brings the pods of one owner to the number asked for; returns how many are ready. */
  private int run(
      HasMetadata owner,
      @Nullable Integer replicas,
      int start,
      PodTemplateSpec template,
      Map<String, List<Pod>> byOwner,
      List<Node> nodes) {
    int wanted = replicas == null ? 1 : replicas;
    Set<String> names = new HashSet<>();
    for (int i = start; i < start + wanted; i++) {
      names.add(controller(owner) + "-" + i);
    }
    int ready = 0;
    for (Pod pod : byOwner.getOrDefault(owner.getMetadata().getUid(), List.of())) {
      Node node = node(nodes, pod.getSpec().getNodeName());
      if (!names.remove(pod.getMetadata().getName()) || node == null) {
        client.pods().resource(pod).delete();
      } else if (isReady(node)) {
        ready++;
      }
    }
    for (String name : names) {
      Node node = firstFit(nodes, template);
      if (node != null) {
        client.pods().resource(pod(owner, name, template, node)).create();
        ready++;
      }
    }
    return ready;
  }

  /** What the pods of an owner name as theirs: of a Deployment the ReplicaSet in between. */
  private static String controller(HasMetadata owner) {
    String name = owner.getMetadata().getName();
    return owner instanceof Deployment ? name + "-" + HASH : name;
  }

  private static Pod pod(HasMetadata owner, String name, PodTemplateSpec template, Node node) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(owner.getMetadata().getNamespace())
        .withLabels(template.getMetadata() == null ? Map.of() : template.getMetadata().getLabels())
        .addToLabels(owner instanceof Deployment ? Map.of(HASH_LABEL, HASH) : Map.of())
        .addNewOwnerReference()
        .withApiVersion(owner.getApiVersion())
        .withKind(owner instanceof Deployment ? "ReplicaSet" : owner.getKind())
        .withName(controller(owner))
        .withUid(owner.getMetadata().getUid())
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withNewSpecLike(template.getSpec())
        .withNodeName(node.getMetadata().getName())
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }

  private void report(Deployment d, int ready) {
    var old = d.getStatus();
    if (old != null
        && Objects.equals(old.getReadyReplicas(), ready)
        && Objects.equals(old.getObservedGeneration(), d.getMetadata().getGeneration())) {
      return;
    }
    d.setStatus(
        new DeploymentStatusBuilder()
            .withObservedGeneration(d.getMetadata().getGeneration())
            .withReplicas(ready)
            .withReadyReplicas(ready)
            .withAvailableReplicas(ready)
            .withUpdatedReplicas(ready)
            .build());
    client.resource(d).updateStatus();
  }

  private void report(StatefulSet s, int ready) {
    var old = s.getStatus();
    if (old != null
        && Objects.equals(old.getReadyReplicas(), ready)
        && Objects.equals(old.getObservedGeneration(), s.getMetadata().getGeneration())) {
      return;
    }
    s.setStatus(
        new StatefulSetStatusBuilder()
            .withObservedGeneration(s.getMetadata().getGeneration())
            .withReplicas(ready)
            .withReadyReplicas(ready)
            .withAvailableReplicas(ready)
            .withCurrentReplicas(ready)
            .withUpdatedReplicas(ready)
            .build());
    client.resource(s).updateStatus();
  }

  /**
   * Deletes children, budgets, network policies and pods whose controller does not exist any more.
   */
  private void collectGarbage(
      List<Deployment> deployments, List<StatefulSet> sets, List<Pod> pods) {
    Set<String> alive = new HashSet<>();
    client
        .resources(BleuWorkload.class)
        .inAnyNamespace()
        .list()
        .getItems()
        .forEach(w -> alive.add(w.getMetadata().getUid()));
    List<HasMetadata> owned = new ArrayList<>();
    owned.addAll(deployments);
    owned.addAll(sets);
    List<PodDisruptionBudget> budgets =
        client.policy().v1().podDisruptionBudget().inAnyNamespace().list().getItems();
    owned.forEach(o -> alive.add(o.getMetadata().getUid()));
    owned.addAll(budgets);
    owned.addAll(client.network().v1().networkPolicies().inAnyNamespace().list().getItems());
    owned.addAll(client.resources(WorkloadPlacement.class).inAnyNamespace().list().getItems());
    owned.addAll(pods);
    for (HasMetadata object : owned) {
      String owner = ownerUid(object);
      if (!owner.isEmpty() && !alive.contains(owner)) {
        client.resource(object).delete();
      }
    }
  }

  private static String ownerUid(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(r -> Boolean.TRUE.equals(r.getController()))
        .map(OwnerReference::getUid)
        .findFirst()
        .orElse("");
  }

  private static @Nullable Node firstFit(List<Node> nodes, PodTemplateSpec template) {
    Map<String, String> selector = template.getSpec().getNodeSelector();
    for (Node node : nodes) {
      Map<String, String> labels = node.getMetadata().getLabels();
      if (isReady(node)
          && (selector == null
              || (labels != null && labels.entrySet().containsAll(selector.entrySet())))) {
        return node;
      }
    }
    return null;
  }

  private static boolean isReady(Node node) {
    return node.getStatus() != null
        && node.getStatus().getConditions().stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  private static @Nullable Node node(List<Node> nodes, @Nullable String name) {
    return nodes.stream()
        .filter(n -> n.getMetadata().getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** Stops simulating; the pass under way has ended when this returns, so the client can go. */
  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.debug("simulated cluster: a pass still runs");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
