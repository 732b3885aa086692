package cloud.bleu.sandbox;

import cloud.bleu.apiserver.Refusal;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An API server with nodes and no workloads, on 127.0.0.1, gone when closed. */
public final class Sandbox implements AutoCloseable {

  private static final String MANAGER = "bleu-sandbox";
  private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);

  /** For which no kind has come to be served, however long all of them take. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  /** After which it is said what is waited for. */
  static final Duration TELL = Duration.ofSeconds(15);

  private static final Duration BETWEEN = Duration.ofMillis(100);

  /**
   * Nodes count as lost after as long as in any cluster, as a busy laptop keeps heartbeats back.
   * What a sandbox loses is told, and shows at once.
   */
  static final PlaneFlags FLAGS =
      new PlaneFlags(List.of(), List.of(), List.of(), List.of(PlaneFlags.CHECKED_EXPRESSIONS));

  private final KubernetesClient client;
  private final Path kubeconfig;
  private final String limits;
  private final Cluster cluster;
  private final List<FleetMember> members;
  private final List<AutoCloseable> parts;

  /** Takes nodes. */
  private interface Cluster {
    void add(FakeNode node);
  }

  private Sandbox(
      KubernetesClient client,
      Path kubeconfig,
      String limits,
      Cluster cluster,
      List<FleetMember> members,
      List<AutoCloseable> parts) {
    this.client = client;
    this.kubeconfig = kubeconfig;
    this.limits = limits;
    this.cluster = cluster;
    this.members = members;
    this.parts = parts;
  }

  /** An API server inside this JVM, with a small simulated cluster. */
  public static Sandbox embedded(List<CustomResourceDefinition> crds) {
    EmbeddedApiServer server = EmbeddedApiServer.start(crds);
    KubernetesClient client = server.newClient();
    SimulatedCluster cluster = SimulatedCluster.start(client);
    try {
      Path kubeconfig = Files.createTempFile("bleu-sandbox-", ".kubeconfig");
      server.writeKubeconfig(kubeconfig);
      return new Sandbox(
          client,
          kubeconfig,
          EmbeddedApiServer.LIMITS,
          cluster::addNode,
          List.of(),
          List.of(cluster, client, server, () -> Files.deleteIfExists(kubeconfig)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the kubeconfig", e);
    }
  }

  /**
   * A real control plane as child processes, with fake nodes.
   *
   * @throws ControlPlaneException if it does not start; the message says why and what to do
   */
  public static Sandbox real(ControlPlaneBinaries binaries, List<CustomResourceDefinition> crds) {
    return real(binaries, crds, 0);
  }

  /**
   * A real control plane with member clusters beside it, which have none of the kinds and no nodes.
   *
   * @throws ControlPlaneException if one does not start; the message says why and what to do
   */
  public static Sandbox real(
      ControlPlaneBinaries binaries, List<CustomResourceDefinition> crds, int members) {
    Fleet fleet = Fleet.start(binaries, FLAGS, members, admin -> install(crds, admin));
    ControlPlane hub = fleet.hub();
    KubernetesClient client = hub.adminClient();
    FakeNodes nodes = FakeNodes.on(client, FLAGS.heartbeat());
    FakeVolumes volumes = FakeVolumes.on(client);
    return new Sandbox(
        client,
        hub.kubeconfigFile(fleet.kubeconfig()),
        "The control plane is real; nodes and volumes are simulated, so no container runs.",
        nodes::add,
        fleet.members(),
        List.of(volumes, nodes, client, fleet));
  }

  private static void install(List<CustomResourceDefinition> crds, KubernetesClient admin) {
    for (CustomResourceDefinition crd : crds) {
      SandboxClients.create(admin, crd, Sandbox::isOneKind);
    }
    Set<String> names = new TreeSet<>();
    crds.forEach(crd -> names.add(crd.getMetadata().getName()));
    awaitServed(() -> unserved(names, admin), System::nanoTime, Sandbox::pause);
  }

  /** What the server adds to a spec by default is no difference. */
  static boolean isOneKind(CustomResourceDefinition wanted, CustomResourceDefinition there) {
    return wanted.getSpec().getGroup().equals(there.getSpec().getGroup())
        && wanted.getSpec().getScope().equals(there.getSpec().getScope())
        && wanted.getSpec().getNames().getKind().equals(there.getSpec().getNames().getKind())
        && wanted.getSpec().getVersions().equals(there.getSpec().getVersions());
  }

  private static Set<String> unserved(Set<String> names, KubernetesClient admin) {
    Set<String> unserved = new TreeSet<>(names);
    admin.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
        .filter(Sandbox::established)
        .forEach(crd -> unserved.remove(crd.getMetadata().getName()));
    return unserved;
  }

  /**
   * Waits until every kind is served: for as long as another one comes to be, which takes a slow
   * machine its time.
   *
   * @param unserved those that are not, as the API server tells
   * @param nanos the time
   * @throws ControlPlaneException when none came for {@link #PATIENCE}; the message names them
   */
  static void awaitServed(Supplier<Set<String>> unserved, LongSupplier nanos, Runnable pause) {
    Set<String> waiting = null;
    String why = "";
    long since = nanos.getAsLong();
    long told = since;
    while (true) {
      try {
        Set<String> now = unserved.get();
        since = waiting == null || now.size() < waiting.size() ? nanos.getAsLong() : since;
        waiting = now;
        why = "";
      } catch (KubernetesClientException e) {
        why = ", which does not answer: " + Refusal.words(e);
      }
      if (waiting != null && waiting.isEmpty()) {
        return;
      }
      String what =
          (waiting == null ? "the kinds" : String.join(", ", waiting))
              + " to be served by the API server"
              + why;
      long at = nanos.getAsLong();
      if (at - since > PATIENCE.toNanos()) {
        throw new ControlPlaneException(
            "waited for %s; nothing changed for %s s. End what else keeps the processor busy, and start again"
                .formatted(what, PATIENCE.toSeconds()));
      }
      if (at - told > TELL.toNanos()) {
        LOG.warn("waiting for {}", what);
        told = at;
      }
      pause.run();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneException("interrupted while waiting for the kinds", e);
    }
  }

  private static boolean established(CustomResourceDefinition crd) {
    return crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> "Established".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  /** A client with every right, closed with the sandbox. */
  public KubernetesClient client() {
    return client;
  }

  /** The kubeconfig for other terminals, with a context for each member. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** What this sandbox does not do, in one sentence. */
  public String limits() {
    return limits;
  }

  /** The clusters beside it; empty unless they were asked for. */
  public List<FleetMember> members() {
    return members;
  }

  /** Adds a simulated node that is Ready. */
  public void add(FakeNode node) {
    cluster.add(node);
  }

  /**
   * Applies objects in this order, so sort what others depend on first. Nodes become simulated
   * ones.
   *
   * @return for each object that the API server refused, what it said
   */
  public List<String> apply(List<HasMetadata> objects) {
    List<String> refused = new ArrayList<>();
    for (HasMetadata object : objects) {
      try {
        if (object instanceof Node node) {
          add(FakeNode.of(node));
        } else {
          client
              .resource(object)
              .patch(
                  new PatchContext.Builder()
                      .withPatchType(PatchType.SERVER_SIDE_APPLY)
                      .withFieldManager(MANAGER)
                      .withForce(true)
                      .build());
        }
      } catch (KubernetesClientException e) {
        String why = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
        refused.add(object.getKind() + " " + object.getMetadata().getName() + ": " + why);
      }
    }
    return refused;
  }

  @Override
  public void close() {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        // The others are closed all the same; the process is about to end.
        LOG.debug("closing {}", part, e);
      }
    }
  }
}
