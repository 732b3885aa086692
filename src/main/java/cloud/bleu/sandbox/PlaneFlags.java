package cloud.bleu.sandbox;

import cloud.bleu.sandbox.ControlPlaneBinaries.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Further flags for the processes of a control plane, after the usual ones, so that a repeated flag
 * wins, or adds to a list; and which programs they are.
 *
 * @param etcd as in {@code --quota-backend-bytes=16777216}
 * @param apiServer as in {@code --max-requests-inflight=3}
 * @param scheduler flags of kube-scheduler
 * @param controllerManager flags of kube-controller-manager
 * @param programs those that are not the ones of all planes
 */
public record PlaneFlags(
    List<String> etcd,
    List<String> apiServer,
    List<String> scheduler,
    List<String> controllerManager,
    Map<Program, Path> programs) {
  /** The usual flags and no others. */
  public static final PlaneFlags NONE = new PlaneFlags(List.of(), List.of(), List.of(), List.of());

  /**
   * As a flag of kube-controller-manager: the expressions of a ValidatingAdmissionPolicy are
   * compared with the kinds that they are about, and its status says what does not fit.
   */
  public static final String CHECKED_EXPRESSIONS =
      "--controllers=validatingadmissionpolicy-status-controller";

  /**
   * As flags of kube-controller-manager: a Deployment is a template here, which an engine brings to
   * other clusters. Nothing runs of it.
   */
  public static final List<String> TEMPLATES_ONLY =
      List.of("--controllers=-deployment-controller", "--controllers=-replicaset-controller");

  /**
   * As a flag of kube-controller-manager: a node counts as lost after 12 s without a heartbeat, in
   * place of the 50 s of Kubernetes. For those who wait for a loss: a machine that stands still for
   * so long loses nodes as well.
   */
  public static final String LOST_IN_SECONDS = "--node-monitor-grace-period=12s";

  public PlaneFlags {
    etcd = List.copyOf(etcd);
    apiServer = List.copyOf(apiServer);
    scheduler = List.copyOf(scheduler);
    controllerManager = List.copyOf(controllerManager);
    programs = Map.copyOf(programs);
  }

  /** These flags for the programs of all planes. */
  public PlaneFlags(
      List<String> etcd,
      List<String> apiServer,
      List<String> scheduler,
      List<String> controllerManager) {
    this(etcd, apiServer, scheduler, controllerManager, Map.of());
  }

  /** These flags for etcd and the API server, none for the others. */
  public static PlaneFlags of(List<String> etcd, List<String> apiServer) {
    return new PlaneFlags(etcd, apiServer, List.of(), List.of());
  }

  /**
   * These for a plane that acts as an older Kubernetes, as far as its programs can: what the older
   * one does not serve or know is not served, and dropped.
   *
   * @param minor as in {@code 1.33}: at most three minors before that of the programs
   */
  public PlaneFlags emulating(String minor) {
    List<String> flag = List.of("--emulated-version=" + minor);
    return new PlaneFlags(
        etcd, and(apiServer, flag), and(scheduler, flag), and(controllerManager, flag), programs);
  }

  /**
   * These for a plane of another Kubernetes, but for etcd.
   *
   * @param directory that has {@code older-kube-apiserver} and so on: {@code
   *     hack/control-plane/build --older} prints it
   */
  public PlaneFlags older(Path directory) {
    Map<Program, Path> older = new HashMap<>(programs);
    for (Program program :
        List.of(Program.KUBE_APISERVER, Program.KUBE_SCHEDULER, Program.KUBE_CONTROLLER_MANAGER)) {
      older.put(program, directory.resolve("older-" + program.executable()).toAbsolutePath());
    }
    return new PlaneFlags(etcd, apiServer, scheduler, controllerManager, older);
  }

  private static List<String> and(List<String> flags, List<String> more) {
    return Stream.concat(flags.stream(), more.stream()).toList();
  }

  /**
   * How often a node gives a sign of life: as a kubelet does, or more often where it counts as lost
   * in seconds. Each sign is a write.
   */
  public Duration heartbeat() {
    return Duration.ofSeconds(controllerManager.contains(LOST_IN_SECONDS) ? 4 : 10);
  }

  /** These with further flags of kube-apiserver. */
  public PlaneFlags withApiServer(List<String> flags) {
    return new PlaneFlags(etcd, and(apiServer, flags), scheduler, controllerManager, programs);
  }

  /** These with further flags of kube-controller-manager. */
  public PlaneFlags withControllerManager(List<String> flags) {
    return new PlaneFlags(etcd, apiServer, scheduler, and(controllerManager, flags), programs);
  }
}
