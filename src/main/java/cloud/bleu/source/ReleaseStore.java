package cloud.bleu.source;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where Helm keeps its releases: in Secrets, or in ConfigMaps where {@code HELM_DRIVER} says so. Of
 * each no other object is read than the deployed revision of one release.
 */
public final class ReleaseStore {

  private static final String TYPE = "helm.sh/release.v1";
  private static final Pattern STORED =
      Pattern.compile("sh\\.helm\\.release\\.v[0-9]+\\.(.+)\\.v([0-9]{1,9})");
  private static final String KEY = "release";

  private final KubernetesClient client;
  private final String namespace;
  private final String kubectl;
  private final String helm;

  /**
   * @param namespace of the releases
   * @param kubectl the options with which the cluster was named, each after a space, as kubectl
   *     takes them
   * @param helm the same as Helm takes them
   */
  public ReleaseStore(KubernetesClient client, String namespace, String kubectl, String helm) {
    this.client = client;
    this.namespace = namespace;
    this.kubectl = kubectl;
    this.helm = helm;
  }

  /**
   * What was found.
   *
   * @param release null where there is none that can be read
   * @param fault why, and what to do; empty where there is one
   */
  public record Read(@Nullable HelmRelease release, String fault) {}

  /**
   * The newest revision that is deployed.
   *
   * @param name of the release
   * @throws KubernetesClientException when the API server does not answer
   */
  public Read deployed(String name) {
    boolean isForbidden = false;
    String encoded = null;
    try {
      Map<String, String> labels = labels(name);
      Secret secret =
          newest(
              client.secrets().inNamespace(namespace).withLabels(labels).list().getItems(), name);
      if (secret != null) {
        if (secret.getType() != null && !secret.getType().equals(TYPE)) {
          return new Read(null, otherType(secret.getType(), name));
        }
        String data = secret.getData() == null ? null : secret.getData().get(KEY);
        encoded = data == null ? "" : decoded(data);
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      isForbidden = true;
    }
    if (encoded == null) {
      encoded = ofConfigMap(name);
    }
    if (encoded == null) {
      return new Read(null, isForbidden ? forbidden(name) : missing(name));
    }
    try {
      return new Read(ReleasePayload.read(encoded, namespace), "");
    } catch (ReleasePayload.BrokenException e) {
      return new Read(
          null,
          "what Helm keeps of release "
              + namespace
              + "/"
              + name
              + " cannot be read: "
              + e.getMessage()
              + "; "
              + otherwise(name));
    }
  }

  private @Nullable String ofConfigMap(String name) {
    try {
      var map =
          newest(
              client.configMaps().inNamespace(namespace).withLabels(labels(name)).list().getItems(),
              name);
      return map == null || map.getData() == null ? null : map.getData().get(KEY);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      return null;
    }
  }

  private static Map<String, String> labels(String name) {
    return Map.of("owner", "helm", "name", name, "status", "deployed");
  }

  /** A Secret has each value in base64, whatever it is; what is none is left to who reads it. */
  private static String decoded(String data) {
    try {
      return new String(Base64.getDecoder().decode(data), StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** Helm leaves one revision deployed; where it was interrupted there may be two. */
  private static <T extends HasMetadata> @Nullable T newest(List<T> stored, String name) {
    Function<T, Integer> revision = one -> revision(one, name);
    return stored.stream()
        .filter(one -> revision(one, name) > 0)
        .max(Comparator.comparing(revision))
        .orElse(null);
  }

  /** The number at the end of its name; 0 for what is no revision of that release. */
  private static int revision(HasMetadata one, String name) {
    Matcher matcher = STORED.matcher(one.getMetadata().getName());
    return matcher.matches() && matcher.group(1).equals(name)
        ? Integer.parseInt(matcher.group(2))
        : 0;
  }

  private String otherType(String type, String name) {
    return "Helm keeps release "
        + namespace
        + "/"
        + name
        + " as "
        + type
        + ", and only "
        + TYPE
        + " is known; "
        + otherwise(name);
  }

  private String missing(String name) {
    return "no revision of a Helm release "
        + name
        + " is deployed in namespace "
        + namespace
        + "; see `helm list -a -n "
        + namespace
        + helm
        + "`";
  }

  private String forbidden(String name) {
    return "this user may not list secrets in namespace "
        + namespace
        + ", where Helm keeps its releases; ask for the right (`kubectl auth can-i list secrets -n "
        + namespace
        + kubectl
        + "`), or have somebody else "
        + otherwise(name);
  }

  private String otherwise(String name) {
    return "type `helm get manifest "
        + name
        + " -n "
        + namespace
        + helm
        + "`, and give what it prints with -f";
  }
}
