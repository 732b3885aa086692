package cloud.bleu.sandbox;

import static cloud.bleu.sandbox.ControlPlaneBinaries.Program;

import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A real Kubernetes control plane as child processes on 127.0.0.1: etcd, kube-apiserver,
 * kube-scheduler and kube-controller-manager, with certificates of its own and a temporary
 * directory that goes when it is closed. It has no nodes: {@link FakeNodes} adds some.
 *
 * <p>Nothing outlives this JVM: {@link #close()} also runs when the JVM ends, and if the JVM is
 * killed a watching shell kills the children.
 */
public final class ControlPlane implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);

  /** With what the token of the user who may do everything starts: no service account's does. */
  public static final String ADMIN_TOKEN = PlaneAccess.ADMIN + "-";

  private final PlaneStore store;

  /** Among others of its fleet; empty for a plane that stands alone. */
  private final String name;

  private final PlaneFiles files;
  private final Certificates certificates = new Certificates(Instant.now());
  private final LoopbackPorts ports = new LoopbackPorts();
  private final PlaneCommands commands;
  private final ReadyProbe probe;
  private final URI url;

  private final PlaneAccess access;
  private final AtomicInteger kubeconfigs = new AtomicInteger();
  private final ShutdownTask end;

  /** In the order in which they start; they stop in the reverse one. */
  private final NavigableMap<Program, ChildProcess> processes = new ConcurrentSkipListMap<>();

  private final List<URI> readyUrls = new CopyOnWriteArrayList<>();

  private ControlPlane(
      PlaneStore store,
      String name,
      PlaneFiles files,
      String prefix,
      PlaneFlags extra,
      Runnable afterwards) {
    this.store = store;
    this.name = name;
    this.files = files;
    this.commands = new PlaneCommands(store, files, prefix, ports, extra);
    this.url = commands.apiServerUrl();
    this.probe = new ReadyProbe(certificates.authority());
    this.access =
        new PlaneAccess(
            url, certificates.authority() + commands.writeKeys(certificates), certificates, files);
    this.end =
        new ShutdownTask(
            "control-plane-stop",
            () -> {
              stopProcesses();
              afterwards.run();
            });
  }

  /**
   * Starts the four processes and returns when all of them are ready: about four seconds on two
   * idle cores.
   *
   * @throws ControlPlaneException if a program is missing, or one of them ends or is not ready
   *     within two minutes; the message has the end of its log
   */
  public static ControlPlane start(ControlPlaneBinaries binaries) {
    return start(binaries, PlaneFlags.NONE);
  }

  /**
   * As {@link #start(ControlPlaneBinaries)}, with further flags.
   *
   * @throws ControlPlaneException likewise
   */
  public static ControlPlane start(ControlPlaneBinaries binaries, PlaneFlags extra) {
    return start(binaries, extra, admin -> {});
  }

  /**
   * As {@link #start(ControlPlaneBinaries, PlaneFlags)}, with something done once the API server
   * answers and before the controllers start: the garbage collector knows the kinds that are there
   * then, and those that come later up to half a minute after.
   *
   * @param first given a client for the user who may do everything, which is closed afterwards
   * @throws ControlPlaneException likewise
   */
  public static ControlPlane start(
      ControlPlaneBinaries binaries, PlaneFlags extra, Consumer<KubernetesClient> first) {
    PlaneStore store = PlaneStore.open(binaries, extra.etcd());
    ControlPlane plane;
    try {
      plane = new ControlPlane(store, "", store.files(), "/registry", extra, store::close);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
    try {
      plane.launch(first);
      return plane;
    } catch (RuntimeException e) {
      plane.close();
      throw e;
    }
  }

  /** One of several planes on a store, which stays the caller's to close; not launched yet. */
  static ControlPlane on(PlaneStore store, String name, PlaneFlags extra) {
    return new ControlPlane(store, name, store.files().within(name), "/" + name, extra, () -> {});
  }

  /**
   * Starts API server, scheduler and controller manager, and returns when all of them are ready.
   *
   * @param first done once the API server answers and before the controllers start
   */
  void launch(Consumer<KubernetesClient> first) {
    launch(Program.KUBE_APISERVER, commands.apiServer());
    readyUrls.add(url.resolve("/readyz"));
    awaitReady();
    try (KubernetesClient admin = adminClient()) {
      first.accept(admin);
    }
    launch(Program.KUBE_SCHEDULER, commands.scheduler());
    launch(Program.KUBE_CONTROLLER_MANAGER, commands.controllerManager());
    readyUrls.addAll(commands.healthUrls());
    awaitReady();
  }

  private void launch(Program program, List<String> command) {
    String executable = program.executable();
    processes.put(
        program,
        store.launch(
            name.isEmpty() ? executable : executable + " of " + name,
            command,
            files.path(executable + ".log")));
  }

  /**
   * Returns when every process that was started is ready.
   *
   * @throws ControlPlaneException if one has ended, or is not ready within two minutes
   */
  public void awaitReady() {
    List<ChildProcess> all = new ArrayList<>(List.of(store.etcd()));
    all.addAll(processes.values());
    probe.await(readyUrls, all, READY_WITHIN);
  }

  /** Among others of its fleet, as in {@code member-1}; empty for a plane that stands alone. */
  public String name() {
    return name;
  }

  /** Where the API server listens, as in {@code https://127.0.0.1:20443}. */
  public URI url() {
    return url;
  }

  /** The programs that this plane was started with, among them kubectl. */
  public ControlPlaneBinaries binaries() {
    return store.binaries();
  }

  /** etcd, to pause, kill or restart; that of all planes in a {@link Fleet}. */
  public ChildProcess etcd() {
    return store.etcd();
  }

  /** The API server, to pause, kill or restart; {@link #awaitReady()} tells when it is back. */
  public ChildProcess apiServer() {
    return process(Program.KUBE_APISERVER);
  }

  /** The scheduler, to pause, kill or restart. */
  public ChildProcess scheduler() {
    return process(Program.KUBE_SCHEDULER);
  }

  /** The controller manager, to pause, kill or restart. */
  public ChildProcess controllerManager() {
    return process(Program.KUBE_CONTROLLER_MANAGER);
  }

  private ChildProcess process(Program program) {
    ChildProcess process = processes.get(program);
    if (process == null) {
      throw new ControlPlaneException(program.executable() + " was not started");
    }
    return process;
  }

  /** The text of a kubeconfig for the user who may do everything. */
  public String adminKubeconfig() {
    return Kubeconfig.of(access.admin());
  }

  /**
   * A kubeconfig of that user with a token in place of a client certificate, for who asks often:
   * the API server verifies a certificate at each request.
   */
  public String adminTokenKubeconfig() {
    return access.adminByToken();
  }

  /** How the user who may do everything reaches it. */
  Kubeconfig.Access adminAccess() {
    return access.admin();
  }

  /**
   * The text of a kubeconfig for this user, member of these groups, with a client certificate. It
   * grants no right by itself.
   */
  public String kubeconfig(String user, String... groups) {
    return Kubeconfig.of(access.withCertificate(user, groups));
  }

  /**
   * The text of a kubeconfig for an existing service account, with a token of one hour.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the service account is not
   *     there
   */
  public String serviceAccountKubeconfig(String namespace, String name) {
    return access.withToken(namespace, token(namespace, name));
  }

  /**
   * A token of one hour for an existing service account, from the TokenRequest API.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the service account is not
   *     there
   */
  public String token(String namespace, String name) {
    try (KubernetesClient admin = adminClient()) {
      TokenRequest request =
          admin.serviceAccounts().inNamespace(namespace).withName(name).tokenRequest();
      return request.getStatus().getToken();
    }
  }

  /** What it stands on. */
  PlaneStore store() {
    return store;
  }

  /**
   * Writes a kubeconfig to a file of its own, for kubectl and helm; the file goes with the plane.
   */
  public Path kubeconfigFile(String kubeconfig) {
    return files.write("user-" + kubeconfigs.incrementAndGet() + ".kubeconfig", kubeconfig);
  }

  /** A new client for the user who may do everything. The caller closes it. */
  public KubernetesClient adminClient() {
    return client(adminTokenKubeconfig());
  }

  /** A new client for the user of a kubeconfig. The caller closes it. */
  public KubernetesClient client(String kubeconfig) {
    return SandboxClients.of(Config.fromKubeconfig(kubeconfig));
  }

  /**
   * Stops controller manager, scheduler and API server, each killed after 5 s. A plane that stands
   * alone then stops etcd and removes the directory.
   */
  @Override
  public void close() {
    end.close();
  }

  private void stopProcesses() {
    processes.descendingMap().values().forEach(process -> process.stop(PlaneStore.GRACE));
    ports.close();
  }
}
