package cloud.bleu.sandbox;

import static org.awaitility.Awaitility.await;

import cloud.bleu.sandbox.ControlPlaneBinaries.Program;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Karmada on the hub of a fleet: its aggregated API server and its controller manager as processes
 * on 127.0.0.1, and the members joined to it. It has no webhook, no scheduler until that is
 * started, and an agent only for members that fetch their orders.
 */
public final class KarmadaPlane implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final String SYSTEM = "karmada-system";

  /** Where it keeps the credentials of clusters. */
  public static final String CLUSTERS = "karmada-cluster";

  private static final String LEASE = "karmada-controller-manager";

  /** What its controller manager says when it ends for want of its lease (Karmada 1.18.2). */
  private static final String LEASE_LOST = "leader election lost";

  /** Without a word of its agent a member that fetches its orders is not known to be ready. */
  private static final String SILENT_AFTER = "20s";

  /** What acts on policies, bindings and clusters; the rest would cost memory only. */
  private static final String CONTROLLERS =
      "cluster,clusterStatus,execution,workStatus,binding,bindingStatus,namespace,"
          + "applicationFailover,gracefulEviction";

  private final Fleet fleet;
  private final LoopbackPorts ports = new LoopbackPorts();
  private final PlaneFiles files;
  private final Path kubeconfig;
  private final ChildProcess apiServer;
  private final ChildProcess controllerManager;
  private final List<ChildProcess> agents = new ArrayList<>();
  private @Nullable ChildProcess scheduler;
  private boolean closed;

  /** Characters of the log of the controller manager that were looked at. */
  private int read;

  private @Nullable String fault;

  private KarmadaPlane(Fleet fleet, List<FleetMember> joined) {
    this.fleet = fleet;
    files = fleet.store().files().within("karmada");
    kubeconfig = fleet.hub().kubeconfigFile(fleet.hub().adminKubeconfig());
    try (KubernetesClient hub = fleet.hub().adminClient()) {
      namespace(hub, SYSTEM);
      namespace(hub, CLUSTERS);
      kinds(hub);
      apiServer = startApiServer(hub);
      controllerManager = startControllerManager();
      startAgain();
      for (FleetMember member : joined) {
        join(hub, member);
      }
    }
  }

  /** Installs and starts it, and joins every member under its name. Returns when clusters serve. */
  public static KarmadaPlane on(Fleet fleet) {
    return on(fleet, fleet.members());
  }

  /** The same, and joins these members only. */
  public static KarmadaPlane on(Fleet fleet, List<FleetMember> joined) {
    return new KarmadaPlane(fleet, joined);
  }

  /**
   * Has a member join by itself and fetch its orders: Karmada gets no credential of it, and hears
   * of it what its agent says.
   *
   * @return the agent, to pause; that it ends is a fault
   */
  public ChildProcess pull(FleetMember member) {
    account(member);
    Path there =
        member
            .plane()
            .kubeconfigFile(member.plane().serviceAccountKubeconfig("kube-system", "karmada"));
    ChildProcess agent =
        fleet
            .store()
            .launch(
                "karmada-agent",
                List.of(
                    binary(Program.KARMADA_AGENT),
                    "--karmada-kubeconfig=" + kubeconfig,
                    "--kubeconfig=" + there,
                    "--cluster-name=" + member.name(),
                    "--cluster-api-endpoint=" + member.plane().url(),
                    "--cluster-namespace=" + CLUSTERS,
                    "--report-secrets=None",
                    "--leader-elect=false",
                    "--cluster-lease-duration=" + SILENT_AFTER,
                    "--metrics-bind-address=127.0.0.1:" + ports.next(),
                    "--health-probe-bind-address=127.0.0.1:" + ports.next(),
                    "--cluster-status-update-frequency=2s",
                    "--cluster-failure-threshold=5s",
                    "--cluster-success-threshold=2s",
                    "--controllers=clusterStatus,execution,workStatus"),
                files.path("agent-" + member.name() + ".log"));
    agents.add(agent);
    ProcessHandle.of(agent.pid())
        .ifPresentOrElse(
            process -> process.onExit().thenRun(() -> agentEnded(agent)), () -> agentEnded(agent));
    return agent;
  }

  /** Its controller manager, to pause or kill. */
  public ChildProcess controllerManager() {
    return controllerManager;
  }

  /**
   * Starts its own scheduler with its defaults, but for the addresses that it serves on.
   *
   * @return the port of its metrics
   */
  public int startScheduler() {
    int metrics = ports.next();
    scheduler =
        fleet
            .store()
            .launch(
                "karmada-scheduler",
                List.of(
                    binary(Program.KARMADA_SCHEDULER),
                    "--kubeconfig=" + kubeconfig,
                    "--leader-elect=false",
                    "--metrics-bind-address=127.0.0.1:" + metrics,
                    "--health-probe-bind-address=127.0.0.1:" + ports.next()),
                files.path("scheduler.log"));
    return metrics;
  }

  /**
   * Lets a paused controller manager go on, and returns once it renews its lease. One that was
   * paused while it asked for that finds its lease lost, ends, and is started again.
   */
  public void resumeControllerManager() {
    try (KubernetesClient hub = fleet.hub().adminClient()) {
      String before = renewal(hub);
      controllerManager.resume();
      await("the controller manager of Karmada renews its lease")
          .atMost(READY_WITHIN)
          .until(() -> !renewal(hub).equals(before));
    }
  }

  private void startAgain() {
    ProcessHandle.of(controllerManager.pid())
        .ifPresent(process -> process.onExit().thenRun(this::controllerManagerEnded));
  }

  /**
   * Where it could not renew its lease a cluster starts it again, however often: a machine that is
   * busy has it lose its lease. Any other end is a fault.
   */
  private synchronized void controllerManagerEnded() {
    if (closed) {
      return;
    }
    String said = written();
    int before = read;
    read = said.length();
    if (said.substring(before).contains(LEASE_LOST)) {
      controllerManager.restart();
      startAgain();
    } else {
      fault = "the controller manager of Karmada ended: " + controllerManager.logTail(10);
    }
  }

  private synchronized void agentEnded(ChildProcess agent) {
    if (!closed) {
      fault = agent.name() + " ended: " + agent.logTail(10);
    }
  }

  private String written() {
    try {
      return Files.readString(controllerManager.log(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the log of Karmada cannot be read", e);
    }
  }

  private static String renewal(KubernetesClient hub) {
    return String.valueOf(
        hub.leases().inNamespace(SYSTEM).withName(LEASE).get().getSpec().getRenewTime());
  }

  private static void namespace(KubernetesClient client, String name) {
    apply(client, new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build());
  }

  private void kinds(KubernetesClient hub) {
    Path crds = fleet.store().binaries().path(Program.KARMADA_CONTROLLER_MANAGER);
    try (Stream<Path> all =
        Files.walk(crds.resolveSibling("karmada-crds"), FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : all.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
        try (InputStream text = Files.newInputStream(file)) {
          for (HasMetadata object : hub.load(text).items()) {
            apply(hub, object);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the CRDs of Karmada cannot be read", e);
    }
  }

  private ChildProcess startApiServer(KubernetesClient hub) {
    Certificates certificates = new Certificates(Instant.now());
    Certificates.Credential server =
        certificates.server("karmada-aggregated-apiserver." + SYSTEM + ".svc");
    files.write("server.crt", server.certificate());
    files.write("server.key", server.key());
    int port = ports.next();
    ChildProcess process =
        fleet
            .store()
            .launch(
                "karmada-aggregated-apiserver",
                List.of(
                    binary(Program.KARMADA_AGGREGATED_APISERVER),
                    "--kubeconfig=" + kubeconfig,
                    "--authentication-kubeconfig=" + kubeconfig,
                    "--authorization-kubeconfig=" + kubeconfig,
                    "--etcd-servers=" + fleet.store().url(),
                    "--etcd-prefix=/karmada-aggregated",
                    "--tls-cert-file=" + files.path("server.crt"),
                    "--tls-private-key-file=" + files.path("server.key"),
                    "--bind-address=127.0.0.1",
                    "--secure-port=" + port),
                files.path("aggregated-apiserver.log"));
    create(
        hub,
        """
        apiVersion: v1
        kind: Service
        metadata: {name: karmada-aggregated-apiserver, namespace: %s}
        spec: {type: ExternalName, externalName: localhost}
        """
            .formatted(SYSTEM));
    create(
        hub,
        """
        apiVersion: apiregistration.k8s.io/v1
        kind: APIService
        metadata: {name: v1alpha1.cluster.karmada.io}
        spec:
          group: cluster.karmada.io
          version: v1alpha1
          groupPriorityMinimum: 2000
          versionPriority: 10
          caBundle: %s
          service: {name: karmada-aggregated-apiserver, namespace: %s, port: %d}
        """
            .formatted(base64(certificates.authority()), SYSTEM, port));
    await("clusters of Karmada are served")
        .atMost(READY_WITHIN)
        .until(() -> alive(process) && isServed(hub));
    return process;
  }

  private static boolean alive(ChildProcess process) {
    if (!process.isAlive()) {
      throw new ControlPlaneException(process.name() + " has ended:\n" + process.logTail(20));
    }
    return true;
  }

  private static boolean isServed(KubernetesClient hub) {
    try {
      return hub.raw("/apis/cluster.karmada.io/v1alpha1/clusters") != null;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  private ChildProcess startControllerManager() {
    return fleet
        .store()
        .launch(
            "karmada-controller-manager",
            List.of(
                binary(Program.KARMADA_CONTROLLER_MANAGER),
                "--kubeconfig=" + kubeconfig,
                // The lease is how anybody sees that it lives.
                "--leader-elect=true",
                "--leader-elect-resource-namespace=" + SYSTEM,
                "--leader-elect-lease-duration=10s",
                // Who does not renew it for so long ends: a machine that is busy takes seconds.
                "--leader-elect-renew-deadline=9s",
                "--leader-elect-retry-period=1s",
                "--metrics-bind-address=127.0.0.1:" + ports.next(),
                "--health-probe-bind-address=127.0.0.1:" + ports.next(),
                "--cluster-status-update-frequency=2s",
                "--cluster-failure-threshold=5s",
                "--cluster-success-threshold=2s",
                "--cluster-monitor-grace-period=" + SILENT_AFTER,
                "--controllers=" + CONTROLLERS),
            files.path("controller-manager.log"));
  }

  private String binary(Program program) {
    return fleet.store().binaries().path(program).toString();
  }

  /** Whose token Karmada or an agent has: with the rights of an administrator. */
  private static void account(FleetMember member) {
    create(
        member.client(),
        "---\n"
            + "{apiVersion: v1, kind: ServiceAccount, metadata: {name: karmada, namespace:"
            + " kube-system}}");
    create(
        member.client(),
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: karmada}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
        subjects: [{kind: ServiceAccount, name: karmada, namespace: kube-system}]
        """);
  }

  /** Karmada reaches the member. */
  private static void join(KubernetesClient hub, FleetMember member) {
    account(member);
    String authority = Config.fromKubeconfig(member.plane().adminKubeconfig()).getCaCertData();
    apply(
        hub,
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(CLUSTERS)
            .withName(member.name())
            .endMetadata()
            .addToData("token", base64(member.plane().token("kube-system", "karmada")))
            .addToData("caBundle", authority)
            .build());
    create(
        hub,
        """
        apiVersion: cluster.karmada.io/v1alpha1
        kind: Cluster
        metadata: {name: %s}
        spec:
          syncMode: Push
          apiEndpoint: %s
          secretRef: {namespace: %s, name: %s}
        """
            .formatted(member.name(), member.plane().url(), CLUSTERS, member.name()));
  }

  private static void create(KubernetesClient client, String yaml) {
    apply(client, Serialization.<HasMetadata>unmarshal(yaml));
  }

  /** Not by a create: where an answer is late the client asks again, and that is to be no error. */
  private static void apply(KubernetesClient client, HasMetadata object) {
    client.resource(object).serverSideApply();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Stops all of it, paused or not; what they wrote goes with the fleet. */
  @Override
  public void close() {
    String ended;
    synchronized (this) {
      closed = true;
      ended = fault;
    }
    if (scheduler != null) {
      scheduler.stop(PlaneStore.GRACE);
    }
    agents.forEach(agent -> agent.stop(PlaneStore.GRACE));
    controllerManager.stop(PlaneStore.GRACE);
    apiServer.stop(PlaneStore.GRACE);
    ports.close();
    if (ended != null) {
      throw new ControlPlaneException(ended);
    }
  }
}
