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

  /**
   * Fills in the defaults of an object; one of another kind stays as it is.
   *
   * @return whether it is another one than before
   */
  boolean fill(JsonNode object) {
    JSONSchemaProps schema =
        schemas.get(object.path("apiVersion").asText() + "/" + object.path("kind").asText());
    return fill(object, schema);
  }

  private static boolean fill(@Nullable JsonNode value, @Nullable JSONSchemaProps schema) {
    boolean filled = false;
    if (schema == null) {
      return false;
    }
    if (value instanceof ObjectNode object) {
      for (Map.Entry<String, JSONSchemaProps> property : schema.getProperties().entrySet()) {
        filled |= field(object, property.getKey(), property.getValue());
      }
      if (schema.getAdditionalProperties() != null) {
        for (JsonNode each : object) {
          filled |= fill(each, schema.getAdditionalProperties().getSchema());
        }
      }
    } else if (value instanceof ArrayNode list && schema.getItems() != null) {
      for (JsonNode item : list) {
        filled |= fill(item, schema.getItems().getSchema());
      }
    }
    return filled;
  }

  private static boolean field(ObjectNode object, String name, JSONSchemaProps property) {
    boolean filled = false;
    if (object.path(name).isNull() && !Boolean.TRUE.equals(property.getNullable())) {
      object.remove(name);
      filled = true;
    }
    if (!object.has(name) && property.getDefault() != null) {
      object.set(name, property.getDefault().deepCopy());
      filled = true;
    }
    return fill(object.get(name), property) | filled;
  }
}
