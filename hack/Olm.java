import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sorts what the chart renders into a bundle of the Operator Lifecycle Manager (registry+v1): kinds
 * and roles as they are, the Deployment and the rights of its account within the
 * ClusterServiceVersion, and what a bundle may not hold into a file beside it.
 *
 * <p>{@code java -cp 'target/lib/*' hack/Olm.java RENDERED Chart.yaml DIRECTORY}
 */
final class Olm {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  /** https://olm.operatorframework.io/docs/tasks/creating-operator-manifests, 2026-11-28. */
  private static final Set<String> HELD =
      Set.of(
          "ClusterRole",
          "ClusterRoleBinding",
          "ConfigMap",
          "CustomResourceDefinition",
          "PodDisruptionBudget",
          "PrometheusRule",
          "Role",
          "RoleBinding",
          "Service",
          "ServiceMonitor");

  private static final Set<String> BESIDES =
      Set.of(
          "MutatingAdmissionPolicy",
          "MutatingAdmissionPolicyBinding",
          "NetworkPolicy",
          "ValidatingAdmissionPolicy",
          "ValidatingAdmissionPolicyBinding");

  private static final String LABEL = "operators.operatorframework.io.bundle.";

  private final List<ObjectNode> objects = new ArrayList<>();
  private final JsonNode chart;
  private final String account;
  private final ObjectNode deployment;

