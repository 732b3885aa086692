package cloud.bleu.delivery.ocm;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.companion.CompanionSource;
import cloud.bleu.delivery.zone.ClusterWideTarget;
import cloud.bleu.delivery.zone.ZoneTarget;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The targets of managed clusters, each made when it is first asked for. */
public final class ManagedTargets {

  private final WorkObjects objects;
  private final WorkWriter writer;
  private final WorkCompanions companions;
  private final ZoneTarget own;
  private final WorkReports reports;
  private final Map<String, WorkTarget> zones = new ConcurrentHashMap<>();

  /**
   * @param client of the hub
   * @param own the zones of the hub
   * @param workloads by namespace and name
   */
  public ManagedTargets(
      KubernetesClient client,
      WorkObjects objects,
      ZoneTarget own,
      BiFunction<String, String, @Nullable BleuWorkload> workloads,
      Clock clock) {
    this.objects = objects;
    this.own = own;
    writer = new WorkWriter(client);
    companions = new WorkCompanions(new CompanionSource(client));
    reports = new WorkReports(workloads, clock);
  }

  /** The zone that is a managed cluster. */
  public ZoneTarget zones(String cluster) {
    return zones.computeIfAbsent(
        cluster, name -> new WorkTarget(name, objects, writer, companions, own, reports));
  }

  /** What a managed cluster holds once of a workload. */
  public ClusterWideTarget policies(String cluster) {
    return new WorkPolicies(cluster, objects, writer, companions);
  }

  /** Whether time alone changes what is said of a work: its agent has not told of it. */
  public boolean isBehind(GenericKubernetesResource work) {
    return reports.isBehind(work.getMetadata().getNamespace(), work.getMetadata().getName());
  }

  /** Whether something goes along in a work, which may be another on the hub by now. */
  public static boolean hasCompanions(GenericKubernetesResource work) {
    return ManifestWork.manifests(work).size() > 1;
  }

  /** Forgets a work that is gone. */
  public void forget(GenericKubernetesResource work) {
    reports.forget(work.getMetadata().getNamespace(), work.getMetadata().getName());
  }
}
