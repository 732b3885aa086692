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
   * @return whether anything of it is another one now
   */
  boolean fill(JsonNode object) {
    JSONSchemaProps schema =
        schemas.get(object.path("apiVersion").asText() + "/" + object.path("kind").asText());
    return fill(object, schema);
  }

  private static boolean fill(@Nullable JsonNode value, @Nullable JSONSchemaProps schema) {
    if (schema == null) {
      return false;
    }
    boolean changed = false;
    if (value instanceof ObjectNode object) {
      for (Map.Entry<String, JSONSchemaProps> field : schema.getProperties().entrySet()) {
        changed |= field(object, field.getKey(), field.getValue());
      }
      if (schema.getAdditionalProperties() != null) {
        for (JsonNode each : object) {
          changed |= fill(each, schema.getAdditionalProperties().getSchema());
        }
      }
    } else if (value instanceof ArrayNode list && schema.getItems() != null) {
      for (JsonNode item : list) {
        changed |= fill(item, schema.getItems().getSchema());
      }
    }
    return changed;
  }

  private static boolean field(ObjectNode object, String name, JSONSchemaProps property) {
    boolean changed = false;
    if (object.path(name).isNull() && !Boolean.TRUE.equals(property.getNullable())) {
      object.remove(name);
      changed = true;
    }
    if (!object.has(name) && property.getDefault() != null) {
      object.set(name, property.getDefault().deepCopy());
      changed = true;
    }
    return fill(object.get(name), property) || changed;
  }
}
