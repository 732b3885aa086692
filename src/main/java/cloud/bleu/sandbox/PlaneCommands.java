package cloud.bleu.sandbox;

import static cloud.bleu.sandbox.ControlPlaneBinaries.Program;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command lines of API server, scheduler and controller manager. Everything listens on
 * 127.0.0.1 and on a port of this plane only.
 */
final class PlaneCommands {
  // What acts on the objects that the operator and its tests use; the rest of the list would cost
  // memory only. Not here is the one that compares the expressions of admission policies with the
  // kinds: seconds of a processor for the policies of the chart. PlaneFlags may ask for it.
  private static final String CONTROLLERS =
      String.join(
          ",",
          "node-lifecycle-controller",
          "taint-eviction-controller",
          "pod-garbage-collector-controller",
          "garbage-collector-controller",
          "namespace-controller",
          "deployment-controller",
          "replicaset-controller",
          "statefulset-controller",
          "daemonset-controller",
          "endpointslice-controller",
          "persistentvolumeclaim-protection-controller",
          "persistentvolume-protection-controller",
          "job-controller",
          "cronjob-controller",
          "disruption-controller",
          "horizontal-pod-autoscaler-controller",
          "serviceaccount-controller",
          "root-ca-certificate-publisher-controller",
          "clusterrole-aggregation-controller",
          "resourcequota-controller");

  /** The file of users whom the API server knows by a token. */
  static final String TOKENS = "tokens.csv";

  /** As whom the API server asks those that serve further kinds. */
  private static final String PROXY = "front-proxy-client";

  private static final String CONTROLLERS_FLAG = "--controllers=";

  private final PlaneStore store;
  private final PlaneFiles files;
  private final String prefix;
  private final PlaneFlags extra;
  private final int apiServerPort;
  private final int schedulerPort;
  private final int controllerManagerPort;

  /**
   * Takes the ports.
   *
   * @param prefix of all keys of this plane in etcd, as in {@code /registry}
   */
  PlaneCommands(
      PlaneStore store, PlaneFiles files, String prefix, LoopbackPorts ports, PlaneFlags extra) {
    this.store = store;
    this.files = files;
    this.prefix = prefix;
    this.extra = extra;
    this.apiServerPort = ports.next();
    this.schedulerPort = ports.next();
    this.controllerManagerPort = ports.next();
  }

  /** Returns the certificate of the API server, in PEM. */
  String writeKeys(Certificates certificates) {
    files.write("authority.crt", certificates.authority());
    Certificates.Credential server =
        certificates.server(
            "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc");
    files.write("server.crt", server.certificate());
    files.write("server.key", server.key());
    Certificates.Credential proxy = certificates.client(PROXY, List.of());
    files.write("front-proxy.crt", proxy.certificate());
    files.write("front-proxy.key", proxy.key());
    Certificates.Credential serviceAccounts = certificates.signingKey();
    files.write("service-accounts.pub", serviceAccounts.certificate());
    files.write("service-accounts.key", serviceAccounts.key());
    return server.certificate();
  }

  URI apiServerUrl() {
    return URI.create("https://127.0.0.1:" + apiServerPort);
  }

  /** Where scheduler and controller manager say that they run. */
  List<URI> healthUrls() {
    return List.of(
        URI.create("https://127.0.0.1:" + schedulerPort + "/healthz"),
        URI.create("https://127.0.0.1:" + controllerManagerPort + "/healthz"));
  }

  List<String> apiServer() {
    return command(
        Program.KUBE_APISERVER,
        extra.apiServer(),
        "--etcd-servers=" + store.url(),
        "--etcd-prefix=" + prefix,
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--secure-port=" + apiServerPort,
        "--tls-cert-file=" + files.path("server.crt"),
        "--tls-private-key-file=" + files.path("server.key"),
        "--client-ca-file=" + files.path("authority.crt"),
        "--token-auth-file=" + files.path(TOKENS),
        "--service-account-key-file=" + files.path("service-accounts.pub"),
        "--service-account-signing-key-file=" + files.path("service-accounts.key"),
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-cluster-ip-range=10.0.0.0/24",
        "--authorization-mode=Node,RBAC",
        "--allow-privileged=true",
        "--endpoint-reconciler-type=none",
        // Others may serve kinds behind it, as in any cluster.
        "--proxy-client-cert-file=" + files.path("front-proxy.crt"),
        "--proxy-client-key-file=" + files.path("front-proxy.key"),
        "--requestheader-client-ca-file=" + files.path("authority.crt"),
        "--requestheader-allowed-names=" + PROXY,
        "--requestheader-extra-headers-prefix=X-Remote-Extra-",
        "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-username-headers=X-Remote-User",
        // Pods carry no token: nothing runs in them. So a namespace is usable at once.
        "--disable-admission-plugins=ServiceAccount");
  }

  List<String> scheduler() {
    return command(
        Program.KUBE_SCHEDULER,
        extra.scheduler(),
        "--kubeconfig=" + files.path("scheduler.kubeconfig"),
        "--authentication-kubeconfig=" + files.path("scheduler.kubeconfig"),
        "--authorization-kubeconfig=" + files.path("scheduler.kubeconfig"),
        "--bind-address=127.0.0.1",
        "--secure-port=" + schedulerPort,
        "--tls-cert-file=" + files.path("server.crt"),
        "--tls-private-key-file=" + files.path("server.key"),
        // Else it notes where each of its threads waits, for profiles that nobody reads.
        "--profiling=false",
        "--leader-elect=false");
  }

  List<String> controllerManager() {
    return command(
        Program.KUBE_CONTROLLER_MANAGER,
        extra.controllerManager(),
        "--kubeconfig=" + files.path("controller-manager.kubeconfig"),
        "--authentication-kubeconfig=" + files.path("controller-manager.kubeconfig"),
        "--authorization-kubeconfig=" + files.path("controller-manager.kubeconfig"),
        "--bind-address=127.0.0.1",
        "--secure-port=" + controllerManagerPort,
        "--tls-cert-file=" + files.path("server.crt"),
        "--tls-private-key-file=" + files.path("server.key"),
        "--service-account-private-key-file=" + files.path("service-accounts.key"),
        "--root-ca-file=" + files.path("authority.crt"),
        "--leader-elect=false",
        "--node-monitor-period=1s",
        // So are the bounds of a HorizontalPodAutoscaler; there are no metrics to ask for more
        // often.
        "--horizontal-pod-autoscaler-sync-period=1s",
        CONTROLLERS_FLAG + controllers());
  }

  /** Without those that a further flag takes away: of two entries of a name the first counts. */
  private String controllers() {
    return Stream.of(CONTROLLERS.split(","))
        .filter(name -> !extra.controllerManager().contains(CONTROLLERS_FLAG + "-" + name))
        .collect(Collectors.joining(","));
  }

  private List<String> command(Program program, List<String> last, String... flags) {
    List<String> command = new ArrayList<>();
    Path own = extra.programs().get(program);
    command.add((own == null ? store.binaries().path(program) : own).toString());
    command.addAll(List.of(flags));
    command.addAll(last);
    return command;
  }
}
