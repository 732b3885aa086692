package cloud.bleu.sandbox;

import java.util.List;

/**
 * Further flags for the processes of one control plane, after the usual ones, so that a repeated
 * flag wins.
 *
 * @param etcd as in {@code --quota-backend-bytes=16777216}
 * @param apiServer as in {@code --max-requests-inflight=3}
 * @param scheduler flags of kube-scheduler
 * @param controllerManager flags of kube-controller-manager
 */
public record PlaneFlags(
    List<String> etcd,
    List<String> apiServer,
    List<String> scheduler,
    List<String> controllerManager) {
  /** The usual flags and no others. */
  public static final PlaneFlags NONE = new PlaneFlags(List.of(), List.of(), List.of(), List.of());

  public PlaneFlags {
    etcd = List.copyOf(etcd);
    apiServer = List.copyOf(apiServer);
    scheduler = List.copyOf(scheduler);
    controllerManager = List.copyOf(controllerManager);
  }

  /** These flags for etcd and the API server, none for the others. */
  public static PlaneFlags of(List<String> etcd, List<String> apiServer) {
    return new PlaneFlags(etcd, apiServer, List.of(), List.of());
  }
}
