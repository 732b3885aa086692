package cloud.bleu.delivery.companion;

import cloud.bleu.delivery.cluster.Drift;
import com.fasterxml.jackson.core.type.TypeReference;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the copy of an object looks in another cluster. It lacks what the own cluster of the object
 * has put there, and what tells a tool of that cluster that the object is the tool's: the same tool
 * in the other cluster would remove the copy.
 */
public final class CompanionCopy {

  /**
   * Annotation of a copy: a digest of what was asked of it last, so that what is asked no more
   * goes.
   */
  static final String ASKED = "placement.bleu.cloud/asked";

  private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

  /** Beginnings of keys of labels and annotations that are about one cluster. */
  private static final List<String> OF_ONE_CLUSTER =
      List.of(
          "kubectl.kubernetes.io/last-applied-configuration",
          "argocd.argoproj.io/",
          "meta.helm.sh/",
          "kustomize.toolkit.fluxcd.io/",
          "helm.toolkit.fluxcd.io/",
          "pv.kubernetes.io/",
          "volume.kubernetes.io/",
          "volume.beta.kubernetes.io/",
          "placement.bleu.cloud/",
          CompanionOwners.DOMAIN);

  private static final Set<String> TOKENS =
      Set.of("kubernetes.io/service-account-token", "bootstrap.kubernetes.io/token");

  private CompanionCopy() {}

  /** The object as another cluster is to have it, without an owner. */
  public static HasMetadata of(HasMetadata source) {
    Map<String, Object> tree = body(source);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", source.getMetadata().getName());
    metadata.put("namespace", source.getMetadata().getNamespace());
    metadata.put("labels", kept(source.getMetadata().getLabels()));
    Map<String, String> annotations = kept(source.getMetadata().getAnnotations());
    metadata.put("annotations", annotations);
    String digest = digest(source, metadata);
    annotations.put(ASKED, digest);
    tree.put("apiVersion", source.getApiVersion());
    tree.put("kind", source.getKind());
    tree.put("metadata", metadata);
    return Serialization.jsonMapper().convertValue(tree, source.getClass());
  }

  /** Why an object is of no use in another cluster; null: it may go along. */
  public static @Nullable String unfit(HasMetadata source) {
    return source instanceof Secret secret && TOKENS.contains(String.valueOf(secret.getType()))
        ? "is a token of its own cluster and opens nothing in another one"
        : null;
  }

  /**
   * Whether an object still says what its copy is to say. Labels and annotations that somebody adds
   * there are left alone.
   */
  static boolean holds(HasMetadata asked, HasMetadata live) {
    return saysBody(asked, live)
        && contains(live.getMetadata().getLabels(), asked.getMetadata().getLabels())
        && contains(live.getMetadata().getAnnotations(), asked.getMetadata().getAnnotations());
  }

  private static boolean saysBody(HasMetadata asked, HasMetadata live) {
    if (CompanionKind.of(asked).isWhole()) {
      return body(asked).equals(body(live));
    }
    if (asked instanceof ServiceAccount account && live instanceof ServiceAccount there) {
      return there.getImagePullSecrets().containsAll(account.getImagePullSecrets())
          && (account.getAutomountServiceAccountToken() == null
              || account
                  .getAutomountServiceAccountToken()
                  .equals(there.getAutomountServiceAccountToken()));
    }
    return Drift.first(asked, live) == null;
  }

  /**
   * What is asked that a comparison with what stands there does not see once it is asked no more:
   * labels, annotations, and the body where a cluster adds to it. No data is in it.
   *
   * @return hexadecimal digits
   */
  private static String digest(HasMetadata source, Map<String, Object> metadata) {
    Map<String, Object> asked = new TreeMap<>();
    asked.put("labels", metadata.get("labels"));
    asked.put("annotations", metadata.get("annotations"));
    if (!CompanionKind.of(source).isWhole()) {
      asked.put("body", body(source));
    }
    try {
      byte[] text = Serialization.asJson(asked).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Everything that an object says beside its metadata and its status. */
  static Map<String, Object> body(HasMetadata object) {
    Map<String, Object> tree = new TreeMap<>(Serialization.jsonMapper().convertValue(object, TREE));
    tree.keySet().removeAll(List.of("apiVersion", "kind", "metadata", "status"));
    CompanionKind.of(object).strip(tree);
    return tree;
  }

  private static Map<String, String> kept(@Nullable Map<String, String> all) {
    Map<String, String> kept = new TreeMap<>(all == null ? Map.of() : all);
    kept.keySet().removeIf(key -> OF_ONE_CLUSTER.stream().anyMatch(key::startsWith));
    if ("Helm".equals(kept.get("app.kubernetes.io/managed-by"))) {
      kept.remove("app.kubernetes.io/managed-by");
    }
    return kept;
  }

  private static boolean contains(
      @Nullable Map<String, String> live, @Nullable Map<String, String> asked) {
    Map<String, String> has = live == null ? Map.of() : live;
    return asked == null || has.entrySet().containsAll(asked.entrySet());
  }
}
