import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sorts what the chart renders into a bundle of the Operator Lifecycle Manager (registry+v1): kinds
 * and roles as they are, the Deployment and the rights of its account in all namespaces within the
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

  private static final List<String> ONLY_OF_DELIVERY =
      List.of(
          "helm.sh/chart",
          "helm.sh/resource-policy",
          "argocd.argoproj.io/sync-options",
          "kustomize.toolkit.fluxcd.io/prune",
          "app.kubernetes.io/managed-by");

  private static final Set<String> BESIDES =
      Set.of(
          "MutatingAdmissionPolicy",
          "MutatingAdmissionPolicyBinding",
          "NetworkPolicy",
          "ResourceQuota",
          "ValidatingAdmissionPolicy",
          "ValidatingAdmissionPolicyBinding");

  /** Files that it writes, or wrote with other values. */
  private static final Pattern OURS =
      Pattern.compile(
          "[a-z0-9.-]+\\.(clusterserviceversion|"
              + String.join("|", HELD).toLowerCase(Locale.ROOT)
              + ")\\.yaml");

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
          objects.add(withoutDelivery(object));
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
    String refusal = refusal(args);
    if (!refusal.isEmpty()) {
      System.err.println(refusal);
      System.exit(1);
    }
  }

  /** Writes the bundle; returns why it did not, else nothing. */
  static String refusal(String[] args) throws IOException {
    try {
      new Olm(Path.of(args[0]), Path.of(args[1])).write(Path.of(args[2]));
      return "";
    } catch (IllegalArgumentException e) {
      return "olm: " + e.getMessage();
    }
  }

  private void write(Path directory) throws IOException {
    Path bundle = directory.resolve("bundle");
    Map<Path, String> files = metadata(bundle);
    Path manifests = bundle.resolve("manifests");
    StringBuilder besides = new StringBuilder();
    ArrayNode rules = YAML.createArrayNode();
    for (ObjectNode object : objects) {
      if (isBeside(object)) {
        besides.append("---\n").append(YAML.writeValueAsString(object));
      } else if (kind(object).equals("ClusterRoleBinding") && isAccounts(object)) {
        role(object).path("rules").forEach(rules::add);
      } else if (HELD.contains(kind(object))) {
        if (!isOnlyAccounts(object)) {
          ((ObjectNode) object.path("metadata")).remove("namespace");
          files.put(manifests.resolve(file(object)), YAML.writeValueAsString(object));
        }
      } else if (!Set.of("Deployment", "ServiceAccount").contains(kind(object))) {
        throw new IllegalArgumentException(
            "a bundle does not hold a " + kind(object) + ": turn that off by a value");
      }
    }
    files.put(
        manifests.resolve("bleu.clusterserviceversion.yaml"), YAML.writeValueAsString(version(rules)));
    files.put(directory.resolve("besides.yaml"), besides.toString());
    replace(manifests, files);
  }

  /** Nothing is removed before all is known, and then only what an earlier run wrote. */
  private static void replace(Path manifests, Map<Path, String> files) throws IOException {
    Files.createDirectories(manifests);
    Files.createDirectories(manifests.resolveSibling("metadata"));
    try (var there = Files.list(manifests)) {
      for (Path old : there.toList()) {
        if (!files.containsKey(old)) {
          if (!OURS.matcher(old.getFileName().toString()).matches()) {
            throw new IllegalArgumentException(
                old + " is not of hack/olm and would be part of the bundle: take it away");
          }
          Files.delete(old);
        }
      }
    }
    for (var file : files.entrySet()) {
      Files.writeString(file.getKey(), file.getValue());
    }
  }

  /** What makes sense with Helm, Argo CD or Flux only. */
  private static ObjectNode withoutDelivery(ObjectNode object) {
    for (String at : List.of("/metadata", "/spec/template/metadata")) {
      if (object.at(at) instanceof ObjectNode metadata) {
        for (String map : List.of("labels", "annotations")) {
          if (metadata.path(map) instanceof ObjectNode entries) {
            entries.remove(ONLY_OF_DELIVERY);
            if (entries.isEmpty()) {
              metadata.remove(map);
            }
          }
        }
      }
    }
    return object;
  }

  /**
   * What a bundle cannot hold, and the account's rights in a namespace: the Operator Lifecycle Manager
   * would give those in all namespaces.
   */
  private boolean isBeside(JsonNode object) {
    return BESIDES.contains(kind(object))
        || kind(object).equals("RoleBinding") && isAccounts(object)
        || kind(object).equals("Role") && bindings(object).anyMatch(this::isAccounts);
  }

  private boolean isAccounts(JsonNode binding) {
    for (JsonNode subject : binding.path("subjects")) {
      if (isAccount(subject)) {
        return true;
      }
    }
    return false;
  }

  private boolean isAccount(JsonNode subject) {
    return subject.path("kind").asText().equals("ServiceAccount") && subject.path("name").asText().equals(account);
  }

  /** A role that the account alone has, in all namespaces: its rules are in the ClusterServiceVersion. */
  private boolean isOnlyAccounts(JsonNode role) {
    return kind(role).equals("ClusterRole")
        && bindings(role).findAny().isPresent()
        && bindings(role).allMatch(b -> kind(b).equals("ClusterRoleBinding") && isOnlyAccount(b));
  }

  private boolean isOnlyAccount(JsonNode binding) {
    for (JsonNode subject : binding.path("subjects")) {
      if (!isAccount(subject)) {
        return false;
      }
    }
    return isAccounts(binding);
  }

  private Stream<ObjectNode> bindings(JsonNode role) {
    return objects.stream()
        .filter(b -> b.at("/roleRef/kind").equals(role.path("kind")))
        .filter(b -> b.at("/roleRef/name").equals(role.at("/metadata/name")))
        .filter(
            b ->
                kind(role).equals("ClusterRole")
                    || b.at("/metadata/namespace").equals(role.at("/metadata/namespace")));
  }

  /** The role that a binding gives to the account, and to nobody else. */
  private JsonNode role(JsonNode binding) {
    String name = binding.at("/roleRef/name").asText();
    if (!isOnlyAccount(binding)) {
      throw new IllegalArgumentException(
          "the ClusterRoleBinding %s binds others beside the account %s: bind them by another"
              .formatted(binding.at("/metadata/name").asText(), account));
    }
    return objects.stream()
        .filter(o -> kind(o).equals("ClusterRole") && o.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the account %s is bound to the ClusterRole %s, which the chart does not render"
                        .formatted(account, name)));
  }

  private ObjectNode version(ArrayNode rules) throws IOException {
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
            + "\n\nA bundle holds no admission policies, and no rights that are for one namespace. Without"
            + " the former, pods and decisions that evade the operator are not refused; without the latter"
            + " it does nothing. Apply the file besides.yaml that hack/olm writes.");
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
    strategy
        .putArray("clusterPermissions")
        .addObject()
        .put("serviceAccountName", account)
        .set("rules", rules);
    ObjectNode one = strategy.putArray("deployments").addObject();
    one.set("name", deployment.at("/metadata/name"));
    one.set("label", deployment.at("/metadata/labels"));
    one.set("spec", deployment.path("spec"));
    return csv;
  }

  private String image() {
    return deployment.at("/spec/template/spec/containers/0/image").asText();
  }

  private JsonNode annotation(String name) throws IOException {
    return YAML.readTree(chart.at("/annotations/artifacthub.io~1" + name).asText());
  }

  private static Map<Path, String> metadata(Path bundle) throws IOException {
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
    Map<Path, String> files = new LinkedHashMap<>();
    files.put(bundle.resolve("metadata/annotations.yaml"), YAML.writeValueAsString(root));
    files.put(
        bundle.resolve("bundle.Dockerfile"),
        "FROM scratch\n"
            + labels.stream()
                .map(label -> "LABEL " + LABEL + label[0] + "=" + label[1] + "\n")
                .collect(Collectors.joining())
            + "COPY manifests /manifests/\nCOPY metadata /metadata/\n");
    return files;
  }

  private static String file(JsonNode object) {
    return object.at("/metadata/name").asText() + "." + kind(object).toLowerCase(Locale.ROOT) + ".yaml";
  }

  private static String kind(JsonNode object) {
    return object.path("kind").asText();
  }
}
