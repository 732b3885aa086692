package cloud.bleu.assess.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What an object names in its namespace, as {@code Kind namespace/name}. */
public final class References {

  /** The kind of claims. */
  public static final String CLAIM = "PersistentVolumeClaim";

  /** Path and kind of what is named there. */
  private static final List<List<String>> NAMED =
      List.of(
          List.of("$container.envFrom.*.configMapRef.name", "ConfigMap"),
          List.of("$container.envFrom.*.secretRef.name", "Secret"),
          List.of("$container.env.*.valueFrom.configMapKeyRef.name", "ConfigMap"),
          List.of("$container.env.*.valueFrom.secretKeyRef.name", "Secret"),
          List.of("$pod.volumes.*.configMap.name", "ConfigMap"),
          List.of("$pod.volumes.*.secret.secretName", "Secret"),
          List.of("$pod.volumes.*.projected.sources.*.configMap.name", "ConfigMap"),
          List.of("$pod.volumes.*.projected.sources.*.secret.name", "Secret"),
          List.of("$pod.volumes.*.persistentVolumeClaim.claimName", CLAIM),
          List.of("$pod.volumes.*.csi.volumeAttributes.secretProviderClass", "SecretProviderClass"),
          List.of("$pod.imagePullSecrets.*.name", "Secret"),
          List.of("$pod.serviceAccountName", "ServiceAccount"),
          List.of("$object.spec.rules.*.http.paths.*.backend.service.name", "Service"),
          List.of("$object.spec.rules.*.backendRefs.*.name", "Service"),
          List.of("$object.spec.defaultBackend.service.name", "Service"));

  private static final String ANY_KIND = "";

  /**
   * What belongs to the cluster and to no namespace: the kind that names it, path, and kind of what
   * is named there.
   */
  private static final List<List<String>> OF_CLUSTER =
      List.of(
          List.of(ANY_KIND, "$storageClass", "StorageClass"),
          List.of(CLAIM, "$object.spec.volumeName", "PersistentVolume"),
          List.of("Ingress", "$object.spec.ingressClassName", "IngressClass"));

  /** ConfigMaps that every namespace gets of its cluster, whatever the cluster. */
  private static final Set<String> GIVEN = Set.of("kube-root-ca.crt", "openshift-service-ca.crt");

  private References() {}

  /** Whether a ConfigMap of that name is one that every namespace gets of its cluster. */
  public static boolean isGiven(String configMap) {
    return GIVEN.contains(configMap);
  }

  /**
   * Something that an object names.
   *
   * @param path of the name within the object
   * @param key as {@code Kind namespace/name}
   */
  public record Reference(String path, String key) {}

  /** Each as often as it is named. */
  public static List<Reference> of(SeenObject object) {
    List<Reference> named = new ArrayList<>();
    for (List<String> one : NAMED) {
      for (ObjectField leaf : object.select(one.get(0))) {
        boolean byDefault =
            one.get(1).equals("ServiceAccount")
                ? leaf.text().equals("default")
                : one.get(1).equals("ConfigMap") && isGiven(leaf.text());
        if (leaf.node().isTextual() && !byDefault) {
          named.add(new Reference(leaf.path(), key(one.get(1), object.namespace(), leaf.text())));
        }
      }
    }
    return named;
  }

  /** What an object names of the cluster, as keys. */
  public static List<String> ofCluster(SeenObject object) {
    List<String> named = new ArrayList<>();
    for (List<String> one : OF_CLUSTER) {
      if (one.get(0).equals(ANY_KIND) || one.get(0).equals(object.kind())) {
        for (ObjectField leaf : object.select(one.get(1))) {
          if (leaf.node().isTextual()) {
            named.add(ofCluster(one.get(2), leaf.text()));
          }
        }
      }
    }
    return named;
  }

  /** The key of something that is in no namespace. */
  public static String ofCluster(String kind, String name) {
    return key(kind, "default", name);
  }

  /** {@code Kind namespace/name}; what is in no namespace counts as in {@code default}. */
  public static String key(String kind, String namespace, String name) {
    return kind + " " + namespace + "/" + name;
  }

  /** Whether a selector selects labels; an empty one selects everything, a missing one nothing. */
  public static boolean selects(JsonNode selector, JsonNode labels) {
    if (!selector.isObject()) {
      return false;
    }
    for (var one : selector.path("matchLabels").properties()) {
      if (!labels.path(one.getKey()).asText().equals(one.getValue().asText())) {
        return false;
      }
    }
    for (JsonNode expression : selector.path("matchExpressions")) {
      if (!holds(expression, labels)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(JsonNode expression, JsonNode labels) {
    String key = expression.path("key").asText();
    boolean in = false;
    for (JsonNode value : expression.path("values")) {
      in |= labels.has(key) && labels.path(key).asText().equals(value.asText());
    }
    return switch (expression.path("operator").asText()) {
      case "In" -> in;
      case "NotIn" -> !in;
      case "Exists" -> labels.has(key);
      case "DoesNotExist" -> !labels.has(key);
      default -> false;
    };
  }
}
