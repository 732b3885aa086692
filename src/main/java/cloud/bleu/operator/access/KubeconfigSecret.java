package cloud.bleu.operator.access;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A Secret that is to hold a kubeconfig under a key. Other tools write other keys, or no kubeconfig
 * at all: Cluster API has its kubeconfig under {@code value}, Karmada a token and an authority,
 * Argo CD a server and its credentials as JSON.
 */
final class KubeconfigSecret {

  /** As many keys are named; whoever writes the Secret may add more. */
  private static final int NAMED = 5;

  private final String where;
  private final String key;
  private final TreeMap<String, String> data;

  /**
   * @param where words that name the Secret, as in {@code Secret a of namespace b}
   * @param key under which the zone has it
   */
  KubeconfigSecret(String where, Secret secret, String key) {
    this.where = where;
    this.key = key;
    Map<String, String> stated = secret.getData();
    data = new TreeMap<>(stated == null ? Map.of() : stated);
  }

  /** The way to a cluster, or what to change in the Secret or in the zone. */
  MemberAccess access(MemberAccess.Source source) {
    if (!data.containsKey(key)) {
      return MemberAccess.none(
          source, "SecretKeyMissing", where + " has no key " + key + missing());
    }
    String text = text(key);
    return text == null
        ? MemberAccess.none(
            source, source.refusal(), where + " holds no text: write the kubeconfig into it")
        : MemberAccess.by(source, text);
  }

  private String missing() {
    String other =
        data.keySet().stream()
            .filter(one -> MemberKubeconfig.isOne(Objects.requireNonNullElse(text(one), "")))
            .findFirst()
            .orElse(null);
    if (other != null) {
      return "; its kubeconfig has the key "
          + other
          + ": set spec.target.cluster.kubeconfigSecretRef.key of the zone to "
          + other;
    }
    return (data.isEmpty() ? "" : ", and no kubeconfig under " + named())
        + ": write server, authority and credential as one kubeconfig into that key, as in step 3 of"
        + " docs/how-to/add-a-cluster.md";
  }

  private String named() {
    List<String> first = data.keySet().stream().limit(NAMED).toList();
    return String.join(", ", first) + (data.size() > NAMED ? " and others" : "");
  }

  /** What stands under a key; null: nothing that is text. */
  private @Nullable String text(String one) {
    try {
      return new String(Base64.getDecoder().decode(data.get(one)), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
