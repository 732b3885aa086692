package cloud.bleu.sandbox.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAPI v3 documents of the embedded API server: the schemas of the kinds of this project for
 * {@code kubectl explain}, and of all kinds that they can be patched, without which {@code kubectl
 * apply} looks for a schema and refuses. Nothing is checked against them.
 */
final class OpenApi {

  private static final String ROOT = "/openapi/v3";

  private final Map<String, List<APIResource>> resources;
  private final List<CustomResourceDefinition> crds;
  private final JsonNode root;

  /** The group with its version by the path of its document. */
  private final Map<String, String> paths = new HashMap<>();

  /** By path, made when somebody asks for it first, which few do: schemas are large. */
  private final Map<String, JsonNode> documents = new ConcurrentHashMap<>();

  OpenApi(Map<String, List<APIResource>> resources, List<CustomResourceDefinition> crds) {
    this.resources = resources;
    this.crds = crds;
    ObjectNode made = JsonNodeFactory.instance.objectNode();
    ObjectNode listed = made.putObject("paths");
    for (String groupVersion : resources.keySet()) {
      String path = path(groupVersion);
      listed.putObject(path).put("serverRelativeURL", ROOT + "/" + path);
      paths.put(ROOT + "/" + path, groupVersion);
    }
    root = made;
  }

  /** The document at a path, null when that is none of these. */
  @Nullable JsonNode document(String path) {
    if (path.equals(ROOT)) {
      return root;
    }
    String groupVersion = paths.get(path);
    return groupVersion == null
        ? null
        : documents.computeIfAbsent(path, made -> made(groupVersion));
  }

  private static String path(String groupVersion) {
    return (groupVersion.contains("/") ? "apis/" : "api/") + groupVersion;
  }

  private JsonNode made(String groupVersion) {
    String path = path(groupVersion);
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("openapi", "3.0.0");
    document.putObject("info").put("title", "bleu sandbox").put("version", "v1");
    ObjectNode paths = document.putObject("paths");
    for (APIResource resource : resources.getOrDefault(groupVersion, List.of())) {
      if (resource.getName().contains("/")) {
        continue;
      }
      ObjectNode gvk = kind(groupVersion, resource.getKind());
      String collection =
          "/"
              + path
              + (Boolean.TRUE.equals(resource.getNamespaced()) ? "/namespaces/{namespace}" : "")
              + "/"
              + resource.getName();
      operation(paths.putObject(collection), "get", "list", gvk);
      ObjectNode patch = operation(paths.putObject(collection + "/{name}"), "patch", "patch", gvk);
      for (String parameter : List.of("dryRun", "fieldManager", "fieldValidation", "force")) {
        patch
            .withArray("parameters")
            .addObject()
            .put("name", parameter)
            .put("in", "query")
            .putObject("schema")
            .put("type", "string");
      }
    }
    ObjectNode schemas = document.putObject("components").putObject("schemas");
    for (CustomResourceDefinition crd : crds) {
      crd.getSpec().getVersions().stream()
          .filter(v -> groupVersion.equals(crd.getSpec().getGroup() + "/" + v.getName()))
          .forEach(
              version -> {
                String kind = crd.getSpec().getNames().getKind();
                ObjectNode schema =
                    Serialization.jsonMapper()
                        .valueToTree(version.getSchema().getOpenAPIV3Schema());
                schema.putArray("x-kubernetes-group-version-kind").add(kind(groupVersion, kind));
                schemas.set(groupVersion.replace('/', '.') + "." + kind, schema);
              });
    }
    return document;
  }

  private static ObjectNode operation(
      ObjectNode path, String method, String action, ObjectNode gvk) {
    ObjectNode operation = path.putObject(method);
    operation.put("x-kubernetes-action", action).set("x-kubernetes-group-version-kind", gvk);
    operation.putObject("responses").putObject("200").put("description", "OK");
    return operation;
  }

  private static ObjectNode kind(String groupVersion, String kind) {
    int slash = groupVersion.indexOf('/');
    return JsonNodeFactory.instance
        .objectNode()
        .put("group", slash < 0 ? "" : groupVersion.substring(0, slash))
        .put("version", groupVersion.substring(slash + 1))
        .put("kind", kind);
  }
}
