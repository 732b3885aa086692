package cloud.bleu.delivery.member;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.cluster.ClusterObjects;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.cluster.ListedObjects;
import cloud.bleu.delivery.cluster.UndoneEdits;
import cloud.bleu.delivery.companion.ClusterCompanions;
import cloud.bleu.delivery.companion.CompanionSource;
import cloud.bleu.delivery.zone.ZoneTarget;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One other cluster in a campaign: its server, its controllers as far as a Deployment needs them,
 * the way to it, and what is wrong with that now. The workload of the campaign is called web.
 */
final class CampaignSite implements AutoCloseable {

  private static final String HOME = "placement.bleu.cloud/home";

  private static final Reach REACHED =
      new Reach(Reach.State.REACHED, Instant.EPOCH, "Reached", "it is reached");
  private static final Reach AWAY =
      new Reach(Reach.State.UNREACHED, Instant.EPOCH, "NoAnswer", "it does not answer");

  private final String name;
  private final LongSupplier nanos;
  private final EmbeddedApiServer server;
  private final KubernetesClient client;
  private final String uid;
  private String namespace = "";
  private MemberQueue queue;
  private MemberTarget target;

  /** What the cache shows; null: what stands there. */
  private volatile ClusterObjects cached;

  private volatile Reach reach = REACHED;
  private CountDownLatch slow;

  /** Pods of web that run and are ready, whoever sees that. */
  private int running;

  /** The generation of the child of web since another hub has it; null: none has. */
  private Long taken;

