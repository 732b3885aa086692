package cloud.bleu.delivery.ocm;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.Companion;
import cloud.bleu.delivery.companion.CompanionCopy;
import cloud.bleu.delivery.companion.CompanionKind;
import cloud.bleu.delivery.companion.CompanionSource;
import cloud.bleu.delivery.companion.PodNeeds;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.ZoneManifest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The companions of workloads as works carry them. One that cannot be read stays as its work has
 * it, and holds up no other one.
 */
final class WorkCompanions {

  private final CompanionSource source;

  WorkCompanions(CompanionSource source) {
    this.source = source;
  }

  /** A companion that can neither be read nor is in the work, and why. */
  private record Lacking(Companion companion, DeliveryProblem problem) {}

  /**
   * What goes along with one workload.
   *
   * @param objects as the work is to have them, in the order of the companions
   */
  record Along(List<HasMetadata> objects, List<Lacking> lacking) {
    Along {
      objects = List.copyOf(objects);
      lacking = List.copyOf(lacking);
    }

    /** Why the pods of a manifest would not start, in what goes along; null: nothing lacks. */
    @Nullable DeliveryProblem lacking(ZoneManifest manifest) {
      for (Lacking one : lacking) {
        if (PodNeeds.mentions(manifest.object(), one.companion)) {
          return PodNeeds.in(manifest.zone(), one.problem);
        }
      }
      return null;
    }

    /** These objects, and those in a work that are no companions any more. */
    List<HasMetadata> besides(HasMetadata work) {
      List<HasMetadata> all = new ArrayList<>(objects);
      for (GenericKubernetesResource one : CarriedObjects.of(work)) {
        if (CompanionKind.isOne(one.getKind())
            && objects.stream().noneMatch(other -> isNamed(one, named(other)))) {
          all.add(one);
        }
      }
      return all;
    }
  }

  /**
   * Reads the companions of a workload.
   *
   * @param home uid of the namespace kube-system of the hub
   * @param work that stands and has those that cannot be read; null: none
   */
  Along along(BleuWorkload workload, String home, @Nullable HasMetadata work) {
    List<HasMetadata> objects = new ArrayList<>();
    List<Lacking> lacking = new ArrayList<>();
    for (Companion companion : workload.getSpec().workload().companions()) {
      CompanionSource.Found found = source.read(workload, companion);
      HasMetadata object =
          found.object() == null ? standing(work, companion) : copy(found.object(), home);
      if (object != null) {
        objects.add(object);
      } else if (found.problem() != null) {
        lacking.add(new Lacking(companion, found.problem()));
      }
    }
    return new Along(objects, lacking);
  }

  /** Why companions of a workload cannot be read, one after the other. */
  List<DeliveryProblem> unread(BleuWorkload workload) {
    List<DeliveryProblem> problems = new ArrayList<>();
    for (Companion companion : workload.getSpec().workload().companions()) {
      DeliveryProblem problem = source.read(workload, companion).problem();
      if (problem != null) {
        problems.add(problem);
      }
    }
    return problems;
  }

  /** Labels an object of a work as this hub's. */
  static void claim(HasMetadata object, String home) {
    Map<String, String> labels = new LinkedHashMap<>();
    if (object.getMetadata().getLabels() != null) {
      labels.putAll(object.getMetadata().getLabels());
    }
    labels.put(Labels.HOME, home);
    object.getMetadata().setLabels(labels);
  }

  private static HasMetadata copy(HasMetadata object, String home) {
    HasMetadata copy = CompanionCopy.of(object);
    claim(copy, home);
    return copy;
  }

  private static @Nullable HasMetadata standing(@Nullable HasMetadata work, Companion companion) {
    return work == null
        ? null
        : CarriedObjects.of(work).stream()
            .filter(one -> isNamed(one, companion))
            .findFirst()
            .orElse(null);
  }

  private static Companion named(HasMetadata object) {
    return new Companion(object.getKind(), object.getMetadata().getName());
  }

  private static boolean isNamed(HasMetadata object, Companion companion) {
    return named(object).equals(companion);
  }
}
