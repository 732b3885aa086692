package cloud.bleu.faults;

import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.ServerCertificate;
import cloud.bleu.sandbox.SimulatedCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The hub or a member in a campaign over members, on an embedded API server: one node with room for
 * {@link #MILLICORES}, what runs pods there, and ways to it that have faults of their own.
 */
final class CampaignCluster implements AutoCloseable {

  /**
   * Thousandths of a cpu that replicas may ask for, 90 % of its 4.4 cpu: seven times half a cpu.
   * What is left takes the small workloads of the campaign also where all of that is held for
   * losses and rollouts.
   */
  static final int MILLICORES = 3960;

  /** The whole of it, as a zone declares it. */
  static final String ROOM = "{cpu: 4400m, memory: 16Gi}";

  /** What the operator looks for nodes by. */
  static final String ZONE_LABEL = "bleu.node-restriction.kubernetes.io/zone";

  /** Where workloads are: members get it from the hub. */
  static final String NAMESPACE = "shop";

  /** Held, so that its level stays: a watch whose reader was killed cannot be told of its end. */
  private static final Logger WATCHES =
      Logger.getLogger("io.fabric8.mockwebserver.vertx.VertxMockWebSocket");

  static {
    WATCHES.setLevel(Level.OFF);
  }

  private final String name;
  private final EmbeddedApiServer server;
  private final KubernetesClient client;
  private final ServerCertificate shown = ServerCertificate.of("localhost");
  private final List<FaultProxy> ways = new ArrayList<>();
  private final Config upstream;
  private final HttpClient behind;
  private SimulatedCluster pods;

  /**
   * @param name of the zone that it is
   * @param folder for a file of its own
   */
  CampaignCluster(String name, Path folder) {
    this(name, folder, List.of());
  }

  /** The same of which each request is told that no fault concerns. */
  CampaignCluster(String name, Path folder, Interceptor told) {
    this(name, folder, List.of(), told);
  }

  /** The same that serves other kinds as well. */
  CampaignCluster(String name, Path folder, List<CustomResourceDefinition> others) {
    this(name, folder, others, new Interceptor() {});
  }

  private CampaignCluster(
      String name, Path folder, List<CustomResourceDefinition> others, Interceptor told) {
    this.name = name;
    List<CustomResourceDefinition> kinds = new ArrayList<>(ProjectCrds.all());
    kinds.addAll(others);
    server = EmbeddedApiServer.start(kinds);
    client =
        PatientClients.of(
            new ConfigBuilder(server.config()).withNamespace(NAMESPACE).build(), told);
    namespace("kube-system");
    upstream = upstream(folder.resolve(name + ".kubeconfig"));
    behind = FaultProxy.server(upstream);
    pods = SimulatedCluster.start(client);
    pods.addNode(
        FakeNode.inZone(name, name + "-1")
            .withLabel(ZONE_LABEL, name)
            .withCapacity("cpu", "4400m")
            .withCapacity("memory", "16Gi"));
  }

  /** Creates a namespace, if there is none of this name. */
  CampaignCluster namespace(String namespace) {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .serverSideApply();
    return this;
  }

  private Config upstream(Path file) {
    try {
      server.writeKubeconfig(file);
      return new ConfigBuilder(Config.fromKubeconfig(Files.readString(file)))
          .withAutoOAuthToken("campaign")
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return name;
  }

  /** A client that no fault concerns. */
  KubernetesClient client() {
    return client;
  }

  /** The kubeconfig of another way into it. */
  String way(Fault fault) {
    FaultProxy proxy = new FaultProxy(upstream, behind, fault, shown);
    ways.add(proxy);
    return proxy.kubeconfig();
  }

  /** A way as if it were in this cluster, by plain HTTP. */
  FaultProxy own(Fault fault) {
    return new FaultProxy(upstream, behind, fault);
  }

  /** Whether its controllers and kubelets do nothing: no pod comes, and none goes. */
  void standStill(boolean now) {
    pods.close();
    if (!now) {
      pods = SimulatedCluster.start(client);
    }
  }

  /** Children of a workload. */
  List<Deployment> children(String workload) {
    return client
        .apps()
        .deployments()
        .inNamespace(NAMESPACE)
        .withLabel("placement.bleu.cloud/workload", workload)
        .list()
        .getItems();
  }

  /** Pods of a workload that are bound there. */
  int bound(String workload) {
    return client
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel("placement.bleu.cloud/workload", workload)
        .list()
        .getItems()
        .size();
  }

  /** The uids of these pods. */
  Set<String> pods(String workload) {
    Set<String> uids = new TreeSet<>();
    client
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel("placement.bleu.cloud/workload", workload)
        .list()
        .getItems()
        .forEach(pod -> uids.add(pod.getMetadata().getUid()));
    return uids;
  }

  /** What was written there for a workload, by kind and name. */
  Set<String> written(String workload) {
    Set<String> written = new TreeSet<>();
    List<HasMetadata> all = new ArrayList<>(children(workload));
    all.addAll(
        client
            .policy()
            .v1()
            .podDisruptionBudget()
            .inNamespace(NAMESPACE)
            .withLabel("placement.bleu.cloud/workload", workload)
            .list()
            .getItems());
    all.forEach(one -> written.add(one.getKind() + " " + one.getMetadata().getName()));
    return written;
  }

  /** What was written there for all workloads, and whom the gate lets in where. */
  Map<String, String> state() {
    Map<String, String> state = specs();
    client
        .policy()
        .v1()
        .podDisruptionBudget()
        .inNamespace(NAMESPACE)
        .list()
        .getItems()
        .forEach(
            one ->
                state.put(
                    name + "/budget " + one.getMetadata().getName(),
                    String.valueOf(one.getSpec().getMaxUnavailable())));
    client
        .resources(PlacementGate.class)
        .inNamespace(NAMESPACE)
        .list()
        .getItems()
        .forEach(
            gate -> {
              gate.getSpec()
                  .children()
                  .forEach((child, lets) -> state.put(name + "/gate " + child, lets.zone()));
              state.put(
                  name + "/gate zones", new TreeMap<>(gate.getSpec().zones()).keySet().toString());
            });
    return state;
  }

  /** What stands there by name: whose it is, and what it asks for. */
  Map<String, String> specs() {
    Map<String, String> specs = new TreeMap<>();
    for (Deployment one : client.apps().deployments().inNamespace(NAMESPACE).list().getItems()) {
      specs.put(
          name + "/" + one.getMetadata().getName(),
          one.getSpec().getReplicas()
              + " of "
              + one.getSpec().getTemplate().getSpec().getContainers().get(0).getImage());
    }
    return specs;
  }

  /**
   * Somebody else's agent has another number and another image written, whatever others write to
   * the same object meanwhile.
   */
  void scaledAndEdited(String workload) {
    for (Deployment child : children(workload)) {
      client
          .resource(child)
          .patch(
              PatchContext.of(PatchType.JSON),
              """
              [{"op": "replace", "path": "/spec/replicas", "value": %d},
               {"op": "replace", "path": "/spec/template/spec/containers/0/image",
                "value": "theirs"}]
              """
                  .formatted(child.getSpec().getReplicas() + 1));
    }
  }

  /** Somebody else's agent asks for one more of each child. */
  void scaled(String workload) {
    for (Deployment child : children(workload)) {
      client.resource(child).scale(child.getSpec().getReplicas() + 1);
    }
  }

  /** Somebody else's agent has these, which are gone, created again as they were. */
  void createdAgain(List<Deployment> gone) {
    for (Deployment one : gone) {
      client
          .resource(
              new DeploymentBuilder(one)
                  .editMetadata()
                  .withUid(null)
                  .withResourceVersion(null)
                  .endMetadata()
                  .build())
          .create();
    }
  }

  /**
   * Its node is Ready or not, by the clock of its controller manager.
   *
   * @param now what that clock says
   */
  void ready(boolean ready, Instant now) {
    Node node = client.nodes().withName(name + "-1").get();
    String at = now.truncatedTo(ChronoUnit.SECONDS).toString();
    client
        .resource(
            new NodeBuilder(node)
                .editStatus()
                .editMatchingCondition(c -> "Ready".equals(c.getType()))
                .withStatus(ready ? "True" : "Unknown")
                .withLastHeartbeatTime(at)
                .withLastTransitionTime(at)
                .endCondition()
                .endStatus()
                .build())
        .updateStatus();
  }

  @Override
  public void close() {
    pods.close();
    ways.forEach(FaultProxy::close);
    client.close();
    server.close();
  }
}
