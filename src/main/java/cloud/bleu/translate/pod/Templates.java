package cloud.bleu.translate.pod;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The Deployments that a workload may name, and those that are made of a decision themselves. */
final class Templates {
  private final TreeMap<WorkloadId, Deployment> templates = new TreeMap<>();
  private final Set<WorkloadId> children = new HashSet<>();

  /**
   * @param deployments all that there are
   */
  Templates(List<Deployment> deployments) {
    for (Deployment deployment : deployments) {
      if (ObjectLabels.get(deployment, ObjectLabels.WORKLOAD) == null) {
        templates.put(ObjectRef.workload(deployment), deployment);
      } else {
        children.add(ObjectRef.workload(deployment));
      }
    }
  }

  /** The template of that name; null when there is none. */
  @Nullable Deployment named(String namespace, String name) {
    return templates.get(new WorkloadId(namespace, name));
  }

  /** Whether the Deployment of that name is made of a decision. */
  boolean isChild(String namespace, String name) {
    return children.contains(new WorkloadId(namespace, name));
  }

  /** The names of the templates of a namespace. */
  List<String> in(String namespace) {
    return templates.keySet().stream()
        .filter(id -> id.namespace().equals(namespace))
        .map(WorkloadId::name)
        .toList();
  }
}
