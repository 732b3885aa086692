package cloud.bleu.cli.doctor;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** HorizontalPodAutoscalers of a namespace that scale nothing, each with why and what to do. */
public final class AutoscalerFindings {

  private final ApiObjects objects;
  private final List<HasMetadata> controllers;
  private final MissingScaleTarget missing;
  private final String namespace;

  private AutoscalerFindings(
      ApiObjects objects, @Nullable List<HasMetadata> controllers, String namespace) {
    this.objects = objects;
    this.controllers = controllers == null ? List.of() : controllers;
    this.missing = new MissingScaleTarget(objects, controllers != null, namespace);
    this.namespace = namespace;
  }

  /**
   * Those of a cluster; with a note where this user may not list autoscalers.
   *
   * @param controllers of the namespace; null where this user may not list them
   */
  public static Inspection in(
      KubernetesClient client,
      ApiObjects objects,
      @Nullable List<HasMetadata> controllers,
      String namespace) {
    List<HorizontalPodAutoscaler> all =
        Inspection.listed(
            () ->
                client
                    .autoscaling()
                    .v2()
                    .horizontalPodAutoscalers()
                    .inNamespace(namespace)
                    .list()
                    .getItems());
    return all == null
        ? new Inspection(
            List.of(),
            "whether autoscalers scale: this account may not list horizontalpodautoscalers of"
                + " autoscaling; ask for that right")
        : new Inspection(of(all, objects, controllers, namespace), null);
  }

  /**
   * One finding for each that scales nothing.
   *
   * @param controllers of the namespace; null where this user may not list them
   */
  public static List<Finding> of(
      List<HorizontalPodAutoscaler> autoscalers,
      ApiObjects objects,
      @Nullable List<HasMetadata> controllers,
      String namespace) {
    AutoscalerFindings findings = new AutoscalerFindings(objects, controllers, namespace);
    return autoscalers.stream().flatMap(a -> Stream.ofNullable(findings.of(a))).toList();
  }

  private @Nullable Finding of(HorizontalPodAutoscaler autoscaler) {
    CrossVersionObjectReference target =
        autoscaler.getSpec() == null ? null : autoscaler.getSpec().getScaleTargetRef();
    if (target == null) {
      return null;
    }
    HasMetadata found = target(target);
    if (found instanceof BleuWorkload workload) {
      String why = unselected(workload);
      return why == null ? null : finding(autoscaler, "InvalidSelector", why);
    }
    if (found != null) {
      return misdirected(autoscaler, found);
    }
    String why = missing.why(target);
    return why == null ? null : finding(autoscaler, "ScaleTargetMissing", why);
  }

  /** What it scales; null where that is not there. */
  private @Nullable HasMetadata target(CrossVersionObjectReference target) {
    if (MissingScaleTarget.isWorkload(target)) {
      return workload(target.getName());
    }
    return controllers.stream()
        .filter(c -> c.getKind().equals(target.getKind()))
        .filter(c -> c.getMetadata().getName().equals(target.getName()))
        .findFirst()
        .orElse(null);
  }

  /** Why its pods cannot be selected, and what to do; null where they can. */
  private @Nullable String unselected(BleuWorkload workload) {
    String name = "BleuWorkload " + workload.getMetadata().getName();
    if (workload.getSpec().workload().external() != null) {
      return name
          + " is realised elsewhere, and its pods are not seen; let its own controller scale it, and"
          + " set spec.replicas to that number";
    }
    SortedSet<String> zones = elsewhere(workload);
    BleuWorkloadStatus status = workload.getStatus();
    if (zones.isEmpty()
        && (status == null || status.observedGeneration() < 0 || status.selector() != null)) {
      return null;
    }
    if (workload.getSpec().workload().pods() != null) {
      return "the selector of "
          + name
          + " has more than "
          + BleuWorkloadStatus.MAX_SELECTOR
          + " characters in one line; select its pods by fewer labels";
    }
    return name
        + " has replicas in another cluster"
        + (zones.isEmpty() ? "" : " (" + String.join(", ", zones) + ")")
        + ", and an autoscaler sees the pods of its own cluster only; delete it and set spec.replicas"
        + " by other means, or allow only zones of this cluster in spec.residency.zones.allow, and"
        + " then do what its condition PolicySatisfied says of those that run elsewhere";
  }

  /** The zones in other clusters that have replicas by its decision. */
  private SortedSet<String> elsewhere(BleuWorkload workload) {
    SortedSet<String> zones = new TreeSet<>();
    for (WorkloadPlacement placement : objects.placements()) {
      if (namespace.equals(placement.getMetadata().getNamespace())
          && placement.getMetadata().getName().equals(workload.getMetadata().getName())
          && placement.getSpec() != null) {
        placement.getSpec().assignments().stream()
            .filter(a -> a.replicas() > 0)
            .forEach(a -> zones.add(a.zone()));
      }
    }
    zones.retainAll(
        objects.zones().stream()
            .filter(z -> z.getSpec() != null && z.getSpec().target() != null)
            .filter(z -> z.getSpec().target().elsewhere())
            .map(AutoscalerFindings::name)
            .toList());
    return zones;
  }

  private static String name(AvailabilityZone zone) {
    return zone.getMetadata().getName();
  }

  /** Of an autoscaler of what a workload has the replicas of; null where none has. */
  private @Nullable Finding misdirected(
      HorizontalPodAutoscaler autoscaler, HasMetadata controller) {
    String name = controller.getKind() + " " + controller.getMetadata().getName();
    String parent = ObjectLabels.get(controller, ObjectLabels.WORKLOAD);
    if (parent != null && workload(parent) != null) {
      return finding(
          autoscaler,
          "ScalesChild",
          name
              + " is of BleuWorkload "
              + parent
              + ", which sets its replicas back"
              + MissingScaleTarget.RETARGET);
    }
    return controller instanceof Deployment deployment
            && deployment.getSpec() != null
            && Objects.equals(deployment.getSpec().getReplicas(), 0)
        ? objects.workloads().stream()
            .filter(w -> namespace.equals(w.getMetadata().getNamespace()))
            .filter(w -> deployment.getMetadata().getName().equals(MissingScaleTarget.template(w)))
            .findFirst()
            .map(
                w ->
                    finding(
                        autoscaler,
                        "ScalesTemplate",
                        name
                            + " has 0 replicas, as BleuWorkload "
                            + w.getMetadata().getName()
                            + " has taken it over"
                            + MissingScaleTarget.RETARGET))
            .orElse(null)
        : null;
  }

  private @Nullable BleuWorkload workload(String name) {
    return objects.workloads().stream()
        .filter(w -> namespace.equals(w.getMetadata().getNamespace()))
        .filter(w -> w.getMetadata().getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static Finding finding(HorizontalPodAutoscaler autoscaler, String code, String message) {
    return new Finding(
        "HorizontalPodAutoscaler", autoscaler.getMetadata().getName(), code, message);
  }
}
