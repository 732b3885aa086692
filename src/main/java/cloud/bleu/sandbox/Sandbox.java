package cloud.bleu.sandbox;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An API server with nodes and no workloads, on 127.0.0.1, gone when closed. */
public final class Sandbox implements AutoCloseable {

  private static final String MANAGER = "bleu-sandbox";
  private static final long ESTABLISHED_SECONDS = 30;

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
   * The same with member clusters beside it, which have none of the kinds and no nodes yet.
   *
   * @throws ControlPlaneException likewise
   */
  public static Sandbox real(
      ControlPlaneBinaries binaries, List<CustomResourceDefinition> crds, int members) {
    Fleet fleet = Fleet.start(binaries, FLAGS, members, admin -> install(crds, admin));
    ControlPlane hub = fleet.hub();
    KubernetesClient client = hub.adminClient();
    FakeNodes nodes = FakeNodes.on(client);
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
      admin.resource(crd).create();
    }
    for (CustomResourceDefinition crd : crds) {
      admin
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName(crd.getMetadata().getName())
          .waitUntilCondition(Sandbox::established, ESTABLISHED_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static boolean established(CustomResourceDefinition crd) {
    return crd != null
        && crd.getStatus() != null
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
        org.slf4j.LoggerFactory.getLogger(Sandbox.class).debug("closing {}", part, e);
      }
    }
  }
}
