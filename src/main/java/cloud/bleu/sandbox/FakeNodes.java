package cloud.bleu.sandbox;

import cloud.bleu.apiserver.QuickClient;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nodes without kubelets on a real control plane: each Node object is registered and kept Ready by
 * heartbeats, pods bound to it become Running and Ready, and pods that are being deleted go. A
 * silent node does none of that, as if its machine were lost.
 */
public final class FakeNodes implements AutoCloseable {
  /** Annotation of a pod: {@code "true"} keeps it Running and not Ready. */
  public static final String NEVER_READY = "fake.bleu.cloud/never-ready";

  private static final Logger LOG = LoggerFactory.getLogger(FakeNodes.class);
  // Each node has its own rhythm: one that is late keeps no other back.
  private static final int HEARTBEATS_AT_ONCE = 8;
  // Events set pods going at once; the sweep picks up what failed on the way.
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;
  private final NodeHeartbeat first;
  private final NodeHeartbeat next;
  private final Duration heartbeat;
  private final Map<String, FakeNode> nodes = new ConcurrentHashMap<>();
  private final Map<String, Future<?>> rhythms = new ConcurrentHashMap<>();
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService heartbeats =
      threads("fake-nodes-heartbeats", HEARTBEATS_AT_ONCE);
  private final ScheduledExecutorService kubelets = threads("fake-nodes-pods", 1);
  private final SharedIndexInformer<Node> nodeCache;
  private final SharedIndexInformer<Pod> podCache;

  private FakeNodes(KubernetesClient client, Duration heartbeat) {
    this.client = client;
    this.heartbeat = heartbeat;
    this.first = new NodeHeartbeat(client, heartbeat);
    // A late answer is waited for until the next one is due.
    this.next = new NodeHeartbeat(QuickClient.of(client, heartbeat), heartbeat);
    this.nodeCache = client.nodes().inform();
    this.podCache = client.pods().inAnyNamespace().inform(new PodEvents());
    var unused =
        kubelets.scheduleWithFixedDelay(
            surviving(() -> podCache.getStore().list().forEach(this::tend)),
            SWEEP.toMillis(),
            SWEEP.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Starts without nodes. The client needs every right on nodes, leases and pods; it stays the
   * caller's to close, after this.
   *
   * @param heartbeat of each node, as {@link PlaneFlags#heartbeat} says of the plane
   */
  public static FakeNodes on(KubernetesClient client, Duration heartbeat) {
    return new FakeNodes(client, heartbeat);
  }

  private static ScheduledExecutorService threads(String name, int most) {
    return Executors.newScheduledThreadPool(
        most,
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  private static Runnable surviving(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.debug("Fake nodes: the API server did not answer, they try again", e);
      }
    };
  }

  /**
   * Registers a node, Ready, and starts its heartbeats.
   *
   * @throws KubernetesClientException if a Node of that name exists
   */
  public void add(FakeNode node) {
    Node registered = node.register(client);
    nodes.put(node.name(), node);
    if (speaks(node.name())) {
      unlessGone(() -> first.begin(registered));
    }
    var unused =
        rhythms.put(
            node.name(),
            heartbeats.scheduleWithFixedDelay(
                surviving(() -> beat(next, node.name())),
                heartbeat.toMillis(),
                heartbeat.toMillis(),
                TimeUnit.MILLISECONDS));
  }

  /**
   * Deletes the Node object and forgets it; pods bound to it stay to the garbage collector of the
   * control plane.
   */
  public void remove(String name) {
    Optional.ofNullable(rhythms.remove(name)).ifPresent(beats -> beats.cancel(false));
    client.nodes().withName(name).delete();
    // Forgotten last: who is refused may ask for it again.
    silent.remove(name);
    nodes.remove(name);
  }

  /** {@link #remove} for every node that was added. */
  public void removeAll() {
    Set.copyOf(nodes.keySet()).forEach(this::remove);
  }

  /**
   * Stops the heartbeats of these nodes: after the grace of the control plane they count as
   * unreachable, and their pods do not end when deleted.
   */
  public void silence(String... names) {
    silent.addAll(Set.of(names));
  }

  /** Stops the heartbeats of all nodes in a zone. */
  public void silenceZone(String zone) {
    nodes.values().stream()
        .filter(node -> zone.equals(node.labels().get(FakeNode.ZONE_LABEL)))
        .forEach(node -> silent.add(node.name()));
  }

  /** Lets silent nodes speak again; the first heartbeat of each is given before this returns. */
  public void resume(String... names) {
    Stream.of(names).filter(silent::remove).toList().forEach(name -> beat(first, name));
  }

  /** {@link #resume} for all silent nodes. */
  public void resumeAll() {
    resume(silent.toArray(String[]::new));
  }

  /** Gives a heartbeat of each node that is not silent; the next ones come as they would. */
  public void beat() {
    nodes.keySet().forEach(name -> beat(first, name));
  }

  private boolean speaks(String node) {
    return nodes.containsKey(node) && !silent.contains(node);
  }

  private void beat(NodeHeartbeat heartbeat, String name) {
    if (speaks(name)) {
      unlessGone(() -> heartbeat.beat(name, nodeCache.getStore().getByKey(name)));
    }
  }

  private void tend(Pod pod) {
    String node = pod.getSpec().getNodeName();
    if (node == null || !speaks(node)) {
      return;
    }
    unlessGone(
        () -> {
          if (pod.getMetadata().getDeletionTimestamp() != null) {
            // Without grace it goes by itself, once whoever put a finalizer on it takes that off.
            if (!Long.valueOf(0).equals(pod.getMetadata().getDeletionGracePeriodSeconds())) {
              end(pod);
            }
          } else {
            FakeKubelet.running(pod, Instant.now()).ifPresent(this::writeStatus);
          }
        });
  }

  private void end(Pod pod) {
    // The uid keeps a late event from deleting the next pod of the same name.
    DeleteOptions now =
        new DeleteOptionsBuilder()
            .withGracePeriodSeconds(0L)
            .withNewPreconditions(null, pod.getMetadata().getUid())
            .build();
    client.raw(
        "/api/v1/namespaces/%s/pods/%s"
            .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName()),
        "DELETE",
        now);
  }

  private void writeStatus(Pod pod) {
    Pod status =
        new PodBuilder()
            .withNewMetadata()
            .withName(pod.getMetadata().getName())
            .withResourceVersion(pod.getMetadata().getResourceVersion())
            .endMetadata()
            .withStatus(pod.getStatus())
            .build();
    client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .resource(status)
        .subresource("status")
        .patch(MERGE, client.getKubernetesSerialization().asJson(status));
  }

  /**
   * An object that is gone or has changed meanwhile is the next event's matter, a server that is
   * gone the next sweep's.
   */
  private static void unlessGone(Runnable write) {
    try {
      write.run();
    } catch (KubernetesClientException e) {
      LOG.debug("Fake nodes: not written", e);
    }
  }

  private final class PodEvents implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      later(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
      later(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean deletedFinalStateUnknown) {
      // Nothing is left to report on.
    }

    private void later(Pod pod) {
      try {
        kubelets.execute(() -> tend(pod));
      } catch (RejectedExecutionException e) {
        LOG.trace("Fake nodes are closed", e);
      }
    }
  }

  /**
   * Stops acting. The Node objects stay, and count as unreachable after the grace of the control
   * plane: {@link #removeAll()} first deletes them.
   */
  @Override
  public void close() {
    podCache.close();
    nodeCache.close();
    heartbeats.shutdownNow();
    kubelets.shutdownNow();
  }
}