  CampaignSite(String name, LongSupplier nanos) {
    this.name = name;
    this.nanos = nanos;
    server = EmbeddedApiServer.start(ProjectCrds.all());
    client = PatientClients.of(server);
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName("kube-system").endMetadata().build())
        .serverSideApply();
    uid = client.namespaces().withName("kube-system").get().getMetadata().getUid();
  }

  String name() {
    return name;
  }

  String uid() {
    return uid;
  }

  ZoneTarget target() {
    return target;
  }

  /** A process has listed everything of a namespace; another namespace is another plan. */
  void begin(String other) {
    end();
    if (!namespace.equals(other)) {
      namespace = other;
      running = 0;
      taken = null;
      reach = REACHED;
    }
    cached = reach.isReached() ? null : new ListedObjects(client, namespace);
    MemberQueue own =
        new MemberQueue(
            name,
            new MemberQueue.Listener() {
              @Override
              public void answered(String workloads, String workload) {
                // The plan looks when it is its turn.
              }

              @Override
              public void silent() {
                // Whether it is reached is a part of the plan.
              }

              @Override
              public boolean isReached() {
                return true;
              }
            },
            nanos,
            () -> Duration.ZERO);
    queue = own;
    MemberNamespaces namespaces = new MemberNamespaces(client, "home", name -> Map.of());
    MemberServer there =
        new MemberServer(client, this::seen, "home", () -> reach, () -> uid, UndoneEdits.UNTOLD);
    target =
        new MemberTarget(
            there,
            namespaces,
            new MemberCompanions(
                new ServingHub(),
                new ClusterCompanions(client, new ClusterWriter(client), "home"),
                there,
                new CompanionSource(client),
                namespaces,
                own),
            own,
            (workload, zone) -> null);
  }

  private ClusterObjects seen() {
    ClusterObjects held = cached;
    return held == null ? new ListedObjects(client, namespace) : held;
  }

  /** Whether the cache stands still. */
  void stale(boolean stale) {
    if (reach.isReached()) {
      cached = stale ? new ListedObjects(client, namespace) : null;
    }
  }

  /** Whether the cluster is cut off: it goes on by itself, and nobody sees it. */
  void cutOff(boolean away) {
    if (away == reach.isReached()) {
      reach = away ? AWAY : REACHED;
      cached = away ? new ListedObjects(client, namespace) : null;
    }
  }

  boolean cutOff() {
    return !reach.isReached();
  }

  /** A process ends: what waits is done by nobody. */
  private void end() {
    // First, or what waits would go on beside what comes next.
    if (queue != null) {
      queue.close();
    }
    slow(null, false);
  }

  /** Whether what is written waits, and so does everything behind it. */
  void slow(BleuWorkload workload, boolean waits) {
    if (!waits && slow != null) {
      slow.countDown();
      slow = null;
    } else if (waits && slow == null) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch until = new CountDownLatch(1);
      slow = until;
      queue.read(
          workload,
          "slow",
          "",
          () -> {
            begun.countDown();
            awaited(until);
            return null;
          });
      // Or it would have waited for too long itself once the clock goes on.
      awaited(begun);
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether another hub says that the child is its own. */
  void taken(boolean theirs) {
    Deployment child = child("web");
    if (child == null || theirs == (taken != null)) {
      return;
    }
    child.getMetadata().getLabels().put(HOME, theirs ? "other" : "home");
    client.resource(child).update();
    taken = theirs ? child("web").getMetadata().getGeneration() : null;
  }

  boolean isWell() {
    return reach.isReached() && cached == null && slow == null;
  }

  /** Everything that was wrong is over, and what waited for that is done. */
  void mend(BleuWorkload workload) {
    taken(false);
    slow(workload, false);
    idle(workload);
    reach = REACHED;
    cached = null;
  }

  /** The controllers there bring up all pods. */
  void settle() {
    Deployment child = child("web");
    running = child == null ? 0 : child.getSpec().getReplicas();
    report(child);
  }

  /** They bring up one more pod. */
  void startOne() {
    Deployment child = child("web");
    running = child == null ? 0 : Math.min(running + 1, child.getSpec().getReplicas());
    report(child);
  }

  private void report(Deployment child) {
    if (child != null) {
      child.setStatus(
          new DeploymentStatusBuilder()
              .withReplicas(running)
              .withReadyReplicas(running)
              .withAvailableReplicas(running)
              .withUpdatedReplicas(running)
              .withObservedGeneration(child.getMetadata().getGeneration())
              .build());
      client.resource(child).updateStatus();
    }
  }

  /** Pods that are asked for no more end at once. */
  void follow() {
    running = Math.min(running, asked("web"));
  }

  int running() {
    return running;
  }

  /** Replicas that stand there for a workload. */
  int asked(String workload) {
    Deployment child = child(workload);
    return child == null ? 0 : child.getSpec().getReplicas();
  }

  /** Waits until all that was handed over is done, where anything is. */
  void idle(BleuWorkload workload) {
    if (slow == null) {
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .atMost(Duration.ofMinutes(1))
          .until(() -> !queue.isBusy(workload));
    }
  }

  void checkUntouched(String where) {
    if (taken != null) {
      assertEquals(
          taken, child("web").getMetadata().getGeneration(), where + ": it is another hub's");
    }
  }

  /** What stands there by name: that it is ours, and what it asks for. */
  Map<String, String> specs() {
    Map<String, String> specs = new TreeMap<>();
    standing(
        d ->
            specs.put(
                name + d.getMetadata().getName(),
                d.getMetadata().getLabels() + Serialization.asJson(d.getSpec())));
    return specs;
  }

  Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    standing(
        d -> versions.put(name + d.getMetadata().getName(), d.getMetadata().getResourceVersion()));
    return versions;
  }

  private void standing(Consumer<Deployment> each) {
    client.apps().deployments().inNamespace(namespace).list().getItems().forEach(each);
  }

  private Deployment child(String workload) {
    return client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withLabel("placement.bleu.cloud/workload", workload)
        .list()
        .getItems()
        .stream()
        .findFirst()
        .orElse(null);
  }

  @Override
  public void close() {
    end();
    client.close();
    server.close();
  }

  @Override
  public String toString() {
    return "%s: %s of %s run%s%s%s%s"
        .formatted(
            name,
            running,
            asked("web"),
            reach.isReached() ? "" : ", cut off",
            cached == null ? "" : ", stale",
            slow == null ? "" : ", slow",
            taken == null ? "" : ", taken");
  }
}
