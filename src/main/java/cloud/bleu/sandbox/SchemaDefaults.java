package cloud.bleu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The defaults of custom resources, as an API server fills them in from their schemas: where a
 * field is absent, or null and may not be.
 */
final class SchemaDefaults {

  private final Map<String, JSONSchemaProps> schemas = new HashMap<>();
  private final Set<String> groups = new HashSet<>();

  SchemaDefaults(List<CustomResourceDefinition> crds) {
    for (CustomResourceDefinition crd : crds) {
      groups.add(crd.getSpec().getGroup());
      for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
        schemas.put(
            crd.getSpec().getGroup()
                + "/"
                + version.getName()
                + "/"
                + crd.getSpec().getNames().getKind(),
            version.getSchema().getOpenAPIV3Schema());
      }
    }
  }

  /** Whether what is at a path of the API may have defaults. */
  boolean concern(String path) {
    return groups.stream().anyMatch(group -> path.startsWith("/apis/" + group + "/"));
  }

  /** Fills in the defaults of an object; one of another kind stays as it is. */
  void fill(JsonNode object) {
    JSONSchemaProps schema =
        schemas.get(object.path("apiVersion").asText() + "/" + object.path("kind").asText());
    fill(object, schema);
  }

  private static void fill(@Nullable JsonNode value, @Nullable JSONSchemaProps schema) {
    if (schema == null) {
      return;
    }
    if (value instanceof ObjectNode object) {
      schema.getProperties().forEach((name, property) -> field(object, name, property));
      if (schema.getAdditionalProperties() != null) {
        object.forEach(each -> fill(each, schema.getAdditionalProperties().getSchema()));
      }
    } else if (value instanceof ArrayNode list && schema.getItems() != null) {
      list.forEach(item -> fill(item, schema.getItems().getSchema()));
    }
  }

  private static void field(ObjectNode object, String name, JSONSchemaProps property) {
    if (object.path(name).isNull() && !Boolean.TRUE.equals(property.getNullable())) {
      object.remove(name);
    }
    if (!object.has(name) && property.getDefault() != null) {
      object.set(name, property.getDefault().deepCopy());
    }
    fill(object.get(name), property);
  }
}
