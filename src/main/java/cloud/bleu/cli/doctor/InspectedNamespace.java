package cloud.bleu.cli.doctor;

import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.cli.input.ObjectErrors;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What is looked at to say what stands in the way of enforcing decisions in a namespace.
 *
 * @param controllers what creates pods there
 * @param gate what admission lets in
 * @param errors of the objects; null where not all of them are seen
 * @param drills that prove nothing
 * @param migrations whose gate nobody keeps
 * @param autoscalers that scale nothing
 * @param admission the policies that are missing; null where they cannot be listed
 */
public record InspectedNamespace(
    ApiObjects objects,
    List<HasMetadata> controllers,
    PlacementGateSpec gate,
    @Nullable ObjectErrors errors,
    List<Finding> drills,
    List<Finding> migrations,
    List<Finding> autoscalers,
    @Nullable SortedSet<String> admission) {
  public InspectedNamespace {
    controllers = List.copyOf(controllers);
    drills = List.copyOf(drills);
    migrations = List.copyOf(migrations);
    autoscalers = List.copyOf(autoscalers);
  }
}
