package cloud.bleu.operator.profile;

import cloud.bleu.credential.Credentials;
import cloud.bleu.operator.config.AccessProvider;
import cloud.bleu.operator.config.AccessProviders;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the operator reads of a ClusterProfile: sigs.k8s.io/cluster-inventory-api, releases 0.1.0 to
 * 0.1.3. Older ones have only {@code credentialProviders}, which is deprecated since.
 */
final class ClusterProfile {

  /** The extension that a plugin is told, reserved by Kubernetes. */
  private static final String EXEC = "client.authentication.k8s.io/exec";

  private static final String HEALTHY = "ControlPlaneHealthy";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_MESSAGE = 200;

  private final String name;
  private final JsonNode status;

  ClusterProfile(GenericKubernetesResource object) {
    name = object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    status = JSON.valueToTree(object.getAdditionalProperties().getOrDefault("status", Map.of()));
  }

  /** The names of the providers that it has. */
  Set<String> providers() {
    return stated().keySet();
  }

  /**
   * The way by the first of the allowed providers that the profile has; null: it has none of them.
   */
  @Nullable ProfileAccess access(AccessProviders allowed) {
    Map<String, JsonNode> stated = stated();
    for (AccessProvider provider : allowed.all()) {
      JsonNode cluster = stated.get(provider.name());
      if (cluster != null) {
        return new ProfileAccess(provider.name(), cluster(cluster), execConfig(cluster));
      }
    }
    return null;
  }

  /** What it says of the health of its cluster, in words; null: nothing. */
  @Nullable String remark() {
    for (JsonNode condition : status.path("conditions")) {
      if (HEALTHY.equals(condition.path("type").asText())) {
        String message = condition.path("message").asText();
        return "its ClusterProfile "
            + name
            + " says "
            + HEALTHY
            + "="
            + condition.path("status").asText()
            + " ("
            + condition.path("reason").asText()
            + ") since "
            + condition.path("lastTransitionTime").asText()
            + (message.isBlank() ? "" : ": " + shortened(message));
      }
    }
    return null;
  }

  private static String shortened(String message) {
    return Credentials.hidden(message.strip().replaceAll("\\s+", " "), LONGEST_MESSAGE, "...");
  }

  /** By name of provider what it says of the cluster; the field that is not deprecated counts. */
  private Map<String, JsonNode> stated() {
    Map<String, JsonNode> stated = new LinkedHashMap<>();
    for (String field : new String[] {"credentialProviders", "accessProviders"}) {
      for (JsonNode provider : status.path(field)) {
        stated.put(provider.path("name").asText(), provider.path("cluster"));
      }
    }
    return stated;
  }

  private static Cluster cluster(JsonNode node) {
    Cluster cluster = new Cluster();
    cluster.setServer(text(node, "server"));
    cluster.setTlsServerName(text(node, "tls-server-name"));
    cluster.setCertificateAuthorityData(text(node, "certificate-authority-data"));
    // Those below are refused where they are stated, so they are read.
    cluster.setCertificateAuthority(text(node, "certificate-authority"));
    cluster.setProxyUrl(text(node, "proxy-url"));
    cluster.setInsecureSkipTlsVerify(node.path("insecure-skip-tls-verify").asBoolean());
    return cluster;
  }

  private static @Nullable JsonNode execConfig(JsonNode cluster) {
    for (JsonNode extension : cluster.path("extensions")) {
      if (EXEC.equals(extension.path("name").asText())) {
        return extension.path("extension");
      }
    }
    return null;
  }

  private static @Nullable String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isTextual() ? value.textValue() : null;
  }
}
