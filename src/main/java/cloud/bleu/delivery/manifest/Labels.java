package cloud.bleu.delivery.manifest;

import cloud.bleu.affinity.ObjectLabels;
import java.util.Map;

/** Labels, annotations and field managers on what is created in a cluster. */
public final class Labels {

  /** On children and their pods: the BleuWorkload. A Service selects by it. */
  public static final String WORKLOAD = ObjectLabels.WORKLOAD;

  /** On children and their pods: the AvailabilityZone. */
  public static final String ZONE = ObjectLabels.ZONE;

  /**
   * On what is created in another cluster: the uid of the namespace kube-system of the cluster that
   * decides. Its BleuWorkload is that of the same namespace there, named by {@link #WORKLOAD}.
   */
  public static final String HOME = ObjectLabels.HOME;

  /** On what is created in another cluster: the uid of the BleuWorkload. */
  public static final String WORKLOAD_UID = "placement.bleu.cloud/workload-uid";

  /** The scheduling gate of a pod that others create: it has no zone yet. */
  public static final String DECISION = ObjectLabels.DECISION;

  /** On a child: the digest of everything in it but the replicas, as it was last applied. */
  public static final String TEMPLATE = "placement.bleu.cloud/template";

  /** On a Deployment that serves as template: its replicas before it was scaled down. */
  public static final String RESTORE = "placement.bleu.cloud/restore-replicas";

  /**
   * On a BleuWorkload: the replicas of the Deployment that is its template, as it began with it.
   */
  public static final String TEMPLATE_REPLICAS = "placement.bleu.cloud/template-replicas";

  /**
   * On a Deployment that served as template and has its replicas back: how many, until they are
   * available.
   */
  public static final String RESTORED = "placement.bleu.cloud/restored-replicas";

  /**
   * On a child in a ManifestWork, and on the object that its agent makes of it: the engine that
   * brings it there. The agent writes its own mark only after the object.
   */
  public static final String CARRIED_BY = "placement.bleu.cloud/carried-by";

  /** Field manager of the controller of BleuWorkloads. */
  public static final String MANAGER = "bleu-workload";

  private Labels() {}

  /** What selects the pods of a workload in all zones. */
  public static Map<String, String> ofWorkload(String workload) {
    return Map.of(WORKLOAD, workload);
  }

  /** What selects the pods of a workload in one zone. */
  public static Map<String, String> ofChild(String workload, String zone) {
    return Map.of(WORKLOAD, workload, ZONE, zone);
  }
}