  private Olm(Path rendered, Path chart) throws IOException {
    this.chart = YAML.readTree(chart.toFile());
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(rendered.toFile())) {
      while (documents.hasNext()) {
        if (documents.next() instanceof ObjectNode object) {
          objects.add(withoutHelm(object));
        }
      }
    }
    List<ObjectNode> deployments = objects.stream().filter(o -> kind(o).equals("Deployment")).toList();
    if (deployments.size() != 1) {
      throw new IllegalArgumentException(
          "the chart renders %d Deployments and a bundle wants one: leave mode as it is"
              .formatted(deployments.size()));
    }
    deployment = deployments.get(0);
    account = deployment.at("/spec/template/spec/serviceAccountName").asText();
  }

  public static void main(String[] args) throws IOException {
    try {
      new Olm(Path.of(args[0]), Path.of(args[1])).write(Path.of(args[2]));
    } catch (IllegalArgumentException e) {
      System.err.println("olm: " + e.getMessage());
      System.exit(1);
    }
  }

  private void write(Path directory) throws IOException {
    Path manifests = directory.resolve("bundle/manifests");
    Files.createDirectories(manifests);
    Files.createDirectories(directory.resolve("bundle/metadata"));
    try (var old = Files.list(manifests)) {
      old.forEach(Olm::delete);
    }
    List<JsonNode> besides = new ArrayList<>();
    ArrayNode namespaced = YAML.createArrayNode();
    ArrayNode cluster = YAML.createArrayNode();
    for (ObjectNode object : objects) {
      if (kind(object).endsWith("RoleBinding") && isAccounts(object)) {
        rights(object).forEach((kind(object).equals("RoleBinding") ? namespaced : cluster)::add);
      } else if (BESIDES.contains(kind(object))) {
        besides.add(object);
      } else if (HELD.contains(kind(object)) && !isOnlyAccounts(object)) {
        ((ObjectNode) object.path("metadata")).remove("namespace");
        Files.writeString(manifests.resolve(file(object)), YAML.writeValueAsString(object));
      } else if (!Set.of("Deployment", "ServiceAccount").contains(kind(object)) && !isOnlyAccounts(object)) {
        throw new IllegalArgumentException(
            "a bundle does not hold a " + kind(object) + ": turn that off by a value");
      }
    }
    Files.writeString(
        manifests.resolve("bleu.clusterserviceversion.yaml"),
        YAML.writeValueAsString(version(namespaced, cluster)));
    StringBuilder rest = new StringBuilder();
    for (JsonNode object : besides) {
      rest.append("---\n").append(YAML.writeValueAsString(object));
    }
    Files.writeString(directory.resolve("besides.yaml"), rest);
    metadata(directory.resolve("bundle"));
  }

  /** What makes sense with Helm only. */
  private static ObjectNode withoutHelm(ObjectNode object) {
    for (String at : List.of("/metadata", "/spec/template/metadata")) {
      if (object.at(at) instanceof ObjectNode metadata) {
        for (String map : List.of("labels", "annotations")) {
          if (metadata.path(map) instanceof ObjectNode entries) {
            entries.remove(List.of("helm.sh/chart", "helm.sh/resource-policy", "app.kubernetes.io/managed-by"));
            if (entries.isEmpty()) {
              metadata.remove(map);
            }
          }
        }
      }
    }
    return object;
  }

  private boolean isAccounts(JsonNode binding) {
    for (JsonNode subject : binding.path("subjects")) {
      if (subject.path("name").asText().equals(account)) {
        return true;
      }
    }
    return false;
  }

  /** A role that the account alone has: its rules are in the ClusterServiceVersion. */
  private boolean isOnlyAccounts(JsonNode role) {
    return kind(role).endsWith("Role")
        && objects.stream()
            .anyMatch(
                b ->
                    b.at("/roleRef/kind").equals(role.path("kind"))
                        && b.at("/roleRef/name").equals(role.at("/metadata/name"))
                        && isAccounts(b));
  }

  private JsonNode rights(JsonNode binding) {
    JsonNode role =
        objects.stream()
            .filter(o -> o.path("kind").equals(binding.at("/roleRef/kind")))
            .filter(o -> o.at("/metadata/name").equals(binding.at("/roleRef/name")))
            .findFirst()
            .orElseThrow();
    if (!deployment.at("/metadata/namespace").equals(binding.at("/metadata/namespace"))
        && binding.path("kind").asText().equals("RoleBinding")) {
      throw new IllegalArgumentException(
          "a bundle gives rights in its own namespace or in all: leave rbac.namespaces empty, and"
              + " members.companions.secretNamespaces empty or *");
    }
    return YAML.createArrayNode().add(role);
  }

  private ObjectNode version(ArrayNode namespaced, ArrayNode cluster) throws IOException {
    String version = chart.path("version").asText();
    ObjectNode csv = YAML.createObjectNode();
    csv.put("apiVersion", "operators.coreos.com/v1alpha1").put("kind", "ClusterServiceVersion");
    ObjectNode metadata = csv.putObject("metadata");
    metadata.put("name", "bleu.v" + version);
    ObjectNode annotations = metadata.putObject("annotations");
    annotations.put("alm-examples", annotation("crdsExamples").toPrettyString());
    annotations.put("capabilities", chart.at("/annotations/artifacthub.io~1operatorCapabilities").asText());
    annotations.put("categories", "Integration & Delivery");
    annotations.put("containerImage", image());
    annotations.put("operatorframework.io/suggested-namespace", "bleu-system");
    ObjectNode spec = csv.putObject("spec");
    spec.put("displayName", "Bleu placement operator");
    spec.put("version", version);
    spec.put("maturity", "alpha");
    spec.put("minKubeVersion", chart.path("kubeVersion").asText().replaceAll("[^0-9.]*([0-9.]+).*", "$1"));
    spec.put(
        "description",
        chart.path("description").asText()
            + "\n\nA bundle holds no admission policies. Without them, pods and decisions that evade the"
            + " operator are not refused. Apply the file besides.yaml that hack/olm writes, in every cluster.");
    spec.set("keywords", chart.path("keywords"));
    spec.putObject("provider").put("name", "The Bleu placement operator's maintainers");
    spec.putArray("icon")
        .addObject()
        .put("base64data", chart.path("icon").asText().replaceFirst(".*base64,", ""))
        .put("mediatype", "image/svg+xml");
    ArrayNode modes = spec.putArray("installModes");
    for (String mode : List.of("OwnNamespace", "SingleNamespace", "MultiNamespace", "AllNamespaces")) {
      modes.addObject().put("type", mode).put("supported", mode.equals("AllNamespaces"));
    }
    ArrayNode owned = spec.putObject("customresourcedefinitions").putArray("owned");
    for (JsonNode kind : annotation("crds")) {
      owned
          .addObject()
          .put("name", kind.path("name").asText())
          .put("kind", kind.path("kind").asText())
          .put("version", kind.path("version").asText())
          .put("displayName", kind.path("displayName").asText())
          .put("description", kind.path("description").asText());
    }
    ObjectNode install = spec.putObject("install");
    install.put("strategy", "deployment");
    ObjectNode strategy = install.putObject("spec");
    permissions(strategy.putArray("clusterPermissions"), cluster);
    permissions(strategy.putArray("permissions"), namespaced);
    ObjectNode one = strategy.putArray("deployments").addObject();
    one.set("name", deployment.at("/metadata/name"));
    one.set("label", deployment.at("/metadata/labels"));
    one.set("spec", deployment.path("spec"));
    return csv;
  }

  /** All roles of one scope are one entry: their rules, one after the other. */
  private void permissions(ArrayNode into, ArrayNode roles) {
    if (roles.isEmpty()) {
      return;
    }
    ArrayNode rules = into.addObject().put("serviceAccountName", account).putArray("rules");
    roles.forEach(role -> role.path("rules").forEach(rules::add));
  }

  private String image() {
    return deployment.at("/spec/template/spec/containers/0/image").asText();
  }

  private JsonNode annotation(String name) throws IOException {
    return YAML.readTree(chart.at("/annotations/artifacthub.io~1" + name).asText());
  }

  private static void metadata(Path bundle) throws IOException {
    List<String[]> labels =
        List.of(
            new String[] {"mediatype.v1", "registry+v1"},
            new String[] {"manifests.v1", "manifests/"},
            new String[] {"metadata.v1", "metadata/"},
            new String[] {"package.v1", "bleu"},
            new String[] {"channels.v1", "alpha"},
            new String[] {"channel.default.v1", "alpha"});
    ObjectNode root = YAML.createObjectNode();
    ObjectNode annotations = root.putObject("annotations");
    labels.forEach(label -> annotations.put(LABEL + label[0], label[1]));
    Files.writeString(bundle.resolve("metadata/annotations.yaml"), YAML.writeValueAsString(root));
    Files.writeString(
        bundle.resolve("bundle.Dockerfile"),
        "FROM scratch\n"
            + labels.stream()
                .map(label -> "LABEL " + LABEL + label[0] + "=" + label[1] + "\n")
                .collect(Collectors.joining())
            + "COPY manifests /manifests/\nCOPY metadata /metadata/\n");
  }

  private static String file(JsonNode object) {
    return object.at("/metadata/name").asText() + "." + kind(object).toLowerCase(java.util.Locale.ROOT) + ".yaml";
  }

  private static String kind(JsonNode object) {
    return object.path("kind").asText();
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
