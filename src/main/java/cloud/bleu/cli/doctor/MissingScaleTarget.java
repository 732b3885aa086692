package cloud.bleu.cli.doctor;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an autoscaler is to scale and that is not there. Only what is a workload, or has a name that
 * a workload gives or takes over, is ours to judge.
 */
final class MissingScaleTarget {

  /** What to do where the workload is to be scaled in place of what is named. */
  static final String RETARGET =
      "; let scaleTargetRef name the BleuWorkload, of apiVersion "
          + HasMetadata.getApiVersion(BleuWorkload.class);

  private static final Set<String> CHILDREN = Set.of("Deployment", "StatefulSet");

  private final ApiObjects objects;
  private final boolean seesControllers;
  private final String namespace;
  private final List<BleuWorkload> workloads;

  /**
   * Of the autoscalers of a namespace.
   *
   * @param seesControllers whether it is known which Deployments and StatefulSets there are
   */
  MissingScaleTarget(ApiObjects objects, boolean seesControllers, String namespace) {
    this.objects = objects;
    this.seesControllers = seesControllers;
    this.namespace = namespace;
    this.workloads =
        objects.workloads().stream()
            .filter(w -> namespace.equals(w.getMetadata().getNamespace()))
            .toList();
  }

  /** Whether that is a workload for an autoscaler, which looks at the group and not the version. */
  static boolean isWorkload(CrossVersionObjectReference target) {
    String apiVersion = Objects.requireNonNullElse(target.getApiVersion(), "");
    return HasMetadata.getKind(BleuWorkload.class).equals(target.getKind())
        && apiVersion.startsWith(HasMetadata.getGroup(BleuWorkload.class) + "/");
  }

  /** The Deployment that a workload takes over; null where it takes none over. */
  static @Nullable String template(BleuWorkload workload) {
    return workload.getSpec().workload().deploymentRef() == null
        ? null
        : workload.getSpec().workload().deploymentRef().name();
  }

  /** Why that is not there, and what to do; null where it is not ours to judge. */
  @Nullable String why(CrossVersionObjectReference target) {
    if (isWorkload(target)) {
      List<String> names = workloads.stream().map(w -> w.getMetadata().getName()).toList();
      return absent(target)
          + "; create it, or correct scaleTargetRef"
          + NearestName.of(target.getName(), names)
              .map(name -> ": did you mean " + name + "?")
              .orElse("");
    }
    if (HasMetadata.getKind(BleuWorkload.class).equals(target.getKind())) {
      return "there is no BleuWorkload in "
          + Objects.requireNonNullElse(target.getApiVersion(), "the core API")
          + RETARGET;
    }
    return seesControllers && CHILDREN.contains(target.getKind())
        ? workloads.stream()
            .flatMap(workload -> Stream.ofNullable(why(target, workload)))
            .findFirst()
            .orElse(null)
        : null;
  }

  /** Of a Deployment or StatefulSet; null where it has nothing to do with a workload. */
  private @Nullable String why(CrossVersionObjectReference target, BleuWorkload workload) {
    String name = workload.getMetadata().getName();
    if (target.getName().equals(template(workload))) {
      return absent(target) + ", which BleuWorkload " + name + " takes over" + RETARGET;
    }
    for (String zone : zones(workload)) {
      if (target.getName().equals(ChildName.of(name, zone))) {
        return absent(target)
            + ": it would be that of BleuWorkload "
            + name
            + " in zone "
            + zone
            + RETARGET;
      }
    }
    return target.getName().equals(name)
        ? absent(target) + ", but a BleuWorkload " + name + RETARGET
        : null;
  }

  /** The zones that are there, and those of its decision. */
  private Set<String> zones(BleuWorkload workload) {
    Set<String> zones = new TreeSet<>();
    for (AvailabilityZone zone : objects.zones()) {
      zones.add(zone.getMetadata().getName());
    }
    objects.placements().stream()
        .filter(p -> namespace.equals(p.getMetadata().getNamespace()))
        .filter(p -> p.getMetadata().getName().equals(workload.getMetadata().getName()))
        .filter(p -> p.getSpec() != null)
        .forEach(p -> p.getSpec().assignments().forEach(a -> zones.add(a.zone())));
    return zones;
  }

  private String absent(CrossVersionObjectReference target) {
    return "there is no "
        + target.getKind()
        + " "
        + target.getName()
        + " in namespace "
        + namespace;
  }
}
