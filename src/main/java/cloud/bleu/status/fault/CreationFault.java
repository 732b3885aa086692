package cloud.bleu.status.fault;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import org.jspecify.annotations.Nullable;

/** What a controller of Kubernetes says of pods that it cannot create. */
final class CreationFault {

  /** The reason that ReplicaSet and StatefulSet controllers give. */
  private static final String CODE = "FailedCreate";

  /** Before the words of the API server in an Event of a StatefulSet. */
  private static final String FAILED = " failed error: ";

  private CreationFault() {}

  /**
   * Of a Deployment, whose ReplicaSets are refused pods by a quota, PodSecurity, a LimitRange, a
   * policy or a webhook; null when they are not.
   */
  static @Nullable PodFault of(Deployment deployment, String workload) {
    if (deployment.getStatus() == null) {
      return null;
    }
    for (DeploymentCondition c : deployment.getStatus().getConditions()) {
      boolean noPods = "ReplicaFailure".equals(c.getType()) && "True".equals(c.getStatus());
      boolean noSet =
          "Progressing".equals(c.getType()) && "ReplicaSetCreateError".equals(c.getReason());
      if ((noPods && CODE.equals(c.getReason())) || noSet) {
        return of(c.getMessage(), deployment.getMetadata().getName(), workload);
      }
    }
    return null;
  }

  /**
   * Of a StatefulSet that does not create its pods.
   *
   * @param words of its controller, null when it says nothing
   */
  static PodFault of(StatefulSet set, @Nullable String words, String workload) {
    String name = set.getMetadata().getName();
    if (words == null) {
      return new PodFault(
          PodFault.Stage.Creation,
          CODE,
          "pods are not created: kubectl describe statefulset " + name + " says why");
    }
    int refusal = words.indexOf(FAILED);
    return of(refusal < 0 ? words : words.substring(refusal + FAILED.length()), name, workload);
  }

  /** Of a refusal in the words of the API server. */
  private static PodFault of(@Nullable String words, String child, String workload) {
    return new PodFault(PodFault.Stage.Creation, CODE, ForeignWords.of(words, child, workload));
  }
}
