package cloud.bleu.delivery.companion;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.cluster.ClusterWriter;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Overwrites a copy that exists: by an apply, or by deleting and creating it where it cannot
 * change.
 */
final class CopyWriter {

  private static final int UNPROCESSABLE = 422;

  private final ClusterWriter writer;

  CopyWriter(ClusterWriter writer) {
    this.writer = writer;
  }

  /**
   * Brings a copy to what it is to be.
   *
   * @throws KubernetesClientException when the server refuses it, fails or cannot be reached
   */
  void write(HasMetadata copy, HasMetadata live) {
    HasMetadata result;
    try {
      result = writer.apply(copy, live);
    } catch (KubernetesClientException e) {
      if (!refusesChange(e) || !isImmutable(copy, live)) {
        throw e;
      }
      // What is immutable changes by another object of the name, here as in the hub. What admission
      // would refuse then is asked before: the old one stays.
      writer.tryCreate(copy);
      writer.delete(live);
      writer.create(copy);
      return;
    }
    if (CompanionKind.of(copy).isWhole() && !CompanionCopy.holds(copy, result)) {
      removeSurplus(copy, result);
    }
  }

  /** Whether the API server itself finds the change wrong: no policy, no webhook and no quota. */
  private static boolean refusesChange(KubernetesClientException e) {
    Refusal refusal = Refusal.of(e);
    return e.getCode() == UNPROCESSABLE
        && refusal != null
        && refusal.source() == Refusal.Source.Schema;
  }

  /** Whether what is to change cannot change in an object that stands. */
  private static boolean isImmutable(HasMetadata copy, HasMetadata live) {
    if (copy instanceof Secret secret && live instanceof Secret there) {
      return Boolean.TRUE.equals(there.getImmutable())
          || !Objects.equals(secret.getType(), there.getType());
    }
    if (copy instanceof RoleBinding binding && live instanceof RoleBinding there) {
      return !Objects.equals(binding.getRoleRef(), there.getRoleRef());
    }
    return live instanceof ConfigMap there && Boolean.TRUE.equals(there.getImmutable());
  }

  /** An apply leaves standing what somebody else has added. */
  private void removeSurplus(HasMetadata copy, HasMetadata live) {
    Map<String, Object> asked = CompanionCopy.body(copy);
    List<Map<String, Object>> patch = new ArrayList<>();
    asked.forEach(
        (field, value) -> patch.add(Map.of("op", "add", "path", "/" + field, "value", value)));
    for (String field : CompanionCopy.body(live).keySet()) {
      if (!asked.containsKey(field)) {
        patch.add(Map.of("op", "remove", "path", "/" + field));
      }
    }
    writer.patch(live, patch);
  }
}
